"""The ratios of many runners at once: what `processing.ratio` says, in one pass over their days.

A clinic's whole history fits in an array of runners by days. The compiled pass and its plain twin
give the same figures as the functions over one `LoadHistory`, without the reasons: who wants to
know why a day has no ratio asks there.
"""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from plantar.door import MOST
from plantar.errors import BadInput
from plantar.recording import Floats
from processing.force.compiled import compiled
from processing.ratio import (
    ACUTE_DAYS,
    CHRONIC_DAYS,
    CHRONIC_FLOOR_SHARE,
    CHRONIC_FLOOR_WSE,
    EWMA_DAYS,
    HISTORY_DAYS,
    valid_needed,
)

Flags = npt.NDArray[np.bool_]

#: Days of nothing before the first, so that every window has its length.
_BEFORE = HISTORY_DAYS
_FAST, _SLOW = (1.0 - 2.0 / (days + 1) for days in EWMA_DAYS)
#: Rows of the figures of one runner.
_ACUTE, _CHRONIC, _CHRONIC_28, _EWMA_ACUTE, _EWMA_CHRONIC = 0, 1, 2, 3, 4
_RATIO, _RATIO_28, _EWMA_RATIO = 5, 6, 7
FIGURES = 8


class Compared(NamedTuple):
    """One method for all runners, nan where there is no figure."""

    acute: Floats  # shape (runners, days), in the unit of the loads
    chronic: Floats
    ratio: Floats


class CohortRatios(NamedTuple):
    """Three methods for all runners; they never share a threshold."""

    uncoupled: Compared
    coupled: Compared
    ewma: Compared


@compiled
def _days(loads: Floats, x: Floats, known: Floats, low: Floats, high: Floats) -> bool:
    """Lay out the days of a runner; whether all of them are loads or nan."""
    good = True
    for d in range(len(loads)):
        load = loads[d]
        missing = math.isnan(load)
        good = good & (missing | ((load >= 0.0) & (load <= MOST)))
        x[d] = 0.0 if missing else load
        known[d] = 0.0 if missing else 1.0
        low[d] = np.inf if missing else load
        high[d] = -np.inf if missing else load
    return good


@compiled
def _week_sums(of: Floats, sums: Floats) -> None:
    """Sum of each day and the six before it."""
    for d in range(len(sums)):
        three = of[d] + of[d + 1] + of[d + 2]
        sums[d] = (three + (of[d + 3] + of[d + 4])) + (of[d + 5] + of[d + 6])


@compiled
def _week_least(of: Floats, least: Floats) -> None:
    for d in range(len(least)):
        three = min(of[d], of[d + 1], of[d + 2])
        least[d] = min(three, of[d + 3], of[d + 4], of[d + 5], of[d + 6])


@compiled
def _week_most(of: Floats, most: Floats) -> None:
    for d in range(len(most)):
        three = max(of[d], of[d + 1], of[d + 2])
        most[d] = max(three, of[d + 3], of[d + 4], of[d + 5], of[d + 6])


@compiled
def _three(sums: Floats, out: Floats) -> None:
    """Three weeks that follow each other, from the sums of one."""
    for d in range(len(out)):
        out[d] = (sums[d] + sums[d + 7]) + sums[d + 14]


@compiled
def _mean(
    sums: Floats, counts: Floats, low: Floats, high: Floats, needed: Floats, means: Floats
) -> None:
    """Mean of the valid days of one week; no mean lies outside its values, whatever rounding did.

    So that a constant load has exactly itself as mean.
    """
    for d in range(len(means)):
        mean = min(max(sums[d] / counts[d], low[d]), high[d])
        means[d] = mean if counts[d] >= needed[d] else np.nan


@compiled
def _mean_of_three(
    sums: Floats, counts: Floats, low: Floats, high: Floats, needed: Floats, means: Floats
) -> None:
    """As `_mean`, of three weeks."""
    for d in range(len(means)):
        count = counts[d] + counts[d + 7] + counts[d + 14]
        least = min(low[d], low[d + 7], low[d + 14])
        most = max(high[d], high[d + 7], high[d + 14])
        mean = ((sums[d] + sums[d + 7]) + sums[d + 14]) / count
        mean = min(max(mean, least), most)
        means[d] = mean if count >= needed[d] else np.nan


@compiled
def _mean_of_four(
    sums: Floats, counts: Floats, low: Floats, high: Floats, needed: Floats, means: Floats
) -> None:
    """As `_mean`, of four weeks; what is needed is needed in the first three."""
    for d in range(len(means)):
        first = counts[d] + counts[d + 7] + counts[d + 14]
        least = min(low[d], low[d + 7], low[d + 14], low[d + 21])
        most = max(high[d], high[d + 7], high[d + 14], high[d + 21])
        mean = ((sums[d] + sums[d + 7]) + sums[d + 14]) + sums[d + 21]
        mean = min(max(mean / (first + counts[d + 21]), least), most)
        means[d] = mean if first >= needed[d] else np.nan


@compiled
def _weigh(x: Floats, known: Floats, low: Floats, high: Floats, so_far: Floats) -> None:
    """Weighted sums and weights of both EWMA; sum, number, least and most of all days so far."""
    fast, fast_weight, slow, slow_weight, whole, count = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    least, most = np.inf, -np.inf
    for d in range(len(x)):
        fast, fast_weight = fast * _FAST + x[d], fast_weight * _FAST + known[d]
        slow, slow_weight = slow * _SLOW + x[d], slow_weight * _SLOW + known[d]
        whole, count = whole + x[d], count + known[d]
        least, most = min(least, low[d]), max(most, high[d])
        so_far[0, d], so_far[1, d] = fast, fast_weight
        so_far[2, d], so_far[3, d] = slow, slow_weight
        so_far[4, d], so_far[5, d] = whole, count
        so_far[6, d], so_far[7, d] = least, most


@compiled
def _weighted(weighted: Floats, weight: Floats, least: Floats, most: Floats, out: Floats) -> None:
    """A weighted mean, within its values."""
    for d in range(len(out)):
        mean = min(max(weighted[d] / weight[d], least[d]), most[d])
        out[d] = mean if weight[d] > 0.0 else np.nan


@compiled
def _least(whole: Floats, count: Floats, floor: float, least: Floats) -> None:
    """The smallest chronic load that carries a ratio, by what lies a week or more back."""
    for d in range(min(ACUTE_DAYS, len(least))):
        least[d] = floor
    for d in range(len(least) - ACUTE_DAYS):
        share = CHRONIC_FLOOR_SHARE * whole[d] / count[d]
        least[d + ACUTE_DAYS] = max(floor, share) if count[d] > 0.0 else floor


@compiled
def _ratio(
    acute: Floats, chronic: Floats, covered: Floats, also: Floats, least: Floats, out: Floats
) -> None:
    """Acute over chronic where both weeks are covered and the chronic load carries it."""
    for d in range(len(out)):
        there = (covered[d] == covered[d]) & (also[d] == also[d])  # not nan
        there = there & (chronic[d] > 0.0) & (chronic[d] >= least[d])
        out[d] = acute[d] / chronic[d] if there else np.nan


@compiled
def _needed(expected: Flags, week: Floats, weeks: Floats, needed: Floats) -> None:
    """Valid days that each day of a runner needs, by its wear plan."""
    plan = np.zeros(_BEFORE + len(expected))
    for d in range(len(expected)):
        plan[_BEFORE + d] = 1.0 if expected[d] else 0.0
    sums = np.empty(len(plan) - 6)
    _week_sums(plan, sums)
    three = np.empty(len(expected))
    _three(sums[1:], three)
    for d in range(len(expected)):
        needed[0, d] = week[int(sums[d + _BEFORE - 6])]
        needed[1, d] = weeks[int(three[d])]


@compiled
def _compare(
    loads: Floats, expected: Flags, floor: float, week: Floats, weeks: Floats, figures: Floats
) -> int:
    """Fill the figures, shape (FIGURES, runners, days); the first runner with no load, or -1."""
    runners, days = loads.shape
    x, known = np.zeros(_BEFORE + days), np.zeros(_BEFORE + days)
    low, high = np.full(_BEFORE + days, np.inf), np.full(_BEFORE + days, -np.inf)
    sums, counts = np.empty(_BEFORE + days - 6), np.empty(_BEFORE + days - 6)
    lows, highs = np.empty(_BEFORE + days - 6), np.empty(_BEFORE + days - 6)
    so_far, least, needed = np.empty((8, days)), np.empty(days), np.empty((2, days))
    needed[0], needed[1] = week[-1], weeks[-1]
    today, first = _BEFORE - 6, 1  # of the week that ends today, and of the first of four
    unripe = min(days, HISTORY_DAYS - 1)
    for r in range(runners):
        if not _days(loads[r], x[_BEFORE:], known[_BEFORE:], low[_BEFORE:], high[_BEFORE:]):
            return r
        if len(expected):
            _needed(expected[r], week, weeks, needed)
        _week_sums(x, sums)
        _week_sums(known, counts)
        _week_least(low, lows)
        _week_most(high, highs)
        acute, chronic, chronic_28 = (
            figures[_ACUTE, r],
            figures[_CHRONIC, r],
            figures[_CHRONIC_28, r],
        )
        _mean(sums[today:], counts[today:], lows[today:], highs[today:], needed[0], acute)
        _mean_of_three(
            sums[first:], counts[first:], lows[first:], highs[first:], needed[1], chronic
        )
        _mean_of_four(
            sums[first:], counts[first:], lows[first:], highs[first:], needed[1], chronic_28
        )
        acute[: min(days, ACUTE_DAYS - 1)] = np.nan
        chronic[:unripe] = np.nan
        chronic_28[:unripe] = np.nan
        _weigh(x[_BEFORE:], known[_BEFORE:], low[_BEFORE:], high[_BEFORE:], so_far)
        fast, slow = figures[_EWMA_ACUTE, r], figures[_EWMA_CHRONIC, r]
        _weighted(so_far[0], so_far[1], so_far[6], so_far[7], fast)
        _weighted(so_far[2], so_far[3], so_far[6], so_far[7], slow)
        _least(so_far[4], so_far[5], floor, least)
        _ratio(acute, chronic, acute, chronic, least, figures[_RATIO, r])
        _ratio(acute, chronic_28, acute, chronic, least, figures[_RATIO_28, r])
        _ratio(fast, slow, acute, chronic, least, figures[_EWMA_RATIO, r])
    return -1


def cohort_ratios(
    loads: Floats,
    *,
    floor: float = CHRONIC_FLOOR_WSE,
    expected: Flags | None = None,
    out: Floats | None = None,
) -> CohortRatios:
    """Acute, chronic and ratio of every runner on every day, by three methods.

    Parameters
    ----------
    loads : array, shape (runners, days)
        Daily load of consecutive days, nan where unmeasured, rest 0.
    floor : float
        Smallest chronic load that carries a ratio, in the unit of the loads.
    expected : array of bool, shape (runners, days), optional
        Days on which the wear plan expects a figure; all of them by default.
    out : array, shape (FIGURES, runners, days), optional
        Memory to write the figures to, when many cohorts follow each other.

    Returns
    -------
    CohortRatios
        Views of one array; uncoupled and coupled share their acute load.

    Raises
    ------
    BadInput
        Loads that are no numbers from 0, or shapes that do not fit together.
    """
    loads, plan = _checked(loads, expected)
    shape = (FIGURES, *loads.shape)
    if out is None:
        out = np.empty(shape)
    elif out.shape != shape or out.dtype != np.float64 or not out.flags.c_contiguous:
        raise BadInput("out", out.shape, f"{shape}, float64, in C order")
    bad = _compare(loads, plan, float(floor), *_tables(), out)
    if bad >= 0:
        raise BadInput("loads", bad, "nothing but loads from 0 and nan; this row has others")
    return _named(out)


def cohort_ratios_plainly(
    loads: Floats, *, floor: float = CHRONIC_FLOOR_WSE, expected: Flags | None = None
) -> CohortRatios:
    """The same with nothing compiled; the twin that `cohort_ratios` is held against."""
    loads, plan = _checked(loads, expected)
    valid = ~np.isnan(loads)
    if not ((loads >= 0.0) & (loads <= MOST) | ~valid).all():
        raise BadInput("loads", "others", "nothing but loads from 0 and nan")
    wanted = plan if len(plan) else np.ones_like(valid)
    week, weeks = _tables()
    acute_days, chronic_days = _windows(valid, 0, ACUTE_DAYS), _windows(valid, 7, CHRONIC_DAYS)
    ripe = np.arange(loads.shape[1]) >= HISTORY_DAYS - 1
    enough = acute_days.sum(2) >= week[_windows(wanted, 0, ACUTE_DAYS).sum(2)]
    enough &= np.arange(loads.shape[1]) >= ACUTE_DAYS - 1
    enough_before = chronic_days.sum(2) >= weeks[_windows(wanted, 7, CHRONIC_DAYS).sum(2)]
    enough_before &= ripe
    acute = np.where(enough, _plain_mean(loads, 0, ACUTE_DAYS), np.nan)
    chronic = np.where(enough_before, _plain_mean(loads, ACUTE_DAYS, CHRONIC_DAYS), np.nan)
    chronic_28 = np.where(enough_before, _plain_mean(loads, 0, HISTORY_DAYS), np.nan)
    fast, slow = (_plain_ewma(loads, days) for days in EWMA_DAYS)
    least = _plain_least(loads, floor)
    figures = [acute, chronic, chronic_28, fast, slow]
    for above, below in ((acute, chronic), (acute, chronic_28), (fast, slow)):
        carried = enough & enough_before & (below > 0.0) & (below >= least)
        figures.append(np.divide(above, below, out=np.full_like(loads, np.nan), where=carried))
    return _named(np.array(figures))


def _checked(loads: Floats, expected: Flags | None) -> tuple[Floats, Flags]:
    loads = np.ascontiguousarray(loads, dtype=np.float64)
    if loads.ndim != 2:  # noqa: PLR2004 - runners and days
        raise BadInput("loads", loads.shape, "runners by days")
    if expected is None:
        return loads, np.empty((0, 0), np.bool_)
    if expected.shape != loads.shape:
        raise BadInput("expected", expected.shape, f"one answer for each of {loads.shape} days")
    return loads, np.ascontiguousarray(expected, dtype=np.bool_)


def _tables() -> tuple[Floats, Floats]:
    """Valid days needed by the days expected, in the week and in the three weeks before."""
    return (
        np.array([valid_needed(n, 0)[0] for n in range(ACUTE_DAYS + 1)], np.float64),
        np.array([valid_needed(0, n)[1] for n in range(CHRONIC_DAYS + 1)], np.float64),
    )


def _named(figures: Floats) -> CohortRatios:
    return CohortRatios(
        Compared(figures[_ACUTE], figures[_CHRONIC], figures[_RATIO]),
        Compared(figures[_ACUTE], figures[_CHRONIC_28], figures[_RATIO_28]),
        Compared(figures[_EWMA_ACUTE], figures[_EWMA_CHRONIC], figures[_EWMA_RATIO]),
    )


def _windows(
    of: npt.NDArray[np.generic], back: int, days: int, before: float = 0
) -> npt.NDArray[Any]:
    """The days of each window that ended `back` days ago, shape (runners, days, window)."""
    whole = np.pad(of, ((0, 0), (back + days, 0)), constant_values=before)
    windows = np.lib.stride_tricks.sliding_window_view(whole, days, axis=1)
    return windows[:, 1 : of.shape[1] + 1]


def _plain_mean(loads: Floats, back: int, days: int) -> Floats:
    """Mean of the valid days of each window, within its values; nan without any."""
    valid = ~np.isnan(loads)
    counts = _windows(valid, back, days).sum(2)
    sums = _windows(np.where(valid, loads, 0.0), back, days).sum(2)
    least = _windows(np.where(valid, loads, np.inf), back, days, np.inf).min(2)
    most = _windows(np.where(valid, loads, -np.inf), back, days, -np.inf).max(2)
    means: Floats = np.divide(sums, counts, out=np.full_like(loads, np.nan), where=counts > 0)
    return np.clip(means, least, most)


def _plain_ewma(loads: Floats, days: int) -> Floats:
    """Weighted mean of the days there are, within their values."""
    decay = 1.0 - 2.0 / (days + 1)
    valid = ~np.isnan(loads)
    means = np.full_like(loads, np.nan)
    weighted, weight = np.zeros(len(loads)), np.zeros(len(loads))
    for d in range(loads.shape[1]):
        weighted = weighted * decay + np.where(valid[:, d], loads[:, d], 0.0)
        weight = weight * decay + valid[:, d]
        np.divide(weighted, weight, out=means[:, d], where=weight > 0.0)
    least = np.minimum.accumulate(np.where(valid, loads, np.inf), axis=1)
    most = np.maximum.accumulate(np.where(valid, loads, -np.inf), axis=1)
    return np.clip(means, least, most)


def _plain_least(loads: Floats, floor: float) -> Floats:
    """The smallest chronic load that carries a ratio on each day."""
    valid = ~np.isnan(loads)
    whole = np.cumsum(np.where(valid, loads, 0.0), axis=1)[:, :-ACUTE_DAYS]
    count = np.cumsum(valid, axis=1)[:, :-ACUTE_DAYS]
    least = np.full_like(loads, floor)
    share = np.divide(whole, count, out=np.zeros_like(whole), where=count > 0)
    least[:, ACUTE_DAYS:] = np.maximum(floor, CHRONIC_FLOOR_SHARE * share)
    return least
