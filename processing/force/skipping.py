"""To the next frame that needs a look, in long steps over those of which none does."""

import math

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import part, part_in_any_order

#: Frames of which one question tells whether any needs a look.
LONG, SHORT = 64, 16

Force = npt.NDArray[np.floating]


@part_in_any_order
def _beyond(force_n: Force, level: float, below: bool) -> int:
    """How many frames are not below a level, or not at or above it; a missing one is neither.

    Counted in floats, side by side.
    """
    one, none, edge = np.float32(1.0), np.float32(0.0), np.float32(level)
    count = none
    if below:
        for i in range(len(force_n)):
            count += none if force_n[i] < edge else one
    else:
        for i in range(len(force_n)):
            count += none if force_n[i] >= edge else one
    return int(count)


@part
def skip(force_n: Force, first: int, last: int, level: float, below: bool) -> int:
    """The first frame of [first, last) that is not below a level, or not at or above it.

    In long steps over frames of which none is, then in short ones, then one by one.
    """
    begin = first
    for step in (LONG, SHORT):
        while begin < last and not _beyond(force_n[begin : min(begin + step, last)], level, below):
            begin += step
    rest = force_n[begin:last]
    for i in range(len(rest)):
        if not (rest[i] < level if below else rest[i] >= level):
            return begin + i
    return last


@part_in_any_order
def _total(values: Floats) -> float:
    """Their sum."""
    total = 0.0
    for i in range(len(values)):
        total += values[i]
    return total


@part
def next_hole(hole_s: Floats, first: int, last: int) -> int:
    """The first frame of [first, last) with a hole before it; `last` without one."""
    for begin in range(first, last, LONG):
        holes = hole_s[begin : min(begin + LONG, last)]
        if _total(holes) > 0.0:
            for i in range(len(holes)):
                if holes[i] > 0.0:
                    return begin + i
    return last


@part_in_any_order
def broken(force_n: Force, hole_s: Floats) -> float:
    """More than 0 when a frame is missing or has a hole before it."""
    holes = 0.0
    for i in range(len(force_n)):
        holes += 1.0 if math.isnan(force_n[i]) else hole_s[i]
    return holes


@part
def next_break(force_n: Force, hole_s: Floats, first: int) -> int:
    """The first frame from `first` on that is missing or has a hole before it."""
    for begin in range(first, len(force_n), LONG):
        force, holes = force_n[begin : begin + LONG], hole_s[begin : begin + LONG]
        if broken(force, holes):
            for i in range(len(force)):
                if holes[i] > 0.0 or math.isnan(force[i]):
                    return begin + i
    return len(force_n)


@part_in_any_order
def any_of(flags: npt.NDArray[np.bool_]) -> bool:
    """Whether one of the frames is flagged."""
    found = False
    for i in range(len(flags)):
        found |= flags[i]
    return found


@part
def next_missing(missing: npt.NDArray[np.bool_], first: int, last: int) -> int:
    """The first frame of [first, last) that did not arrive; else `last`."""
    for begin in range(first, last, LONG):
        flags = missing[begin : min(begin + LONG, last)]
        if any_of(flags):
            for i in range(len(flags)):
                if flags[i]:
                    return begin + i
    return last
