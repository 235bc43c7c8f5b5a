"""S1: one run further, or longer, than the longest of the 30 days before it.

The cut-points are those of a cohort of 5205 runners in which a run of more than 10 % beyond the
longest of 30 days went with more self-reported overuse complaints of all kinds; the split between
caution and alert is our triage, since 10-30 % and 30-100 % did not differ there. On a day that
the kinesist's plan covers, planned_run is asked instead.

References
----------
Schuster Brandt Frandsen J et al. How much running is too much? Br J Sports Med 2025;59:1203-10.
doi:10.1136/bjsports-2024-109380
"""

from datetime import date, timedelta

from plantar.alert import Alert, Level, NotEvaluated, Rule
from processing.rules.beyond import beyond_longest
from processing.rules.outings import Log, Outing
from processing.rules.thresholds import DEFAULTS, ROUNDING, RunJump

#: Of S1, with a plan and without.
VERSION = 4
#: Beyond this ratio the sentence says so; the level is that of any large jump. Frandsen 2025.
DOUBLE_RATIO = 2.0


def session_jump(
    runs: Log,
    day: date,
    limits: RunJump = DEFAULTS.S1,
    *,
    pause_days: float = DEFAULTS.S1b.pause_days,
) -> tuple[Alert | NotEvaluated, ...]:
    """What S1 says about each run of a day that is a jump or cannot be judged.

    Several runs on one day count separately, and none is the reference of another (S1a). After a
    pause the reference is the runs since then (S1b); the first run after it is still held against
    what the 30 days have. In the first week of all nobody knows yet what the longest run is.
    Distance decides, minutes where this run or every earlier one has no distance.
    """
    today = runs.between(day, day)
    if not today:
        return ()
    before = runs.between(day - timedelta(days=int(limits.window_days)), day - timedelta(days=1))
    first = runs.first_day
    if before and first is not None and (day - first).days < limits.history_days:
        return (NotEvaluated(day, Rule.S1, "first-week-of-runs"),)
    before = _since_pause(before, day, pause_days)
    spoken = [_judged(run, before, limits) for run in today]
    return tuple(found for found in spoken if found is not None)


def _since_pause(before: tuple[Outing, ...], day: date, pause_days: float) -> tuple[Outing, ...]:
    """The runs since the last pause among them; a pause that this day ends is none yet."""
    if not before or (day - before[-1].day).days >= pause_days:
        return before
    first = len(before) - 1
    while first and (before[first].day - before[first - 1].day).days < pause_days:
        first -= 1
    return before[first:]


def _judged(
    run: Outing, before: tuple[Outing, ...], limits: RunJump
) -> Alert | NotEvaluated | None:
    if run.distance_km is None and run.duration_min is None:
        return NotEvaluated(run.day, Rule.S1, "no-distance-no-duration")
    if not before:
        return NotEvaluated(run.day, Rule.S1, "no-run-in-30-days")
    beyond = beyond_longest(run, before, ("distance", "duration"))
    if beyond is None:
        return NotEvaluated(run.day, Rule.S1, "no-distance-no-duration")
    spoken = beyond.passed(limits)
    if spoken is None:
        return None
    level, threshold = spoken
    code = "s1-alert" if level is Level.ALERT else "s1-caution"
    return Alert(
        day=run.day,
        rule=Rule.S1,
        level=level,
        code="s1-double" if beyond.ratio > DOUBLE_RATIO + ROUNDING else code,
        inputs=(
            *beyond.told("longest"),
            ("longest_day", beyond.reference_day.isoformat()),
            ("session_start", run.start.isoformat()),
            ("least_extra", limits.least_extra(beyond.measure)),
        ),
        threshold=threshold,
        method=f"run {beyond.measure} / longest of {limits.window_days:.0f} days",
        rule_version=VERSION,
    )
