"""Keeping what was computed, and reading it back."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from plantar.alert import Alert
from plantar.errors import BadInput
from plantar.load import Day
from plantar.measured import SourceClass
from plantar.state import State
from plantar.store import AlertOnce, Derived, answers, dirt, episodes, people, unmirrored
from plantar.store.answers_tables import RESPONSE
from plantar.store.columns import maybe_moment, moment, moment_us
from plantar.store.engine import upsert
from plantar.store.figures_rows import (
    alert_row,
    day_row,
    row_alert,
    row_day,
    row_state,
    state_row,
)
from plantar.store.figures_tables import ALERT, DAY, EPISODE_ALERT, STATE


def _alert_columns() -> list[Column[Any]]:
    names = [column.name for column in EPISODE_ALERT.columns][2:]
    return [ALERT.c[name] for name in names]


def save(connection: Connection, derived: Derived) -> bool:
    """Keep everything computed for a runner in one go, unless something came in since."""
    if derived.state.runner_id != derived.runner_id:
        raise BadInput("state", derived.state.runner_id, f"about {derived.runner_id}")
    people.lock(connection, derived.runner_id)
    if dirt.reached(connection, derived.runner_id) > derived.settled.mark:
        return False
    computed_at = moment_us(derived.state.computed_at)
    _save_days(connection, derived)
    _save_alerts(connection, derived, computed_at)
    episodes.save(connection, derived, computed_at)
    answers.wake(connection, derived.runner_id, derived.woken)
    upsert(connection, STATE, [state_row(derived.state)])
    dirt.settle(connection, derived.runner_id, derived.settled)
    return True


def _save_days(connection: Connection, derived: Derived) -> None:
    computed = (
        DAY.c.runner_id == derived.runner_id,
        DAY.c.day.between(derived.days_from.isoformat(), derived.days_until.isoformat()),
    )
    before = {tuple(row) for row in connection.execute(select(DAY).where(*computed))}
    now = [day_row(derived.runner_id, day) for day in derived.days]
    connection.execute(delete(DAY).where(*computed))
    upsert(connection, DAY, now)
    # Of two rows that differ both stand here; of equal ones neither does.
    unlike = {(DAY.name, row[1]) for row in before.symmetric_difference(now)}
    unmirrored.mark(connection, derived.runner_id, unlike)


def _save_alerts(connection: Connection, derived: Derived, computed_at: int) -> None:
    """Keep what still stands, withdraw what no longer follows, add what is new."""
    standing = select(ALERT.c.no, *_alert_columns()).where(
        ALERT.c.runner_id == derived.runner_id,
        ALERT.c.day >= derived.alerts_from.isoformat(),
        ALERT.c.withdrawn_at.is_(None),
    )
    before = {tuple(cells): no for no, *cells in connection.execute(standing)}
    now = dict.fromkeys(map(alert_row, derived.alerts))
    gone = [{"gone": no} for row, no in before.items() if row not in now]
    if gone:
        withdraw = update(ALERT).where(ALERT.c.no == bindparam("gone"))
        connection.execute(withdraw.values(withdrawn_at=computed_at), gone)
    names = [column.name for column in _alert_columns()]
    added = [
        {
            "runner_id": derived.runner_id,
            "first_computed_at": computed_at,
            **dict(zip(names, row, strict=True)),
        }
        for row in now
        if row not in before
    ]
    if added:
        connection.execute(insert(ALERT), added)


def days(
    connection: Connection, runner_id: str, source_class: SourceClass, first: date, last: date
) -> list[Day]:
    """The stored days of one class, in order."""
    query = (
        select(DAY)
        .where(
            DAY.c.runner_id == runner_id,
            DAY.c.source_class == source_class.value,
            DAY.c.day.between(first.isoformat(), last.isoformat()),
        )
        .order_by(DAY.c.day)
    )
    return [row_day(tuple(row)) for row in connection.execute(query)]


def days_of(
    connection: Connection, runner_ids: Collection[str], since: date
) -> dict[str, list[Day]]:
    """The stored days of some runners since one of them, by class and day."""
    query = (
        select(DAY)
        .where(DAY.c.runner_id.in_(runner_ids), DAY.c.day >= since.isoformat())
        .order_by(DAY.c.runner_id, DAY.c.source_class, DAY.c.day)
    )
    found: dict[str, list[Day]] = defaultdict(list)
    for row in connection.execute(query):
        found[row[0]].append(row_day(tuple(row)))
    return dict(found)


def alert_history(
    connection: Connection, runner_id: str, first: date, last: date
) -> list[AlertOnce]:
    """Every alert there has been about days in a range."""
    query = (
        select(ALERT.c.first_computed_at, ALERT.c.withdrawn_at, *_alert_columns())
        .where(
            ALERT.c.runner_id == runner_id,
            ALERT.c.day.between(first.isoformat(), last.isoformat()),
        )
        .order_by(ALERT.c.day, ALERT.c.rule, ALERT.c.no)
    )
    return [
        AlertOnce(row_alert(cells), moment(computed_at), maybe_moment(withdrawn_at))
        for computed_at, withdrawn_at, *cells in connection.execute(query)
    ]


def alerts(connection: Connection, runner_id: str, first: date, last: date) -> list[Alert]:
    """The alerts that stand about days in a range."""
    history = alert_history(connection, runner_id, first, last)
    return [once.alert for once in history if once.withdrawn_at is None]


def states(connection: Connection, runner_ids: Iterable[str] | None = None) -> list[State]:
    """The states there are, by runner id."""
    query = select(STATE)
    if runner_ids is not None:
        query = query.where(STATE.c.runner_id.in_(list(runner_ids)))
    found = [row_state(tuple(row)) for row in connection.execute(query)]
    return sorted(found, key=lambda state: state.runner_id)


def last_moved(connection: Connection, runner_ids: Collection[str]) -> datetime | None:
    """When a figure of some runners, or an answer about them, last became another."""
    theirs = list(runner_ids)
    computed = select(func.max(STATE.c.computed_at)).where(STATE.c.runner_id.in_(theirs))
    answered = select(func.max(RESPONSE.c.at)).where(RESPONSE.c.runner_id.in_(theirs))
    row = connection.execute(select(computed.scalar_subquery(), answered.scalar_subquery())).one()
    return maybe_moment(max((one for one in row if one is not None), default=None))
