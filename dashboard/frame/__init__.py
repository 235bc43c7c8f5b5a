"""What every page has: its bar, its looks, its language, and how it keeps up."""
