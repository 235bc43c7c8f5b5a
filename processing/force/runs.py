"""A run of frames of one minute and one gait, summed many frames at once.

A force that is nan is missing; it adds nothing.
"""

import math

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import part, part_in_any_order
from processing.force.sums import Sum

#: Frames that are added up in single precision.
BLOCK = 1024
_REGIONS = int(Sum.REGIONS)

Force = npt.NDArray[np.floating]
Shares = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


@part_in_any_order
def moments(force_n: Force, lasts_s: Floats) -> tuple[float, float, float]:
    """Moments of a run of frames of one foot; what is missing or below zero adds nothing."""
    m1, m2, m4 = 0.0, 0.0, 0.0
    for i in range(len(force_n)):
        f = np.float64(force_n[i] if force_n[i] > 0.0 else 0.0)  # nan must fall to 0
        f1 = f * lasts_s[i]
        f2 = f * f1
        m1 += f1
        m2 += f2
        m4 += f * f * f2
    return m1, m2, m4


@part_in_any_order
def _moments_of(force_n: Force, share: Shares, lasts_s: Floats) -> tuple[float, float, float]:
    """Moments of the part of a foot's force that lies on a region; nan where that is unknown.

    In single precision, which is twice as quick, for so few frames that it stays as good.
    """
    m1, m2, m4 = 0.0, 0.0, 0.0
    none = np.float32(0.0)
    for begin in range(0, len(force_n), BLOCK):
        force, part = force_n[begin : begin + BLOCK], share[begin : begin + BLOCK]
        lasts = lasts_s[begin : begin + BLOCK]
        s1, s2, s4 = none, none, none
        for i in range(len(force)):
            f = np.float32(force[i]) * part[i] if force[i] > none else none
            f1 = f * np.float32(lasts[i])
            f2 = f * f1
            s1 += f1
            s2 += f2
            s4 += f * f * f2
        m1 += np.float64(s1)
        m2 += np.float64(s2)
        m4 += np.float64(s4)
    return m1, m2, m4


@part_in_any_order
def seconds_of(flags: Flags, lasts_s: Floats) -> float:
    """Time of the flagged frames of a run."""
    seconds = 0.0
    for i in range(len(flags)):
        seconds += lasts_s[i] if flags[i] else 0.0
    return seconds


@part_in_any_order
def known(left_n: Force, right_n: Force, lasts_s: Floats) -> float:
    """Seconds in which the force of any foot is known."""
    seconds = 0.0
    for i in range(len(left_n)):
        seconds += 0.0 if math.isnan(left_n[i]) & math.isnan(right_n[i]) else lasts_s[i]
    return seconds


@part_in_any_order
def both(left_n: Force, right_n: Force, lasts_s: Floats) -> tuple[float, float]:
    """Seconds in which the force of both feet is known, and ∫F over those."""
    both_s, force_s = 0.0, 0.0
    for i in range(len(left_n)):
        left, right = left_n[i], right_n[i]
        both = 0.0 if math.isnan(left) | math.isnan(right) else lasts_s[i]
        both_s += both
        f = np.float64((left if left > 0.0 else 0.0) + (right if right > 0.0 else 0.0))
        force_s += f * both
    return both_s, force_s


@part_in_any_order
def whole(lasts_s: Floats) -> float:
    """Time of a run."""
    seconds = 0.0
    for i in range(len(lasts_s)):
        seconds += lasts_s[i]
    return seconds


@part_in_any_order
def missed(left: Flags, right: Flags, lasts_s: Floats) -> float:
    """Seconds in which a foot had no frame."""
    gap_s = 0.0
    for i in range(len(left)):
        gap_s += lasts_s[i] if left[i] | right[i] else 0.0
    return gap_s


@part
def _add_placeless(
    sums: Floats,
    force_n: Force,
    lasts_s: Floats,
    parts: tuple[Shares, Shares, Shares],
    share: Floats,
) -> None:
    """As `_add_regions`, where some frame was bridged: its force lies where the last one lay."""
    for i in range(len(force_n)):
        for region in range(3):
            part = parts[region][i]
            if not math.isnan(part):
                share[region] = part
            if force_n[i] > 0.0:
                f = force_n[i] * share[region]
                sums[_REGIONS + 3 * region] += f * lasts_s[i]
                sums[_REGIONS + 3 * region + 1] += f**2 * lasts_s[i]
                sums[_REGIONS + 3 * region + 2] += f**4 * lasts_s[i]


@part
def add_regions(
    sums: Floats,
    force_n: Force,
    lasts_s: Floats,
    parts: tuple[Shares, Shares, Shares],
    share: Floats,
) -> None:
    """Add a run of frames to the moments of heel, midfoot and forefoot."""
    for region in range(3):
        m1, m2, m4 = _moments_of(force_n, parts[region], lasts_s)
        if math.isnan(m1):
            _add_placeless(sums, force_n, lasts_s, parts, share)
            return
        first = _REGIONS + 3 * region
        sums[first] += m1
        sums[first + 1] += m2
        sums[first + 2] += m4
    last = len(force_n) - 1
    while last > 0 and math.isnan(parts[0][last]):
        last -= 1
    if not math.isnan(parts[0][last]):
        for region in range(3):
            share[region] = parts[region][last]
