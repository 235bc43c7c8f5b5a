"""`plantar capture`: what a sensor sends, in a file."""
