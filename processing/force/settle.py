"""The frames whose gait is known, added to their minutes; no frame is looked at twice."""

import math
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import compiled, compiled_in_any_order


class Sum(IntEnum):
    """Columns of what one foot did in one minute."""

    MEASURED = 0
    GAP = 1
    TOTAL = 2  # three moments each
    WALKING = 5
    RUNNING = 8
    REGIONS = 11  # heel, midfoot, forefoot
    STEPS_WALKING = 20
    STEPS_RUNNING = 21
    CONTACTS = 22
    TIME = 23
    TIMED = 24
    PEAK = 25
    IMPULSE = 26
    SHARED = 27  # measured time that the shares tell of


class Both(IntEnum):
    """Columns of what the body did in one minute."""

    WALKING = 0
    RUNNING = 1
    ANY_GAP = 2  # at least one worn foot had no frame
    NOT_WORN = 3
    QUIET = 4  # the first of the bins


class Cell(IntEnum):
    """Columns of a second without steps."""

    STRETCH = 0  # changes with each bout
    SECOND = 1
    SECONDS = 2
    FORCE_S = 3


# Loops run over slices from 0: an index that may count from the end keeps frames from being taken
# side by side.
FOOT_SUMS = int(Sum.SHARED) + 1
CELL_COLUMNS = len(Cell)
#: A frame on the edge of a minute or a second belongs to what begins there, whatever rounding did.
EDGE_S = 1e-6

_MEASURED, _GAP, _TOTAL, _WALK, _RUN = (
    int(Sum.MEASURED),
    int(Sum.GAP),
    int(Sum.TOTAL),
    int(Sum.WALKING),
    int(Sum.RUNNING),
)
_REGIONS, _SHARED = int(Sum.REGIONS), int(Sum.SHARED)
_ANY_GAP = int(Both.ANY_GAP)


@compiled
def _gap(feet: Floats, body: Floats, worn: npt.NDArray[np.bool_], m: int, seconds: float) -> None:
    """Time that no row tells of: nothing from any worn foot."""
    for foot in range(2):
        if worn[foot]:
            feet[m, foot, _GAP] += seconds
    body[m, _ANY_GAP] += seconds


@compiled_in_any_order
def _moments(force_n: Floats, lasts_s: Floats, begin: int, end: int) -> tuple[float, float, float]:
    """Moments of a run of frames of one foot; what is missing or below zero adds nothing."""
    m1, m2, m4 = 0.0, 0.0, 0.0
    force_n = force_n[begin:end]
    lasts_s = lasts_s[begin:end]
    for i in range(end - begin):
        f = force_n[i] if force_n[i] > 0.0 else 0.0  # noqa: FURB136 - nan must fall to 0
        f1 = f * lasts_s[i]
        f2 = f * f1
        m1 += f1
        m2 += f2
        m4 += f * f * f2
    return m1, m2, m4


@compiled_in_any_order
def _seconds(flags: npt.NDArray[np.bool_], lasts_s: Floats, begin: int, end: int) -> float:
    """Time of the flagged frames of a run."""
    seconds = 0.0
    flags = flags[begin:end]
    lasts_s = lasts_s[begin:end]
    for i in range(end - begin):
        seconds += lasts_s[i] if flags[i] else 0.0
    return seconds


@compiled_in_any_order
def _known(left_n: Floats, right_n: Floats, lasts_s: Floats, begin: int, end: int) -> float:
    """Seconds in which the force of any foot is known."""
    seconds = 0.0
    left_n = left_n[begin:end]
    right_n = right_n[begin:end]
    lasts_s = lasts_s[begin:end]
    for i in range(end - begin):
        seconds += 0.0 if math.isnan(left_n[i]) & math.isnan(right_n[i]) else lasts_s[i]
    return seconds


@compiled_in_any_order
def _both(
    left_n: Floats, right_n: Floats, lasts_s: Floats, begin: int, end: int
) -> tuple[float, float]:
    """Seconds in which the force of both feet is known, and ∫F over those."""
    both_s, force_s = 0.0, 0.0
    left_n = left_n[begin:end]
    right_n = right_n[begin:end]
    lasts_s = lasts_s[begin:end]
    for i in range(end - begin):
        left, right = left_n[i], right_n[i]
        both = 0.0 if math.isnan(left) | math.isnan(right) else lasts_s[i]
        both_s += both
        f = (left if left > 0.0 else 0.0) + (right if right > 0.0 else 0.0)  # noqa: FURB136 - nan
        force_s += f * both
    return both_s, force_s


@compiled_in_any_order
def _whole(lasts_s: Floats, begin: int, end: int) -> float:
    """Time of a run."""
    seconds = 0.0
    lasts_s = lasts_s[begin:end]
    for i in range(end - begin):
        seconds += lasts_s[i]
    return seconds


@compiled_in_any_order
def _missed(
    left: npt.NDArray[np.bool_],
    right: npt.NDArray[np.bool_],
    worn: npt.NDArray[np.bool_],
    lasts_s: Floats,
    begin: int,
    end: int,
) -> float:
    """Seconds in which a worn foot had no frame."""
    left_worn, right_worn = worn[0], worn[1]
    gap_s = 0.0
    left = left[begin:end]
    right = right[begin:end]
    lasts_s = lasts_s[begin:end]
    for i in range(end - begin):
        gap_s += lasts_s[i] if (left[i] & left_worn) | (right[i] & right_worn) else 0.0
    return gap_s


@compiled_in_any_order
def _of_region(
    sums: Floats,
    first: int,
    force_n: Floats,
    share: npt.NDArray[np.float32],
    lasts_s: Floats,
    begin: int,
    end: int,
) -> None:
    """Add a run of frames, each with its share, to the moments of one region."""
    m1, m2, m4 = 0.0, 0.0, 0.0
    force_n = force_n[begin:end]
    share = share[begin:end]
    lasts_s = lasts_s[begin:end]
    for i in range(end - begin):
        part = force_n[i] * share[i] if force_n[i] > 0.0 else 0.0
        f1 = part * lasts_s[i]
        f2 = part * f1
        m1 += f1
        m2 += f2
        m4 += part * part * f2
    sums[first] += m1
    sums[first + 1] += m2
    sums[first + 2] += m4


@compiled_in_any_order
def _placeless(force_n: Floats, share: npt.NDArray[np.float32], begin: int, end: int) -> int:
    """Frames with a force and no place for it."""
    count = 0
    force_n = force_n[begin:end]
    share = share[begin:end]
    for i in range(end - begin):
        count += 1 if math.isnan(share[i]) & (force_n[i] > 0.0) else 0
    return count


@compiled
def _add_regions(
    sums: Floats,
    force_n: Floats,
    lasts_s: Floats,
    shares: npt.NDArray[np.float32],
    share: Floats,
    begin: int,
    end: int,
) -> None:
    """Add a run of frames to the moments of heel, midfoot and forefoot."""
    if _placeless(force_n, shares[0], begin, end) == 0:
        for region in range(3):
            _of_region(sums, _REGIONS + 3 * region, force_n, shares[region], lasts_s, begin, end)
        for i in range(end - 1, begin - 1, -1):
            if not math.isnan(shares[0, i]):
                share[0], share[1], share[2] = shares[0, i], shares[1, i], shares[2, i]
                break
        return
    for i in range(begin, end):
        if not math.isnan(shares[0, i]):
            share[0], share[1], share[2] = shares[0, i], shares[1, i], shares[2, i]
        if not force_n[i] > 0.0:
            continue
        for region in range(3):
            part = force_n[i] * share[region]
            m1 = part * lasts_s[i]
            m2 = part * m1
            sums[_REGIONS + 3 * region] += m1
            sums[_REGIONS + 3 * region + 1] += m2
            sums[_REGIONS + 3 * region + 2] += part * part * m2


@compiled
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


@compiled
def _run(clock_s: Floats, hole_s: Floats, begin: int, last: int, before_s: float) -> int:
    """The first frame after `begin` that a hole parts from it, or that is not before a moment."""
    end = begin + 1
    while end < last and clock_s[end] < before_s and hole_s[end] == 0.0:
        end += 1
    return end


@compiled
def _lasting(times: Floats, step: int) -> float:
    """The moment up to which steps of the same gait follow each other without a hole."""
    while (
        step + 1 < len(times)
        and times[step + 1, 0] <= times[step, 1]
        and times[step + 1, 2] == times[step, 2]
    ):
        step += 1
    return float(times[step, 1])


@compiled
def _rest(
    clock_s: Floats,
    hole_s: Floats,
    lasts_s: Floats,
    force_n: Floats,
    phase_s: float,
    begin: int,
    end: int,
    cells: Floats,
    used: int,
    stretch: float,
) -> int:
    """Add a run without steps to its seconds; the seconds in use after it."""
    i = begin
    while i < end:
        second = math.floor(phase_s + clock_s[i] + EDGE_S)
        over = _run(clock_s, hole_s, i, end, second + 1.0 - phase_s - EDGE_S)
        both_s, force_s = _both(force_n[0], force_n[1], lasts_s, i, over)
        if both_s > 0.0:
            used = _add_quiet(cells, used, stretch, second, both_s, force_s)
        i = over
    return used


@compiled
def settle(
    clock_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Floats,
    missing: npt.NDArray[np.bool_],
    shares: npt.NDArray[np.float32],
    worn: npt.NDArray[np.bool_],
    times: Floats,
    phase_s: float,
    minute: int,
    first: int,
    last: int,
    feet: Floats,
    body: Floats,
    cells: Floats,
    stretch: Floats,
    share: Floats,
) -> int:
    """Add frames [first, last) to their minutes, and their quiet part to cells of one second.

    Parameters
    ----------
    clock_s, lasts_s, hole_s : array, shape (frames,)
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
    feet, body : array, shapes (minutes, 2, FOOT_SUMS) and (minutes, 4 + bins)
        Added to.
    cells : array, shape (cells, CELL_COLUMNS)
        Written from the beginning.
    stretch : array, shape (1,)
        Number of the stretch without steps that goes on; changed.
    share : array, shape (2, 3)
        The last shares seen; changed.

    Returns
    -------
    int
        Cells in use.
    """
    step, used, i = 0, 0, first
    while i < last:
        at_s = phase_s + clock_s[i] + EDGE_S
        number = math.floor(at_s / 60.0)
        m = number - minute
        if hole_s[i] > 0.0:
            here_s = max(0.0, min(hole_s[i], at_s - lasts_s[i] - 60.0 * number))
            _gap(feet, body, worn, m, here_s)
            if m > 0:
                _gap(feet, body, worn, m - 1, hole_s[i] - here_s)
        while step < len(times) and times[step, 1] <= clock_s[i]:
            step += 1
        gait, until_s = 0, 60.0 * (number + 1.0) - phase_s - EDGE_S
        if step < len(times):
            gait = int(times[step, 2]) if times[step, 0] <= clock_s[i] else 0
            until_s = min(until_s, _lasting(times, step) if gait else times[step, 0])
        end = _run(clock_s, hole_s, i, last, until_s)
        gap_s = _missed(missing[0], missing[1], worn, lasts_s, i, end)
        whole_s = _whole(lasts_s, i, end)
        for foot in range(2):
            if not worn[foot]:
                continue
            sums = feet[m, foot]
            lost_s = _seconds(missing[foot], lasts_s, i, end) if gap_s > 0.0 else 0.0
            sums[_GAP] += lost_s
            sums[_MEASURED] += whole_s - lost_s
            m1, m2, m4 = _moments(force_n[foot], lasts_s, i, end)
            for part in (_TOTAL, _WALK if gait == 1 else _RUN):
                if part == _TOTAL or gait:
                    sums[part] += m1
                    sums[part + 1] += m2
                    sums[part + 2] += m4
            if shares.size > 0:
                sums[_SHARED] += whole_s
                _add_regions(sums, force_n[foot], lasts_s, shares[foot], share[foot], i, end)
        body[m, _ANY_GAP] += gap_s
        if gait:
            body[m, gait - 1] += _known(force_n[0], force_n[1], lasts_s, i, end)
            if used == 0 or cells[used - 1, 0] == stretch[0]:
                stretch[0] += 1.0
        else:
            used = _rest(
                clock_s, hole_s, lasts_s, force_n, phase_s, i, end, cells, used, stretch[0]
            )
        i = end
    return used
