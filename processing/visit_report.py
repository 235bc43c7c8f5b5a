"""What a report of a period has to count: how complete it is, its mornings, its thresholds.

Every figure of load, pain and adherence itself is taken from whoever computes it for the pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from statistics import fmean, median

from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.day import each_day
from plantar.load import Day, DayStatus
from plantar.plan import RuleOverride
from processing.ratio import ACUTE_DAYS
from processing.rules.in_force import Holding, InForce
from processing.rules.thresholds import DEFAULTS


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a period was measured; the counts of days add up to all of its days."""

    valid: int
    partial: int
    missing: int
    not_expected: int  # the wear plan asked nothing of them
    before: int  # before anything was ever measured: nothing is missing of them
    coverage: float | None  # mean over the days with a figure whose coverage is known, 0-1
    covered: int  # how many days that is over
    mornings: int  # with a score of the first steps
    sources: tuple[str, ...]  # of the days with a figure

    @property
    def days(self) -> int:
        """All days of the period."""
        return self.valid + self.partial + self.missing + self.not_expected + self.before


@dataclass(frozen=True, slots=True)
class Mornings:
    """The first-step scores of seven days; the median of those there are."""

    first: date
    last: date
    median: float | None  # [NRS]; None: no morning was scored
    count: int


@dataclass(frozen=True, slots=True)
class OwnThreshold:
    """A threshold in force that is another number than the default."""

    rule: Rule
    field: str
    value: float
    default: float
    decided: RuleOverride | ClinicThreshold | None  # with the runner, or for the whole practice


def completeness(
    days: Mapping[date, Day],
    mornings: Mapping[date, int],
    dates: Sequence[date],
    started: date | None,
) -> Completeness:
    """How complete the days and mornings of a period are.

    Parameters
    ----------
    days : mapping of date to Day
        The days that the figures rest on, of one source class.
    mornings : mapping of date to int
        Worst first-step score of each morning; a morning without one is absent. [NRS]
    dates : sequence of date
        The period.
    started : date or None
        The first day that was ever measured; None when none was.
    """
    counts = dict.fromkeys(DayStatus, 0)
    before = 0
    for date_ in dates:
        day = days.get(date_)
        if started is None or date_ < started:
            before += 1
        else:
            counts[DayStatus.MISSING if day is None else day.status] += 1
    measured = [
        day for date_ in dates if (day := days.get(date_)) is not None and day.load_wse is not None
    ]
    covered = [day.coverage for day in measured if day.coverage is not None]
    return Completeness(
        valid=counts[DayStatus.VALID],
        partial=counts[DayStatus.PARTIAL],
        missing=counts[DayStatus.MISSING],
        not_expected=counts[DayStatus.NOT_EXPECTED],
        before=before,
        coverage=fmean(covered) if covered else None,
        covered=len(covered),
        mornings=sum(date_ in mornings for date_ in dates),
        sources=tuple(sorted({source for day in measured for source in day.sources})),
    )


def mornings_of_week(mornings: Mapping[date, int], first: date) -> Mornings:
    """The mornings of the seven days from a date on."""
    last = first + timedelta(days=ACUTE_DAYS - 1)
    scores = [mornings[day] for day in each_day(first, last) if day in mornings]
    return Mornings(first, last, float(median(scores)) if scores else None, len(scores))


def then_and_now(
    mornings: Mapping[date, int], dates: Sequence[date]
) -> tuple[Mornings | None, Mornings]:
    """The first week of a period that has a score, and its last week.

    There is no first week where nothing was scored, or where it would reach into the last: days
    are not compared with themselves.
    """
    now = mornings_of_week(mornings, dates[-1] - timedelta(days=ACUTE_DAYS - 1))
    scored = next((day for day in dates if day in mornings), None)
    if scored is None:
        return None, now
    then = mornings_of_week(mornings, scored)
    return (then if then.last < now.first else None), now


def own_thresholds(in_force: InForce, day: date) -> tuple[OwnThreshold, ...]:
    """The thresholds of a day that differ from the defaults, by rule."""
    # What was agreed with a runner goes before what the practice decided.
    holding: Holding = (*in_force.clinic_on(day), *in_force.on(day))
    decided = {(one.rule, one.field): one for one in holding}
    now = in_force.thresholds(day)
    found = []
    for rule in Rule:
        default, mine = getattr(DEFAULTS, rule.value), getattr(now, rule.value)
        for field in fields(default):
            was, value = getattr(default, field.name), getattr(mine, field.name)
            if value != was:
                found.append(
                    OwnThreshold(rule, field.name, value, was, decided.get((rule, field.name)))
                )
    return tuple(found)
