"""What a store is asked about links by which pain can be told."""

from typing import Protocol


class Links(Protocol):
    """What is asked about links by which pain can be told."""
