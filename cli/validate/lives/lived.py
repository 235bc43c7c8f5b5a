"""One simulated person: what was done on each day, drawn from a seed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cli.validate.lives.life import (
    DAY_MEMORY,
    DAY_SPREAD,
    DAYS,
    LIVES,
    PEOPLE_SPREAD,
    WEEKEND_SPREAD,
    Habit,
    Life,
    Pain,
    Shifts,
)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NAMES = [life.name for life in LIVES]
WEEK = 7
SATURDAY = 5
#: A holiday comes once in so many days, lasts so long, and moves people more or less than usual.
HOLIDAY_EVERY = 100
HOLIDAY_DAYS = (5, 14)
HOLIDAY_FACTOR = (0.7, 1.6)
#: Share of the runs and walks that is left out then.
AWAY_SKIPPED = 0.5
#: Half of the people are ill once, and do little.
ILL_SHARE = 0.5
ILL_DAYS = (4, 8)
ILL_FACTOR = 0.3
#: Measured share of the planned wear, on a day in part and on another.
PART_COVER = (0.40, 0.80)
FULL_COVER = (0.85, 1.0)


@dataclass(frozen=True, slots=True)
class Lived:
    """The days of a person, one value each; the first day is a Monday."""

    life: Life
    steps: Floats  # outside runs and recorded walks
    standing_min: Floats
    run_km: Floats  # 0: none
    agreed_km: Floats  # what a run of the day was meant to be
    walk_km: Floats
    planned_h: Floats  # of wear, as the plan knows it
    worn: Floats  # share of the day's loading that was measured; 0: not worn
    recorded: Flags  # whether the watch has the run or walk
    morning: Floats  # NRS; nan: no answer
    during: Floats
    usual: Flags  # neither on holiday nor ill


def person(life: Life, seed: int, number: int) -> Lived:
    """A person of a life: the same for the same seed and number, whoever else is drawn."""
    chance = np.random.default_rng([seed, NAMES.index(life.name), number])
    usual_factor = float(np.exp(PEOPLE_SPREAD * chance.standard_normal()))
    away, ill, factor = _breaks(chance)
    works, planned_h = _wear(chance, life, away | ill)
    noise = np.exp(_noise(chance))
    weekend = float(np.exp(WEEKEND_SPREAD * chance.standard_normal()))
    free = np.arange(DAYS) % WEEK >= SATURDAY
    weeks = np.arange(DAYS) // WEEK
    steps = np.minimum(life.steps * (1.0 + life.growth) ** weeks, life.most_steps)
    steps = steps * usual_factor * noise * factor * np.where(free, weekend, 1.0)
    standing = life.standing_min * usual_factor * noise
    if life.shifts:
        steps, standing = _shift_days(chance, life.shifts, works)
    worn = np.where(works, _cover(chance, life), 0.0)
    run_km, meant_km = _outings(chance, life.runs, away, ill, usual_factor)
    return Lived(
        life=life,
        steps=steps,
        standing_min=standing,
        run_km=run_km,
        agreed_km=meant_km if life.agreed else np.zeros(DAYS),
        walk_km=_outings(chance, life.walks, away, ill, usual_factor)[0],
        planned_h=planned_h,
        worn=worn,
        recorded=chance.random(DAYS) < life.recorded,
        usual=~(away | ill),
        **_scores(chance, life.pain),
    )


def _breaks(chance: np.random.Generator) -> tuple[Flags, Flags, Floats]:
    """Days away, days ill, and how much of the usual is done on each day."""
    away, ill, factor = np.zeros(DAYS, bool), np.zeros(DAYS, bool), np.ones(DAYS)
    for _ in range(DAYS // HOLIDAY_EVERY):
        at, length = chance.integers(DAYS), chance.integers(*HOLIDAY_DAYS, endpoint=True)
        away[at : at + length] = True
        factor[at : at + length] = chance.uniform(*HOLIDAY_FACTOR)
    at, length = chance.integers(DAYS), chance.integers(*ILL_DAYS, endpoint=True)
    if chance.random() < ILL_SHARE:
        ill[at : at + length] = True
        factor[at : at + length] = ILL_FACTOR
    return away, ill, factor


def _noise(chance: np.random.Generator) -> Floats:
    """How the days of one person differ, in logarithms around 0."""
    middle, between = DAY_SPREAD
    spread = middle * np.exp(between * chance.standard_normal())
    noise: Floats = spread * _remembering(chance, DAY_MEMORY)
    return noise


def _remembering(chance: np.random.Generator, memory: float) -> Floats:
    """Standard normal noise in which a day takes something from the day before."""
    fresh, noise = chance.standard_normal(DAYS), np.zeros(DAYS)
    last = fresh[0]
    for n in range(DAYS):
        last = memory * last + np.sqrt(1.0 - memory**2) * fresh[n] if n else last
        noise[n] = last
    return noise


def _wear(chance: np.random.Generator, life: Life, off: Flags) -> tuple[Flags, Floats]:
    """Days on which the sensors were meant to be on, and the hours that the plan knows."""
    planned_h = np.resize(np.asarray(life.wear_h), DAYS)
    if life.shifts is None:
        return np.ones(DAYS, bool), planned_h
    rota, works = np.zeros(DAYS, bool), np.zeros(DAYS, bool)
    for first in range(0, DAYS, WEEK):
        week = np.arange(first, min(first + WEEK, DAYS))
        many = min(int(chance.choice(life.shifts.a_week)), len(week))
        chosen = chance.permutation(week)
        rota[chosen[:many]] = works[chosen[:many]] = True
        if many < len(week) and chance.random() < many * life.shifts.swapped:
            works[chosen[0]], works[chosen[many]] = False, True
    works &= ~off
    rota &= ~off
    return works, np.where(rota, life.shifts.hours, 0.0)


def _shift_days(chance: np.random.Generator, shifts: Shifts, works: Flags) -> tuple[Floats, Floats]:
    """Steps and standing minutes of the days at work; what is done at home nobody measures."""
    own = np.exp(0.5 * PEOPLE_SPREAD * chance.standard_normal())
    steps = shifts.steps * own * np.exp(shifts.spread * chance.standard_normal(DAYS))
    standing = shifts.standing_min * own * np.exp(shifts.spread * chance.standard_normal(DAYS))
    most = 60.0 * shifts.hours
    return np.where(works, steps, 0.0), np.where(works, np.minimum(standing, most), 0.0)


def _cover(chance: np.random.Generator, life: Life) -> Floats:
    cover = chance.uniform(*FULL_COVER, DAYS)
    kind = chance.random(DAYS)
    part = chance.uniform(*PART_COVER, DAYS)
    cover = np.where(kind < life.forgotten + life.partly, part, cover)
    return np.where(kind < life.forgotten, 0.0, cover)


def _outings(
    chance: np.random.Generator,
    habits: tuple[Habit, ...],
    away: Flags,
    ill: Flags,
    usual_factor: float,
) -> tuple[Floats, Floats]:
    """Kilometres of the one run or walk of each day, and those that were meant."""
    km, meant = np.zeros(DAYS), np.zeros(DAYS)
    for habit in habits:
        for week in range(habit.from_week, DAYS // WEEK):
            weekday = chance.integers(WEEK) if habit.weekday is None else habit.weekday
            kept, half, noise = chance.random(), chance.random(), chance.standard_normal()
            day = week * WEEK + int(weekday)
            usual = habit.km[week % len(habit.km)] * (1.0 + habit.growth) ** (
                week - habit.from_week
            )
            plan = min(usual, habit.most_km) * usual_factor
            meant[day] = max(meant[day], plan)
            if kept < habit.kept and not ill[day] and not (away[day] and half < AWAY_SKIPPED):
                km[day] = max(km[day], plan * float(np.exp(habit.spread * noise)))
    return km, meant


def _scores(chance: np.random.Generator, pain: Pain) -> dict[str, Floats]:
    """Morning and during scores: a usual level, noise that remembers, rounded to the scale."""
    first = chance.uniform(*pain.first)
    last = first if pain.last is None else chance.uniform(*pain.last)
    spread = chance.uniform(*pain.spread)
    level = np.linspace(first, last, DAYS) + spread * _remembering(chance, pain.memory)
    worse = level + 0.5 + 0.5 * spread * chance.standard_normal(DAYS)
    answered = chance.random((2, DAYS))
    return {
        "morning": np.where(answered[0] < pain.mornings, _scale(level), np.nan),
        "during": np.where(answered[1] < pain.during, _scale(worse), np.nan),
    }


def _scale(level: Floats) -> Floats:
    return np.clip(np.rint(level), 0.0, 10.0)
