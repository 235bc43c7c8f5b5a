"""What measured, how it is, and what is missing."""
