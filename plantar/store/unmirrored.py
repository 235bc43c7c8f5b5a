"""Noting what a mirror has to be told, in the transaction that changes it.

A moment up to which a mirror has everything would not do: rows come late, are corrected, and are
taken back. So each day of a runner that changes is noted, with a stamp that no other change has:
who told the mirror takes the note away by the stamp that they read, and leaves it where the day
changed meanwhile.
"""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from plantar.store import rows
from plantar.store.columns import DAY_US
from plantar.store.engine import upsert
from plantar.store.figures_tables import DAY
from plantar.store.mirror_tables import UNMIRRORED
from plantar.store.rows import Kind, Row
from plantar.store.tables import SOURCE

#: The measured things that a mirror holds, by their tables.
MINUTES: dict[str, Kind[Any]] = {
    kind.table.name: kind for kind in (rows.FOOT_MINUTES, rows.BODY_MINUTES, rows.STEP_MINUTES)
}
EPOCH = date(1970, 1, 1)
STAMP_BITS = 62


def mark(connection: Connection, runner_id: str, changed: Iterable[tuple[str, str]]) -> None:
    """Note tables and days that changed; what was refused of them is tried again."""
    stamp = secrets.randbits(STAMP_BITS)
    noted = sorted(set(changed))
    upsert(connection, UNMIRRORED, [(runner_id, kind, day, stamp, None) for kind, day in noted])


def days_of(kind: Kind[Any], changed: Iterable[Row]) -> set[tuple[str, str]]:
    """The table and the days in UTC of measured rows; none of those a mirror does not hold."""
    name = kind.table.name
    if name not in MINUTES:
        return set()
    return {(name, utc_day(number)) for number in {row[0] // DAY_US for row in changed}}


def utc_day(number: int) -> str:
    """The date that many days after 1970-01-01."""
    return (EPOCH + timedelta(days=number)).isoformat()


def mark_all(connection: Connection, runner_id: str) -> None:
    """Note everything there is of a runner."""
    days = select(DAY.c.day).where(DAY.c.runner_id == runner_id).distinct()
    changed = {(DAY.name, day) for day in connection.scalars(days)}
    for name, kind in MINUTES.items():
        numbers = (
            select(kind.moment // DAY_US)
            .join(SOURCE, kind.table.c.source_no == SOURCE.c.no)
            .where(SOURCE.c.runner_id == runner_id)
            .distinct()
        )
        changed |= {(name, utc_day(int(number))) for number in connection.scalars(numbers)}
    mark(connection, runner_id, changed)
