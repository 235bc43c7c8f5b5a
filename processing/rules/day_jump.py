"""S2: the load of a day against the highest day of the 30 before it.

A day that was measured in part is a lower bound: it may speak, and it is in the reference, since
leaving it out would let the next full day speak of nothing. Minutes that may be walking or running
differ fourfold by which they are, so they are left out, of the day and of those before it; where
only they would make the day speak, S2 says that it cannot tell. Thresholds are our choice.
"""

from collections.abc import Sequence

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from processing.rules.thresholds import DEFAULTS, ROUNDING, DayJump

VERSION = 2


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
    if day.load_wse is None or day.sure_wse is None:
        return NotEvaluated(day.day, Rule.S2, "not-measured")
    before = days[max(0, n - int(limits.window_days)) : n]
    valid = sum(one.status is DayStatus.VALID for one in before)
    if valid < limits.valid_days:
        return NotEvaluated(day.day, Rule.S2, "few-valid-days")
    known = [(one.sure_wse, one.day, one) for one in before if one.sure_wse is not None]
    highest, on, highest_day = max(known, default=(0.0, day.day, day))
    if highest <= ROUNDING:
        return NotEvaluated(day.day, Rule.S2, "no-load-before")
    ratio = day.sure_wse / highest
    level, threshold = _level(ratio, limits)
    if level <= told:
        uncertain = _level(day.load_wse / highest, limits)[0] > max(told, level)
        return NotEvaluated(day.day, Rule.S2, "uncertain-gait") if uncertain else None
    left_out = max(day.uncertain_wse, highest_day.uncertain_wse)
    return Alert(
        day=day.day,
        rule=Rule.S2,
        level=level,
        code="s2-sure" if left_out > ROUNDING else "s2-day",
        inputs=(
            ("day_load", day.sure_wse),
            ("highest", highest),
            ("highest_day", on.isoformat()),
            ("percent", round(100.0 * (ratio - 1.0))),
            ("valid_days", valid),
            ("day_status", str(day.status)),
            ("left_out", day.uncertain_wse),
            ("highest_left_out", highest_day.uncertain_wse),
        ),
        threshold=threshold,
        method=f"load of the day / highest of {limits.window_days:.0f} days",
        rule_version=VERSION,
        source_class=day.source_class,
    )


def _level(ratio: float, limits: DayJump) -> tuple[Level, float]:
    """How loud, and the ratio that was passed."""
    if ratio > limits.alert_ratio + ROUNDING:
        return Level.ALERT, limits.alert_ratio
    if ratio > limits.caution_ratio + ROUNDING:
        return Level.CAUTION, limits.caution_ratio
    return Level.OK, limits.caution_ratio
