"""Files that are brought on a page."""
