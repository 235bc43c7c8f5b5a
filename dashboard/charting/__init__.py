"""The chart of a runner, panel by panel, and what it tells in words."""
