"""`plantar erase`: everything of a runner, wherever this computer reaches, and its proof."""
