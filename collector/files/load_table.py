"""A table of daily loads in any unit, for `plantar ratio`: an absent day is missing, 0 is rest."""

import math
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from collector.files.asked import DateOrder
from collector.files.counts import MISSING
from collector.files.daily_steps import DATE, DAY
from collector.files.dates import NotOneDate, dates_of
from collector.files.head import Head, look
from collector.files.table import Row, Table, read_table
from collector.files.words import header_of, letters
from plantar.day import each_day
from plantar.errors import FileRejected
from plantar.load import LoadHistory

LARGEST_MB = 16
#: A century: further apart, one of the dates is wrong. [d]
LONGEST_DAYS = 36_525
LOAD = {"load", "dailyload", "trainingload", "belasting", "dagbelasting", "charge", "wse", "dpl"}
#: A table of a date and a load has no third column to mistake for either.
TWO_COLUMNS = 2
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


def read_load_table(path: Path, *, dates: DateOrder | None = None) -> LoadHistory:
    """The loads of every calendar day from the first date in a table to the last.

    Raises
    ------
    FileRejected
        Naming the line and the value: no such columns, a date twice, a load that is none.
    """
    head = look(path)
    if head.encoding is None or not head.lines:
        raise FileRejected(path, "is no table of dates and loads")
    head.at_most(LARGEST_MB, "a table of daily loads")
    table = read_table(head)
    when, load = _columns(head, table)
    if not table.rows:
        raise FileRejected(path, "has a header and no days")
    try:
        days = dates_of([(row, row.cells[when]) for row in table.rows], dates)
    except NotOneDate as error:
        raise error.of(path) from error
    loads = _loads(head, table.rows, load)
    return _history(head, table.rows, days, loads)


def _columns(head: Head, table: Table) -> tuple[int, int]:
    """Where the date and the load stand: by their names, or as the only two columns."""
    names = [letters(name) for name in table.names]
    when = [k for k, name in enumerate(names) if name in DATE | DAY]
    load = [k for k, name in enumerate(names) if name in LOAD]
    if len(when) == 1 and not load and len(names) == TWO_COLUMNS:
        load = [1 - when[0]]
    if len(when) != 1 or len(load) != 1:
        found = ", ".join(repr(name) for name in table.names[:8])
        raise FileRejected(head.path, f"needs one column `date` and one `load`, has {found}")
    return when[0], load[0]


def _loads(head: Head, rows: Sequence[Row], load: int) -> list[float]:
    delimiter, _ = header_of(head.lines)
    with_comma = [row.cells[load] for row in rows if "," in row.cells[load]]
    grouped = delimiter == "," and all(_THOUSANDS.fullmatch(cell) for cell in with_comma)
    return [_load(head, row, row.cells[load], grouped=grouped) for row in rows]


def _load(head: Head, row: Row, cell: str, *, grouped: bool) -> float:
    if cell.casefold() in MISSING:
        return math.nan
    plain = cell.replace(",", "") if grouped else _with_point(cell)
    try:
        load = float(plain)
    except ValueError as error:
        raise FileRejected(head.path, f"line {row.line}: load {cell!r} is no number") from error
    if not math.isfinite(load) or load < 0.0:
        raise FileRejected(head.path, f"line {row.line}: load {cell!r} is not 0 or more")
    return load


def _with_point(cell: str) -> str:
    """A number as Python reads it: of point and comma, the last one is the decimal mark."""
    if cell.rfind(",") > cell.rfind("."):
        return cell.replace(".", "").replace(",", ".")
    return cell.replace(",", "")


def _history(
    head: Head, rows: Sequence[Row], days: Sequence[date], loads: Sequence[float]
) -> LoadHistory:
    known: dict[date, float] = {}
    for row, day, load in zip(rows, days, loads, strict=True):
        if day in known:
            raise FileRejected(head.path, f"line {row.line}: {day} is there twice")
        known[day] = load
    first, last = min(known), max(known)
    if (last - first).days >= LONGEST_DAYS:
        raise FileRejected(head.path, f"runs from {first} to {last}: one of them is wrong")
    return LoadHistory(first, tuple(known.get(day, math.nan) for day in each_day(first, last)))
