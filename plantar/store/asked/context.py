"""What a store is asked about what a runner tells beside pain."""

from typing import Protocol


class Context(Protocol):
    """What is asked about what a runner tells beside pain."""
