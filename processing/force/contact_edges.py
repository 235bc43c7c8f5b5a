"""When a foot came down and left: where its force crosses a level between two frames."""

import math

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import part, part_in_any_order
from processing.force.contact_table import At

#: How far outside the found contact its timed edge may lie; beyond, the found one stands. [s]
REACH_S = 0.30

Force = npt.NDArray[np.floating]

_M1, _M2, _M4 = int(At.M1), int(At.M2), int(At.M4)


@part
def crossing(time_s: Floats, force_n: Force, i: int, level: float) -> float:
    """When the straight line from the frame before to frame `i` passes a level."""
    a, b = np.float64(force_n[i - 1]), np.float64(force_n[i])
    if a == b:
        return float(time_s[i])
    passed = min(max((level - a) / (b - a), 0.0), 1.0)
    return float(time_s[i - 1] + (time_s[i] - time_s[i - 1]) * passed)


@part
def rise(
    time_s: Floats, force_n: Force, hole_s: Floats, on: int, level: float
) -> tuple[float, int]:
    """First rise through a level around frame `on`; nan when it lies out of reach."""
    i = on
    if force_n[i] >= level:
        while i > 0 and hole_s[i] == 0.0 and force_n[i - 1] >= level:
            i -= 1
            if time_s[on] - time_s[i] > REACH_S:
                return np.nan, on
    else:
        while force_n[i] < level:
            i += 1
    if i == 0 or hole_s[i] > 0.0 or math.isnan(force_n[i - 1]):
        return np.nan, on
    return crossing(time_s, force_n, i, level), i


@part
def fall(
    time_s: Floats, force_n: Force, hole_s: Floats, off: int, last: int, level: float
) -> tuple[float, int]:
    """Last fall through a level around frame `off`, at most up to frame `last`."""
    i = off
    if force_n[i - 1] >= level:
        while i <= last and hole_s[i] == 0.0 and force_n[i] >= level:
            if time_s[i] - time_s[off] > REACH_S:
                return np.nan, off
            i += 1
    else:
        while force_n[i - 1] < level:
            i -= 1
    if i > last or hole_s[i] > 0.0 or math.isnan(force_n[i]):
        return np.nan, off
    return crossing(time_s, force_n, i, level), i


@part
def highest(force_n: Force) -> float:
    """The most of some frames; four chains, so that none waits for itself."""
    a = b = c = d = force_n[0]
    fours = len(force_n) // 4 * 4
    for i in range(0, fours, 4):
        a = force_n[i] if force_n[i] > a else a
        b = force_n[i + 1] if force_n[i + 1] > b else b
        c = force_n[i + 2] if force_n[i + 2] > c else c
        d = force_n[i + 3] if force_n[i + 3] > d else d
    for i in range(fours, len(force_n)):
        a = force_n[i] if force_n[i] > a else a
    return float(max(a, b, c, d))


@part_in_any_order
def add_frames(row: Floats, force_n: Force, lasts_s: Floats, begin: int, end: int) -> None:
    """Add frames [begin, end) to the moments of a contact."""
    force_n, lasts_s = force_n[begin:end], lasts_s[begin:end]
    m1, m2, m4 = 0.0, 0.0, 0.0
    for i in range(len(force_n)):
        f = np.float64(force_n[i] if force_n[i] > 0.0 else 0.0)
        f1 = f * lasts_s[i]
        f2 = f * f1
        m1 += f1
        m2 += f2
        m4 += f * f * f2
    row[_M1] += m1
    row[_M2] += m2
    row[_M4] += m4
