"""Asking whoever sits at the terminal; where nobody does, nothing is ever waited for."""

import sys
from collections.abc import Sequence

import typer

from plantar.errors import PlantarError


def somebody_there() -> bool:
    """Whether there is a terminal to ask at."""
    return sys.stdin.isatty()


def agreed(question: str, *, yes: bool, give: str) -> bool:
    """Whether somebody agrees; `--yes` agrees beforehand.

    Raises
    ------
    PlantarError
        There is nobody to ask, and nothing was agreed to: `give` says what to give.
    """
    if yes:
        return True
    need_somebody(give)
    return typer.confirm(question, default=True)


def need_somebody(give: str) -> None:
    """Refuse to go on where there is nobody to ask."""
    if not somebody_there():
        raise PlantarError(f"there is no terminal to ask at: give {give}")


def one_of(question: str, words: Sequence[str], *, give: str) -> str:
    """One of a few words, asked for until it is."""
    need_somebody(give)
    while True:
        told = str(typer.prompt(f"{question} ({', '.join(words)})")).strip()
        if told in words:
            return told
        typer.echo(f"One of {', '.join(words)}, please.")
