"""The shared words of Plantar, and its doors to the outside: the store and the broker."""
