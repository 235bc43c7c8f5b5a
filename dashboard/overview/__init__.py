"""The list of who needs attention."""
