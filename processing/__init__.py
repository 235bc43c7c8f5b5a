"""From recordings and minutes to load, ratio and alert: pure functions, and one shell."""
