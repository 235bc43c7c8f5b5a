"""The frames whose gait is known, added to their minutes; no frame is looked at twice."""

import math
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import compiled


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


@compiled
def _add(sums: Floats, f: float, seconds: float, gait: int) -> None:
    """Add one frame to the moments of a foot."""
    f1 = f * seconds
    f2 = f * f1
    f4 = f * f * f2
    sums[_TOTAL] += f1
    sums[_TOTAL + 1] += f2
    sums[_TOTAL + 2] += f4
    if gait:
        part = _WALK if gait == 1 else _RUN
        sums[part] += f1
        sums[part + 1] += f2
        sums[part + 2] += f4


@compiled
def _add_regions(sums: Floats, f: float, seconds: float, share: Floats) -> None:
    """Add one frame to the moments of heel, midfoot and forefoot."""
    sums[_SHARED] += seconds
    for region in range(3):
        part = f * share[region]
        square = part * part
        sums[_REGIONS + 3 * region] += part * seconds
        sums[_REGIONS + 3 * region + 1] += square * seconds
        sums[_REGIONS + 3 * region + 2] += square * square * seconds


@compiled
def _add_quiet(
    cells: Floats, used: int, stretch: float, second: float, seconds: float, total_n: float
) -> int:
    """Add one frame without a step to its second; the seconds in use after it."""
    if used == 0 or cells[used - 1, 0] != stretch or cells[used - 1, 1] != second:
        cells[used, 0], cells[used, 1] = stretch, second
        cells[used, 2], cells[used, 3] = 0.0, 0.0
        used += 1
    cells[used - 1, 2] += seconds
    cells[used - 1, 3] += total_n * seconds
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
    shares : array, shape (2, frames, 3) or (2, 0, 3)
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
    step, used = 0, 0
    with_shares = shares.shape[1] > 0
    for i in range(first, last):
        at_s = phase_s + clock_s[i] + EDGE_S
        m = int(at_s // 60.0) - minute
        seconds = lasts_s[i]
        if hole_s[i] > 0.0:
            here_s = min(hole_s[i], at_s - seconds - 60.0 * (m + minute))
            _gap(feet, body, worn, m, max(here_s, 0.0))
            if m > 0:
                _gap(feet, body, worn, m - 1, hole_s[i] - max(here_s, 0.0))
        while step < len(times) and times[step, 1] <= clock_s[i]:
            step += 1
        gait = 0
        if step < len(times) and times[step, 0] <= clock_s[i]:
            gait = int(times[step, 2])
        total_n, known, gap = 0.0, 0, False
        for foot in range(2):
            if not worn[foot]:
                continue
            sums = feet[m, foot]
            gap = gap or missing[foot, i]
            sums[_GAP if missing[foot, i] else _MEASURED] += seconds
            x = force_n[foot, i]
            if math.isnan(x):
                continue
            known += 1
            total_n += max(0.0, x)
            _add(sums, max(0.0, x), seconds, gait)
            if with_shares:
                if not math.isnan(shares[foot, i, 0]):
                    share[foot] = shares[foot, i]
                _add_regions(sums, max(0.0, x), seconds, share[foot])
        if gap:
            body[m, _ANY_GAP] += seconds
        if gait:
            if known:
                body[m, gait - 1] += seconds
            if used == 0 or cells[used - 1, 0] == stretch[0]:
                stretch[0] += 1.0
        elif known == 2:  # noqa: PLR2004 - both feet
            used = _add_quiet(cells, used, stretch[0], at_s // 1.0, seconds, total_n)
    return used
