"""When a runner means to wear the sensors, in words; and what follows from it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from plantar.runner import DAYS_A_WEEK, WearKind, WearPlan
from plantar.words.catalogue import Words, mark
from processing.days.coverage import (
    ALL_DAY,
    PARTIAL_COVERAGE,
    VALID_COVERAGE,
    WAKING_HOURS,
    plan_on,
)

KINDS: Final = {
    WearKind.ALL_DAY: mark("all day"),
    WearKind.SHIFTS: mark("shifts"),
    WearKind.RUNS_ONLY: mark("runs only"),
    WearKind.OWN: mark("own hours"),
}
EXPLAINED: Final = {
    WearKind.ALL_DAY: mark("From getting up to going to bed, every day the same."),
    WearKind.SHIFTS: mark("The hours of the shift on the days of a shift; the others ask nothing."),
    WearKind.RUNS_ONLY: mark(
        "About as long as a run takes, on the days of a run; the others ask nothing."
    ),
    WearKind.OWN: mark("For each day of the week as many hours as the two of you agreed."),
}
#: A Monday: the names of weekdays are those of a week.
A_MONDAY: Final = date(2024, 1, 1)
HUNDRED = 100


def weekdays(words: Words) -> list[str]:
    """The days of the week, Monday first, short."""
    days = [A_MONDAY + timedelta(days=n) for n in range(DAYS_A_WEEK)]
    return [words.date(day, "weekday").split(" ", maxsplit=1)[0].rstrip(".,") for day in days]


def in_short(plans: Sequence[WearPlan], today: date, words: Words) -> str:
    """The plan of today in a few words; where nobody agreed on one, what is asked then."""
    plan = plan_on(today, plans)
    if plan is ALL_DAY:
        return words.say("none: {hours} h a day are asked", hours=WAKING_HOURS)
    return f"{words.say(KINDS[plan.kind])} · {hours(plan, words)}"


def hours(plan: WearPlan, words: Words) -> str:
    """How many hours a plan asks for, on which days."""
    first, asked = plan.hours[0], [n for n in range(DAYS_A_WEEK) if plan.hours[n] > 0.0]
    if all(one == first for one in plan.hours):
        return words.say("{hours} h a day", hours=first)
    names, lengths = weekdays(words), {plan.hours[n] for n in asked}
    if len(lengths) == 1:
        days = ", ".join(names[n] for n in asked)
        return words.say("{days}: {hours} h", days=days, hours=lengths.pop())
    return words.say("{hours} h a week", hours=sum(plan.hours))


def explained(words: Words) -> str:
    """How coverage follows from a plan."""
    return words.say(
        "Coverage of a day is what was worn over the hours planned for it: from {valid} % on the "
        "day counts in every mean, from {partial} % on it is a lower bound, below that it has no "
        "figure; a day with 0 h planned is never missing.",
        valid=HUNDRED * VALID_COVERAGE,
        partial=HUNDRED * PARTIAL_COVERAGE,
    )
