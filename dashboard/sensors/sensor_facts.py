"""All that the page of a runner's sensors is drawn from, read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plantar.load import Day
from plantar.measured import Calibration, Gap, OriginKind, SourceClass
from plantar.minute import BodyMinute, FootMinute
from plantar.runner import Runner
from plantar.sample import Foot
from plantar.store import OriginRow, RunnersSensor, Sourced, Store
from processing.days.build import Calendar
from processing.days.feet import FootDay, foot_days, not_worn_s, unheard_feet
from processing.overview import SILENT_HOURS

#: Two weeks: a plan of shifts comes round in one, and fits a phone twice. [d]
DAYS = 14


@dataclass(frozen=True, slots=True)
class SensorFacts:
    """What is known of a runner's sensors and files."""

    dates: tuple[date, ...]
    planned: tuple[bool, ...]  # of each date, whether the plan asks for wear
    sensors: tuple[RunnersSensor, ...]
    heard: Mapping[str, datetime | None]  # of each sensor, by what it told and what was measured
    feet: Mapping[Foot, Sequence[FootDay]]
    silent_feet: tuple[Foot, ...]
    not_worn_s: float
    gaps: tuple[Sourced[Gap], ...]
    calibrations: tuple[Sourced[Calibration], ...]  # the last of each source
    days: Mapping[SourceClass, Sequence[Day]]  # of classes that tell no feet apart
    imports: tuple[OriginRow, ...]  # newest first
    streams: tuple[str, ...]  # sources that are heard, of which no sensor told anything

    @property
    def has_feet(self) -> bool:
        """Whether any foot was measured in these days."""
        return any(day.worn_s for days in self.feet.values() for day in days)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return not (self.sensors or self.imports or self.streams or any(self.days.values()))


def facts_of(store: Store, runner: Runner, today: date, now: datetime) -> SensorFacts:
    """Read everything about a runner's sensors of the last days."""
    first = today - timedelta(days=DAYS - 1)
    since, until = runner.days.begins(first), now + timedelta(minutes=1)
    feet = store.measured(runner.id, FootMinute, since, until)
    bodies = store.measured(runner.id, BodyMinute, since, until)
    calendar = Calendar(runner.days, tuple(store.wear_plans(runner.id)), today)
    per_foot = foot_days(feet, bodies, calendar, first, today)
    told = store.sensors_of([runner.id]).get(runner.id, [])
    sensors = sorted(told, key=lambda one: (one.source, one.told.foot or "", one.told.sensor))
    latest: dict[tuple[str, Foot | None], datetime] = {}
    for one in feet:  # in time order
        latest[one.source, one.record.foot] = one.record.at + timedelta(minutes=1)
    heard = {one.told.sensor: _heard(one, latest, now) for one in sensors}
    last_of = {one.source: one for one in store.measured(runner.id, Calibration, since, until)}
    origins = sorted(store.origins(runner.id), key=lambda row: row.origin.received_at)
    told_of = {one.source for one in sensors}
    streams = {
        row.origin.label for row in origins if row.origin.kind is OriginKind.STREAM and row.rows
    }
    dates = tuple(first + timedelta(days=n) for n in range(DAYS))
    return SensorFacts(
        dates=dates,
        planned=tuple(calendar.expects(day) for day in dates),
        sensors=tuple(sensors),
        heard=heard,
        feet=per_foot,
        silent_feet=tuple(unheard_feet(tuple(per_foot.values()), timedelta(hours=SILENT_HOURS))),
        not_worn_s=not_worn_s(bodies),
        gaps=tuple(store.measured(runner.id, Gap, since, until)),
        calibrations=tuple(last_of.values()),
        days=_without_feet(store, runner, first, today),
        imports=tuple(row for row in reversed(origins) if row.origin.kind is OriginKind.IMPORT),
        streams=tuple(sorted(streams - told_of)),
    )


def _without_feet(
    store: Store, runner: Runner, first: date, last: date
) -> dict[SourceClass, Sequence[Day]]:
    """The days of sources that tell no feet apart; sessions where there is nothing better."""
    classes = (SourceClass.WATCH, SourceClass.DAY_TOTALS, SourceClass.SESSIONS)
    found: dict[SourceClass, Sequence[Day]] = {}
    for one in classes:
        days = store.days(runner.id, one, first, last)
        if days and not (found and one is SourceClass.SESSIONS):
            found[one] = days
    return found


def _heard(
    one: RunnersSensor, latest: Mapping[tuple[str, Foot | None], datetime], now: datetime
) -> datetime | None:
    """The later of what it told and of what was measured by it; never later than now."""
    known = [
        at for at in (one.told.heard_at, latest.get((one.source, one.told.foot))) if at is not None
    ]
    return min(max(known), now) if known else None
