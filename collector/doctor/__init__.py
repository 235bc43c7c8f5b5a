"""What a collector needs of this computer: looked at, judged, each with its fix."""
