"""What a store is asked about the thresholds of the whole practice."""

from typing import Protocol


class Clinic(Protocol):
    """What is asked about the thresholds of the whole practice."""
