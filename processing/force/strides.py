"""Whole strides, found coarsely: they tell where zero is and what body weight is in the sole's N.

A rise through the middle of a foot's own range is steep, so the time from one rise to the next of
the same foot is known well, whatever the sole's scale or offset. Over whole strides of a steady
gait the mean force of both feet is body weight: physics, not fitting.
"""

import math

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import part, part_in_any_order
from processing.force.levels import (
    BINS,
    arrived,
    below,
    bin_of,
    mean_between,
    missing,
    range_of,
)
from processing.force.skipping import broken, next_break, skip

#: A foot whose force moves less than this is not walking. [N] (our choice)
LEAST_RANGE_N = 100.0
#: Rise and fall through these shares of a foot's range (1st to 99th percentile) make a coarse
#: contact; a stride must also swing below the third. Running beside walking in one minute asks for
#: levels well under the middle. (our choice)
RISE, FALL, SWING = 0.30, 0.20, 0.15
#: The 1st percentile of a walker's force lies below this share of the 99th; more is swaying on
#: both feet. An offset up to a fifth of the peak passes. (our choice)
MOST_FLOOR = 0.2
#: From the fastest runner to the slowest walker. [s] docs/load-model.md 1.3.7
SHORTEST_S, LONGEST_S = 0.45, 2.5
#: A stride this far from the median stride is a turn, a start or a stop. (our choice)
ODD = 0.35
#: A minute tells zero and scale from this many strides on. (our choice)
LEAST_STRIDES = 3
#: Zero is this percentile of the force during strides: the swing. docs/load-model.md 1.3.2
FLOOR_PERCENTILE = 0.05
#: The range of a foot goes from the first of these percentiles to the second.
LOW, HIGH = 0.01, 0.99

Force = npt.NDArray[np.floating]


@part
def _rises(force_n: Force, hole_s: Floats, on: float, off: float, clear: bool) -> Floats:
    """Where the force rises through `on`, as fractional indices; nan marks a break.

    `clear` says that there is none.
    """
    found = np.empty(len(force_n) + 1)
    n, i = 0, 0
    while i < len(force_n):
        end = len(force_n) if clear else next_break(force_n, hole_s, i)
        while i < end:  # what is up at the beginning did not rise here
            i = skip(force_n, skip(force_n, i, end, off, False), end, on, True)
            if i < end:
                before, x = np.float64(force_n[i - 1]), np.float64(force_n[i])
                found[n] = i - (x - on) / (x - before)
                n += 1
        if i < len(force_n):
            if n == 0 or not math.isnan(found[n - 1]):
                found[n] = np.nan
                n += 1
            i += 1
    return found[:n]


@part
def _foot_rises(force_n: Force, hole_s: Floats, clear: bool) -> tuple[Floats, bool, float]:
    """Rises of a foot, whether there is one, and the force under which it swings."""
    told = force_n if clear else arrived(force_n)
    if len(told) == 0:
        return np.empty(0), False, 0.0
    least, most = range_of(told)
    if most <= least:
        return np.empty(0), False, 0.0
    width = (most - least) / (BINS - 1)
    low = least + bin_of(told, least, width, LOW) * width
    high = least + bin_of(told, least, width, HIGH) * width
    there = high > low or low > 0.0
    reach = high - low
    if reach < LEAST_RANGE_N or low > MOST_FLOOR * high:
        return np.empty(0), there, 0.0
    # As fine as the frames.
    on, off = float(np.float32(low + RISE * reach)), float(np.float32(low + FALL * reach))
    return _rises(force_n, hole_s, on, off, clear), there, low + SWING * reach


@part
def _whole_strides(
    time_s: Floats,
    lasts_s: Floats,
    force_n: Force,
    other_n: Force,
    own: Floats,
    others: Floats,
    low: float,
    both: bool,
    clear: bool,
) -> Floats:
    """Begin and end [fractional indices] and time [s] of the strides of one foot.

    From a rise to the next lies one stride when the foot swings in it, and when the other foot,
    where there is one, is known throughout (`clear`: it always is) and rises once.
    """
    found = np.empty((len(own), 3))
    n, first = 0, 0
    for r in range(len(own) - 1):
        a, b = own[r], own[r + 1]
        if math.isnan(a) or math.isnan(b):
            continue
        i, j = int(np.ceil(a)), int(np.ceil(b))
        seconds = time_s[j] - (j - b) * lasts_s[j] - time_s[i] + (i - a) * lasts_s[i]
        if not SHORTEST_S <= seconds <= LONGEST_S:
            continue
        begin, end = int(a), min(int(b) + 2, len(force_n))
        if not below(force_n[begin:end], low):
            continue
        if both:
            if not clear and missing(other_n[begin:end]):
                continue
            while first < len(others) and not others[first] >= a:
                first += 1
            # A break in the other foot would have been missed above, or parts this foot as well.
            if not (first < len(others) and others[first] < b):
                continue
            if first + 1 < len(others) and others[first + 1] < b:
                continue
        found[n, 0], found[n, 1], found[n, 2] = a, b, seconds
        n += 1
    return found[:n]


@part
def _floor(force_n: Force, strides: Floats) -> float:
    """Zero of one foot: the mean of the frames around a low percentile of its strides."""
    within = np.empty(len(force_n), force_n.dtype)
    n = 0
    for s in range(len(strides)):
        i, j = int(np.ceil(strides[s, 0])), int(np.ceil(strides[s, 1]))
        within[n : n + j - i] = force_n[i:j]
        n += j - i
    within = within[:n]
    least, most = range_of(within)
    width = max(most - least, 1e-9) / (BINS - 1)
    low = least + bin_of(within, least, width, FLOOR_PERCENTILE) * width
    return float(mean_between(within, low, low + width))


@part_in_any_order
def _add_above(total_ns: Floats, force_n: Force, floor: float, lasts_s: Floats) -> None:
    """Add the force of a foot above its zero, times the time it lasted."""
    for i in range(len(total_ns)):
        total_ns[i] += (force_n[i] - floor) * lasts_s[i]


@part_in_any_order
def _between(values: Floats, begin: float, end: float) -> float:
    """Sum of frames between two fractional indices; a frame reaches from the one before it."""
    i, j = int(np.ceil(begin)), int(np.ceil(end))
    total = (i - begin) * values[i] - (j - end) * values[j]
    inside = values[i + 1 : j + 1]
    for k in range(len(inside)):
        total += inside[k]
    return float(total)


@part
def strides_of(
    time_s: Floats, lasts_s: Floats, hole_s: Floats, left_n: Force, right_n: Force
) -> tuple[float, float, int, float, float]:
    """Zero of each foot, and the mean force of both over whole strides of one stretch.

    Parameters
    ----------
    time_s, lasts_s, hole_s : array, shape (frames,)
        See `holes.Rows`. [s]
    left_n, right_n : array, shape (frames,)
        nan where missing; a foot that is nan throughout is not there. [N]

    Returns
    -------
    tuple
        Zero of the left and of the right foot, nan without strides [N]; strides of one foot; the
        time they took, over both feet's counts [s]; ∫(F_L + F_R) dt over them, above zero [N·s].

    Notes
    -----
    The strides of the left and of the right foot overlap by half: both are used, so that a limp
    weighs evenly. With one sole, twice its mean stands for both.
    """
    clear_l, clear_r = not broken(left_n, hole_s), not broken(right_n, hole_s)
    rises_l, left_there, low_l = _foot_rises(left_n, hole_s, clear_l)
    rises_r, right_there, low_r = _foot_rises(right_n, hole_s, clear_r)
    both = left_there and right_there
    left = _whole_strides(time_s, lasts_s, left_n, right_n, rises_l, rises_r, low_l, both, clear_r)
    right = _whole_strides(time_s, lasts_s, right_n, left_n, rises_r, rises_l, low_r, both, clear_l)
    fewest = min(len(left), len(right)) if both else max(len(left), len(right))
    if fewest < LEAST_STRIDES:
        return np.nan, np.nan, 0, 0.0, 0.0
    floor_l = _floor(left_n, left) if len(left) else np.nan
    floor_r = _floor(right_n, right) if len(right) else np.nan
    total_ns = np.zeros(len(lasts_s))
    if left_there:
        _add_above(total_ns, left_n, floor_l, lasts_s)
    if right_there:
        _add_above(total_ns, right_n, floor_r, lasts_s)
    strides, seconds, force_s = 0, 0.0, 0.0
    for found in (left, right):
        usual_s = np.median(found[:, 2]) if len(found) else 0.0
        kept = 0
        for s in range(len(found)):
            if abs(found[s, 2] - usual_s) <= ODD * usual_s:
                kept += 1
                seconds += found[s, 2]
                force_s += _between(total_ns, found[s, 0], found[s, 1])
        strides = max(strides, kept)
    if not both:
        force_s *= 2.0
    return floor_l, floor_r, strides, seconds, force_s
