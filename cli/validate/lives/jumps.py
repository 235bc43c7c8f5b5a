"""Jumps planted in a simulated life: what is done more on known days, everything else as it was."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from cli.validate.lives.lived import WEEK, Floats, Lived
from cli.validate.lives.measured import true_load
from plantar.alert import Rule

#: Days before a planted one that the rules are shown, and how many of them they are asked about:
#: more than any rule looks back, and than an episode stays open without a word. [d]
BEFORE = 42
ASKED_BEFORE = 14
#: What a run is held against. [d]
MONTH = 30
#: A long day on the feet, in soles. [min]
STANDING_DAY_MIN = 540.0
#: Shifts of a full week.
MANY_SHIFTS = 6
LOAD_RULES = (Rule.S1, Rule.S1W, Rule.S2, Rule.S3, Rule.S4)
#: What a rest week leaves of what would have been done.
REST = 0.1
#: A week may be scaled so far and no further.
LEAST, MOST = 1.0, 2.5
#: How a foot answers a jump, where an answer is planted. [NRS]
SORE_POINTS = 3.0
SORE_MORNINGS = 3


@dataclass(frozen=True, slots=True)
class Planted:
    """A life with a jump in it."""

    lived: Lived
    first: int  # the day it begins
    last: int  # the last day on which speaking about it is no surprise
    rules: tuple[Rule, ...] = LOAD_RULES  # whose word counts


Plant = Callable[[Lived, int], Planted | None]


def week_above(share: float) -> Plant:
    """A week that holds so much more than the mean of the three before it, in every way alike.

    How much was really done decides, whether a sensor saw it or not. A week that was far off by
    itself is left out: nobody would call it that week with a bit more.
    """

    def planted(lived: Lived, at: int) -> Planted | None:
        load = true_load(lived).wse
        usual = float(load[at - 3 * WEEK : at].sum()) / 3.0
        factor = (1.0 + share) * usual / max(1.0, float(load[at : at + WEEK].sum()))
        if not lived.usual[at - 3 * WEEK : at + WEEK].all() or not LEAST <= factor <= MOST:
            return None
        return Planted(_more(lived, at, factor), at, at + WEEK - 1)

    return planted


def week_times(factor: float) -> Plant:
    """A week of which every day holds so many times what it would have held."""

    def planted(lived: Lived, at: int) -> Planted | None:
        if not lived.usual[at : at + WEEK].all():
            return None
        return Planted(_more(lived, at, factor), at, at + WEEK - 1)

    return planted


def _more(lived: Lived, at: int, factor: float) -> Lived:
    week = slice(at, at + WEEK)
    return replace(
        lived,
        steps=_times(lived.steps, week, factor),
        standing_min=_times(lived.standing_min, week, factor),
        run_km=_times(lived.run_km, week, factor),
        walk_km=_times(lived.walk_km, week, factor),
    )


def rest_week(lived: Lived, at: int) -> Planted | None:
    """A week of a tenth, between ordinary ones: the two weeks after it are no jump to speak of."""
    around = slice(at - 3 * WEEK, at + 3 * WEEK)
    if not lived.usual[around].all() or at + 3 * WEEK > len(lived.steps):
        return None
    return Planted(_more(lived, at, REST), at + WEEK, at + 3 * WEEK - 1, (Rule.S4,))


def doubled_run(lived: Lived, at: int) -> Planted | None:
    """The longest run of a week, made twice as long as the longest of the month before it."""
    longer = _doubled(lived, lived.run_km, at)
    if longer is None:
        return None
    day, km = longer
    return Planted(replace(lived, run_km=km), day, day)


def doubled_walk(lived: Lived, at: int) -> Planted | None:
    """The same with a recorded walk."""
    longer = _doubled(lived, lived.walk_km, at)
    if longer is None:
        return None
    day, km = longer
    return Planted(replace(lived, walk_km=km), day, day)


def _doubled(lived: Lived, km: Floats, at: int) -> tuple[int, Floats] | None:
    noted = np.where(lived.recorded, km, 0.0)
    week = np.where(lived.usual, noted, 0.0)[at : at + WEEK]
    day = at + int(week.argmax())
    longest = float(noted[day - MONTH : day].max())
    if not week.any() or not longest:
        return None
    longer = km.copy()
    longer[day] = 2.0 * longest
    return day, longer


def standing_day(lived: Lived, at: int) -> Planted | None:
    """Nine hours of standing on the next day with soles on, for as long as they were on."""
    worn = np.flatnonzero((lived.worn * lived.usual)[at : at + WEEK] > 0.0)
    if not len(worn):
        return None
    day = at + int(worn[0])
    standing = lived.standing_min.copy()
    standing[day] = STANDING_DAY_MIN
    return Planted(replace(lived, standing_min=standing), day, day)


def six_shifts(lived: Lived, at: int) -> Planted | None:
    """Six shifts in seven days, put on the rota; the two or so that are new are like the others."""
    if lived.life.shifts is None:
        return None
    at -= at % WEEK
    week = np.arange(at, at + WEEK)
    worked = lived.planned_h[week] > 0.0
    if not lived.usual[week].all() or worked.sum() >= MANY_SHIFTS or not worked.any():
        return None
    ordinary = np.flatnonzero((lived.planned_h > 0.0) & (lived.worn > 0.0))
    like = ordinary[ordinary < at][-int(MANY_SHIFTS - worked.sum()) :]
    free = week[~worked][: len(like)]
    planned, steps = lived.planned_h.copy(), lived.steps.copy()
    standing, worn = lived.standing_min.copy(), lived.worn.copy()
    for new, old in zip(free, like, strict=True):
        planned[new] = lived.life.shifts.hours
        steps[new], standing[new], worn[new] = steps[old], standing[old], worn[old]
    more = replace(lived, planned_h=planned, steps=steps, standing_min=standing, worn=worn)
    return Planted(more, at, at + WEEK - 1)


def sore_mornings(points: float) -> Plant:
    """Three mornings so much higher than they were, each of them answered; load as it was."""

    def planted(lived: Lived, at: int) -> Planted | None:
        return Planted(_sore(lived, at, points), at, at + SORE_MORNINGS - 1, (Rule.P2, Rule.P3))

    return planted


def answered_run(lived: Lived, at: int) -> Planted | None:
    """A doubled run, and three mornings after it three points higher."""
    doubled = doubled_run(lived, at)
    if doubled is None:
        return None
    first = doubled.first + 1
    sore = _sore(doubled.lived, first, SORE_POINTS)
    return Planted(sore, first, first + SORE_MORNINGS - 1, (Rule.C1,))


def _sore(lived: Lived, at: int, points: float) -> Lived:
    mornings = lived.morning.copy()
    sore = slice(at, at + SORE_MORNINGS)
    usual = np.rint(np.nanmedian(mornings[at - 2 * WEEK : at]))
    known = np.where(np.isnan(mornings[sore]), usual, mornings[sore])
    mornings[sore] = np.minimum(10.0, known + points)
    return replace(lived, morning=mornings)


def _times(one: Floats, days: slice, factor: float) -> Floats:
    more = one.copy()
    more[days] *= factor
    return more
