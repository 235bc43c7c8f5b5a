"""The frames whose gait is known, added to their minutes; no frame is looked at twice.

Frames are taken in runs: those of one minute and one gait, without a hole between them. What goes
on inside a run is summed many frames at once.
"""

import math

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import part
from processing.force.runs import (
    add_regions,
    both,
    known,
    missed,
    moments,
    seconds_of,
    whole,
)
from processing.force.skipping import any_of, next_hole
from processing.force.sums import EDGE_S, Both, Sum

Force = npt.NDArray[np.floating]
Shares = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

_MEASURED, _GAP, _SHARED = int(Sum.MEASURED), int(Sum.GAP), int(Sum.SHARED)
_TOTAL, _WALK, _RUN = int(Sum.TOTAL), int(Sum.WALKING), int(Sum.RUNNING)
_ANY_GAP = int(Both.ANY_GAP)


@part
def _gap(feet: Floats, body: Floats, worn: Flags, m: int, seconds: float) -> None:
    """Time that no row tells of: nothing from any worn foot."""
    for foot in range(2):
        if worn[foot]:
            feet[m, foot, _GAP] += seconds
    body[m, _ANY_GAP] += seconds


@part
def _add_quiet(
    cells: Floats, used: int, stretch: float, second: float, seconds: float, force_s: float
) -> int:
    """Add a run without steps to its second; the seconds in use after it."""
    if used == 0 or cells[used - 1, 0] != stretch or cells[used - 1, 1] != second:
        cells[used, 0], cells[used, 1] = stretch, second
        cells[used, 2], cells[used, 3] = 0.0, 0.0
        used += 1
    cells[used - 1, 2] += seconds
    cells[used - 1, 3] += force_s
    return used


@part
def _before(time_s: Floats, first: int, last: int, at_s: float) -> int:
    """The first frame of [first, last) that is not before a moment."""
    return first + int(np.searchsorted(time_s[first:last], at_s))


@part
def _lasting(times: Floats, step: int) -> float:
    """The moment up to which steps of the same gait follow each other without a hole."""
    while (
        step + 1 < len(times)
        and times[step + 1, 0] <= times[step, 1]
        and times[step + 1, 2] == times[step, 2]
    ):
        step += 1
    return float(times[step, 1])


@part
def settle(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Force,
    missing: Flags,
    shares: Shares,
    worn: Flags,
    times: Floats,
    phase_s: float,
    minute: int,
    first: int,
    last: int,
    feet: Floats,
    body: Floats,
    cells: Floats,
    used: int,
    bouts: int,
    share: Floats,
) -> tuple[int, int]:
    """Add frames [first, last) to their minutes, and their quiet part to cells of one second.

    Parameters
    ----------
    time_s, lasts_s, hole_s : array, shape (frames,)
        See `holes.Rows`. [s]
    force_n, missing : array, shape (2, frames)
        Force above zero, short holes bridged [N], and which frames did not arrive.
    shares : array, shape (2, 3, frames) or (2, 3, 0)
        Share of the force on heel, midfoot and forefoot.
    worn : array, shape (2,)
        Which feet have a sole.
    times : array, shape (steps, 3)
        From `gait.find_bouts`.
    phase_s : float
        Time of the clock's zero after the start of minute 0. [s]
    minute : int
        The minute of row 0 of `feet` and `body`.
    feet, body : array, shapes (minutes, 2, FOOT_SUMS) and (minutes, BODY_SUMS)
        Added to.
    cells : array, shape (cells, CELL_COLUMNS)
        Written behind those in use.
    used, bouts : int
        Cells in use, and stretches without steps so far.
    share : array, shape (2, 3)
        The last shares seen; changed.

    Returns
    -------
    tuple
        `used` and `bouts` after these frames.
    """
    step, i, hole = 0, first, first
    while i < last:
        at_s = phase_s + time_s[i] + EDGE_S
        number = math.floor(at_s / 60.0)
        m = number - minute
        if hole_s[i] > 0.0:
            here_s = max(0.0, min(hole_s[i], at_s - lasts_s[i] - 60.0 * number))
            _gap(feet, body, worn, m, here_s)
            if m > 0:
                _gap(feet, body, worn, m - 1, hole_s[i] - here_s)
        while step < len(times) and times[step, 1] <= time_s[i]:
            step += 1
        gait, until_s = 0, 60.0 * (number + 1.0) - phase_s - EDGE_S
        if step < len(times):
            gait = int(times[step, 2]) if times[step, 0] <= time_s[i] else 0
            until_s = min(until_s, _lasting(times, step) if gait else times[step, 0])
        if i + 1 > hole:
            hole = next_hole(hole_s, i + 1, last)
        end = _before(time_s, i + 1, hole, until_s)
        lasts = lasts_s[i:end]
        whole_s = whole(lasts)
        gap_s = 0.0
        lost = (worn[0] and any_of(missing[0, i:end])) or (worn[1] and any_of(missing[1, i:end]))
        for foot in range(2):
            if not worn[foot]:
                continue
            sums, force = feet[m, foot], force_n[foot, i:end]
            lost_s = seconds_of(missing[foot, i:end], lasts) if lost else 0.0
            gap_s = max(gap_s, lost_s)
            sums[_GAP] += lost_s
            sums[_MEASURED] += whole_s - lost_s
            m1, m2, m4 = moments(force, lasts)
            for column in (_TOTAL, _WALK if gait == 1 else _RUN):
                if column == _TOTAL or gait:
                    sums[column] += m1
                    sums[column + 1] += m2
                    sums[column + 2] += m4
            if shares.size > 0:
                sums[_SHARED] += whole_s
                parts = (
                    shares[foot, 0, i:end],
                    shares[foot, 1, i:end],
                    shares[foot, 2, i:end],
                )
                add_regions(sums, force, lasts, parts, share[foot])
        if lost and worn[0] and worn[1]:
            gap_s = missed(missing[0, i:end], missing[1, i:end], lasts)
        body[m, _ANY_GAP] += gap_s
        if gait:
            known_s = known(force_n[0, i:end], force_n[1, i:end], lasts) if lost else whole_s
            body[m, gait - 1] += known_s
            if used == 0 or cells[used - 1, 0] == bouts:
                bouts += 1
        else:
            while i < end:
                second = math.floor(phase_s + time_s[i] + EDGE_S)
                over = _before(time_s, i + 1, end, second + 1.0 - phase_s - EDGE_S)
                here = slice(i, over)
                both_s, force_s = both(force_n[0, here], force_n[1, here], lasts_s[here])
                if both_s > 0.0:
                    used = _add_quiet(cells, used, bouts, second, both_s, force_s)
                i = over
        i = end
    return used, bouts
