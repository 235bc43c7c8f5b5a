"""What a store is asked about messages, who gets them and what became of them."""

from typing import Protocol


class Messages(Protocol):
    """What is asked about messages, who gets them and what became of them."""
