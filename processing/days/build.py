"""All days of a runner, per source class: a pure function of what was measured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import assert_never

from plantar.day import Diary, LocalDays, each_day
from plantar.load import Day, DayStatus
from plantar.measured import Calibration, DayTotal, Session, SourceClass
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.runner import WearPlan
from plantar.store import Sourced
from processing.days.coverage import plan_on
from processing.days.insole import SoleMinutes, insole_day
from processing.days.steps import sessions_day, totals_day, watch_day
from processing.rehab.strength_time import NO_STRENGTH, StrengthTime


@dataclass(slots=True)
class MeasuredDay:
    """What was measured on one civil day."""

    feet: list[Sourced[FootMinute]] = field(default_factory=list)
    bodies: list[Sourced[BodyMinute]] = field(default_factory=list)
    steps: list[Sourced[StepMinute]] = field(default_factory=list)
    totals: list[Sourced[DayTotal]] = field(default_factory=list)
    sessions: list[Sourced[Session]] = field(default_factory=list)
    #: Of the day after, where a session goes on into it: a session counts on the day it began.
    steps_after: Sequence[Sourced[StepMinute]] = ()

    def add_minute(
        self, minute: Sourced[FootMinute] | Sourced[BodyMinute] | Sourced[StepMinute]
    ) -> None:
        """Put a minute with its own kind."""
        match minute.record:
            case FootMinute():
                self.feet.append(minute)
            case BodyMinute():
                self.bodies.append(minute)
            case StepMinute():
                self.steps.append(minute)
            case never:
                assert_never(never)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The runner's civil days: how they are cut, which plan holds, which day is not over.

    And which hours were strength work.
    """

    days: LocalDays
    plans: tuple[WearPlan, ...]
    today: date
    strength: StrengthTime = NO_STRENGTH  # what the feet did in it is no plantar load

    def is_open(self, day: date) -> bool:
        """Whether a day is still going on."""
        return day >= self.today

    def planned_h(self, day: date) -> float:
        """Planned wear of a day; no more than the day has hours, as on a flight east. [h]"""
        return min(plan_on(day, self.plans).hours_on(day), self.days.hours(day))

    def expects(self, day: date) -> bool:
        """Whether the plan asks for a figure on a day."""
        return self.planned_h(day) > 0.0


def by_civil_day(
    local: LocalDays,
    minutes: Iterable[Sourced[FootMinute] | Sourced[BodyMinute] | Sourced[StepMinute]],
    sessions: Iterable[Sourced[Session]],
    totals: Iterable[Sourced[DayTotal]],
) -> dict[date, MeasuredDay]:
    """Everything measured, sorted into the civil days of a runner."""
    diary = Diary(local)
    days: defaultdict[date, MeasuredDay] = defaultdict(MeasuredDay)
    for minute in minutes:
        days[diary.day_of(minute.record.at)].add_minute(minute)
    for session in sessions:
        began = diary.day_of(session.record.start)
        days[began].sessions.append(session)
        after = began + timedelta(days=1)
        if after in days and session.record.end > local.begins(after):
            days[began].steps_after = days[after].steps
    for total in totals:
        days[total.record.day].totals.append(total)
    return days


def build_day(
    day: date,
    measured: MeasuredDay,
    calibrations: Sequence[Sourced[Calibration]],
    calendar: Calendar,
) -> dict[SourceClass, Day]:
    """The day in every source class that has something to say about it."""
    open_day, strength = calendar.is_open(day), calendar.strength
    built: dict[SourceClass, Day] = {}
    if _outside(measured.feet, strength):
        soles = SoleMinutes(measured.feet, measured.bodies, calibrations)
        built[SourceClass.INSOLE] = insole_day(
            day,
            soles,
            calendar.planned_h(day),
            # The total of a date is of other hours than a day that starts at four, or in Tokyo.
            steps_elsewhere=_steps_elsewhere(measured)
            if calendar.days.is_calendar_day(day)
            else None,
            open_day=open_day,
            strength=strength,
        )
    if _outside(measured.steps, strength):
        built[SourceClass.WATCH] = watch_day(
            day, measured.steps, calendar.planned_h(day), open_day=open_day, strength=strength
        )
    if measured.totals:
        built[SourceClass.DAY_TOTALS] = totals_day(day, measured.totals, open_day=open_day)
    if measured.sessions:
        built[SourceClass.SESSIONS] = sessions_day(
            day,
            measured.sessions,
            [*measured.steps, *measured.steps_after],
            open_day=open_day,
            strength=strength,
        )
    return built


def _outside(
    minutes: Sequence[Sourced[FootMinute]] | Sequence[Sourced[StepMinute]], strength: StrengthTime
) -> bool:
    """Whether anything was measured beside strength work: exercise alone tells nothing of a day."""
    return any(not strength.holds_minute(minute.record.at) for minute in minutes)


def consecutive(
    known: Mapping[date, Day],
    source_class: SourceClass,
    until: date,
    calendar: Calendar,
    *,
    since: date | None = None,
) -> tuple[Day, ...]:
    """The days of a class without a hole, from its first day to `until`.

    A day nobody measured is missing, or not expected by the plan. In the class of sessions only, a
    day without one is rest, between the first session and the last. `since` is where they begin
    when only later ones are known: a class that was measured before may have none of them.
    """
    if not known and since is None:
        return ()
    last_known = max(known, default=date.min)
    first = min(known) if since is None else since
    return tuple(
        known.get(day) or _absent(day, source_class, last_known, calendar)
        for day in each_day(first, max(until, last_known))
    )


def expected_days(days: Sequence[Day], calendar: Calendar) -> tuple[bool, ...]:
    """Whether each day should have a figure; the wear plan speaks for worn sensors only."""
    worn = (SourceClass.INSOLE, SourceClass.WATCH)
    return tuple(day.source_class not in worn or calendar.expects(day.day) for day in days)


def _absent(day: date, source_class: SourceClass, last_known: date, calendar: Calendar) -> Day:
    if source_class is SourceClass.SESSIONS and day < last_known:
        return sessions_day(day, (), ())
    worn = source_class in (SourceClass.INSOLE, SourceClass.WATCH)
    expected = not worn or calendar.expects(day)
    return Day(day, source_class, DayStatus.MISSING if expected else DayStatus.NOT_EXPECTED)


def _steps_elsewhere(measured: MeasuredDay) -> int | None:
    """Steps another source counted that day, over the whole of it."""
    return max((total.record.steps for total in measured.totals), default=None)
