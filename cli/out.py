"""What a command writes: JSON alone on standard output, or a table for people."""

import json
import math
import shutil
import sys
import textwrap
from collections.abc import Collection, Iterable, Sequence
from typing import Any

#: Words are not broken up for a terminal that is narrower than this. [characters]
LEAST_WIDTH = 30


def write_json(content: object) -> None:
    """JSON on standard output, nan as null; nothing else may be written there."""
    json.dump(_plain(content), sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")


def write_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, unbroken: Collection[str] = ()
) -> None:
    """A table that fits the terminal; the columns named stay on one line, to be copied."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in unbroken)
    for row in rows:
        table.add_row(*row)
    Console(markup=False, highlight=False).print(table)


def say(text: str) -> None:
    """A sentence, wrapped between words where somebody reads it in a terminal."""
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    console.print(text, soft_wrap=not console.is_terminal)


def figure(number: float | None, digits: int = 0, unit: str = "") -> str:
    """A number for people, or a dash where nothing is known."""
    if number is None or not math.isfinite(number):
        return "-"
    return f"{number:,.{digits}f}".replace(",", " ") + (f" {unit}" if unit else "")


def beside(label: str, text: str, indent: int = 0) -> str:
    """A label and its text, whose further lines go on below its first; fits the terminal."""
    start = indent + len(label)
    width = max(shutil.get_terminal_size().columns - start, LEAST_WIDTH)
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return label + ("\n" + " " * start).join(lines)


def _plain(content: Any) -> Any:  # noqa: ANN401 - anything json takes
    match content:
        case dict():
            return {str(key): _plain(one) for key, one in content.items()}
        case list() | tuple():
            return [_plain(one) for one in content]
        case float() if not math.isfinite(content):
            return None
        case _:
            return content
