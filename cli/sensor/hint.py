"""What is waited for, said on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def hint(text: str) -> Iterator[None]:
    """Say it, with a sign of life where somebody looks."""
    if not sys.stderr.isatty():
        typer.echo(text, err=True)
        yield
        return
    from rich.console import Console

    with Console(stderr=True, markup=False, highlight=False).status(text):
        yield
