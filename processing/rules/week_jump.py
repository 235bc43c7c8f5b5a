"""S4: a week well above the three weeks before it and above the highest of them.

It describes; on its own it never rises above caution. Thresholds are our choice, set on simulated
steady lives so that it stays quiet in most of them.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean
from typing import Final

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.load import Above, LoadHistory, UncoupledRatio, above_uncoupled
from plantar.measured import SourceClass
from processing.ratio import (
    ACUTE_DAYS,
    CHRONIC_FLOOR_SHARE,
    CHRONIC_FLOOR_WSE,
    HISTORY_DAYS,
    uncoupled,
)
from processing.rules.thresholds import DEFAULTS, WeekJump
from processing.week import WeeklyCeiling, weekly_ceilings

VERSION = 3
#: Runs are counted over the four weeks before the day.
RUN_WINDOW_DAYS = 28


class WeekUnit(StrEnum):
    """What a week is the sum of."""

    LOAD = "load"  # Daily Plantar Load
    UPRIGHT = "upright"  # Upright Load Time


#: A usual below this carries no ratio: an eighth of an hour a day. Our choice. [WSE], [BW·min]
FLOORS: Final = {WeekUnit.LOAD: CHRONIC_FLOOR_WSE, WeekUnit.UPRIGHT: 15.0}


@dataclass(frozen=True, slots=True)
class WeekSeries:
    """A history with everything S4 reads from it, computed once."""

    history: LoadHistory
    expected: tuple[bool, ...]
    unit: WeekUnit
    ratios: tuple[UncoupledRatio, ...]
    ceilings: tuple[WeeklyCeiling | None, ...]
    source_class: SourceClass

    @classmethod
    def of(
        cls,
        history: LoadHistory,
        expected: Sequence[bool],
        unit: WeekUnit,
        source_class: SourceClass,
    ) -> "WeekSeries":
        """The series of a history."""
        wanted = tuple(expected)
        return cls(
            history,
            wanted,
            unit,
            uncoupled(history, floor=FLOORS[unit], expected=wanted),
            weekly_ceilings(history, wanted),
            source_class,
        )

    def with_last(self, load: float) -> "WeekSeries":
        """The series with another load on its last day.

        The last 28 days, and the floor of those before the week, are all a last day rests on.
        """
        loads = (*self.history.loads[:-1], load)
        begin = max(0, len(loads) - HISTORY_DAYS)
        tail = LoadHistory(self.history.first + timedelta(days=begin), loads[begin:])
        expected = self.expected[begin:]
        earlier = [one for one in loads[:-ACUTE_DAYS] if math.isfinite(one)]
        usual = CHRONIC_FLOOR_SHARE * fmean(earlier) if earlier else 0.0
        floor = max(FLOORS[self.unit], usual)
        return replace(
            self,
            history=LoadHistory(self.history.first, loads),
            ratios=(*self.ratios[:-1], uncoupled(tail, floor=floor, expected=expected)[-1]),
            ceilings=(*self.ceilings[:-1], weekly_ceilings(tail, expected)[-1]),
        )


def week_jump(
    series: WeekSeries,
    day: date,
    limits: WeekJump = DEFAULTS.S4,
    *,
    last_spoke: date | None,
    told: Collection[date],
) -> Alert | NotEvaluated | None:
    """What S4 says about the week that ends on a day.

    `told` are the days another load rule spoke about: where the jump falls away without one of
    them, the week adds nothing and S4 is silent.
    """
    n = (day - series.history.first).days
    ratio, ceiling = series.ratios[n], series.ceilings[n]
    if ratio.ratio is None:
        return NotEvaluated(day, Rule.S4, str(ratio.reason))
    if ceiling is None:
        return NotEvaluated(day, Rule.S4, "no-ceiling")
    most_ratio, most_ceiling = _limits_of(series, limits)
    if not most_ratio.passed_by(ratio) or ceiling.ratio <= most_ceiling:
        return None
    if last_spoke is not None and (day - last_spoke).days < limits.quiet_days:
        return None
    if _falls_away(series, n, limits, told):
        return None
    return Alert(
        day=day,
        rule=Rule.S4,
        level=Level.CAUTION,
        code="s4-load" if series.unit is WeekUnit.LOAD else "s4-upright",
        inputs=(
            ("percent", round(100.0 * (ratio.ratio - 1.0))),
            ("acute", _known(ratio.acute)),
            ("chronic", _known(ratio.chronic)),
            ("ratio", ratio.ratio),
            ("ceiling", ceiling.ratio),
            ("ceiling_threshold", most_ceiling),
            ("valid_acute", ratio.valid_acute),
        ),
        threshold=most_ratio.threshold,
        method=f"{ratio.method} 7:21 and weekly ceiling",
        rule_version=VERSION,
        source_class=series.source_class,
    )


def _limits_of(series: WeekSeries, limits: WeekJump) -> tuple[Above[UncoupledRatio], float]:
    if series.unit is WeekUnit.LOAD:
        return above_uncoupled(limits.load_ratio), limits.load_ceiling
    return above_uncoupled(limits.upright_ratio), limits.upright_ceiling


def _known(number: float | None) -> float:
    return math.nan if number is None else number


def _falls_away(series: WeekSeries, n: int, limits: WeekJump, told: Collection[date]) -> bool:
    """Whether the jump rests on one day of the week that another rule told.

    The last 28 days are all that the ratio and the ceiling of a day rest on. Its floor is one of
    the days before the week, which stay as they are.
    """
    begin = max(0, n - HISTORY_DAYS + 1)
    first = series.history.first + timedelta(days=begin)
    loads, expected = series.history.loads[begin : n + 1], series.expected[begin : n + 1]
    most_ratio, most_ceiling = _limits_of(series, limits)
    for back in range(ACUTE_DAYS):
        at = len(loads) - 1 - back
        if at < 0 or first + timedelta(days=at) not in told:
            continue
        without = LoadHistory(first, (*loads[:at], math.nan, *loads[at + 1 :]))
        ratio = uncoupled(without, floor=0.0, expected=expected)[-1]
        ceiling = weekly_ceilings(without, expected)[-1]
        if not most_ratio.passed_by(ratio) or ceiling is None:
            return True
        if ceiling.ratio <= most_ceiling:
            return True
    return False
