"""Columns of numbers out of long texts, a block at a time, so that memory holds only the numbers.

numpy's own parser does whole blocks; a block it stumbles over is gone through row by row, to name
the row that is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from collector.files.asked import Progress
from collector.files.head import LONGEST_LINE, Head
from plantar.errors import FileRejected
from plantar.recording import Floats

#: About 3000 rows of the widest known export.
BLOCK_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text lays out its numbers."""

    first_line: int  # of the numbers, counted from 1
    width: int  # cells in a row
    wanted: tuple[int, ...]  # columns to keep; the first is time, unless the table has no clock
    delimiter: str | None  # None: any white space
    decimal_comma: bool = False
    timed: bool = True  # the first column is never empty


class BadRow(ValueError):
    """A row that does not fit its header."""

    def __init__(self, line: int, cause: str) -> None:
        super().__init__(f"line {line}: {cause}")
        self.line = line
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Columns:
    """The wanted columns, and why the last row is missing if it is."""

    numbers: Floats  # shape (rows, wanted)
    partial: str | None


def read_columns(head: Head, shape: Shape, on_progress: Progress) -> Columns:
    """The wanted columns of every row; a broken last row is left out and said.

    Raises
    ------
    FileRejected
        When a row before the last does not fit, or there is none.
    """
    blocks: list[Floats] = []
    partial = None
    texts = _blocks(head, shape.first_line, on_progress)
    for line, rows in texts:
        try:
            blocks.append(_numbers(rows, line, shape))
        except BadRow as bad:
            good = rows[: bad.line - line]
            is_last = not any(row.strip() for row in rows[len(good) + 1 :])
            if not is_last or any(row.strip() for _, rest in texts for row in rest):
                raise FileRejected(head.path, str(bad)) from bad
            partial = f"broke off in line {bad.line} ({bad.cause}); the rows before it are kept"
            blocks.append(_numbers(good, line, shape))
    numbers = np.concatenate(blocks) if blocks else np.empty((0, len(shape.wanted)))
    if not len(numbers):
        raise FileRejected(head.path, partial or "has a header, but no rows of measurements")
    return Columns(numbers, partial)


def _blocks(head: Head, first_line: int, on_progress: Progress) -> Iterator[tuple[int, list[str]]]:
    """Whole lines, with the number of the first of each block."""
    with head.open_text() as file:
        for _ in range(first_line - 1):
            file.readline(LONGEST_LINE)
        line, carried = first_line, ""
        while chunk := file.read(BLOCK_CHARACTERS):
            *rows, carried = (carried + chunk).split("\n")
            if len(carried) > LONGEST_LINE:
                raise FileRejected(head.path, f"line {line + len(rows)} is endless: no table")
            if rows:
                yield line, rows
                line += len(rows)
            on_progress(min(file.buffer.tell(), head.size), head.size)
        if carried.strip():
            yield line, [carried]


def _numbers(rows: list[str], line: int, shape: Shape) -> Floats:
    """A block of rows as numbers."""
    filled = [row for row in rows if row and not row.isspace()]
    if not filled:
        return np.empty((0, len(shape.wanted)))
    numbers = _at_once(filled, shape)
    return _row_by_row(rows, line, shape) if numbers is None else numbers


def _at_once(rows: list[str], shape: Shape) -> Floats | None:
    """All rows through numpy's parser, or None when one of them does not fit."""
    text = "\n".join(rows)
    cell = shape.delimiter
    if cell is not None:
        if text.count(cell) != len(rows) * (shape.width - 1):
            return None
        text = _empty_as_nan(text, cell)
    if shape.decimal_comma:
        text = text.replace(",", ".")
    every = shape.wanted == tuple(range(shape.width))
    try:
        numbers = np.loadtxt(
            text.split("\n"),
            delimiter=cell,
            usecols=None if every else shape.wanted,
            ndmin=2,
            comments=None,
        )
    except ValueError:
        return None
    fits = numbers.shape == (len(rows), len(shape.wanted))
    if not fits or np.isinf(numbers).any() or (shape.timed and np.isnan(numbers[:, 0]).any()):
        return None
    return numbers


def _empty_as_nan(text: str, cell: str) -> str:
    text = f"\n{text}\n"
    for _ in range(2):  # neighbours share a delimiter
        text = text.replace(cell + cell, f"{cell}nan{cell}")
    return text.replace(f"\n{cell}", f"\nnan{cell}").replace(f"{cell}\n", f"{cell}nan\n")[1:-1]


def _row_by_row(rows: list[str], line: int, shape: Shape) -> Floats:
    """The same, slowly, to name the first row that does not fit."""
    numbers = []
    for n, row in enumerate(rows, start=line):
        if not row or row.isspace():
            continue
        cells = row.split(shape.delimiter)
        if len(cells) != shape.width:
            raise BadRow(n, f"{len(cells)} cells where {shape.width} belong")
        numbers.append([_number(cells[k], n, shape) for k in shape.wanted])
        if shape.timed and np.isnan(numbers[-1][0]):
            raise BadRow(n, "no time")
    return np.array(numbers, dtype=np.float64).reshape(-1, len(shape.wanted))


def _number(cell: str, line: int, shape: Shape) -> float:
    cell = cell.strip()
    if not cell:
        return np.nan
    try:
        number = float(cell.replace(",", ".") if shape.decimal_comma else cell)
    except ValueError:
        raise BadRow(line, f"{cell[:40]!r} is not a number") from None
    if np.isinf(number):
        raise BadRow(line, f"{cell[:40]!r} is not a finite number")
    return number
