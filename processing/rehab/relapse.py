"""After the pain: whether mornings have been quiet for long, and whether pain came back.

Strength work is to go on when the pain is gone. When the first steps of four weeks have a median of
1 or less, the kinesist is asked about a maintenance programme; once that has been so for four weeks
of days, pain that comes back is told as such. Both are facts with numbers: nothing changes by
itself. A morning without a score is unknown, and never one without pain.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from plantar.alert import Alert, Rule
from plantar.day import each_day
from plantar.pain import NO_PAIN

#: A month of mornings, the median of them, and how many must be known. Our choice. [d], [NRS], [1]
QUIET_DAYS = 28
QUIET_SCORE = 1
LEAST_MORNINGS = 14
#: So many days with a quiet month behind them come before a relapse can be told. Our choice. [d]
WATCHED_DAYS = 28
#: What came back longer ago is no news. Our choice. [d]
TOLD_DAYS = 28


class Came(StrEnum):
    """By what pain came back."""

    WEEK = "week"  # P3 spoke: the mean of a week above that of the week before
    ABOVE_LIMIT = "above-limit"  # one morning above the level agreed with the kinesist


@dataclass(frozen=True, slots=True)
class Month:
    """The first steps of 28 mornings."""

    day: date  # the last of them
    known: int  # mornings with a score
    median: float | None  # of those; None where fewer than 14 are known [NRS]

    @property
    def is_quiet(self) -> bool:
        """Whether enough are known, and their median is 1 or less."""
        return self.median is not None and self.median <= QUIET_SCORE


@dataclass(frozen=True, slots=True)
class Relapse:
    """Pain that came back after quiet months, with the numbers that say so."""

    day: date
    came: Came
    score: int | None  # the morning's own; None where none was told that day [NRS]
    limit: int | None  # the agreed level, where it was passed [NRS]
    week_mean: float | None  # the means P3 held against each other [NRS]
    before_mean: float | None
    quiet_days: int  # days before it with a quiet month behind them


@dataclass(frozen=True, slots=True)
class Watch:
    """How a day stands after the pain."""

    month: Month
    quiet_days: int  # days with a quiet month behind them, since the last month that was none
    relapse: Relapse | None  # the first of those of the last 28 days


def month_of(mornings: Mapping[date, int], day: date) -> Month:
    """The 28 mornings up to a day.

    Parameters
    ----------
    mornings : mapping of date to int
        Worst first-step score of each morning; a morning without one is absent. [NRS]
    day : date
        The last morning looked at.
    """
    days = each_day(day - timedelta(days=QUIET_DAYS - 1), day)
    known = [mornings[one] for one in days if one in mornings]
    enough = len(known) >= LEAST_MORNINGS
    return Month(day, len(known), float(median(known)) if enough else None)


def watch(
    mornings: Mapping[date, int], alerts: Collection[Alert], pain_limit: int | None, day: date
) -> Watch:
    """How a day stands after the pain: its month, the quiet days, and a relapse.

    A day of which too few mornings are known neither adds to the quiet days nor ends them: nobody
    knows. One whose month has a median above 1 ends them, and the watch with it.

    Parameters
    ----------
    mornings : mapping of date to int
        Worst first-step score of each morning; a morning without one is absent. [NRS]
    alerts : collection of Alert
        What the rules said; of these P3 alone is looked at.
    pain_limit : int or None
        The level agreed with the kinesist; None: a morning alone tells no relapse. [NRS]
    day : date
        The day looked at; later mornings are not.
    """
    weeks = {alert.day: alert for alert in alerts if alert.rule is Rule.P3 and alert.day <= day}
    first = min(mornings, default=day)
    quiet, told = 0, None
    for one in each_day(min(first, day), day):
        if quiet >= WATCHED_DAYS:
            came = _came_back(mornings, weeks, pain_limit, one, quiet)
            if came is not None and (told is None or (one - told.day).days >= TOLD_DAYS):
                told = came
        month = month_of(mornings, one)
        if month.is_quiet:
            quiet += 1
        elif month.median is not None:
            quiet = 0
    recent = told if told is not None and (day - told.day).days < TOLD_DAYS else None
    return Watch(month_of(mornings, day), quiet, recent)


def may_have_come_back(
    mornings: Mapping[date, int],
    since: date,
    day: date,
    pain_limit: int | None,
    *,
    weeks: bool,
) -> bool:
    """Whether `watch` could tell a relapse, by the last mornings alone: never no where it does.

    Mornings before `since` are not known here, and taken as without pain: then a month is quiet
    wherever it was, and no day can have more quiet days behind it than this finds.

    Parameters
    ----------
    mornings : mapping of date to int
        Worst first-step score of the last mornings. [NRS]
    since : date
        From when all mornings that were told are given.
    day : date
        The day looked at.
    pain_limit : int or None
        The level agreed with the kinesist. [NRS]
    weeks : bool
        Whether P3 spoke on a day that is not known here: it may have been any.
    """
    above = pain_limit is not None and any(score > pain_limit for score in mornings.values())
    if not weeks and not above:
        return False  # of most runners, and it spares 40 medians
    before = each_day(since - timedelta(days=QUIET_DAYS), since - timedelta(days=1))
    told = {**dict.fromkeys(before, NO_PAIN), **mornings}
    quiet = WATCHED_DAYS
    for one in each_day(since, day):
        passed = pain_limit is not None and told.get(one, NO_PAIN) > pain_limit
        if quiet >= WATCHED_DAYS and (day - one).days < TOLD_DAYS and (weeks or passed):
            return True
        month = month_of(told, one)
        if month.is_quiet:
            quiet += 1
        elif month.median is not None:
            quiet = 0
    return False


def _came_back(
    mornings: Mapping[date, int],
    weeks: Mapping[date, Alert],
    pain_limit: int | None,
    day: date,
    quiet: int,
) -> Relapse | None:
    score = mornings.get(day)
    if day in weeks:
        means = [float(weeks[day].input(name)) for name in ("week_mean", "before_mean")]
        return Relapse(day, Came.WEEK, score, None, means[0], means[1], quiet)
    # A limit of 0 is passed by any pain at all, which 0 itself is not.
    if pain_limit is not None and (score or NO_PAIN) > pain_limit:
        return Relapse(day, Came.ABOVE_LIMIT, score, pain_limit, None, None, quiet)
    return None
