"""What a store is asked about who may look at whom."""

from typing import Protocol


class Consents(Protocol):
    """What is asked about who may look at whom."""
