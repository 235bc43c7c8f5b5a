"""S3 over declared shifts: time on the feet that no sensor saw, against the longest declared day.

What the runner tells is an estimate. It is held against what they told before and against nothing
that was measured, by the thresholds of S3; the history it needs is one of declared days too. A day
without a declaration is not a day without standing: it is in no comparison.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from plantar.alert import Alert, NotEvaluated, Rule
from processing.rules.thresholds import DEFAULTS, UprightJump
from processing.rules.upright_jump import VERSION, longer


def declared_jump(
    declared: Mapping[date, float],
    day: date,
    first_declared: date | None,
    limits: UprightJump = DEFAULTS.S3,
) -> Alert | NotEvaluated | None:
    """What S3 says about a day with declared shifts.

    Parameters
    ----------
    declared : mapping of date to float
        Declared time on the feet per civil day, all its shifts together, above 0. [min]
    day : date
        The day looked at.
    first_declared : date or None
        The first day of the declared series.
    """
    if day not in declared:
        return None
    if first_declared is None or (day - first_declared).days < limits.history_days:
        return NotEvaluated(day, Rule.S3, "short-declared-history")
    window = (day - timedelta(days=back) for back in range(1, int(limits.window_days) + 1))
    before = [(declared[one], one) for one in window if one in declared]
    if len(before) < limits.least_days:
        return NotEvaluated(day, Rule.S3, "few-declared-days")
    longest, on = max(before)
    jump = longer(declared[day], longest, limits)
    if jump is None:
        return None
    level, threshold, extra = jump
    return Alert(
        day=day,
        rule=Rule.S3,
        level=level,
        code="s3-declared",
        inputs=(
            ("day_declared", declared[day]),
            ("longest_declared", longest),
            ("longest_day", on.isoformat()),
            ("percent", round(100.0 * (declared[day] / longest - 1.0))),
            ("least_extra", extra),
            ("days", len(before)),
        ),
        threshold=threshold,
        method=f"estimated time on feet / longest estimated of {limits.window_days:.0f} days",
        rule_version=VERSION,
    )
