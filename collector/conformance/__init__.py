"""Whether a sensor does what its profile says: every rule as a line, from bytes alone."""
