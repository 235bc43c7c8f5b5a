"""A runner's days as a page reads them: an unbroken stretch, and what a week adds up to."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plantar.day import each_day
from plantar.load import Activity, Day, DayStatus, LoadHistory
from plantar.runner import Runner
from plantar.state import State
from plantar.store import Store
from processing.days.build import Calendar, consecutive, expected_days
from processing.ratio import ACUTE_DAYS, HISTORY_DAYS
from processing.rules.decide import load_history

#: What is read of a runner: the longest period of the chart, and enough before it. [d]
READ_DAYS = 728


@dataclass(frozen=True, slots=True)
class Stretch:
    """Every date from first to last with its day, and whether a figure was expected of it."""

    first: date
    last: date
    days: Mapping[date, Day]
    expected: tuple[bool, ...]

    def dates(self) -> list[date]:
        """Every date, in order."""
        return list(each_day(self.first, self.last))

    def loads(self) -> LoadHistory:
        """Daily load: rest is 0, and what is not a valid day is nan."""
        return load_history([self.days[day] for day in self.dates()])

    def today(self) -> Day | None:
        """The last day, when anything of it was measured."""
        day = self.days[self.last]
        return None if day.load_wse is None else day

    def week(self) -> list[Day]:
        """The valid days of the last seven."""
        return self._valid(self.last - timedelta(days=ACUTE_DAYS - 1), self.last)

    def before(self) -> list[Day]:
        """The valid days of the three weeks before those."""
        return self._valid(
            self.last - timedelta(days=HISTORY_DAYS - 1), self.last - timedelta(days=ACUTE_DAYS)
        )

    def _valid(self, first: date, last: date) -> list[Day]:
        days = (self.days.get(day) for day in each_day(first, last))
        return [day for day in days if day is not None and day.status is DayStatus.VALID]


@dataclass(frozen=True, slots=True)
class Share:
    """What one activity puts on the soles in a mean measured day, before and now. [WSE]"""

    before: float
    now: float


def stored_stretch(
    store: Store, runner: Runner, state: State | None, today: date
) -> Stretch | None:
    """The days of the series that counts, as they were last computed; None without any."""
    if state is None or state.source_class is None:
        return None
    days = store.days(runner.id, state.source_class, today - timedelta(days=READ_DAYS), today)
    plans = tuple(store.wear_plans(runner.id))
    return stretch(days, Calendar(runner.days, plans, today))


def stretch(days: Sequence[Day], calendar: Calendar) -> Stretch | None:
    """The days from the first known one to today, as the rules see them; None without any."""
    known = {day.day: day for day in days if day.day <= calendar.today}
    if not known:
        return None
    source_class = days[0].source_class
    series = consecutive(known, source_class, calendar.today, calendar)
    return Stretch(
        first=series[0].day,
        last=series[-1].day,
        days={day.day: day for day in series},
        expected=expected_days(series, calendar),
    )


def window_start(last: date, days: int) -> date:
    """The Monday on or before the first of that many days: ticks then fall on Mondays."""
    first = last - timedelta(days=days - 1)
    return first - timedelta(days=first.weekday())


def mean_of(days: list[Day], figure: Callable[[Day], float | None]) -> float | None:
    """Mean of a figure over the days that have it; None when none has."""
    known = [value for day in days if (value := figure(day)) is not None]
    return math.fsum(known) / len(known) if known else None


def explained(found: Stretch) -> dict[str, Share]:
    """What each activity changed, for those that both stretches measured."""
    figures: dict[str, Callable[[Day], float | None]] = {
        "running": lambda day: _activity(day.running),
        "walking": lambda day: _activity(day.walking),
        "standing": lambda day: _activity(day.standing),
    }
    shares = {}
    for name, figure in figures.items():
        before, now = mean_of(found.before(), figure), mean_of(found.week(), figure)
        if before is not None and now is not None:
            shares[name] = Share(before, now)
    return shares


def per_foot(days: list[Day]) -> tuple[float, float] | None:
    """Load of the left and of the right foot over the days that tell them apart. [WSE]"""
    told = [
        (day.left_wse, day.right_wse)
        for day in days
        if day.left_wse is not None and day.right_wse is not None
    ]
    if not told:
        return None
    return math.fsum(left for left, _ in told), math.fsum(right for _, right in told)


def unsplit(day: Day) -> float:
    """The load of a day that no activity explains. [WSE]"""
    parts = (_activity(part) or 0.0 for part in (day.walking, day.running, day.standing))
    return max(0.0, (day.load_wse or 0.0) - math.fsum(parts))


def _activity(part: Activity | None) -> float | None:
    return None if part is None else part.load_wse
