"""A runner's own: everything about them in one open file, into another Plantar, and away."""
