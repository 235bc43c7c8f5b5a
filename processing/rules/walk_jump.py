"""S1w: one walk further than the longest of the 30 days before it.

Walkers and people who stand for a living come first; the study behind S1 is of runners only, so
that every threshold here is our choice and nothing is louder than caution.
"""

from datetime import date, timedelta

from plantar.alert import Alert, NotEvaluated, Rule
from processing.rules.beyond import beyond_longest
from processing.rules.outings import Log, Outing
from processing.rules.thresholds import DEFAULTS, WalkJump

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
    beyond = beyond_longest(walk, before, ("distance", "steps"))
    if beyond is None:
        return NotEvaluated(walk.day, Rule.S1W, "no-distance-no-steps")
    spoken = beyond.passed(limits)
    if spoken is None:
        return None
    level, threshold = spoken
    return Alert(
        day=walk.day,
        rule=Rule.S1W,
        level=level,
        code="s1w-walk",
        inputs=(
            *beyond.told("longest"),
            ("longest_day", beyond.reference_day.isoformat()),
            ("session_start", walk.start.isoformat()),
            ("least_extra", limits.least_extra(beyond.measure)),
        ),
        threshold=threshold,
        method=f"walk {beyond.measure} / longest of {limits.window_days:.0f} days",
        rule_version=VERSION,
    )
