"""S1 on a day that the kinesist's plan covers: what was run beside what was agreed.

What was agreed for a day is no jump, however much longer than the longest run it is; and what goes
beyond it is one by the cut-points of S1, however short. A plan is for the day: all its runs are
held against it together, so that two halves meet it, and twice the plan is twice the plan.
"""

from collections.abc import Sequence

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.plan import PlannedRun
from processing.rules.beyond import Beyond
from processing.rules.outings import Outing
from processing.rules.session_jump import DOUBLE_RATIO, VERSION
from processing.rules.thresholds import DEFAULTS, ROUNDING, RunJump


def planned_run(
    today: Sequence[Outing], plan: PlannedRun, limits: RunJump = DEFAULTS.S1
) -> Alert | NotEvaluated | None:
    """What S1 says about the runs of a day that has a plan; a plan nobody ran is no matter of S1.

    Distance decides, minutes where the plan or one of the runs has no distance. A run without a
    distance adds none, so that the sum is a lower bound: it may speak, and one run more never
    makes the day quieter.
    """
    if not today:
        return None
    compared = _compared(today, plan)
    if not compared:
        return NotEvaluated(plan.day, Rule.S1, "plan-other-measure")
    spoken = [(*passed, one) for one in compared if (passed := one.passed(limits)) is not None]
    if not spoken:
        return None
    level, threshold, beyond = max(spoken, key=lambda one: one[0])
    code = "s1-plan-alert" if level is Level.ALERT else "s1-plan-caution"
    return Alert(
        day=plan.day,
        rule=Rule.S1,
        level=level,
        code="s1-plan-double" if beyond.ratio > DOUBLE_RATIO + ROUNDING else code,
        inputs=(
            *beyond.told("planned"),
            ("runs", len(today)),
            ("plan_author", plan.author),
            ("session_start", today[0].start.isoformat()),
            ("least_extra", limits.least_extra(beyond.measure)),
        ),
        threshold=threshold,
        method=f"run {beyond.measure} of the day / plan of the day",
        rule_version=VERSION,
    )


def _compared(today: Sequence[Outing], plan: PlannedRun) -> list[Beyond]:
    """The day beside its plan: by distance, and by minutes where a distance is missing."""
    compared = []
    km = [run.distance_km for run in today if run.distance_km is not None]
    if km and plan.distance_m is not None:
        compared.append(Beyond("distance", sum(km), plan.distance_m / 1000.0, plan.day))
    minutes = [run.duration_min for run in today if run.duration_min is not None]
    by_distance = plan.distance_m is not None and len(km) == len(today)
    if minutes and plan.duration_s is not None and not by_distance:
        compared.append(Beyond("duration", sum(minutes), plan.duration_s / 60.0, plan.day))
    return compared
