"""What a store is asked about what people did about an episode."""

from typing import Protocol


class Answers(Protocol):
    """What is asked about what people did about an episode."""
