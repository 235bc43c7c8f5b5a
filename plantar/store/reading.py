"""What counts of what was measured, read in one stretch of time."""

from collections import defaultdict
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from plantar.day import civil_day, zone
from plantar.door import aware
from plantar.runner import Runner
from plantar.store import M, Sourced, rows
from plantar.store.columns import SECOND_US, maybe_date, moment, moment_us
from plantar.store.layers import Layer, counting
from plantar.store.rows import Kind, Row
from plantar.store.tables import ORIGIN, SOURCE

#: Rows of one source, by their key: the layers of each.
Layers: TypeAlias = dict[Row, list[Layer]]


def layers_between(
    connection: Connection, kind: Kind[Any], source_no: int, first: Row, last: Row
) -> Layers:
    """Every layer of a source from the moment of one row to the moment of another."""
    query = (
        select(ORIGIN.c.no, ORIGIN.c.received_at, ORIGIN.c.id, *kind.columns)
        .join(ORIGIN, kind.table.c.origin_no == ORIGIN.c.no)
        .where(kind.table.c.source_no == source_no, kind.moment.between(first[0], last[0]))
    )
    found: Layers = defaultdict(list)
    for origin_no, received_at, origin_id, *cells in connection.execute(query).all():
        row = tuple(cells)
        found[kind.key(row)].append(Layer(origin_no, received_at, origin_id, row))
    return found


def measured(
    connection: Connection, runner_id: str, kind: Kind[M], since: datetime, until: datetime
) -> list[Sourced[M]]:
    """What counts of one kind, in time order."""
    aware("since", since)
    aware("until", until)
    query = (
        select(SOURCE.c.name, ORIGIN.c.no, ORIGIN.c.received_at, ORIGIN.c.id, *kind.columns)
        .join(SOURCE, kind.table.c.source_no == SOURCE.c.no)
        .join(ORIGIN, kind.table.c.origin_no == ORIGIN.c.no)
        .where(SOURCE.c.runner_id == runner_id, _within(kind, since, until))
    )
    found: dict[tuple[Any, str, Row], list[Layer]] = defaultdict(list)
    for source, origin_no, received_at, origin_id, *cells in connection.execute(query).all():
        row = tuple(cells)
        at, *rest = kind.key(row)
        found[at, source, tuple(rest)].append(Layer(origin_no, received_at, origin_id, row))
    counted = [
        (source, counting(kind, found[at, source, rest])) for at, source, rest in sorted(found)
    ]
    return [Sourced(kind.measured(layer.row), source, layer.origin_id) for source, layer in counted]


def _within(kind: Kind[Any], since: datetime, until: datetime) -> ColumnElement[bool]:
    at, low, high = kind.moment, moment_us(since), moment_us(until)
    if kind is rows.DAY_TOTALS:
        first, last = (civil_day(moment(at_us), zone("UTC")) for at_us in (low, high))
        return at.between(first.isoformat(), last.isoformat())
    if kind is rows.GAPS:
        return and_(at < high, or_(at >= low, kind.table.c.until > low))
    if kind is rows.CALIBRATIONS:
        earlier = kind.table.alias("earlier")
        in_force = (
            select(func.max(earlier.c.since))
            .where(earlier.c.source_no == kind.table.c.source_no, earlier.c.since < low)
            .scalar_subquery()
        )
        return and_(at < high, at >= func.coalesce(in_force, low))
    return and_(at >= low, at < high)


def span(connection: Connection, runner: Runner) -> tuple[datetime, datetime] | None:
    """First and last moment of anything measured; of a day total, the start of its civil day."""
    moments: list[datetime] = []
    for kind in rows.KINDS.values():
        found = _edges(connection, kind, runner.id)
        if kind is rows.DAY_TOTALS:
            days = filter(None, map(maybe_date, found))
            moments += [runner.days.begins(day) for day in days]
        else:
            moments += [moment(at) for at in found if at is not None]
    moments += [moment(at) for at in _ends(connection, runner.id)]
    return (min(moments), max(moments)) if moments else None


def _edges(connection: Connection, kind: Kind[Any], runner_id: str) -> list[Any]:
    """First and last moment of each source; one look at either end of the clustered rows."""
    its_own = kind.table.c.source_no == SOURCE.c.no
    query = select(
        select(func.min(kind.moment)).where(its_own).scalar_subquery(),
        select(func.max(kind.moment)).where(its_own).scalar_subquery(),
    ).where(SOURCE.c.runner_id == runner_id)
    return [at for edges in connection.execute(query) for at in edges]


def _ends(connection: Connection, runner_id: str) -> list[int]:
    """When the things that last came to an end. [µs]"""
    gap, session = rows.GAPS.table.c, rows.SESSIONS.table.c
    gaps = select(func.max(gap.until)).join(SOURCE, gap.source_no == SOURCE.c.no)
    sessions = select(session.start, session.duration_s).join(
        SOURCE, session.source_no == SOURCE.c.no
    )
    last_gap = connection.scalar(gaps.where(SOURCE.c.runner_id == runner_id))
    ends = [] if last_gap is None else [int(last_gap)]
    for start, duration_s in connection.execute(sessions.where(SOURCE.c.runner_id == runner_id)):
        ends.append(start + round((duration_s or 0.0) * SECOND_US))
    return ends
