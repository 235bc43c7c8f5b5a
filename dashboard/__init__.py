"""From load to a page."""
