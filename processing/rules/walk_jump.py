"""S1w: one walk further than the longest of the 30 days before it.

Walkers and people who stand for a living come first; the study behind S1 is of runners only, so
that every threshold here is our choice and nothing is louder than caution.
"""

from datetime import date, timedelta

from plantar.alert import Alert, Level, NotEvaluated, Rule
from processing.rules.outings import Log, Outing, longest
from processing.rules.thresholds import DEFAULTS, ROUNDING, WalkJump

VERSION = 1


def walk_jump(
    walks: Log, day: date, limits: WalkJump = DEFAULTS.S1w
) -> tuple[Alert | NotEvaluated, ...]:
    """What S1w says about each walk of a day that is a jump or cannot be judged.

    Distance decides, steps where this walk or every earlier one has no distance.
    """
    today = walks.between(day, day)
    if not today:
        return ()
    first = walks.first_day
    if first is None or (day - first).days < limits.history_days:
        return (NotEvaluated(day, Rule.S1W, "short-history"),)
    window = timedelta(days=int(limits.window_days))
    before = walks.between(day - window, day - timedelta(days=1))
    spoken = [_judged(walk, before, limits) for walk in today]
    return tuple(found for found in spoken if found is not None)


def _judged(
    walk: Outing, before: tuple[Outing, ...], limits: WalkJump
) -> Alert | NotEvaluated | None:
    if not before:
        return NotEvaluated(walk.day, Rule.S1W, "no-walk-in-30-days")
    for measure in ("distance", "steps"):
        value, reference = walk.size(measure), longest(before, measure)
        if value is not None and reference is not None:
            return _spoken(walk, measure, reference, limits)
    return NotEvaluated(walk.day, Rule.S1W, "no-distance-no-steps")


def _spoken(
    walk: Outing, measure: str, reference: tuple[float, Outing], limits: WalkJump
) -> Alert | None:
    value, (most, longest_walk) = walk.size(measure) or 0.0, reference
    extra = limits.least_extra_km if measure == "distance" else limits.least_extra_steps
    if most <= ROUNDING or value - most < extra - ROUNDING:
        return None
    if value / most <= limits.caution_ratio + ROUNDING:
        return None
    return Alert(
        day=walk.day,
        rule=Rule.S1W,
        level=Level.CAUTION,
        code="s1w-walk",
        inputs=(
            ("measure", measure),
            ("value", value),
            ("longest", most),
            ("unit", "km" if measure == "distance" else "steps"),
            ("percent", round(100.0 * (value / most - 1.0))),
            ("longest_day", longest_walk.day.isoformat()),
            ("session_start", walk.start.isoformat()),
            ("least_extra", extra),
        ),
        threshold=limits.caution_ratio,
        method=f"walk {measure} / longest of {limits.window_days:.0f} days",
        rule_version=VERSION,
    )
