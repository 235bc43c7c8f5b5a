"""S3: the time on the feet of a day against the longest of the 30 before it.

Where standing is not measured the time is that of the steps alone, and the sentence says so. Days
measured in part count on both sides, as in S2. Shifts that the runner only told have a series of
their own: see declared_jump. Thresholds are our choice; the extra hour keeps short days from
speaking.
"""

from collections.abc import Sequence

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from processing.rules.thresholds import DEFAULTS, ROUNDING, UprightJump

#: Of S3, over measured days and over declared shifts.
VERSION = 2


def upright_jump(
    days: Sequence[Day], n: int, first_figure: int | None, limits: UprightJump = DEFAULTS.S3
) -> Alert | NotEvaluated | None:
    """What S3 says about the n-th of consecutive days; the first with a figure is first_figure."""
    day = days[n]
    if day.status is DayStatus.NOT_EXPECTED and day.upright_bw_min is None:
        return None
    if day.source_class is SourceClass.SESSIONS:
        return NotEvaluated(day.day, Rule.S3, "sessions-only")
    if day.upright_bw_min is None:
        return NotEvaluated(day.day, Rule.S3, "not-measured")
    if first_figure is None or n - first_figure < limits.history_days:
        return NotEvaluated(day.day, Rule.S3, "short-history")
    before = [
        (one.upright_bw_min, one.day)
        for one in days[max(0, n - int(limits.window_days)) : n]
        if one.upright_bw_min is not None
    ]
    if len(before) < limits.least_days:
        return NotEvaluated(day.day, Rule.S3, "few-days")
    longest, on = max(before, default=(0.0, day.day))
    if longest <= ROUNDING:
        return NotEvaluated(day.day, Rule.S3, "no-load-before")
    jump = longer(day.upright_bw_min, longest, limits)
    if jump is None:
        return None
    level, threshold, extra = jump
    return Alert(
        day=day.day,
        rule=Rule.S3,
        level=level,
        code="s3-steps" if day.standing is None else "s3-upright",
        inputs=(
            ("day_upright", day.upright_bw_min),
            ("longest_upright", longest),
            ("longest_day", on.isoformat()),
            ("percent", round(100.0 * (day.upright_bw_min / longest - 1.0))),
            ("least_extra", extra),
            ("days", len(before)),
            ("day_status", str(day.status)),
        ),
        threshold=threshold,
        method=f"time on feet of the day / longest of {limits.window_days:.0f} days",
        rule_version=VERSION,
        source_class=day.source_class,
    )


def longer(
    upright: float, longest: float, limits: UprightJump
) -> tuple[Level, float, float] | None:
    """How loud, and the ratio and the extra minutes that were passed."""
    ratio, extra = upright / longest - ROUNDING, upright - longest + ROUNDING
    if ratio > limits.alert_ratio and extra >= limits.alert_extra_min:
        return Level.ALERT, limits.alert_ratio, limits.alert_extra_min
    if ratio > limits.caution_ratio and extra >= limits.caution_extra_min:
        return Level.CAUTION, limits.caution_ratio, limits.caution_extra_min
    return None
