"""The days whose figures no longer follow from what is measured."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, bindparam, delete, func, select, union, update

from plantar.errors import UnknownRunner
from plantar.store import Backlog, Dirty
from plantar.store.engine import upsert
from plantar.store.figures_tables import STATE
from plantar.store.tables import DIRTY, RUNNER


def mark(connection: Connection, runner_id: str, days: Iterable[date]) -> None:
    """Mark days with a mark above every earlier one."""
    named = sorted({day.isoformat() for day in days})
    if not named:
        return
    raised = (
        update(RUNNER)
        .where(RUNNER.c.id == runner_id)
        .values(mark=RUNNER.c.mark + 1)
        .returning(RUNNER.c.mark)
    )
    reached = connection.scalar(raised)
    if reached is None:
        raise UnknownRunner(runner_id)
    upsert(connection, DIRTY, [(runner_id, day, reached) for day in named])


def mark_everybody(connection: Connection, day: date, *, asked_until: date) -> None:
    """Mark a day in every runner, but for those last asked about a day before `asked_until`.

    Of these nothing is known about the day yet: they are asked when their turn comes.
    """
    behind = select(STATE.c.runner_id).where(STATE.c.as_of < asked_until.isoformat())
    theirs = RUNNER.c.id.not_in(behind)
    # In one order, so that two who mark everybody wait for each other and no more than that.
    connection.execute(select(RUNNER.c.id).where(theirs).order_by(RUNNER.c.id).with_for_update())
    raised = (
        update(RUNNER)
        .where(theirs)
        .values(mark=RUNNER.c.mark + 1)
        .returning(RUNNER.c.id, RUNNER.c.mark)
    )
    rows = [(row.id, day.isoformat(), row.mark) for row in connection.execute(raised)]
    upsert(connection, DIRTY, rows)


def reached(connection: Connection, runner_id: str) -> int:
    """The highest mark so far."""
    highest = connection.scalar(select(RUNNER.c.mark).where(RUNNER.c.id == runner_id))
    if highest is None:
        raise UnknownRunner(runner_id)
    return int(highest)


def read(connection: Connection, runner_id: str) -> Dirty:
    """The marked days, and the mark up to which they were read."""
    mark_now = reached(connection, runner_id)
    query = select(DIRTY.c.day).where(DIRTY.c.runner_id == runner_id).order_by(DIRTY.c.day)
    return Dirty(tuple(map(date.fromisoformat, connection.scalars(query))), mark_now)


def backlog(connection: Connection) -> Backlog:
    """How many runners and days need computing."""
    days, oldest = connection.execute(select(func.count(), func.min(DIRTY.c.day))).one()
    behind = union(
        select(DIRTY.c.runner_id),
        select(RUNNER.c.id).where(RUNNER.c.id.not_in(select(STATE.c.runner_id))),
    ).subquery()
    runners = connection.scalar(select(func.count()).select_from(behind)) or 0
    return Backlog(runners, days, None if oldest is None else date.fromisoformat(oldest))


def settle(connection: Connection, runner_id: str, settled: Dirty) -> None:
    """Unmark the days that were computed, but for those marked again meanwhile."""
    if settled.days:
        done = delete(DIRTY).where(
            DIRTY.c.runner_id == runner_id,
            DIRTY.c.day == bindparam("done"),
            DIRTY.c.mark <= settled.mark,
        )
        connection.execute(done, [{"done": day.isoformat()} for day in settled.days])
