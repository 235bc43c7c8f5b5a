"""The demo clinic in a store: made once a day, so that its stories stay near today."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cli.demo.agreed import PAINKILLERS, agree
from cli.demo.days import SOLE_SHARE, WEAR_HOURS, pain, records
from cli.demo.lives import CLINIC, LIVE_RUNNER, DemoRunner, Sensor
from cli.demo.sensors import made_up_sensors
from plantar.day import civil_day, zone
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    Measured,
    Origin,
    OriginKind,
)
from plantar.runner import Runner, WearKind, WearPlan
from plantar.store import Batch, Store
from plantar.units import body_weight_n
from plantar.words import demo_words
from processing.recompute import recompute

ZONE = "Europe/Brussels"
SOURCES = {
    Sensor.SOLES: demo_words.SOLES,
    Sensor.WATCH: demo_words.WATCH,
    Sensor.STEP_TABLE: demo_words.STEP_TABLE,
}

#: Pain diaries are shorter than load histories. [d]
PAIN_DAYS = 70

Progress = Callable[[str, int, int], None]


def is_of_today(store: Store, now: datetime) -> bool:
    """Whether the store holds a whole demo clinic made today."""
    made = {row.origin.id for row in store.origins()}
    states = {state.runner_id for state in store.states()}
    origin = _origin(CLINIC[-1], now).id
    return origin in made and states >= {runner.id for runner in CLINIC}


def make_clinic(
    store: Store, now: datetime, on_progress: Progress, runners: Sequence[DemoRunner] = CLINIC
) -> None:
    """Fill a store with the demo runners, or some, and everything that follows from them."""
    for n, runner in enumerate(runners):
        on_progress(runner.name, n, len(runners))
        _make(store, runner, now)
        recompute(store, runner.id, now=now)


def forget(path: Path) -> None:
    """Remove a demo store that is not of today, or what waited for it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        (path.parent / name).unlink(missing_ok=True)


def _origin(runner: DemoRunner, now: datetime) -> Origin:
    return Origin(f"{runner.id}-{now:%Y%m%d}", OriginKind.IMPORT, demo_words.FILE, now)


def _make(store: Store, demo: DemoRunner, now: datetime) -> None:
    where = zone(ZONE)
    today = civil_day(now, where)
    runner = Runner(demo.id, ZONE, demo.body_mass_kg, side=demo.side, pain_limit=demo.pain_limit)
    store.add_runner(runner, demo.name)
    first = today - timedelta(days=demo.days - 1)
    store.add_wear_plan(demo.id, _wear_plan(demo, first))
    made: list[Measured] = []
    for ago in reversed(range(demo.days)):
        day, doing = today - timedelta(days=ago), demo.life(ago)
        # The live runner's today comes from the live soles.
        if not (demo.id == LIVE_RUNNER and ago == 0):
            made.extend(records(demo, day, doing, where, now))
        took = ago in PAINKILLERS.get(demo.id, ())
        for report in pain(demo, day, doing, where, took=took) if ago < PAIN_DAYS else ():
            if report.at <= now:
                store.add_pain(demo.id, report, report.at)
    if demo.sensor is Sensor.SOLES:
        made.append(_calibration(demo, first))
    source = SOURCES[demo.sensor]
    store.put(demo.id, Batch(_origin(demo, now), source, tuple(made)))
    agree(store, demo, today, where, now)
    for sensor in made_up_sensors(demo, now):
        store.keep_sensor(demo.id, source, sensor)


def _wear_plan(demo: DemoRunner, first: date) -> WearPlan:
    hours = float(WEAR_HOURS[demo.sensor])
    if demo.sensor is not Sensor.SOLES:
        return WearPlan(first, WearKind.OWN, (hours or 14.0,) * 7)
    # A shift is expected where the made-up life has one.
    worn = {
        (first + timedelta(days=n)).weekday()
        for n in range(7)
        if demo.life(demo.days - 1 - n).measured
    }
    return WearPlan(first, WearKind.SHIFTS, tuple(hours if n in worn else 0.0 for n in range(7)))


def _calibration(demo: DemoRunner, first: date) -> Calibration:
    return Calibration(
        since=datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=1),
        gain=1.0 / SOLE_SHARE,
        body_weight_n=body_weight_n(demo.body_mass_kg),
        method=CalibrationMethod.SELF,
        strides=400,
    )
