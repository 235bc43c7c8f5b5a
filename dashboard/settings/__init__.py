"""Thresholds with their burden, and how pages are shown."""
