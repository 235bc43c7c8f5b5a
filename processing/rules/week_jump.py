"""S4: a week well above the three weeks before it and above the highest of them.

It describes; on its own it never rises above caution. Thresholds are our choice, set on simulated
steady lives so that it stays quiet in most of them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.load import LoadHistory, Ratio
from plantar.measured import SourceClass
from processing.ratio import ACUTE_DAYS, uncoupled
from processing.week import WeeklyCeiling, weekly_ceilings

VERSION = 1
#: A week speaks once in this many days. Our choice. [d]
QUIET_DAYS = 7
#: Fewer runs than this in four weeks make a runner's week too uneven to compare. Our choice.
LEAST_RUNS = 4
RUN_WINDOW_DAYS = 28


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a series speaks: ratio and weekly ceiling, both."""

    code: str
    ratio: float
    ceiling: float
    floor: float


#: Daily Plantar Load. Our choice.
LOAD = Thresholds("s4-load", 1.6, 1.30, 1000.0)
#: Upright Load Time: an eighth of an hour a day is hardly a usual. Our choice. [BW·min]
UPRIGHT = Thresholds("s4-upright", 1.30, 1.10, 15.0)


@dataclass(frozen=True, slots=True)
class WeekSeries:
    """A history with everything S4 reads from it, computed once."""

    history: LoadHistory
    expected: tuple[bool, ...]
    thresholds: Thresholds
    ratios: tuple[Ratio, ...]
    ceilings: tuple[WeeklyCeiling | None, ...]
    source_class: SourceClass

    @classmethod
    def of(
        cls,
        history: LoadHistory,
        expected: Sequence[bool],
        thresholds: Thresholds,
        source_class: SourceClass,
    ) -> "WeekSeries":
        """The series of a history."""
        wanted = tuple(expected)
        return cls(
            history,
            wanted,
            thresholds,
            uncoupled(history, floor=thresholds.floor, expected=wanted),
            weekly_ceilings(history, wanted),
            source_class,
        )


def week_jump(
    series: WeekSeries, day: date, *, last_spoke: date | None, told: Sequence[date]
) -> Alert | NotEvaluated | None:
    """What S4 says about the week that ends on a day.

    `told` are the days another load rule spoke about: where the jump falls away without one of
    them, the week adds nothing and S4 is silent.
    """
    n = (day - series.history.first).days
    ratio, ceiling, limits = series.ratios[n], series.ceilings[n], series.thresholds
    if ratio.ratio is None:
        return NotEvaluated(day, Rule.S4, str(ratio.reason))
    if ceiling is None:
        return NotEvaluated(day, Rule.S4, "no-ceiling")
    if ratio.ratio <= limits.ratio or ceiling.ratio <= limits.ceiling:
        return None
    if last_spoke is not None and (day - last_spoke).days < QUIET_DAYS:
        return None
    if _falls_away(series, n, told):
        return None
    return Alert(
        day=day,
        rule=Rule.S4,
        level=Level.CAUTION,
        code=limits.code,
        inputs=(
            ("percent", round(100.0 * (ratio.ratio - 1.0))),
            ("acute", _known(ratio.acute)),
            ("chronic", _known(ratio.chronic)),
            ("ratio", ratio.ratio),
            ("ceiling", ceiling.ratio),
            ("valid_acute", ratio.valid_acute),
        ),
        threshold=limits.ratio,
        method=f"{ratio.method} 7:21 and weekly ceiling",
        rule_version=VERSION,
        source_class=series.source_class,
    )


def _known(number: float | None) -> float:
    return math.nan if number is None else number


def _falls_away(series: WeekSeries, n: int, told: Sequence[date]) -> bool:
    first = series.history.first
    week = {first + timedelta(days=k) for k in range(n - ACUTE_DAYS + 1, n + 1)}
    for day in week.intersection(told):
        loads = list(series.history.loads[: n + 1])
        loads[(day - first).days] = math.nan
        without = LoadHistory(first, tuple(loads))
        # Only the last day is looked at: 28 days are all it rests on.
        ratio = uncoupled(
            without, floor=series.thresholds.floor, expected=series.expected[: n + 1]
        )[-1].ratio
        ceiling = weekly_ceilings(without, series.expected[: n + 1])[-1]
        gone = ratio is None or ratio <= series.thresholds.ratio
        if gone or ceiling is None or ceiling.ratio <= series.thresholds.ceiling:
            return True
    return False
