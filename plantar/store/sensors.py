"""What sensors last told of themselves: one row each, the newest that came."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold
from plantar.store import people
from plantar.store.columns import maybe_moment, maybe_number, maybe_us, moment, moment_us
from plantar.store.engine import upsert
from plantar.store.sensors_tables import SENSOR
from plantar.store.things import RunnersSensor


def keep(connection: Connection, runner_id: str, source: str, told: SensorTold) -> None:
    """Keep what a sensor told, unless something newer came before it."""
    people.lock(connection, runner_id)
    table = SENSOR.c
    query = select(table.at).where(
        table.runner_id == runner_id, table.source == source, table.sensor == told.sensor
    )
    known = connection.scalar(query)
    if known is None or moment_us(told.at) >= known:
        upsert(connection, SENSOR, [(runner_id, source, *_row(told))])


def of_runners(
    connection: Connection, runner_ids: Collection[str]
) -> Mapping[str, list[RunnersSensor]]:
    """The sensors of some runners, those paired first before the others."""
    table = SENSOR.c
    query = (
        select(SENSOR)
        .where(table.runner_id.in_(sorted(runner_ids)))
        .order_by(table.runner_id, table.paired_at, table.source, table.sensor)
    )
    found: dict[str, list[RunnersSensor]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.runner_id].append(RunnersSensor(row.runner_id, row.source, _told(row)))
    return dict(found)


def _row(told: SensorTold) -> tuple[Any, ...]:
    return (
        told.sensor,
        moment_us(told.at),
        told.kind,
        moment_us(told.paired_at),
        None if told.foot is None else told.foot.value,
        maybe_us(told.heard_at),
        told.model,
        told.firmware,
        told.battery_percent,
        None if told.clock is None else told.clock.value,
        maybe_number(told.off_s),
        maybe_number(told.drift_ppm),
        told.waiting,
    )


def _told(row: Row[Any]) -> SensorTold:
    return SensorTold(
        sensor=row.sensor,
        at=moment(row.at),
        kind=row.kind,
        paired_at=moment(row.paired_at),
        foot=None if row.foot is None else Foot(row.foot),
        heard_at=maybe_moment(row.heard_at),
        model=row.model,
        firmware=row.firmware,
        battery_percent=row.battery_percent,
        clock=None if row.clock is None else ClockQuality(row.clock),
        off_s=row.off_s,
        drift_ppm=row.drift_ppm,
        waiting=row.waiting,
    )
