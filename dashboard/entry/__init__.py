"""What is told or agreed on a page: pain, exercises, programmes, plans."""
