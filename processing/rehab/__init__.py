"""Strength work: how much of it was done, and the time that it takes out of the plantar load."""
