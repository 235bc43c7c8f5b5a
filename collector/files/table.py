"""Small tables with a header, row by row, each with the line it stands on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from collector.files.head import LONGEST_LINE, Head
from collector.files.words import header_at, header_of
from plantar.errors import FileRejected


@dataclass(frozen=True, slots=True)
class Row:
    """One row and where it stands."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows; blank rows are left out."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    partial: str | None  # why the last row is missing


def read_table(head: Head) -> Table:
    """Every row of a table that has as many cells as its header.

    Raises
    ------
    FileRejected
        When a row before the last has another number of cells.
    """
    delimiter, names = header_of(head.lines)
    rows = []
    partial = None
    for row in _rows(head, delimiter):
        if partial is not None:
            raise FileRejected(head.path, partial)
        cells = row.cells
        if len(cells) > len(names) and not any(cells[len(names) :]):
            cells = cells[: len(names)]
        if len(cells) != len(names):
            partial = f"line {row.line} has {len(cells)} cells, the header has {len(names)}"
        else:
            rows.append(Row(row.line, cells))
    if partial is not None:
        partial = f"broke off: {partial}; the rows before it are kept"
    return Table(tuple(names), tuple(rows), partial)


def _rows(head: Head, delimiter: str) -> Iterator[Row]:
    """The rows after the header; csv tells the line a row ends on."""
    before = (header_at(head.lines) or 0) + 1
    with head.open_text() as file:
        for _ in range(before):
            file.readline(LONGEST_LINE)
        reader = csv.reader(iter(lambda: file.readline(LONGEST_LINE), ""), delimiter=delimiter)
        try:
            for cells in reader:
                stripped = tuple(cell.strip() for cell in cells)
                if any(stripped):
                    yield Row(before + reader.line_num, stripped)
        except csv.Error as error:
            raise FileRejected(head.path, f"line {before + reader.line_num}: {error}") from error
