"""How many planted jumps are spoken about, and how soon."""

from collections.abc import Mapping
from statistics import median

from cli.validate.figure import Axis, Bound, Figure, Series
from cli.validate.lives.jumps import (
    Plant,
    answered_run,
    doubled_run,
    doubled_walk,
    six_shifts,
    standing_day,
    week_above,
    week_times,
)
from cli.validate.lives.life import Life
from cli.validate.lives.percent import percent, percent_of
from cli.validate.lives.simulate import Asked, Caught
from cli.validate.section import Claim, Section
from plantar.measured import SourceClass

WEEK_60 = "week 60 % above the three before"
TIMES = "every day of a week times 1.6"
RUN = "longest run of a month doubled"
WALK = "longest recorded walk of a month doubled"
STANDING = "9 hours standing, soles on"
SHIFTS = "six shifts in a week"
ANSWER = "mornings 3 points up for 3 days after a doubled run"
SIZES = {
    30: "week 30 % above the three before",
    60: WEEK_60,
    100: "week 100 % above the three before",
}
LEAST_WEEKS, LEAST_STANDING = 0.85, 0.80


def plants_of(life: Life) -> dict[str, Plant]:
    """The jumps that make sense in a life, by what they are called."""
    plants: dict[str, Plant] = {name: week_above(share / 100.0) for share, name in SIZES.items()}
    plants[TIMES] = week_times(1.6)
    if life.runs:
        plants |= {RUN: doubled_run, ANSWER: answered_run}
    if life.walks:
        plants[WALK] = doubled_walk
    if life.series is SourceClass.INSOLE:
        plants[STANDING] = standing_day
    if life.shifts:
        plants[SHIFTS] = six_shifts
    return plants


def planted(lives: Mapping[str, Asked]) -> Section:
    """Jumps by kind and life."""
    names = (WEEK_60, TIMES, RUN, WALK, STANDING, SHIFTS, ANSWER)
    rows = [
        _row(what, name, one.caught[what])
        for what in names
        for name, one in lives.items()
        if what in one.caught
    ]
    return Section(
        "Planted jumps",
        "In a life that is lived as before, one jump is planted. It counts as caught when a rule "
        "of load speaks about one of its days at caution or above: a week on one of its seven "
        "days, a run, walk or day on the day itself. *By chance* says how often one of them "
        "speaks about the same days without the jump. A jump is planted whether or not the "
        "sensor was on: what nobody measured cannot be caught.",
        ("jump", "life", "planted", "caught", "with a message", "by chance", "days until the word"),
        tuple(rows),
        "The week *60 % above the three before* is 1.6 times their mean, whatever it would have "
        "been; *every day times 1.6* leaves the noise of the week in it, so that some of these "
        "weeks are hardly above the weeks before and others double them. Days until the word: "
        "median and longest, 0 is the first day of the jump. With 100 planted a share is sure to "
        "within about 4 points (standard error). A sporadic runner is short of the bound because "
        "S4 is not asked about the load of somebody who ran one to three times in four weeks, a "
        "nurse because S4 compares shifts and not their number.",
        figures=(_by_size(lives),),
        claims=_claims(lives),
    )


def _row(what: str, name: str, found: Caught) -> tuple[str, ...]:
    late = found.days_late
    return (
        what,
        name,
        str(found.planted),
        percent_of(found.caught, found.planted),
        percent_of(found.written, found.planted),
        percent_of(found.by_chance, found.planted),
        f"{median(late):.0f}, {max(late)}" if late else "-",
    )


def _claims(lives: Mapping[str, Asked]) -> tuple[Claim, ...]:
    weeks = {name: one.caught[WEEK_60] for name, one in lives.items()}
    short = [f"{name} {_share(one)}" for name, one in weeks.items() if one.share < LEAST_WEEKS]
    all_weeks, runs, standing = (_all(lives, what) for what in (WEEK_60, RUN, STANDING))
    return (
        Claim(
            "weeks 60 % above the three before that are caught, all lives together",
            f"at least {percent(LEAST_WEEKS)}",
            _share(all_weeks),
            all_weeks.share >= LEAST_WEEKS,
        ),
        Claim(
            "the same in each of the six lives",
            f"at least {percent(LEAST_WEEKS)}",
            "short of it: " + ", ".join(short) if short else "each",
            not short,
        ),
        Claim(
            "doubled long runs that are caught on the same day",
            "100 %",
            f"{runs.caught} of {runs.planted}",
            runs.caught == runs.planted,
        ),
        Claim(
            "days of nine hours standing in soles that are caught on the same day",
            f"at least {percent(LEAST_STANDING)}",
            _share(standing),
            standing.share >= LEAST_STANDING,
        ),
    )


def _all(lives: Mapping[str, Asked], what: str) -> Caught:
    found = [one.caught[what] for one in lives.values() if what in one.caught]
    return Caught(
        sum(one.planted for one in found),
        sum(one.caught for one in found),
        sum(one.written for one in found),
        sum(one.by_chance for one in found),
        tuple(late for one in found for late in one.days_late),
    )


def _share(found: Caught) -> str:
    return percent_of(found.caught, found.planted)


def _by_size(lives: Mapping[str, Asked]) -> Figure:
    """Caught against how much more the week was; at no more it is what chance says."""
    drawn = []
    for name, one in lives.items():
        chance = one.caught[WEEK_60]
        shares = [100.0 * one.caught[what].share for what in SIZES.values()]
        at_none = 100.0 * chance.by_chance / max(1, chance.planted)
        drawn.append(Series(name, (0.0, *map(float, SIZES)), (at_none, *shares)))
    return Figure(
        "weeks-by-size",
        "Weeks caught, by how far they are above the three before",
        Axis("week above the mean of the three before [%]", 0.0, 100.0),
        Axis("caught [%]", 0.0, 100.0),
        tuple(drawn),
        (Bound(100.0 * LEAST_WEEKS, "asked for"),),
    )
