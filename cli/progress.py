"""A progress bar on standard error, for whatever takes longer than a second."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def track(sequence: Sequence[T], doing: str) -> Iterator[T]:
    """Walk through a sequence; a person watching sees how far it is."""
    if not sys.stderr.isatty() or len(sequence) <= 1:
        yield from sequence
        return
    from rich.console import Console
    from rich.progress import track as rich_track

    yield from rich_track(sequence, description=doing, console=Console(stderr=True), transient=True)
