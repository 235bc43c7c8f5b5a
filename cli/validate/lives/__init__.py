"""Simulated lives: people who live steadily, with noise and with jumps whose day is known."""
