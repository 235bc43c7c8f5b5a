"""Runners who walked on soles and with a watch, and whether a mirror equals their store."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from plantar.influx.histories import Histories
from plantar.influx.server import Server
from plantar.measured import Origin, OriginKind, SourceClass
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.runner import Runner
from plantar.sample import Foot
from plantar.store import Batch, Store
from processing.recompute import recompute

if TYPE_CHECKING:
    from plantar.load import Day

#: Of late: what is kept for a while only would not take an older day. Whatever the clock says, it
#: is the afternoon: in the evening it is tomorrow already where the runners are.
NOW = datetime.now(UTC).replace(hour=14, minute=0, second=0, microsecond=0)
TODAY = NOW.date()
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
ALL = (NOW - timedelta(days=4000), NOW + timedelta(days=4))
EVER = (ALL[0].date(), ALL[1].date())
A_MINUTE = timedelta(minutes=1)
SOLES = "moticon SN5968/SN9171, pair = 'anna\\s'"
MINUTES = (FootMinute, BodyMinute, StepMinute)


def feet(at: datetime, load: float = 1.0 / 3.0, revision: int = 0) -> tuple[FootMinute, ...]:
    """One minute of two soles; every number has all its digits."""
    moments = Moments(700.1 * load, 1e6 / 7.0 * load, 1e13 / 7.0 * load)
    left = FootMinute(
        at,
        Foot.LEFT,
        revision,
        100.0,
        59.9,
        0.1,
        moments,
        walking=moments,
        steps_walking=51,
        contacts=51,
        contact_time_sum_s=30.3,
        contacts_timed=50,
        peak_sum_n=51 * 801.7,
        impulse_sum_ns=1e4 / 3.0,
        regions=(moments, Moments(), moments),
        quality=('odd "name", \\ with comma', "été"),
    )
    return left, replace(left, foot=Foot.RIGHT, regions=None, quality=())


def body(at: datetime) -> BodyMinute:
    quiet = [0.0] * QUIET_BINS
    quiet[3], quiet[70] = 0.1 + 0.2, 2.5
    return BodyMinute(at, 0, 50.1, 0.0, tuple(quiet), 1.0 / 3.0)


def steps(at: datetime, number: float = 101.5) -> StepMinute:
    return StepMinute(at, 0, number, 59.0, running=False, speed_mps=1.1)


def origin(name: str, hours: int = 0) -> Origin:
    return Origin(name, OriginKind.IMPORT, name, NOW + timedelta(hours=hours))


def walk(store: Store, runner_id: str, days: int, minutes: int = 3) -> None:
    """Let a runner walk at noon of some days up to today, and compute what follows."""
    store.add_runner(Runner(runner_id, body_mass_kg=62.0))
    for ago in range(days):
        began = NOON - timedelta(days=ago)
        moments = [began + n * A_MINUTE for n in range(minutes)]
        soles = [one for at in moments for one in (*feet(at), body(at))]
        watch = [steps(at) for at in moments]
        store.put(
            runner_id,
            Batch(origin(f"{runner_id} soles {ago}"), SOLES, tuple(soles)),
            Batch(origin(f"{runner_id} watch {ago}"), "watch", tuple(watch)),
        )
    recompute(store, runner_id, now=NOW)


def unlike(store: Store, server: Server, *runners: Runner) -> list[str]:
    """What differs between a store and its mirror, in any day or minute of runners, or anybody."""
    histories, found = Histories(server), []
    for runner in runners or store.runners():
        for source_class in SourceClass:
            own: list[Day] = store.days(runner.id, source_class, *EVER)
            if histories.days(runner.id, source_class, *EVER) != own:
                found.append(f"days of {runner.id}, {source_class}")
        for kind in MINUTES:
            measured = [
                (one.source, replace(one.record, revision=0))
                for one in store.measured(runner.id, kind, *ALL)
            ]
            if histories.minutes(runner.id, kind, *ALL) != measured:
                found.append(f"{kind.__name__} of {runner.id}")
    return found


def days_of(store: Store, runner_id: str) -> set[date]:
    return {day.day for day in store.days(runner_id, SourceClass.INSOLE, *EVER)}
