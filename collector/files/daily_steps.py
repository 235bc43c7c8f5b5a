"""A table of daily steps as CSV: one row a day, a date (in one column or three) and a count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from collector.files.asked import Asked
from collector.files.counts import NotACount, counts_of
from collector.files.dates import NotOneDate, date_of_parts, dates_of
from collector.files.head import Head
from collector.files.table import Row, Table, read_table
from collector.files.words import counted, header_of, letters
from plantar.errors import FileRejected
from plantar.measured import MOST_STEPS_A_DAY, DayTotal
from plantar.recording import DayTable, Reading

FORMAT = "daily-steps"
#: A century of days in the longest notation is 3 MB. [MB]
LARGEST_MB = 16
STEPS = {
    *("steps", "step", "stepcount", "stepscount", "stepcountsteps", "totalsteps", "dailysteps"),
    *("numberofsteps", "stepsperday", "stappen", "aantalstappen", "stappenperdag", "dagstappen"),
    *("totaalstappen", "totaalaantalstappen", "pas", "nombredepas", "nbpas", "nbdepas"),
    *("pasparjour", "totalpas", "totaldespas"),
}
DATE = {"date", "datum", "datetime", "calendardate", "dates"}
YEAR = {"year", "jaar", "annee", "an"}
MONTH = {"month", "maand", "mois"}
DAY = {"day", "dag", "jour"}  # a whole date, unless year and month stand beside it


@dataclass(frozen=True, slots=True)
class _Places:
    """Which columns hold the date and the steps."""

    steps: int
    date: int | None  # None: in the three columns beside
    parts: tuple[int, int, int] | None


def recognises(head: Head) -> bool:
    """A header with a date and steps."""
    _, names = header_of(head.lines)
    return bool(_found(names, STEPS)) and _has_date(names)


def read(head: Head, asked: Asked) -> Reading:
    """One table of days; a day without a count is missing, never zero."""
    head.at_most(LARGEST_MB, "a table of daily steps")
    table = read_table(head)
    places = _places(head, table)
    asked.on_progress(head.size, head.size)
    try:
        counts = counts_of([row.cells[places.steps] for row in table.rows])
    except NotACount as error:
        raise FileRejected(head.path, f"line {table.rows[error.n].line}: {error}") from error
    try:
        days = _days(table.rows, places, asked)
    except NotOneDate as error:
        raise error.of(head.path) from error
    totals, notes = _totals(head, table.rows, days, counts)
    if not totals:
        raise FileRejected(head.path, "a table of daily steps without a single day of steps")
    return Reading(FORMAT, (DayTable(totals),), table.partial, notes)


def _found(names: Iterable[str], words: set[str]) -> list[int]:
    return [k for k, name in enumerate(names) if letters(name) in words]


def _has_date(names: list[str]) -> bool:
    return bool(_found(names, DATE) or _found(names, DAY))


def _places(head: Head, table: Table) -> _Places:
    steps = _one(head, table, STEPS, "steps")
    if all(_found(table.names, part) for part in (YEAR, MONTH, DAY)):
        year, month, day = (
            _one(head, table, part, word)
            for part, word in ((YEAR, "a year"), (MONTH, "a month"), (DAY, "a day"))
        )
        return _Places(steps, None, (year, month, day))
    words = DATE if _found(table.names, DATE) else DAY
    return _Places(steps, _one(head, table, words, "a date"), None)


def _one(head: Head, table: Table, words: set[str], what: str) -> int:
    """The one column of that meaning; two of them would be a guess."""
    found = _found(table.names, words)
    if len(found) != 1:
        named = " and ".join(repr(table.names[k]) for k in found)
        raise FileRejected(head.path, f"{len(found)} columns could hold {what}: {named}")
    return found[0]


def _days(rows: tuple[Row, ...], places: _Places, asked: Asked) -> list[date]:
    if places.parts is not None:
        return [date_of_parts(row, *(row.cells[k] for k in places.parts)) for row in rows]
    where = places.date or 0
    return dates_of([(row, row.cells[where]) for row in rows], asked.dates)


def _totals(
    head: Head, rows: tuple[Row, ...], days: list[date], counts: list[float | None]
) -> tuple[tuple[DayTotal, ...], tuple[str, ...]]:
    """The days with a count, in order, and what was left out."""
    seen: dict[date, tuple[int, int]] = {}
    repeated = rounded = 0
    for row, day, count in zip(rows, days, counts, strict=True):
        if count is None:
            continue
        if not 0 <= count <= MOST_STEPS_A_DAY:
            raise FileRejected(head.path, f"line {row.line}: {count:.0f} steps on {day} cannot be")
        steps = round(count)
        rounded += steps != count
        if day not in seen:
            seen[day] = (steps, row.line)
        elif seen[day][0] == steps:
            repeated += 1
        else:
            before, line = seen[day]
            raise FileRejected(
                head.path, f"line {row.line}: {day} has {steps} steps, and {before} in line {line}"
            )
    totals = tuple(DayTotal(day, seen[day][0]) for day in sorted(seen))
    return totals, _notes(seen, days, counts, repeated, rounded)


def _notes(
    seen: dict[date, tuple[int, int]],
    days: list[date],
    counts: list[float | None],
    repeated: int,
    rounded: int,
) -> tuple[str, ...]:
    last = max(seen, default=date.min)
    empty = [day for day, count in zip(days, counts, strict=True) if count is None]
    after = sum(day > last for day in empty)
    within = len({day for day in empty if day < last} - set(seen))
    notes = []
    if after:
        notes.append(f"{counted(after, 'row')} without steps after {last}: ignored")
    if within:
        notes.append(f"{counted(within, 'day')} without steps before {last}: missing, not zero")
    if repeated:
        notes.append(f"{counted(repeated, 'row')} with a day and steps told before: ignored")
    if rounded:
        notes.append(f"{counted(rounded, 'count')} with a fraction: rounded")
    return tuple(notes)
