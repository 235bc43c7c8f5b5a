"""A progress bar on standard error, for whatever takes longer than a second."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def advancing(total: int, doing: str) -> Iterator[Callable[[int], None]]:
    """Tell how many of a total are done, whenever some are."""
    if not sys.stderr.isatty() or total <= 1:
        yield lambda _number: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda number: bar.advance(task, number)


@contextmanager
def telling(doing: str) -> Iterator[Callable[[str, int], None]]:
    """Tell how far it is in words: a part, and a number in it. A person watching sees it move."""
    if not sys.stderr.isatty():
        yield lambda _part, _number: None
        return
    from rich.console import Console

    with Console(stderr=True).status(doing) as line:
        yield lambda part, number: line.update(f"{doing}: {part} {number:,}")
