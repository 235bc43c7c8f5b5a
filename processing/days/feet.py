"""How long each foot was measured on each day, beside what the wear plan asks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plantar.day import Diary, each_day
from plantar.minute import BodyMinute, FootMinute
from plantar.sample import Foot
from plantar.store import Sourced
from plantar.units import SECONDS_PER_MINUTE
from processing.days.build import Calendar
from processing.days.coverage import coverage_of_wear


@dataclass(frozen=True, slots=True)
class FootDay:
    """One foot on one day."""

    day: date
    foot: Foot
    worn_s: float
    planned_h: float

    @property
    def share(self) -> float | None:
        """Measured of what was planned, 0-1; None when nothing was measured: that is no zero."""
        return coverage_of_wear(self.worn_s, self.planned_h) if self.worn_s > 0.0 else None

    @property
    def is_missing(self) -> bool:
        """Whether the plan asked for it and nothing came."""
        return self.planned_h > 0.0 and self.worn_s <= 0.0


def foot_days(
    feet: Iterable[Sourced[FootMinute]],
    bodies: Iterable[Sourced[BodyMinute]],
    calendar: Calendar,
    first: date,
    last: date,
) -> dict[Foot, list[FootDay]]:
    """Every day of both feet, in order.

    A minute counts as long as its sole was measured and stood in, and once where two pairs of
    soles measured it.
    """
    off = {(one.source, one.record.at): one.record.not_worn_s for one in bodies}
    longest: dict[tuple[Foot, datetime], float] = defaultdict(float)
    for one in feet:
        minute = one.record
        worn_s = max(0.0, minute.measured_s - off.get((one.source, minute.at), 0.0))
        key = (minute.foot, minute.at)
        longest[key] = max(longest[key], min(worn_s, SECONDS_PER_MINUTE))
    diary = Diary(calendar.days)
    sums: dict[tuple[Foot, date], float] = defaultdict(float)
    for (foot, at), worn_s in longest.items():
        sums[foot, diary.day_of(at)] += worn_s
    return {
        foot: [
            FootDay(day, foot, sums[foot, day], calendar.planned_h(day))
            for day in each_day(first, last)
        ]
        for foot in Foot
    }


def not_worn_s(bodies: Iterable[Sourced[BodyMinute]]) -> float:
    """How long soles were measured that nobody stood in. [s]."""
    return sum(one.record.not_worn_s for one in bodies)


def unheard_feet(days: Sequence[Sequence[FootDay]], ago: timedelta) -> list[Foot]:
    """The feet of which nothing came for so long, while the other one was measured."""
    silent = []
    for one in days:
        recent = one[-ago.days :]
        others = [day for other in days if other is not one for day in other[-ago.days :]]
        if one and not any(day.worn_s for day in recent) and any(day.worn_s for day in others):
            silent.append(one[0].foot)
    return silent
