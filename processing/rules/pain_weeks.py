"""P3: the mean morning pain of a week against that of the week before.

Pain is not to rise from week to week in the pain-monitoring model; at a rise of 1 that would be the
noise of the scale every other month.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import fmean

from plantar.alert import Alert, Level, NotEvaluated, Rule
from processing.rules.thresholds import DEFAULTS, ROUNDING, PainWeeks

VERSION = 1
WEEK = 7


def pain_weeks(
    mornings: Mapping[date, int], morning: date, limits: PainWeeks = DEFAULTS.P3
) -> Alert | NotEvaluated | None:
    """What P3 says about the week that ends with a morning. [NRS]"""
    if morning not in mornings:
        return NotEvaluated(morning, Rule.P3, "no-morning-score")
    week, before = (_scores(mornings, morning, first) for first in (0, WEEK))
    if min(len(week), len(before)) < limits.least_mornings:
        return NotEvaluated(morning, Rule.P3, "few-mornings")
    rise = fmean(week) - fmean(before)
    if rise < limits.rise - ROUNDING:
        return None
    return Alert(
        day=morning,
        rule=Rule.P3,
        level=Level.ALERT,
        code="p3-weeks",
        inputs=(
            ("week_rise", rise),
            ("week_mean", fmean(week)),
            ("before_mean", fmean(before)),
            ("mornings", len(week)),
            ("mornings_before", len(before)),
        ),
        threshold=limits.rise,
        method="mean morning pain of 7 days against the 7 before",
        rule_version=VERSION,
    )


def _scores(mornings: Mapping[date, int], morning: date, first: int) -> list[int]:
    days = (morning - timedelta(days=back) for back in range(first, first + WEEK))
    return [mornings[day] for day in days if day in mornings]
