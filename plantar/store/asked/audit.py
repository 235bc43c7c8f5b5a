"""What a store is asked about who looked at whom."""

from typing import Protocol


class Audit(Protocol):
    """What is asked about who looked at whom."""
