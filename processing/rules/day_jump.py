"""S2: the load of a day against the highest day of the 30 before it.

A day that was measured in part is a lower bound: it may speak, and it is in the reference, since
leaving it out would let the next full day speak of nothing. Thresholds are our choice.
"""

from collections.abc import Sequence

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from processing.rules.thresholds import DEFAULTS, ROUNDING, DayJump

VERSION = 1


def day_jump(
    days: Sequence[Day], n: int, limits: DayJump = DEFAULTS.S2, *, told: Level = Level.OK
) -> Alert | NotEvaluated | None:
    """What S2 says about the n-th of consecutive days.

    `told` is how loudly S1 spoke about it: S2 adds a word only where it would be louder, so that
    a longer run never makes a day quieter.
    """
    day = days[n]
    if day.status is DayStatus.NOT_EXPECTED and day.load_wse is None:
        return None
    if day.source_class is SourceClass.DAY_TOTALS:
        return NotEvaluated(day.day, Rule.S2, "intensity-unknown")
    if day.load_wse is None:
        return NotEvaluated(day.day, Rule.S2, "not-measured")
    before = days[max(0, n - int(limits.window_days)) : n]
    valid = sum(one.status is DayStatus.VALID for one in before)
    if valid < limits.valid_days:
        return NotEvaluated(day.day, Rule.S2, "few-valid-days")
    known = ((one.load_wse, one.day) for one in before if one.load_wse is not None)
    highest, on = max(known, default=(0.0, day.day))
    if highest <= ROUNDING:
        return NotEvaluated(day.day, Rule.S2, "no-load-before")
    ratio = day.load_wse / highest
    if ratio > limits.alert_ratio + ROUNDING:
        level, threshold = Level.ALERT, limits.alert_ratio
    elif ratio > limits.caution_ratio + ROUNDING:
        level, threshold = Level.CAUTION, limits.caution_ratio
    else:
        return None
    if told >= level:
        return None
    return Alert(
        day=day.day,
        rule=Rule.S2,
        level=level,
        code="s2-day",
        inputs=(
            ("day_load", day.load_wse),
            ("highest", highest),
            ("highest_day", on.isoformat()),
            ("percent", round(100.0 * (ratio - 1.0))),
            ("valid_days", valid),
            ("day_status", str(day.status)),
        ),
        threshold=threshold,
        method=f"load of the day / highest of {limits.window_days:.0f} days",
        rule_version=VERSION,
        source_class=day.source_class,
    )
