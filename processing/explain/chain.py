"""What led to an alert: the days and weeks, the plan, the outings, what was told of pain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plantar.alert import Alert, Family, Rule
from plantar.load import Day
from plantar.measured import Session
from plantar.pain import PainMoment, PainReport
from plantar.plan import DeclaredShift, PlannedRun
from plantar.runner import Runner
from plantar.store import Noted, Sourced, Store
from processing.days.build import consecutive
from processing.evidence import calendar_of
from processing.explain.again import LOOKED_BACK_DAYS, looked_back_from
from processing.ratio import ACUTE_DAYS
from processing.rules.decide import load_history
from processing.week import WeekSum, week_sums

#: The rules that read first-step pain.
OF_MORNINGS = (Rule.P2, Rule.P3, Rule.C1)
#: And those about one run or one walk.
OF_OUTINGS = (Rule.S1, Rule.S1B, Rule.S1W)
#: The week of the alert, and the three that a usual is the mean of.
WEEKS_TOLD = 4
NO_DAY = WeekSum(None, 0)


@dataclass(frozen=True, slots=True)
class Week:
    """What seven days add up to, and how many of them were measured."""

    until: date
    load: WeekSum  # [WSE]
    upright: WeekSum  # [BW·min]


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything an alert was decided from, as it is stored."""

    days: tuple[Day, ...]  # the last 35 of the series it rests on
    weeks: tuple[Week, ...]  # its week first
    plans: tuple[PlannedRun, ...]
    shifts: tuple[DeclaredShift, ...]
    sessions: tuple[Sourced[Session], ...]
    reports: tuple[PainReport, ...]


def chain(
    store: Store, runner: Runner, told: Sequence[Alert], day: date, days: Iterable[Day]
) -> Chain:
    """What led to what one rule said about a day; `days` are those of every class."""
    rule = told[0].rule
    kinds = {alert.source_class for alert in told}
    series = [one for one in days if one.source_class in kinds and one.day <= day]
    first = looked_back_from(day)
    return Chain(
        days=tuple(one for one in series if one.day >= first),
        weeks=_weeks(series, told, day),
        plans=tuple(one for one in store.planned_runs(runner.id) if one.day == day)
        if rule is Rule.S1
        else (),
        shifts=_shifts(store, runner, day) if rule is Rule.S3 else (),
        sessions=_sessions(store, runner, day) if rule.family is Family.LOAD else (),
        reports=_reports(store, runner, rule, day),
    )


def days_before(store: Store, runner: Runner, alert: Alert) -> tuple[Day, ...]:
    """The days of an alert's class as they are kept, from a week before the first that entered."""
    kind = alert.source_class
    if kind is None:
        return ()
    first = looked_back_from(alert.day) - timedelta(days=ACUTE_DAYS)
    known = {day.day: day for day in store.days(runner.id, kind, first, alert.day)}
    return consecutive(known, kind, alert.day, calendar_of(store, runner, alert.day))


def _shifts(store: Store, runner: Runner, until: date) -> tuple[DeclaredShift, ...]:
    """The shifts that the runner told: estimates, in a series of their own."""
    first = looked_back_from(until)
    told: Sequence[Noted[DeclaredShift]] = store.declared_shifts(runner.id)
    return tuple(one.record for one in told if first <= one.record.day <= until)


def _weeks(series: Sequence[Day], told: Sequence[Alert], until: date) -> tuple[Week, ...]:
    """The week of the alert and the three before it: the sum, and the valid days it rests on."""
    kind = next((one.source_class for one in told if one.source_class), None)
    days = [day for day in series if day.source_class is kind]
    if not days:
        return ()
    of_load, of_upright = (week_sums(load_history(days, upright=one)) for one in (False, True))
    weeks = []
    for back in range(WEEKS_TOLD):
        last = until - timedelta(days=ACUTE_DAYS * back)
        n = (last - days[0].day).days
        known = 0 <= n < len(of_load)
        weeks.append(
            Week(last, of_load[n] if known else NO_DAY, of_upright[n] if known else NO_DAY)
        )
    return tuple(weeks)


def _sessions(store: Store, runner: Runner, until: date) -> tuple[Sourced[Session], ...]:
    since = runner.days.begins(until - timedelta(days=LOOKED_BACK_DAYS))
    return tuple(store.measured(runner.id, Session, since, runner.days.bounds(until)[1]))


def _reports(store: Store, runner: Runner, rule: Rule, until: date) -> tuple[PainReport, ...]:
    """What was told at the moment that the rule reads."""
    if rule in OF_MORNINGS:
        moment = PainMoment.FIRST_STEPS
    elif rule is Rule.P1:
        moment = PainMoment.DURING
    else:
        return ()
    since = runner.days.begins(until - timedelta(days=LOOKED_BACK_DAYS))
    told = store.pain(runner.id, since, runner.days.bounds(until)[1])
    return tuple(one for one in told if one.moment is moment)
