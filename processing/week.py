"""The sum of a week, alone and beside the weeks just before it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plantar.load import LoadHistory
from processing.ratio import ACUTE_DAYS, Floats, window_sums

#: Days that a week's sum may lack, of those expected: today is never over. Our choice. [d]
MISSING_OF_WEEK = 1
#: Fewer valid days make no week. Our choice.
FEWEST_OF_WEEK = 2
#: Weeks looked back to.
WEEKS_BEFORE = 3


@dataclass(frozen=True, slots=True)
class WeeklyCeiling:
    """Sum of the week over the highest of the three 7-day sums before it, scaled to 7 days."""

    week: float
    highest: float

    @property
    def ratio(self) -> float:
        """How far the week stands to the ceiling. [-]"""
        return self.week / self.highest


@dataclass(frozen=True, slots=True)
class WeekSum:
    """What the valid days of a week add up to, and how many they are.

    It stands beside every mean: a mean over five worn days and one over three can be the same.
    """

    total: float | None  # None: no valid day
    worn_days: int


@dataclass(frozen=True, slots=True)
class WeekChange:
    """Sum of the week over the sum of the week before it, both scaled to 7 days."""

    week: float
    before: float

    @property
    def change(self) -> float:
        """How much more than the week before; below 0 less. [-]"""
        return self.week / self.before - 1.0


def week_sums(history: LoadHistory) -> tuple[WeekSum, ...]:
    """One per day, of it and the six days before; in the first week of those there are."""
    loads = np.asarray(history.loads, dtype=np.float64)
    padded = np.concatenate([np.full(ACUTE_DAYS - 1, np.nan), loads])
    sums, valid = (of[ACUTE_DAYS - 1 :] for of in window_sums(padded, ACUTE_DAYS))
    return tuple(
        WeekSum(float(total) if days else None, int(days))
        for total, days in zip(sums, valid, strict=True)
    )


def week_changes(
    history: LoadHistory, expected: Sequence[bool] | None = None
) -> tuple[WeekChange | None, ...]:
    """One per day; None where one of the two weeks has too few valid days, or no load before."""
    weeks = _scaled(history, expected)
    return tuple(
        None
        if n < ACUTE_DAYS or not math.isfinite(week) or not weeks[n - ACUTE_DAYS] > 0.0
        else WeekChange(float(week), float(weeks[n - ACUTE_DAYS]))
        for n, week in enumerate(weeks)
    )


def weekly_ceilings(
    history: LoadHistory, expected: Sequence[bool] | None = None
) -> tuple[WeeklyCeiling | None, ...]:
    """One per day; None where the week, or every week before it, has too few valid days."""
    weeks = _scaled(history, expected)
    return tuple(_of(weeks, n) for n in range(len(weeks)))


def _scaled(history: LoadHistory, expected: Sequence[bool] | None) -> Floats:
    """Sum of the week that ends on each day; nan with too few valid days.

    A week is scaled to seven of its expected days, so that five shifts of five count in full.
    """
    loads = np.asarray(history.loads, dtype=np.float64)
    wanted = np.ones(len(loads)) if expected is None else np.asarray(expected, np.float64)
    sums, valid = window_sums(loads, ACUTE_DAYS)
    expected_days, _ = window_sums(wanted, ACUTE_DAYS)
    enough = valid >= np.maximum(expected_days - MISSING_OF_WEEK, FEWEST_OF_WEEK)
    return np.where(enough, sums * expected_days / np.maximum(valid, 1), np.nan)


def _of(weeks: Floats, n: int) -> WeeklyCeiling | None:
    before = [
        float(weeks[n - ACUTE_DAYS * back])
        for back in range(1, WEEKS_BEFORE + 1)
        if n - ACUTE_DAYS * back >= 0
    ]
    known = [week for week in before if math.isfinite(week)]
    if not math.isfinite(weeks[n]) or not known or max(known) <= 0.0:
        return None
    return WeeklyCeiling(float(weeks[n]), max(known))
