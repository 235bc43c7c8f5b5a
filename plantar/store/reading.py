"""What counts of what was measured, read in one stretch of time."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
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
#: Origins asked for in one question; databases bound what one may hold.
MOST_AT_ONCE = 500


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
    sources = select(SOURCE.c.name, SOURCE.c.no).where(SOURCE.c.runner_id == runner_id)
    within = _within(kind, since, until)
    found = [
        (row, source, origin_id)
        for source, source_no in sorted(map(tuple, connection.execute(sources)))
        for row, origin_id in _counted(connection, kind, source_no, within)
    ]
    # Of sources at the same moment the first by name; a sort leaves them in their order.
    found.sort(key=_first)
    return [Sourced(kind.measured(row), source, origin_id) for row, source, origin_id in found]


def measured_of(
    connection: Connection, runner_ids: Collection[str], kind: Kind[M]
) -> dict[str, list[M]]:
    """All that counts of one kind of some runners, in time order."""
    query = (
        select(SOURCE.c.runner_id, SOURCE.c.name, *kind.columns, kind.table.c.origin_no)
        .join(SOURCE, kind.table.c.source_no == SOURCE.c.no)
        .where(SOURCE.c.runner_id.in_(runner_ids))
        .order_by(SOURCE.c.runner_id, SOURCE.c.no, *kind.columns[: kind.keys])
    )
    rows = [tuple(row) for row in connection.execute(query)]
    origins = _origins(connection, {row[-1] for row in rows})
    found: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for _, layers in groupby(rows, itemgetter(0, 1, slice(2, 2 + kind.keys))):
        told = list(layers)
        runner_id, source = told[0][:2]
        counts = counting(kind, [Layer(of[-1], *origins[of[-1]], of[2:-1]) for of in told])
        found[runner_id].append((counts.row, source))
    return {
        runner_id: [
            kind.measured(row) for row, _ in sorted(theirs, key=lambda one: (one[0][0], one[1]))
        ]
        for runner_id, theirs in found.items()
    }


def _first(told: tuple[Row, str, str]) -> Any:  # noqa: ANN401  a moment, or the text of a date
    return told[0][0]


def _counted(
    connection: Connection, kind: Kind[Any], source_no: int, within: ColumnElement[bool]
) -> Iterator[tuple[Row, str]]:
    """The rows of one source that count, in the order of their keys, with their origins.

    In the order of the clustered rows, so that layers of one key follow each other; nearly all
    keys have one.
    """
    query = (
        select(*kind.columns, kind.table.c.origin_no)
        .where(kind.table.c.source_no == source_no, within)
        .order_by(*kind.columns[: kind.keys])
    )
    rows = connection.execute(query).all()
    origins = _origins(connection, {row[-1] for row in rows})
    for _, layers in groupby(rows, itemgetter(slice(kind.keys))):
        row, *others = layers
        if others:
            counts = counting(
                kind,
                [Layer(of[-1], *origins[of[-1]], tuple(of[:-1])) for of in (row, *others)],
            )
            yield counts.row, counts.origin_id
        else:
            yield row[:-1], origins[row[-1]][1]


def _origins(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[int, str]]:
    """When origins were received, and their ids, by number."""
    query = select(ORIGIN.c.no, ORIGIN.c.received_at, ORIGIN.c.id)
    found: dict[int, tuple[int, str]] = {}
    for some in _parts(sorted(numbers)):
        for no, received_at, origin_id in connection.execute(query.where(ORIGIN.c.no.in_(some))):
            found[no] = (received_at, origin_id)
    return found


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(numbers), MOST_AT_ONCE):
        yield numbers[begin : begin + MOST_AT_ONCE]


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
