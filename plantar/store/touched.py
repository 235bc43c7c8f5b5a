"""The civil days that a measured row has a say in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from plantar.day import LocalDays, each_day
from plantar.store import rows
from plantar.store.columns import SECOND_US, moment, moment_us
from plantar.store.rows import Kind, Row
from plantar.store.tables import CALIBRATION

#: After every moment a store may hold. [µs]
END_US = 2**62


class CivilDays:
    """The civil day of one moment after another; quick while the day stays the same."""

    def __init__(self, local: LocalDays) -> None:
        self._local = local
        self._day = date.min
        self._first = self._after = 0

    def day(self, at: int) -> date:
        """The civil day of a moment. [µs]"""
        if not self._first <= at < self._after:
            self._day = self._local.day_of(moment(at))
            self._first, self._after = map(moment_us, self._local.bounds(self._day))
        return self._day

    def stretch(self, first: int, last: int) -> Iterable[date]:
        """The civil days from one moment to another."""
        begins = self.day(first)
        ends = self.day(last)
        return (begins,) if begins == ends else each_day(begins, ends)


def days(
    connection: Connection,
    kind: Kind[Any],
    source_no: int,
    changed: Iterable[Row],
    local: LocalDays,
) -> set[date]:
    """The days that follow from rows of one source that came, went or changed."""
    if kind is rows.DAY_TOTALS:
        return {date.fromisoformat(row[0]) for row in changed}
    if kind is rows.CALIBRATIONS:
        stretches = _in_force(connection, source_no, {row[0] for row in changed})
    else:
        stretches = [(row[0], _end(kind, row)) for row in changed]
    civil = CivilDays(local)
    return {day for first, last in sorted(stretches) for day in civil.stretch(first, last)}


def _end(kind: Kind[Any], row: Row) -> int:
    if kind is rows.GAPS:
        return int(row[2])
    if kind is rows.SESSIONS:
        return int(row[0]) + round((row[1] or 0.0) * SECOND_US)
    return int(row[0])


def _in_force(
    connection: Connection, source_no: int, changed: Iterable[int]
) -> list[tuple[int, int]]:
    """From each calibration to the next of its source, or to the last minute it scales.

    The first calibration of a source holds for everything before it too: it only came late.
    """
    known = select(CALIBRATION.c.since).where(CALIBRATION.c.source_no == source_no)
    others = sorted(set(connection.scalars(known)))
    first, last = _minutes(connection, source_no)
    stretches = []
    for since in changed:
        begins = since if any(other < since for other in others) else min(first, since)
        ends = next((other for other in others if other > since), last)
        stretches.append((begins, max(begins, min(ends, last))))
    return stretches


def _minutes(connection: Connection, source_no: int) -> tuple[int, int]:
    """The first and the last minute of a source; nothing when there is none. [µs]"""
    ends: list[int] = []
    for kind in (rows.FOOT_MINUTES, rows.BODY_MINUTES):
        at = kind.table.c.at
        query = select(func.min(at), func.max(at)).where(kind.table.c.source_no == source_no)
        ends += [end for end in connection.execute(query).one() if end is not None]
    return (min(ends), max(ends)) if ends else (END_US, 0)
