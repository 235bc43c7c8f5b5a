"""A week against the weeks before it, by four methods that never share a threshold.

Every function takes a `LoadHistory`, so that the days are consecutive and an unmeasured day is
nan while rest is 0, and gives one `Ratio` per day. A ratio describes; it says nothing about what
comes.

References
----------
Windt J, Gabbett TJ. Is it all for naught? What does mathematical coupling mean for acute:chronic
workload ratios? Br J Sports Med 2019;53:988-90. doi:10.1136/bjsports-2017-098925
Williams S et al. Better way to determine the acute:chronic workload ratio?
Br J Sports Med 2017;51:209-10. doi:10.1136/bjsports-2016-096589
"""

import math
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from plantar.errors import BadInput
from plantar.load import (
    CoupledRatio,
    EwmaRatio,
    EwmaSeedRatio,
    LoadHistory,
    Method,
    NoRatio,
    Ratio,
    UncoupledRatio,
)

#: The week. [d]
ACUTE_DAYS = 7
#: The three weeks before it. [d]
CHRONIC_DAYS = 21
#: Both: the first day that can have a ratio. [d]
HISTORY_DAYS = ACUTE_DAYS + CHRONIC_DAYS
#: Days that must be valid, when every day is expected. Our choice.
VALID_ACUTE = 4
VALID_CHRONIC = 12
#: Fewer are never enough, however few the wear plan expects. Our choice.
FEWEST_ACUTE = 2
FEWEST_CHRONIC = 6
#: Below this there is no usual load to compare with. Our choice. [WSE]
CHRONIC_FLOOR_WSE = 1000.0
#: Or below this share of the mean of all valid days before the week. Our choice.
CHRONIC_FLOOR_SHARE = 0.25
#: Time constants of the exponentially weighted means. [d]
EWMA_DAYS = (7, 28)
#: Until then an EWMA ratio leans on how it was started. [d]
EWMA_SETTLED_DAYS = 42

Floats = npt.NDArray[np.float64]


def uncoupled(
    history: LoadHistory,
    *,
    floor: float = CHRONIC_FLOOR_WSE,
    expected: Sequence[bool] | None = None,
) -> tuple[UncoupledRatio, ...]:
    """Mean of the week over mean of the 21 days before it, one per day.

    Parameters
    ----------
    history : LoadHistory
        Daily load, unmeasured days nan, rest 0.
    floor : float
        Smallest chronic load that carries a ratio, in the unit of the history.
    expected : sequence of bool, one per day, optional
        Days on which the wear plan expects a figure; all of them by default. Fewer expected days
        ask for fewer valid ones.

    Returns
    -------
    tuple of Ratio
        With a reason instead of a ratio under the coverage floor.
    """
    loads = _loads(history)
    acute = window_means(loads, ACUTE_DAYS)
    chronic = _shifted(window_means(loads, CHRONIC_DAYS), ACUTE_DAYS)
    found = _ratios(history, Method.UNCOUPLED, (acute, chronic), floor=floor, expected=expected)
    return tuple(map(UncoupledRatio, found))


def coupled(
    history: LoadHistory,
    *,
    floor: float = CHRONIC_FLOOR_WSE,
    expected: Sequence[bool] | None = None,
) -> tuple[CoupledRatio, ...]:
    """Mean of the week over mean of the 28 days that end with it, as older papers have it.

    When every day is valid it is 4 r / (3 + r) of the uncoupled r: its thresholds are others.
    """
    loads = _loads(history)
    acute = window_means(loads, ACUTE_DAYS)
    chronic = window_means(loads, HISTORY_DAYS)
    found = _ratios(history, Method.COUPLED, (acute, chronic), floor=floor, expected=expected)
    return tuple(map(CoupledRatio, found))


def ewma(
    history: LoadHistory,
    *,
    floor: float = CHRONIC_FLOOR_WSE,
    expected: Sequence[bool] | None = None,
) -> tuple[EwmaRatio, ...]:
    """Exponentially weighted means of 7 and 28 days, corrected for their start.

    A weighted mean of the days there are: a missing day weighs nothing, and the first day is not
    counted as if it had always been so. Equal to pandas' ewm(adjust=True, ignore_na=False).
    Provisional until day 42.
    """
    loads = _loads(history)
    acute, chronic = (corrected_ewma(loads, days) for days in EWMA_DAYS)
    found = _ratios(history, Method.EWMA, (acute, chronic), floor=floor, expected=expected)
    return tuple(map(EwmaRatio, found))


def ewma_seed(
    history: LoadHistory,
    *,
    floor: float = CHRONIC_FLOOR_WSE,
    expected: Sequence[bool] | None = None,
) -> tuple[EwmaSeedRatio, ...]:
    """Exponentially weighted means that start at the first value, as published examples do.

    After 28 days the first value still weighs 14.5 % in the chronic mean. Provisional until day 42.
    """
    loads = _loads(history)
    acute, chronic = (seeded_ewma(loads, days) for days in EWMA_DAYS)
    found = _ratios(history, Method.EWMA_SEED, (acute, chronic), floor=floor, expected=expected)
    return tuple(map(EwmaSeedRatio, found))


def window_means(loads: Floats, days: int) -> Floats:
    """Mean of the valid days of each trailing window; nan where it is incomplete or empty.

    Parameters
    ----------
    loads : array, shape (n,)
        Daily load, nan where unmeasured.
    days : int
        Length of the window. [d]

    Returns
    -------
    array, shape (n,)
    """
    sums, counts = window_sums(loads, days)
    means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    if len(loads) >= days:
        # No mean lies outside its values: a constant load is its own mean, whatever rounding did.
        windows = np.lib.stride_tricks.sliding_window_view(loads, days)
        least = np.where(np.isnan(windows), np.inf, windows).min(axis=1)
        most = np.where(np.isnan(windows), -np.inf, windows).max(axis=1)
        means[days - 1 :] = np.minimum(np.maximum(means[days - 1 :], least), most)
    return means


def window_sums(loads: Floats, days: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Sum and number of the valid days of each trailing window; 0 and 0 where incomplete."""
    sums = np.zeros(len(loads))
    counts = np.zeros(len(loads), dtype=np.int64)
    if len(loads) >= days:
        windows = np.lib.stride_tricks.sliding_window_view(loads, days)
        sums[days - 1 :] = np.nansum(windows, axis=1)
        counts[days - 1 :] = np.isfinite(windows).sum(axis=1)
    return sums, counts


def corrected_ewma(loads: Floats, days: int) -> Floats:
    """Exponentially weighted mean of the days there are, with weight 2/(days+1) per day."""
    decay = 1.0 - 2.0 / (days + 1)
    weighted = weight = 0.0
    least, most = math.inf, -math.inf
    means = np.full(len(loads), np.nan)
    for n, load in enumerate(loads):
        weighted, weight = weighted * decay, weight * decay
        if not math.isnan(load):
            weighted, weight = weighted + load, weight + 1.0
            least, most = min(least, load), max(most, load)
        if weight > 0.0:
            means[n] = min(max(weighted / weight, least), most)  # as in `window_means`
    return means


def seeded_ewma(loads: Floats, days: int) -> Floats:
    """Exponentially weighted mean that starts at the first value; a missing day leaves it."""
    share = 2.0 / (days + 1)
    level = math.nan
    means = np.full(len(loads), np.nan)
    for n, load in enumerate(loads):
        if math.isnan(level):
            level = load
        elif not math.isnan(load):
            level += share * (load - level)
        means[n] = level
    return means


def valid_needed(expected_acute: int, expected_chronic: int) -> tuple[int, int]:
    """Valid days that a ratio needs in the week and in the three weeks before."""
    return (
        max(FEWEST_ACUTE, math.ceil(VALID_ACUTE * expected_acute / ACUTE_DAYS)),
        max(FEWEST_CHRONIC, math.ceil(VALID_CHRONIC * expected_chronic / CHRONIC_DAYS)),
    )


def _loads(history: LoadHistory) -> Floats:
    return np.asarray(history.loads, dtype=np.float64)


def _shifted(series: Floats, days: int) -> Floats:
    return np.concatenate([np.full(min(days, len(series)), np.nan), series[:-days]])


def _ratios(
    history: LoadHistory,
    method: Method,
    means: tuple[Floats, Floats],
    *,
    floor: float,
    expected: Sequence[bool] | None,
) -> tuple[Ratio, ...]:
    loads, (acute, chronic) = _loads(history), means
    if expected is not None and len(expected) != len(loads):
        raise BadInput("expected", len(expected), f"one answer for each of {len(loads)} days")
    wanted = np.ones(len(loads), bool) if expected is None else np.asarray(expected, bool)
    valid = np.isfinite(loads)
    # Mean of everything valid up to a week ago: what the chronic load is held against.
    earlier = _shifted(np.cumsum(np.where(valid, loads, 0.0)), ACUTE_DAYS)
    earlier_days = _shifted(np.cumsum(valid, dtype=np.float64), ACUTE_DAYS)
    ratios = []
    for n in range(len(loads)):
        week = slice(max(0, n - ACUTE_DAYS + 1), n + 1)
        weeks_before = slice(max(0, n - HISTORY_DAYS + 1), max(0, n - ACUTE_DAYS + 1))
        counts = (int(valid[week].sum()), int(valid[weeks_before].sum()))
        needed = valid_needed(int(wanted[week].sum()), int(wanted[weeks_before].sum()))
        least = floor
        if earlier_days[n] > 0:
            least = max(floor, CHRONIC_FLOOR_SHARE * earlier[n] / earlier_days[n])
        reason = _no_ratio(n, counts, needed, float(chronic[n]), least)
        # A mean of too few days is shown nowhere; an EWMA knows by itself what is missing.
        windows = method in (Method.UNCOUPLED, Method.COUPLED)
        thin_week, thin_weeks = (windows and counts[k] < needed[k] for k in (0, 1))
        ratios.append(
            Ratio(
                day=history.first + timedelta(days=n),
                method=method,
                acute=None if thin_week else _number(acute[n]),
                chronic=None if thin_weeks else _number(chronic[n]),
                ratio=float(acute[n] / chronic[n]) if reason is None else None,
                valid_acute=counts[0],
                valid_chronic=counts[1],
                reason=reason[0] if reason else None,
                have=reason[1] if reason else None,
                need=reason[2] if reason else None,
                provisional=method in (Method.EWMA, Method.EWMA_SEED) and n + 1 < EWMA_SETTLED_DAYS,
            )
        )
    return tuple(ratios)


def _no_ratio(
    n: int, counts: tuple[int, int], needed: tuple[int, int], chronic: float, least: float
) -> tuple[NoRatio, float, float] | None:
    """Why day n has no ratio, with what there is and what it takes; None when it has one."""
    if n + 1 < HISTORY_DAYS:
        return NoRatio.BUILDING, n + 1, HISTORY_DAYS
    if counts[0] < needed[0]:
        return NoRatio.ACUTE_COVERAGE, counts[0], needed[0]
    if counts[1] < needed[1]:
        return NoRatio.CHRONIC_COVERAGE, counts[1], needed[1]
    if not chronic > 0.0 or chronic < least:
        return NoRatio.CHRONIC_FLOOR, chronic, least
    return None


def _number(of: float) -> float | None:
    return float(of) if math.isfinite(of) else None
