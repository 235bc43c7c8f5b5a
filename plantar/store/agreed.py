"""The runs that runner and kinesist agreed, and the shifts a runner tells."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select

from plantar.door import aware
from plantar.errors import BadInput, UnknownRecord
from plantar.plan import MINUTES_A_DAY, DeclaredShift, PlannedRun
from plantar.store import Noted, dirt, people
from plantar.store.agreed_tables import DECLARED_SHIFT, PLANNED_RUN
from plantar.store.columns import maybe_number, moment_us
from plantar.store.engine import upsert
from plantar.store.things import AT_ONCE

#: Digits of an id: short enough to type, long enough that no two of a runner's are ever the same.
ID_DIGITS = 10


def keep_planned_run(connection: Connection, runner_id: str, planned: PlannedRun) -> None:
    """Keep the plan of a day, in place of the one there was."""
    people.lock(connection, runner_id)
    if planned in planned_runs(connection, runner_id):
        return
    row = (
        runner_id,
        planned.day.isoformat(),
        maybe_number(planned.distance_m),
        maybe_number(planned.duration_s),
        planned.author,
        planned.note,
    )
    upsert(connection, PLANNED_RUN, [row])
    dirt.mark(connection, runner_id, [planned.day])


def withdraw_planned_run(connection: Connection, runner_id: str, day: date) -> None:
    """Take the plan of a day back."""
    people.lock(connection, runner_id)
    table = PLANNED_RUN.c
    its_own = (table.runner_id == runner_id, table.day == day.isoformat())
    if not connection.execute(delete(PLANNED_RUN).where(*its_own)).rowcount:
        raise UnknownRecord("planned run on", day, runner_id)
    dirt.mark(connection, runner_id, [day])


def planned_runs(connection: Connection, runner_id: str) -> list[PlannedRun]:
    """The runs agreed, by day."""
    return planned_runs_of(connection, [runner_id]).get(runner_id, [])


def planned_runs_of(
    connection: Connection, runner_ids: Collection[str]
) -> dict[str, list[PlannedRun]]:
    """The runs agreed with some runners, by day."""
    table = PLANNED_RUN.c
    query = select(PLANNED_RUN).where(table.runner_id.in_(runner_ids)).order_by(table.day)
    found: dict[str, list[PlannedRun]] = defaultdict(list)
    for row in connection.execute(query):
        day = date.fromisoformat(row.day)
        planned = PlannedRun(day, row.distance_m, row.duration_s, row.author, row.note)
        found[row.runner_id].append(planned)
    return dict(found)


def keep_declared_shift(
    connection: Connection,
    runner_id: str,
    shift: DeclaredShift,
    noted_at: datetime,
    once_within: timedelta,
) -> Noted[DeclaredShift]:
    """Keep a shift beside the others of its day, as long as they fit into one."""
    columns = {
        "day": shift.day.isoformat(),
        "upright_min": float(shift.upright_min),
        "floor": shift.floor,
        "author": shift.author,
    }
    told, new = note(
        connection, DECLARED_SHIFT, runner_id, columns, noted_at, once_within=once_within
    )
    if new:
        shifts = declared_shifts(connection, runner_id)
        others = [one.record for one in shifts if one.id != told and one.record.day == shift.day]
        left = MINUTES_A_DAY - sum(other.upright_min for other in others)
        if shift.upright_min > left:
            raise BadInput(
                "upright_min",
                shift.upright_min,
                f"{left:g} or less: the day has no more beside what is told of it already",
            )
        dirt.mark(connection, runner_id, [shift.day])
    return Noted(told, shift)


def withdraw_declared_shift(connection: Connection, runner_id: str, shift_id: str) -> DeclaredShift:
    """Take a shift back."""
    shift = _shift(unnote(connection, DECLARED_SHIFT, runner_id, shift_id, "shift"))
    dirt.mark(connection, runner_id, [shift.day])
    return shift


def declared_shifts(connection: Connection, runner_id: str) -> list[Noted[DeclaredShift]]:
    """The shifts told, by day."""
    noted = in_order(connection, DECLARED_SHIFT, [runner_id])
    return [Noted(row.id, _shift(row)) for row in noted]


def declared_shifts_of(
    connection: Connection, runner_ids: Collection[str]
) -> dict[str, list[DeclaredShift]]:
    """The shifts that some runners told, by day."""
    found: dict[str, list[DeclaredShift]] = defaultdict(list)
    for row in in_order(connection, DECLARED_SHIFT, runner_ids):
        found[row.runner_id].append(_shift(row))
    return dict(found)


def _shift(row: Row[Any]) -> DeclaredShift:
    return DeclaredShift(date.fromisoformat(row.day), row.upright_min, row.floor, row.author)


def note(
    connection: Connection,
    table: Table,
    runner_id: str,
    columns: dict[str, Any],
    noted_at: datetime,
    *,
    once_within: timedelta = AT_ONCE,
) -> tuple[str, bool]:
    """Keep a row under an id that follows from it, so that noting it twice keeps it once.

    A finger that taps twice tells the same thing at two moments: the same columns noted less than
    `once_within` apart are one row too.
    """
    aware("noted_at", noted_at)
    people.lock(connection, runner_id)
    if once_within > AT_ONCE:
        since, until = (moment_us(noted_at + by) for by in (-once_within, once_within))
        same = _same(connection, table, {"runner_id": runner_id, **columns}, since, until)
        if same is not None:
            return same, False
    columns = {"runner_id": runner_id, "noted_at": moment_us(noted_at), **columns}
    told = hashlib.sha256(repr(sorted(columns.items())).encode()).hexdigest()[:ID_DIGITS]
    if _row(connection, table, runner_id, told) is not None:
        return told, False
    connection.execute(insert(table).values(id=told, **columns))
    return told, True


def _same(
    connection: Connection, table: Table, columns: dict[str, Any], since_us: int, until_us: int
) -> str | None:
    """The id of a row that says the same, noted in that stretch of time."""
    query = select(table.c.id).where(
        table.c.noted_at.between(since_us, until_us),
        *(table.c[name].is_not_distinct_from(value) for name, value in columns.items()),
    )
    found = connection.scalar(query.order_by(table.c.noted_at))
    return None if found is None else str(found)


def unnote(connection: Connection, table: Table, runner_id: str, told: str, kind: str) -> Row[Any]:
    """Take a row back by its id, and hand it over."""
    people.lock(connection, runner_id)
    row = _row(connection, table, runner_id, told)
    if row is None:
        raise UnknownRecord(kind, told, runner_id)
    connection.execute(delete(table).where(table.c.runner_id == runner_id, table.c.id == told))
    return row


def in_order(connection: Connection, table: Table, runner_ids: Collection[str]) -> list[Row[Any]]:
    """The rows of some runners, by day and in the order in which they were noted."""
    columns = table.c
    query = select(table).where(columns.runner_id.in_(runner_ids))
    return list(connection.execute(query.order_by(columns.day, columns.noted_at, columns.id)))


def _row(connection: Connection, table: Table, runner_id: str, told: str) -> Row[Any] | None:
    its_own = (table.c.runner_id == runner_id, table.c.id == told)
    return connection.execute(select(table).where(*its_own)).first()
