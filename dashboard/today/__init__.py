"""A runner's own day."""
