"""Whole strides, found coarsely: they tell where zero is and what body weight is in the sole's N.

A rise through the middle of a foot's own range is steep, so the time from one rise to the next of
the same foot is known well, whatever the sole's scale or offset. Over whole strides of a steady
gait the mean force of both feet is body weight: physics, not fitting.
"""

import math
from typing import NamedTuple

import numpy as np

from plantar.recording import Floats
from processing.force.compiled import compiled, compiled_in_any_order

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
BINS = 512


class StrideMean(NamedTuple):
    """What the whole strides of one stretch say, in the sole's own newtons."""

    floor_n: tuple[float, float]  # zero of each foot; nan without strides
    strides: int  # of one foot
    seconds: float  # time those strides took, over both feet's counts
    force_s: float  # ∫(F_L + F_R) dt over them, above the floors [N·s]


@compiled
def _levels(force_n: Floats, low: float, high: float) -> tuple[float, float]:
    """The values below which a share `low` and a share `high` of the frames lie, to a bin."""
    least, most, count = np.inf, -np.inf, 0
    for x in force_n:
        if not math.isnan(x):
            least, most = min(least, x), max(most, x)
            count += 1
    if count == 0 or most <= least:
        return 0.0, 0.0
    counts = np.zeros(BINS, np.int64)
    scale = (BINS - 1) / (most - least)
    for x in force_n:
        if not math.isnan(x):
            counts[np.uint64((x - least) * scale)] += 1
    first, last, seen = least, most, 0
    for b in range(BINS):
        if seen <= low * count < seen + counts[b]:
            first = least + b / scale
        if seen <= high * count < seen + counts[b]:
            last = least + b / scale
        seen += counts[b]
    return first, last


@compiled
def _rises(force_n: Floats, hole_s: Floats, on: float, off: float) -> Floats:
    """Where the force rises through `on`, as fractional indices; nan marks a break."""
    found = np.empty(len(force_n) + 1)
    n, up = 0, True  # what is up at the beginning did not rise here
    for i in range(len(force_n)):
        x = force_n[i]
        if math.isnan(x) or hole_s[i] > 0.0:
            if n == 0 or not math.isnan(found[n - 1]):
                found[n] = np.nan
                n += 1
            up = True
        elif up and x < off:
            up = False
        elif not up and x >= on:
            before = force_n[i - 1]
            found[n] = i - (x - on) / (x - before)
            n += 1
            up = True
    return found[:n]


@compiled_in_any_order
def _between(values: Floats, begin: float, end: float) -> float:
    """Sum of frames between two fractional indices; a frame reaches from the one before it."""
    i, j = int(np.ceil(begin)), int(np.ceil(end))
    total = (i - begin) * values[i] - (j - end) * values[j]
    inside = values[i + 1 : j + 1]
    for k in range(len(inside)):  # from 0, so that frames are taken side by side
        total += inside[k]
    return float(total)


@compiled
def _stride(
    force_n: Floats, other_n: Floats, others: Floats, a: float, b: float, low: float, both: bool
) -> bool:
    """Whether between two rises of a foot lies one stride: a swing, and one rise of the other."""
    begin, end = int(a), min(int(b) + 2, len(force_n))
    if both:
        for x in other_n[begin:end]:
            if math.isnan(x):
                return False
    least = np.inf
    for x in force_n[begin:end]:
        least = min(least, x)
    if least > low:
        return False
    rises = 0
    for r in others:
        if a <= r < b:
            rises += 1
    return rises == 1 or not both


@compiled
def _floor(force_n: Floats, strides: Floats) -> float:
    """Zero of one foot: the mean of the frames around a low percentile of its strides."""
    low, high = np.inf, -np.inf
    for s in range(len(strides)):
        for x in force_n[int(np.ceil(strides[s, 0])) : int(np.ceil(strides[s, 1]))]:
            low, high = min(low, x), max(high, x)
    counts, sums = np.zeros(BINS, np.int64), np.zeros(BINS)
    scale = (BINS - 1) / max(high - low, 1e-9)
    total = 0
    for s in range(len(strides)):
        for x in force_n[int(np.ceil(strides[s, 0])) : int(np.ceil(strides[s, 1]))]:
            at = np.uint64((x - low) * scale)
            counts[at] += 1
            sums[at] += x
            total += 1
    seen = 0
    for b in range(BINS):
        seen += counts[b]
        if seen > FLOOR_PERCENTILE * total:
            return float(sums[b] / counts[b])
    return float(low)


@compiled
def _foot_rises(force_n: Floats, hole_s: Floats) -> tuple[Floats, bool, float]:
    """Rises of a foot, whether there is one, and the force under which it swings."""
    low, high = _levels(force_n, 0.01, 0.99)
    there = high > low or low > 0.0
    reach = high - low
    if reach < LEAST_RANGE_N or low > MOST_FLOOR * high:
        return np.empty(0), there, 0.0
    rises = _rises(force_n, hole_s, low + RISE * reach, low + FALL * reach)
    return rises, there, low + SWING * reach


@compiled
def _whole_strides(
    force_n: Floats,
    foot: int,
    own: Floats,
    others: Floats,
    clock: Floats,
    lasts_s: Floats,
    low: float,
    both: bool,
) -> Floats:
    """Begin and end [fractional indices] and time [s] of the strides of one foot."""
    found = np.empty((len(own), 3))
    n = 0
    for r in range(len(own) - 1):
        a, b = own[r], own[r + 1]
        if math.isnan(a) or math.isnan(b):
            continue
        i, j = int(np.ceil(a)), int(np.ceil(b))
        seconds = clock[j] - (j - b) * lasts_s[j] - clock[i] + (i - a) * lasts_s[i]
        if SHORTEST_S <= seconds <= LONGEST_S and _stride(
            force_n[foot], force_n[1 - foot], others, a, b, low, both
        ):
            found[n, 0], found[n, 1], found[n, 2] = a, b, seconds
            n += 1
    return found[:n]


@compiled
def strides_of(
    force_n: Floats, lasts_s: Floats, hole_s: Floats
) -> tuple[float, float, int, float, float]:
    """Zero of each foot, and the mean force of both over whole strides of one stretch.

    Parameters
    ----------
    force_n : array, shape (2, frames)
        nan where missing; a foot that is nan throughout is not there. [N]
    lasts_s, hole_s : array, shape (frames,)
        See `holes.Rows`. [s]

    Returns
    -------
    tuple
        The fields of `StrideMean`, its floors first.

    Notes
    -----
    The strides of the left and of the right foot overlap by half: both are used, so that a limp
    weighs evenly. With one sole, twice its mean stands for both.
    """
    there = np.zeros(2, np.bool_)
    lows = np.zeros(2)
    rises_l, there[0], lows[0] = _foot_rises(force_n[0], hole_s)
    rises_r, there[1], lows[1] = _foot_rises(force_n[1], hole_s)
    both = there[0] and there[1]
    clock, passed_s = np.empty(len(lasts_s)), 0.0
    for i in range(len(lasts_s)):
        passed_s += lasts_s[i]
        clock[i] = passed_s
    left = _whole_strides(force_n, 0, rises_l, rises_r, clock, lasts_s, lows[0], both)
    right = _whole_strides(force_n, 1, rises_r, rises_l, clock, lasts_s, lows[1], both)
    fewest = min(len(left), len(right)) if both else max(len(left), len(right))
    if fewest < LEAST_STRIDES:
        return np.nan, np.nan, 0, 0.0, 0.0
    floor_l = _floor(force_n[0], left) if len(left) else np.nan
    floor_r = _floor(force_n[1], right) if len(right) else np.nan
    total_ns = np.zeros(len(lasts_s))
    for foot in range(2):
        if there[foot]:
            floor = floor_l if foot == 0 else floor_r
            for i in range(len(lasts_s)):
                total_ns[i] += (force_n[foot, i] - floor) * lasts_s[i]
    strides, seconds, force_s = 0, 0.0, 0.0
    for foot in range(2):
        found = left if foot == 0 else right
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


def stride_mean(force_n: Floats, lasts_s: Floats, hole_s: Floats) -> StrideMean:
    """Zero and scale of a stretch, from its whole strides; see `strides_of`."""
    left, right, strides, seconds, force_s = strides_of(force_n, lasts_s, hole_s)
    return StrideMean((left, right), strides, seconds, force_s)
