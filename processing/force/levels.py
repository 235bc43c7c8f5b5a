"""Levels of force below which a share of the frames lies, found without sorting them."""

import math

import numpy as np
import numpy.typing as npt

from processing.force.compiled import part, part_in_any_order

#: A share of the frames is told to so many parts of their range.
BINS = 512
#: A share below this is looked for from the least on.
NEAR_LEAST = 0.5
#: Frames whose least and most are kept beside each other.
BLOCK = 64

Force = npt.NDArray[np.floating]


@part_in_any_order
def missing(force_n: Force) -> int:
    """How many frames are nan."""
    count = np.int32(0)
    for i in range(len(force_n)):
        count += np.int32(1) if math.isnan(force_n[i]) else np.int32(0)
    return int(count)


@part
def arrived(force_n: Force) -> Force:
    """The frames that are there."""
    lost = missing(force_n)
    if lost == 0:
        return force_n
    kept = np.empty(len(force_n) - lost, force_n.dtype)
    n = 0
    for x in force_n:
        if not math.isnan(x):
            kept[n] = x
            n += 1
    return kept


@part
def range_of(force_n: Force) -> tuple[float, float]:
    """The least and the most of some frames, a block of them side by side."""
    low = force_n[:BLOCK].copy()
    high = low.copy()
    for begin in range(BLOCK, len(force_n), BLOCK):
        force = force_n[begin : begin + BLOCK]
        for i in range(len(force)):
            low[i] = force[i] if force[i] < low[i] else low[i]
        for i in range(len(force)):
            high[i] = force[i] if force[i] > high[i] else high[i]
    return float(low.min()), float(high.max())


@part_in_any_order
def below(force_n: Force, level: float) -> float:
    """How many frames lie below a level; counted side by side, which floats allow."""
    one, none, edge = np.float32(1.0), np.float32(0.0), np.float32(level)
    count = none
    for i in range(len(force_n)):
        count += one if force_n[i] < edge else none
    return float(count)


@part
def bin_of(force_n: Force, least: float, width: float, share: float) -> int:
    """In which bin above the least the frame lies that a share of the frames lies below.

    Found by halving: to count the frames below one level is much quicker than to sort them into
    all bins. A small share lies near the least, in the swing: there it is looked for first.
    """
    many = share * len(force_n)
    low, high = 0, 1 if share < NEAR_LEAST else BINS
    while high < BINS and below(force_n, least + high * width) <= many:
        low, high = high, 4 * high
    high = min(high, BINS)
    while high - low > 1:
        middle = (low + high) // 2
        if below(force_n, least + middle * width) <= many:
            low = middle
        else:
            high = middle
    return low


@part_in_any_order
def mean_between(force_n: Force, low: float, high: float) -> float:
    """Mean of the frames from one level up to another."""
    one, none = np.float32(1.0), np.float32(0.0)
    begin, end = np.float32(low), np.float32(high)
    above, count = none, none
    for i in range(len(force_n)):
        inside = (one if force_n[i] >= begin else none) * (one if force_n[i] < end else none)
        above += inside * (force_n[i] - begin)
        count += inside
    return float(begin + above / count) if count > none else low
