"""What is asked of a store, subject by subject."""
