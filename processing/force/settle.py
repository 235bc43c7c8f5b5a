"""The frames whose gait is known, added to their minutes; no frame is looked at twice.

Frames are taken in runs: those of one minute and one gait, without a hole between them. What goes
on inside a run is summed many frames at once.
"""

import math

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import compiled, compiled_in_any_order
from processing.force.sums import EDGE_S, Both, Sum

Force = npt.NDArray[np.floating]
Shares = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

_MEASURED, _GAP, _SHARED = int(Sum.MEASURED), int(Sum.GAP), int(Sum.SHARED)
_TOTAL, _WALK, _RUN = int(Sum.TOTAL), int(Sum.WALKING), int(Sum.RUNNING)
#: Frames of which one question tells whether any needs a look.
BLOCK = 1024
_REGIONS, _ANY_GAP = int(Sum.REGIONS), int(Both.ANY_GAP)


@compiled
def _gap(feet: Floats, body: Floats, worn: Flags, m: int, seconds: float) -> None:
    """Time that no row tells of: nothing from any worn foot."""
    for foot in range(2):
        if worn[foot]:
            feet[m, foot, _GAP] += seconds
    body[m, _ANY_GAP] += seconds


@compiled_in_any_order
def _moments(force_n: Force, lasts_s: Floats) -> tuple[float, float, float]:
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


@compiled_in_any_order
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


@compiled_in_any_order
def _seconds(flags: Flags, lasts_s: Floats) -> float:
    """Time of the flagged frames of a run."""
    seconds = 0.0
    for i in range(len(flags)):
        seconds += lasts_s[i] if flags[i] else 0.0
    return seconds


@compiled_in_any_order
def _known(left_n: Force, right_n: Force, lasts_s: Floats) -> float:
    """Seconds in which the force of any foot is known."""
    seconds = 0.0
    for i in range(len(left_n)):
        seconds += 0.0 if math.isnan(left_n[i]) & math.isnan(right_n[i]) else lasts_s[i]
    return seconds


@compiled_in_any_order
def _both(left_n: Force, right_n: Force, lasts_s: Floats) -> tuple[float, float]:
    """Seconds in which the force of both feet is known, and ∫F over those."""
    both_s, force_s = 0.0, 0.0
    for i in range(len(left_n)):
        left, right = left_n[i], right_n[i]
        both = 0.0 if math.isnan(left) | math.isnan(right) else lasts_s[i]
        both_s += both
        f = np.float64((left if left > 0.0 else 0.0) + (right if right > 0.0 else 0.0))
        force_s += f * both
    return both_s, force_s


@compiled_in_any_order
def _whole(lasts_s: Floats) -> float:
    """Time of a run."""
    seconds = 0.0
    for i in range(len(lasts_s)):
        seconds += lasts_s[i]
    return seconds


@compiled_in_any_order
def _missed(left: Flags, right: Flags, lasts_s: Floats) -> float:
    """Seconds in which a foot had no frame."""
    gap_s = 0.0
    for i in range(len(left)):
        gap_s += lasts_s[i] if left[i] | right[i] else 0.0
    return gap_s


@compiled_in_any_order
def _any(flags: Flags) -> bool:
    """Whether one of the frames is flagged."""
    found = False
    for i in range(len(flags)):
        found |= flags[i]
    return found


@compiled
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


@compiled
def _add_regions(
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
def _before(time_s: Floats, first: int, last: int, at_s: float) -> int:
    """The first frame of [first, last) that is not before a moment."""
    return first + int(np.searchsorted(time_s[first:last], at_s))


@compiled
def _next_hole(hole_s: Floats, first: int, last: int) -> int:
    """The first frame of [first, last) with a hole before it; `last` without one."""
    for begin in range(first, last, BLOCK):
        holes = hole_s[begin : min(begin + BLOCK, last)]
        if _whole(holes) > 0.0:
            for i in range(len(holes)):
                if holes[i] > 0.0:
                    return begin + i
    return last


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
            hole = _next_hole(hole_s, i + 1, last)
        end = _before(time_s, i + 1, hole, until_s)
        lasts = lasts_s[i:end]
        whole_s = _whole(lasts)
        gap_s = 0.0
        lost = (worn[0] and _any(missing[0, i:end])) or (worn[1] and _any(missing[1, i:end]))
        for foot in range(2):
            if not worn[foot]:
                continue
            sums, force = feet[m, foot], force_n[foot, i:end]
            lost_s = _seconds(missing[foot, i:end], lasts) if lost else 0.0
            gap_s = max(gap_s, lost_s)
            sums[_GAP] += lost_s
            sums[_MEASURED] += whole_s - lost_s
            m1, m2, m4 = _moments(force, lasts)
            for part in (_TOTAL, _WALK if gait == 1 else _RUN):
                if part == _TOTAL or gait:
                    sums[part] += m1
                    sums[part + 1] += m2
                    sums[part + 2] += m4
            if shares.size > 0:
                sums[_SHARED] += whole_s
                parts = (
                    shares[foot, 0, i:end],
                    shares[foot, 1, i:end],
                    shares[foot, 2, i:end],
                )
                _add_regions(sums, force, lasts, parts, share[foot])
        if lost and worn[0] and worn[1]:
            gap_s = _missed(missing[0, i:end], missing[1, i:end], lasts)
        body[m, _ANY_GAP] += gap_s
        if gait:
            known_s = _known(force_n[0, i:end], force_n[1, i:end], lasts) if lost else whole_s
            body[m, gait - 1] += known_s
            if used == 0 or cells[used - 1, 0] == bouts:
                bouts += 1
        else:
            while i < end:
                second = math.floor(phase_s + time_s[i] + EDGE_S)
                over = _before(time_s, i + 1, end, second + 1.0 - phase_s - EDGE_S)
                here = slice(i, over)
                both_s, force_s = _both(force_n[0, here], force_n[1, here], lasts_s[here])
                if both_s > 0.0:
                    used = _add_quiet(cells, used, bouts, second, both_s, force_s)
                i = over
        i = end
    return used, bouts
