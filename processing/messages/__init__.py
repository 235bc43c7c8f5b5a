"""Messages: whom to write to, about what, and when; the words and the way come elsewhere."""
