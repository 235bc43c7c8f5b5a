"""Bytes of sensors to readings: pure, strict about lengths, and never raising."""
