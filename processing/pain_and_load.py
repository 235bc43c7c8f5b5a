"""One person's load beside their mornings: a table first, then a rank correlation, or neither.

The question is fixed in advance: is a day's load followed by a higher first-step score the next
morning? Both are taken against their own 7-day median, since during a rehab load rises while pain
falls, and the raw correlation then finds that load helps where it has no effect at all. It tells
what went together in this diary. It is no cause; people also move less when it hurts.

References
----------
Bonett DG, Wright TA. Sample size requirements for estimating Pearson, Kendall and Spearman
correlations. Psychometrika 2000;65:23-8. doi:10.1007/BF02294183
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from plantar.alert import Alert, Level
from plantar.load import Day, DayStatus
from processing.rules.decide import JUMPS

Floats = npt.NDArray[np.float64]

#: Nothing is shown below so many pairs, and "provisional" below the second. Our choice.
LEAST_PAIRS, SETTLED_PAIRS = 28, 42
#: Pairs that are left when neighbouring days are alike. Our choice.
LEAST_EFFECTIVE = 20.0
#: A scale that was hardly used has no ranks. Our choice.
LEAST_SCORES = 3
#: Normal quantile of a 95 % interval.
Z_95 = 1.959963984540054
#: Moving-block bootstrap: block and number of resamples. Our choice. [d], [1]
BLOCK_DAYS, RESAMPLES = 7, 2000
#: Days of a value's own median, and how many of them must be known. Our choice. [d]
MEDIAN_DAYS, LEAST_OF_MEDIAN = 7, 4


class NotShown(StrEnum):
    """Why there is no correlation to show."""

    FEW_PAIRS = "few-pairs"
    FEW_EFFECTIVE = "few-effective"
    FEW_SCORES = "few-scores"


@dataclass(frozen=True, slots=True)
class Association:
    """How load and the morning after went together in one diary."""

    rho: float  # Spearman [-]
    low: float  # 95 % interval, the wider of two
    high: float
    pairs: int
    effective: float  # pairs, less what neighbouring days repeat
    provisional: bool

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out none at all."""
        return self.low > 0.0 or self.high < 0.0


@dataclass(frozen=True, slots=True)
class Mornings:
    """First-step scores of a group of mornings."""

    count: int
    median: float | None  # NRS; None without a morning


@dataclass(frozen=True, slots=True)
class EventTable:
    """Mornings after a day that a load rule spoke about, beside all others."""

    after: Mornings
    others: Mornings


def event_table(mornings: Mapping[date, int], jumps: Collection[date]) -> EventTable:
    """The easier answer, shown first: scores after a jump in load against the other mornings."""
    after = [score for day, score in mornings.items() if day - timedelta(days=1) in jumps]
    others = [score for day, score in mornings.items() if day - timedelta(days=1) not in jumps]
    return EventTable(_group(after), _group(others))


def _group(scores: list[int]) -> Mornings:
    return Mornings(len(scores), float(median(scores)) if scores else None)


def diary(
    days: Sequence[Day], mornings: Mapping[date, int], alerts: Iterable[Alert]
) -> tuple[EventTable, Association | NotShown]:
    """Both answers for one runner: the days of a series, the mornings and what the rules said.

    A jump is a day that a load rule spoke about at caution or above. A morning after a day that
    nobody measured is in neither group: whether that day held a jump is not known. A day measured
    in part has no load to compare.
    """
    jumps = {one.day for one in alerts if one.rule in JUMPS and one.level >= Level.CAUTION}
    loads = np.array([_load(day) for day in days], float)
    scores = np.array([mornings.get(day.day, math.nan) for day in days], float)
    known = jumps | {day.day for day in days if day.load_wse is not None}
    after_known = {
        day: score for day, score in mornings.items() if day - timedelta(days=1) in known
    }
    return event_table(after_known, jumps), association(loads, scores)


def _load(day: Day) -> float:
    valid = day.status is DayStatus.VALID and day.load_wse is not None
    return math.nan if not valid or day.load_wse is None else day.load_wse


def association(
    loads: Floats, scores: Floats, *, lag: int = 1, seed: int = 0
) -> Association | NotShown:
    """Rank correlation of load with the score `lag` days later, each against its own median.

    Parameters
    ----------
    loads : array, shape (days,)
        Daily load of consecutive days; nan where unmeasured.
    scores : array, shape (days,)
        First-step score of the same days; nan where none was given. [NRS]
    lag : int
        1 is the question fixed in advance; others are descriptive. [d]
    seed : int
        Of the bootstrap, so that the same diary gives the same interval.

    Returns
    -------
    Association or NotShown
        Never a number below the floors.
    """
    end = len(loads) - lag
    load = against_own_median(loads)[:end]
    score = against_own_median(scores)[lag:]
    known = np.isfinite(load) & np.isfinite(score)
    pairs = int(known.sum())
    if pairs < LEAST_PAIRS:
        return NotShown.FEW_PAIRS
    if len(np.unique(scores[lag:][known])) < LEAST_SCORES or np.ptp(load[known]) == 0.0:
        return NotShown.FEW_SCORES
    effective = effective_pairs(load[known], score[known])
    if effective < LEAST_EFFECTIVE:
        return NotShown.FEW_EFFECTIVE
    rho = rank_correlation(load[known], score[known])
    by_theory = rank_interval(rho, effective)
    by_resampling = _bootstrap(load[known], score[known], seed)
    return Association(
        rho=rho,
        low=min(by_theory[0], by_resampling[0]),
        high=max(by_theory[1], by_resampling[1]),
        pairs=pairs,
        effective=effective,
        provisional=pairs < SETTLED_PAIRS,
    )


def against_own_median(figures: Floats) -> Floats:
    """Each day less the median of the 7 days that end with it; nan where too few are known."""
    left = np.full(len(figures), np.nan)
    for n, figure in enumerate(figures):
        week = figures[max(0, n - MEDIAN_DAYS + 1) : n + 1]
        known = week[np.isfinite(week)]
        if math.isfinite(figure) and len(known) >= LEAST_OF_MEDIAN:
            left[n] = figure - np.median(known)
    return left


def rank_correlation(x: Floats, y: Floats) -> float:
    """Spearman's rho, ties at their mean rank. [-]"""
    return float(np.corrcoef(rankdata(x), rankdata(y))[0, 1])


def rank_interval(rho: float, pairs: float) -> tuple[float, float]:
    """95 % interval of a rank correlation, by Fisher's z with the variance of ranks."""
    half = Z_95 * math.sqrt((1.0 + rho**2 / 2.0) / (pairs - 3.0))
    z = math.atanh(min(max(rho, -1.0 + 1e-12), 1.0 - 1e-12))
    return math.tanh(z - half), math.tanh(z + half)


def effective_pairs(x: Floats, y: Floats) -> float:
    """How many independent pairs two series are worth that each resemble their own yesterday."""
    both = _lag_one(x) * _lag_one(y)
    return min(float(len(x)), len(x) * (1.0 - both) / (1.0 + both))


def _lag_one(series: Floats) -> float:
    if np.ptp(series[:-1]) == 0.0 or np.ptp(series[1:]) == 0.0:
        return 0.0
    return float(np.corrcoef(series[:-1], series[1:])[0, 1])


def _bootstrap(x: Floats, y: Floats, seed: int) -> tuple[float, float]:
    """Percentile interval over resampled weeks, which keep what neighbouring days share."""
    chance = np.random.default_rng(seed)
    blocks = math.ceil(len(x) / BLOCK_DAYS)
    starts = chance.integers(0, len(x) - BLOCK_DAYS + 1, (RESAMPLES, blocks))
    rows = (starts[:, :, None] + np.arange(BLOCK_DAYS)).reshape(RESAMPLES, -1)[:, : len(x)]
    ranks_x, ranks_y = rankdata(x[rows], axis=1), rankdata(y[rows], axis=1)
    ranks_x -= ranks_x.mean(axis=1, keepdims=True)
    ranks_y -= ranks_y.mean(axis=1, keepdims=True)
    spread = np.sqrt((ranks_x**2).sum(axis=1) * (ranks_y**2).sum(axis=1))
    ranked = spread > 0.0  # a resample of one value has no ranks
    drawn = (ranks_x * ranks_y).sum(axis=1)[ranked] / spread[ranked]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
