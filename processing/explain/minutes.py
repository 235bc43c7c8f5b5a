"""A day down to its minutes: what the feet did in each, and what it counted.

The minutes are those that the day was made of, counted as the day counts them: their load adds up
to its load.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from plantar.load import Day
from plantar.measured import Calibration, SourceClass
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.runner import Runner
from plantar.store import Store
from plantar.units import SECONDS_PER_MINUTE, WSE_BW4S
from processing.days.insole import Calibrations
from processing.evidence import calendar_of
from processing.force.posture import posture
from processing.gait_load import UNCERTAIN_GAIT, of_minute
from processing.rehab.strength_time import StrengthTime

A_MINUTE = timedelta(minutes=1)
#: A calibration from any time before counts.
LONG_AGO = timedelta(days=36_500)


class Doing(StrEnum):
    """What a minute was mostly spent on."""

    RUNNING = "running"
    WALKING = "walking"
    STANDING = "standing"
    STILL = "still"  # sitting, leaning, or a watch that counted no step
    STRENGTH = "strength"  # left out of the load
    NOT_WORN = "not-worn"
    NO_DATA = "no-data"  # nothing was measured


@dataclass(frozen=True, slots=True)
class MinuteTold:
    """One minute of a day."""

    at: datetime  # its start, UTC
    doing: Doing
    seconds: tuple[tuple[Doing, float], ...]  # how its time was spent
    steps: float = 0.0
    load_wse: float | None = None  # None: not calibrated
    uncertain: bool = False  # it may be walking or running

    def spent(self, doing: Doing) -> float:
        """Seconds spent on something. [s]"""
        return dict(self.seconds).get(doing, 0.0)


@dataclass(frozen=True, slots=True)
class DayMinutes:
    """The minutes of a day as one source measured them, in order; a hole is a hole."""

    day: date
    first: datetime  # the day's first moment, UTC
    after: datetime
    source: str
    minutes: tuple[MinuteTold, ...]

    @property
    def load_wse(self) -> float:
        """What they add up to. [WSE]"""
        return sum(one.load_wse or 0.0 for one in self.minutes)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Minutes in a row that were spent alike, or in which nothing was measured."""

    first: datetime
    after: datetime
    doing: Doing
    steps: float
    load_wse: float | None

    @property
    def minutes(self) -> int:
        """How long it lasts. [min]"""
        return round((self.after - self.first) / A_MINUTE)


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of a day, or a part of one: minutes by what they were spent on, and their load."""

    first: datetime
    minutes: dict[Doing, float]
    load_wse: float


def minutes_of(store: Store, runner: Runner, day: Day) -> DayMinutes | None:
    """The minutes that a day was made of; None where only its total is kept."""
    first, after = runner.days.bounds(day.day)
    strength = calendar_of(store, runner, day.day).strength
    source = day.sources[0] if day.sources else ""
    if day.source_class is SourceClass.INSOLE:
        told = _of_soles(store, runner, day, strength)
    else:
        found = store.measured(runner.id, StepMinute, first, after)
        mine = (one.record for one in found if one.source in day.sources)
        told = [_of_steps(one, strength) for one in mine]
    if not told:
        return None
    return DayMinutes(day.day, first, after, source, tuple(told))


def stretches(found: DayMinutes) -> tuple[Stretch, ...]:
    """The whole day as stretches, holes among them, without one between two."""
    made: list[Stretch] = []
    for one in (*found.minutes, None):
        until = found.after if one is None else one.at
        begin = made[-1].after if made else found.first
        if until > begin:
            made.append(Stretch(begin, until, Doing.NO_DATA, 0.0, None))
        if one is None:
            break
        last = made[-1] if made else None
        if last is not None and last.doing is one.doing and last.doing is not Doing.NO_DATA:
            load = None if one.load_wse is None else (last.load_wse or 0.0) + one.load_wse
            after = one.at + A_MINUTE
            made[-1] = Stretch(last.first, after, last.doing, last.steps + one.steps, load)
        else:
            made.append(Stretch(one.at, one.at + A_MINUTE, one.doing, one.steps, one.load_wse))
    return tuple(made)


def hours(found: DayMinutes, each: int = 60) -> tuple[Hour, ...]:
    """The hours of the day in which anything was measured, or parts of so many minutes."""
    by_hour: defaultdict[datetime, list[MinuteTold]] = defaultdict(list)
    for one in found.minutes:
        by_hour[one.at.replace(minute=one.at.minute - one.at.minute % each)].append(one)
    made = []
    for first, minutes in sorted(by_hour.items()):
        spent = {
            doing: sum(one.spent(doing) for one in minutes) / SECONDS_PER_MINUTE for doing in Doing
        }
        lasts = (min(first + each * A_MINUTE, found.after) - max(first, found.first)) / A_MINUTE
        spent[Doing.NO_DATA] = max(0.0, lasts - sum(spent.values()))
        made.append(Hour(first, spent, sum(one.load_wse or 0.0 for one in minutes)))
    return tuple(made)


def _of_steps(minute: StepMinute, strength: StrengthTime) -> MinuteTold:
    if strength.holds_minute(minute.at):
        left_out = ((Doing.STRENGTH, SECONDS_PER_MINUTE),)
        return MinuteTold(minute.at, Doing.STRENGTH, left_out, minute.steps, 0.0)
    load = of_minute(minute)
    moving_s = min(minute.moving_s, SECONDS_PER_MINUTE)
    gait = Doing.RUNNING if load.running.steps else Doing.WALKING
    standing_s = min(minute.standing_s or 0.0, SECONDS_PER_MINUTE - moving_s)
    spent = _told(
        {
            gait: moving_s,
            Doing.STANDING: standing_s,
            Doing.STILL: SECONDS_PER_MINUTE - moving_s - standing_s,
        }
    )
    return MinuteTold(
        minute.at,
        _mostly(spent),
        spent,
        minute.steps,
        load.m4_bw4s / WSE_BW4S,
        UNCERTAIN_GAIT in load.quality,
    )


def _of_soles(store: Store, runner: Runner, day: Day, strength: StrengthTime) -> list[MinuteTold]:
    first, after = runner.days.bounds(day.day)
    source = day.sources[0] if day.sources else ""
    known = store.measured(runner.id, Calibration, first - LONG_AGO, after + LONG_AGO)
    held = Calibrations([one.record for one in known if one.source == source])
    feet: defaultdict[datetime, list[FootMinute]] = defaultdict(list)
    for foot in store.measured(runner.id, FootMinute, first, after):
        if foot.source == source:
            feet[foot.record.at].append(foot.record)
    bodies = {
        one.record.at: one.record
        for one in store.measured(runner.id, BodyMinute, first, after)
        if one.source == source
    }
    worn = {one.foot for minute in feet.values() for one in minute}
    doubled = 2.0 if len(worn) == 1 else 1.0
    return [
        _of_feet(minute, bodies.get(at), held, doubled, in_strength=strength.holds_minute(at))
        for at, minute in sorted(feet.items())
    ]


def _of_feet(
    feet: Sequence[FootMinute],
    body: BodyMinute | None,
    held: Calibrations,
    doubled: float,
    *,
    in_strength: bool,
) -> MinuteTold:
    at = feet[0].at
    if in_strength:
        return MinuteTold(at, Doing.STRENGTH, ((Doing.STRENGTH, SECONDS_PER_MINUTE),), 0.0, 0.0)
    steps = doubled * sum(one.steps_walking + one.steps_running for one in feet)
    if not held:
        spent = _spent(feet, body, None)
        return MinuteTold(at, _mostly(spent), spent, steps)
    one = held.at(at)
    scale4 = (one.gain / one.body_weight_n) ** 4
    load = doubled * scale4 * sum(foot.total.m4_n4s for foot in feet) / WSE_BW4S
    spent = _spent(feet, body, one)
    return MinuteTold(at, _mostly(spent), spent, steps, load)


def _spent(
    feet: Sequence[FootMinute], body: BodyMinute | None, calibration: Calibration | None
) -> tuple[tuple[Doing, float], ...]:
    """How a minute on soles was spent; without a row for the body its steps say so."""
    if body is None:
        ran = sum(one.steps_running for one in feet) > sum(one.steps_walking for one in feet)
        stepped = any(one.steps_walking + one.steps_running for one in feet)
        gait = Doing.RUNNING if ran else Doing.WALKING
        return ((gait if stepped else Doing.STILL, max(one.measured_s for one in feet)),)
    if calibration is None:
        quiet_s = sum(body.quiet_s)
        return _told(
            {
                Doing.RUNNING: body.running_s,
                Doing.WALKING: body.walking_s,
                Doing.STILL: quiet_s,
                Doing.NOT_WORN: body.not_worn_s,
            }
        )
    held = posture(body, calibration)
    return _told(
        {
            Doing.RUNNING: held.running_s,
            Doing.WALKING: held.walking_s,
            Doing.STANDING: held.standing_s,
            Doing.STILL: held.leaning_s + held.sitting_s,
            Doing.NOT_WORN: held.not_worn_s,
        }
    )


def _told(seconds: dict[Doing, float]) -> tuple[tuple[Doing, float], ...]:
    return tuple((doing, spent) for doing, spent in seconds.items() if spent > 0.0)


def _mostly(spent: Iterable[tuple[Doing, float]]) -> Doing:
    return max(spent, key=lambda one: one[1], default=(Doing.STILL, 0.0))[0]
