"""How much of a planned day was measured, and what that makes of the day."""

from collections.abc import Sequence
from datetime import date

from plantar.load import DayStatus
from plantar.runner import WearKind, WearPlan

#: Share of planned wear from which a day counts in means. Our choice.
VALID_COVERAGE = 0.8
#: And from which it is kept as a lower bound. Our choice.
PARTIAL_COVERAGE = 0.4
#: Hours on the feet and around them in a waking day, where no plan says otherwise. Our choice. [h]
WAKING_HOURS = 14.0

ALL_DAY = WearPlan(date.min, WearKind.ALL_DAY, (WAKING_HOURS,) * 7)


def plan_on(day: date, plans: Sequence[WearPlan]) -> WearPlan:
    """The wear plan that holds on a day: the last one that began by then, else all day."""
    holding = [plan for plan in plans if plan.since <= day]
    return max(holding, key=lambda plan: plan.since, default=ALL_DAY)


def coverage_of_wear(worn_s: float, planned_h: float) -> float:
    """Share of the planned wear that was measured, at most 1; wear nobody planned is 1."""
    if planned_h <= 0.0:
        return 1.0 if worn_s > 0.0 else 0.0
    return min(1.0, worn_s / (3600.0 * planned_h))


def status_of(coverage: float, *, expected: bool, open_day: bool) -> DayStatus:
    """What a coverage makes of a day; the day that is not over is partial at best."""
    if coverage >= VALID_COVERAGE:
        return DayStatus.PARTIAL if open_day else DayStatus.VALID
    if coverage >= PARTIAL_COVERAGE:
        return DayStatus.PARTIAL
    return DayStatus.MISSING if expected else DayStatus.NOT_EXPECTED
