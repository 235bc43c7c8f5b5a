"""No data as a story of its own: by the days on which data arrived, whenever it was measured.

Quiet: it opens when days on which wear was planned have passed without anything new, and longer
than is usual for this runner; it ends by itself when something arrives.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from plantar.alert import Episode, Family, Level
from plantar.day import each_day
from processing.days.build import Calendar
from processing.overview import SILENT_HOURS

#: Planned days that pass without anything new before it is told. [d]
SILENT_DAYS = SILENT_HOURS // 24
#: So many times what is usual between two arrivals: who brings a week's files on Sundays is not
#: silent on Thursdays. Our choice. [1]
USUAL_TIMES = 2
#: The last intervals that tell what is usual. Our choice. [1]
INTERVALS = 8


def silences(arrivals: Sequence[date], calendar: Calendar) -> tuple[Episode, ...]:
    """The stories of no data, oldest first, the last of which may be open.

    Parameters
    ----------
    arrivals : sequence of date
        The days on which something new arrived, in order. Of a runner of whom nothing ever
        arrived nothing is missing.
    calendar : Calendar
        The days, and which of them the wear plan asks for.
    """
    told: list[Episode] = []
    days = [day for day in arrivals if day <= calendar.today]
    for n, last in enumerate(days):
        after = days[n + 1] if n + 1 < len(days) else None
        opened = _opens(last, _patience(days[: n + 1]), after or calendar.today, calendar)
        if opened is not None and (after is None or opened < after):
            told.append(
                Episode(
                    family=Family.NO_DATA,
                    opened=opened,
                    level=Level.INFO,
                    last_day=calendar.today if after is None else after - timedelta(days=1),
                    closed=after,
                    alerts=(),
                    silent_since=last,
                )
            )
    return tuple(told)


def _patience(days: Sequence[date]) -> float:
    """Days without anything new that are usual for this runner, twice over. [d]"""
    intervals = [(later - earlier).days for earlier, later in pairwise(days[-INTERVALS - 1 :])]
    return USUAL_TIMES * median(intervals) if intervals else 0.0


def _opens(last: date, patience: float, until: date, calendar: Calendar) -> date | None:
    """The first day by which enough planned days have passed since the last arrival."""
    missed = 0
    for day in each_day(last + timedelta(days=1), until):
        if missed >= SILENT_DAYS and (day - last).days > patience:
            return day
        missed += calendar.expects(day)
    return None
