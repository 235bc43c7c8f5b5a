"""Files that somebody brought to a page, read by a process of their own; and a watched folder."""
