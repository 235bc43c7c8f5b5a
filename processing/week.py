"""The sum of a week against the highest of the weeks just before it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plantar.load import LoadHistory
from processing.ratio import ACUTE_DAYS, window_sums

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


def weekly_ceilings(
    history: LoadHistory, expected: Sequence[bool] | None = None
) -> tuple[WeeklyCeiling | None, ...]:
    """One per day; None where the week, or every week before it, has too few valid days.

    A week is scaled to seven of its expected days, so that five shifts of five count in full.
    """
    loads = np.asarray(history.loads, dtype=np.float64)
    wanted = np.ones(len(loads)) if expected is None else np.asarray(expected, np.float64)
    sums, valid = window_sums(loads, ACUTE_DAYS)
    expected_days, _ = window_sums(wanted, ACUTE_DAYS)
    enough = valid >= np.maximum(expected_days - MISSING_OF_WEEK, FEWEST_OF_WEEK)
    weeks = np.where(enough, sums * expected_days / np.maximum(valid, 1), np.nan)
    return tuple(_of(weeks, n) for n in range(len(loads)))


def _of(weeks: np.ndarray[tuple[int], np.dtype[np.float64]], n: int) -> WeeklyCeiling | None:
    before = [
        float(weeks[n - ACUTE_DAYS * back])
        for back in range(1, WEEKS_BEFORE + 1)
        if n - ACUTE_DAYS * back >= 0
    ]
    known = [week for week in before if math.isfinite(week)]
    if not math.isfinite(weeks[n]) or not known or max(known) <= 0.0:
        return None
    return WeeklyCeiling(float(weeks[n]), max(known))
