"""Dates as people's tables write them, and whether only one reading of them fits.

``03/04/2024`` is the third of April in Ghent and the fourth of March in Boston. A whole column
usually tells (no month is the 13th); when it does not, nobody here guesses.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from collector.files.asked import DateOrder
from collector.files.table import Row
from plantar.errors import DatesAmbiguous, FileRejected

#: Three numbers with something between, or eight digits; a time of day may follow.
DATE = re.compile(
    r"(?:(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})|(\d{4})(\d{2})(\d{2}))\.?"
    r"(?:[T ,]+\d{1,2}[:.h]\d{2}.*)?"
)
YEAR_DIGITS = 4
CENTURY = 2000
FIRST_YEAR, LAST_YEAR = 1990, 2100
SHOWN = 2


class NotOneDate(ValueError):
    """A column of dates that cannot be read, or in more than one way."""

    def __init__(self, cause: str, readings: tuple[tuple[str, date, date], ...] = ()) -> None:
        super().__init__(cause)
        self._readings = readings

    def of(self, path: Path) -> FileRejected:
        """The refusal of the file; with the readings that fit, where there are some."""
        if self._readings:
            return DatesAmbiguous(path, str(self), self._readings)
        return FileRejected(path, str(self))


@dataclass(frozen=True, slots=True)
class _Told:
    """A cell as three numbers, and the orders in which they could go."""

    row: Row
    cell: str
    numbers: tuple[int, int, int]
    orders: frozenset[DateOrder]

    def by(self, order: DateOrder) -> date | None:
        """The date in that order, if there is one."""
        only = self.orders if len(self.orders) == 1 else {order}
        a, b, c = self.numbers
        match min(only):
            case DateOrder.DMY:
                year, month, day = c, b, a
            case DateOrder.MDY:
                year, month, day = c, a, b
            case DateOrder.YMD:
                year, month, day = a, b, c
        return _date(year, month, day)


def dates_of(cells: list[tuple[Row, str]], asked: DateOrder | None) -> list[date]:
    """The date in every cell, in the one order that fits all.

    Raises
    ------
    NotOneDate
        When no order fits, or more than one does and they differ.
    """
    told = [_told(row, cell) for row, cell in cells]
    open_orders = frozenset(DateOrder).intersection(*(t.orders for t in told if len(t.orders) > 1))
    orders = [asked] if asked else [o for o in DateOrder if o in open_orders]
    fits = {order: [t.by(order) for t in told] for order in orders}
    good = {order: days for order, days in fits.items() if None not in days}
    readings = {tuple(d for d in days if d): order for order, days in good.items()}
    if len(readings) == 1:
        return list(next(iter(readings)))
    if not readings:
        raise NotOneDate(_no_order(told, fits))
    spans = "; ".join(f"{order}: {min(days)} to {max(days)}" for days, order in readings.items())
    said = "|".join(readings.values())
    how_many = "two" if len(readings) == SHOWN else "three"
    raise NotOneDate(
        f"{how_many} date orders fit ({spans}): say which with --dates {said}",
        tuple((order.value, min(days), max(days)) for days, order in readings.items()),
    )


def date_of_parts(row: Row, year: str, month: str, day: str) -> date:
    """A date from a column each for year, month and day.

    Raises
    ------
    NotOneDate
        When there is no such day.
    """
    try:
        found = _date(int(year), int(month), int(day))
    except ValueError:
        found = None
    if found is None:
        raise NotOneDate(f"line {row.line}: {year}-{month}-{day} is no date")
    return found


def _told(row: Row, cell: str) -> _Told:
    found = DATE.fullmatch(cell)
    if found is None:
        raise NotOneDate(f"line {row.line}: {cell[:40]!r} is no date such as 2024-03-01")
    a, b, c = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
    if len(a) == YEAR_DIGITS:
        orders = {DateOrder.YMD}
    elif len(c) == YEAR_DIGITS:
        orders = {DateOrder.DMY, DateOrder.MDY}
    else:
        orders = set(DateOrder)
    return _Told(row, cell, (int(a), int(b), int(c)), frozenset(orders))


def _no_order(told: list[_Told], fits: dict[DateOrder, list[date | None]]) -> str:
    """The first row that spoils the order which fits most rows."""
    best, days = max(fits.items(), key=lambda fit: sum(d is not None for d in fit[1]))
    spoilt = told[days.index(None)]
    alone = [o for o in DateOrder if o in spoilt.orders and spoilt.by(o) is not None]
    where = f"line {spoilt.row.line}: {spoilt.cell!r}"
    if alone and len(fits) > 1 and len(told) > 1:
        return f"{where} is no date in the order of the other rows ({best})"
    return f"{where} is no date" + (f" in the order {best}" if len(fits) == 1 and alone else "")


def _date(year: int, month: int, day: int) -> date | None:
    year = year + CENTURY if year < 100 else year  # noqa: PLR2004 - two digits
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
