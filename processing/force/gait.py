"""Which contacts are steps, walked or run: a step stands in a bout, and running has a flight.

Everything is decided from the neighbours of a contact, at most six before and six after, so a step
has its answer half a minute later, whatever comes then.
"""

import math

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import part
from processing.force.contact_table import At

#: Fewer consecutive steps are no bout. docs/load-model.md 1.3.8
LEAST_STEPS = 4
#: Onsets further apart than this end a bout. [s] docs/load-model.md 1.3.8
LONGEST_PAUSE_S = 3.0
#: Running steps touch the ground for less than this share of the stride. docs/load-model.md 1.3.7
RUNNING_DUTY = 0.5
#: A contact that carries less than this share of body weight is a touch, no step and no contact.
#: (our choice)
LIGHT = 0.25
#: The time of the last step of a bout ends with its contact, or after this. [s] (our choice)
LONGEST_LAST_S = 2.0
#: Two halves of a contact around a gap shorter than this are one step: no swing fits in. [s]
#: (our choice)
SAME_STEP_S = 0.5
#: Neighbours looked at on each side.
REACH = 6
#: How long after its onset everything about a step is known: REACH pauses, a contact, its tail. [s]
DECIDED_AFTER_S = 30.0

NONE, WALKING, RUNNING = 0, 1, 2

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_ON, _OFF, _PEAK, _TIME = int(At.ON), int(At.OFF), int(At.PEAK), int(At.TIME)
_CUT_START, _CUT_END, _OPEN = int(At.CUT_START), int(At.CUT_END), int(At.OPEN)
_GAIT, _DECIDED = int(At.GAIT), int(At.DECIDED)


@part
def _candidate(table: Floats, row: int, scale_n: float) -> bool:
    """Whether a contact may be a step at all."""
    one = table[row]
    if one[_CUT_START] and one[_CUT_END]:
        return False
    if one[_PEAK] < LIGHT * scale_n:
        return False
    if one[_CUT_START] and row > 0:
        before = table[row - 1]
        if before[_CUT_END] and not before[_CUT_START] and one[_ON] - before[_OFF] < SAME_STEP_S:
            return False
    return True


@part
def _in_order(
    left: Floats, right: Floats, lefts: int, rights: int, scale_n: float
) -> tuple[Ints, Ints]:
    """Foot and row of the candidates of both feet, by onset."""
    feet = np.empty(lefts + rights, np.int64)
    rows = np.empty(lefts + rights, np.int64)
    i, j, n = 0, 0, 0
    while i < lefts or j < rights:
        if j >= rights or (i < lefts and left[i, _ON] <= right[j, _ON]):
            foot, row = 0, i
            i += 1
        else:
            foot, row = 1, j
            j += 1
        if _candidate(left if foot == 0 else right, row, scale_n):
            feet[n], rows[n] = foot, row
            n += 1
    return feet[:n], rows[:n]


@part
def _whole(one: Floats) -> bool:
    """Whether a contact can make a bout: seen from swing to swing, and no standing."""
    return (
        not one[_CUT_START]
        and not one[_CUT_END]
        and not one[_OPEN]
        and one[_OFF] - one[_ON] <= LONGEST_PAUSE_S
    )


@part
def _is_step(steps: Floats, chain: Ints, whole: Flags, k: int) -> bool:
    """Whether candidate k stands in a bout; a cut one needs whole ones on both sides."""
    cut = steps[k, _CUT_START] or steps[k, _CUT_END]
    before, after = 0, 0
    near_before, near_after = False, False
    for d in range(1, REACH + 1):
        if k - d >= 0 and chain[k - d] == chain[k] and whole[k - d]:
            before += 1
            near_before = near_before or d <= REACH // 2
        if k + d < len(chain) and chain[k + d] == chain[k] and whole[k + d]:
            after += 1
            near_after = near_after or d <= REACH // 2
        many = before + after + (1 if whole[k] else 0)
        if many >= LEAST_STEPS and (not cut or (near_before and near_after)):
            return True
    return False


@part
def _duty(steps: Floats, feet: Ints, chain: Ints, k: int) -> float:
    """Contact time over stride time; nan when either is unknown.

    The shorter of the strides before and after counts: the longer one may hold a pause.
    """
    stride_s = np.inf
    for way in (-1, 1):
        for d in range(1, REACH + 1):
            j = k + way * d
            if j < 0 or j >= len(feet) or chain[j] != chain[k]:
                break
            if feet[j] == feet[k]:
                apart_s = abs(steps[j, _ON] - steps[k, _ON])
                if apart_s < 2 * LONGEST_PAUSE_S:
                    stride_s = min(stride_s, apart_s)
                break
    return steps[k, _TIME] / stride_s if stride_s < np.inf else np.nan


@part
def _settled(gait: Ints, chain: Ints, step: Flags, k: int) -> int:
    """Gait of a step: its own, unless both neighbours agree on another; unknown: a neighbour's."""
    n = len(gait)
    before, after = NONE, NONE
    own = int(gait[k])
    for d in range(1, REACH // 2 + 1):
        if before == NONE and k - d >= 0 and chain[k - d] == chain[k] and step[k - d]:
            before = int(gait[k - d])
        if after == NONE and k + d < n and chain[k + d] == chain[k] and step[k + d]:
            after = int(gait[k + d])
    if before == after and before != NONE:
        return before
    if own != NONE:
        return own
    if before != NONE:
        return before
    return after if after != NONE else WALKING


@part
def _forget(table: Floats, rows: int) -> None:
    """Take back what was thought of steps that are not decided yet."""
    for row in range(rows):
        if not table[row, _DECIDED]:
            table[row, _GAIT] = NONE


@part
def _times(steps: Floats, chain: Ints, whole: Flags) -> Floats:
    """Begin, end and gait of each step, up to the next one in its bout."""
    times = np.empty((len(steps), 3))
    m, chain_of_last = 0, -1
    for k in range(len(steps)):
        cut = steps[k, _CUT_START] or steps[k, _CUT_END]
        # Whoever comes to stand has made a step, but standing is no walking.
        if steps[k, _GAIT] == NONE or not (whole[k] or cut):
            continue
        begin_s = steps[k, _ON]
        if chain_of_last == chain[k]:
            times[m - 1, 1] = begin_s
        times[m, 0], times[m, 2] = begin_s, steps[k, _GAIT]
        times[m, 1] = min(begin_s + LONGEST_LAST_S, steps[k, _OFF])
        chain_of_last = chain[k]
        m += 1
    return times[:m]


@part
def find_bouts(left: Floats, right: Floats, lefts: int, rights: int, scale_n: float) -> Floats:
    """Mark the steps in two tables of contacts, and give the time they took.

    Parameters
    ----------
    left, right : array, shape (contacts, COLUMNS)
        By onset; `At.GAIT` is written unless `At.DECIDED` says it was decided before.
    lefts, rights : int
        Rows in use.
    scale_n : float
        Body weight in the sole's own newtons, 0 while unknown. [N]

    Returns
    -------
    array, shape (steps, 3)
        Begin, end [s] and gait of each step, by begin; a bout is without holes.
    """
    feet, rows = _in_order(left, right, lefts, rights, scale_n)
    n = len(feet)
    steps = np.empty((n, left.shape[1]))
    chain = np.zeros(n, np.int64)
    whole, step = np.zeros(n, np.bool_), np.zeros(n, np.bool_)
    for k in range(n):
        table = left if feet[k] == 0 else right
        for column in range(left.shape[1]):  # number by number: a row at a time is slow
            steps[k, column] = table[rows[k], column]
        whole[k] = _whole(steps[k])
        if k > 0:
            parted = steps[k, _ON] - steps[k - 1, _ON] >= LONGEST_PAUSE_S
            chain[k] = chain[k - 1] + (1 if parted else 0)
    # What is decided stays, but its nearest neighbours still look at how it was made.
    first = 0
    while first < n and steps[first, _DECIDED]:
        first += 1
    gait = np.zeros(n, np.int64)
    for k in range(max(first - REACH, 0), n):
        step[k] = _is_step(steps, chain, whole, k)
        duty = _duty(steps, feet, chain, k) if step[k] else np.nan
        if not math.isnan(duty):
            gait[k] = RUNNING if duty < RUNNING_DUTY else WALKING
    _forget(left, lefts)
    _forget(right, rights)
    for k in range(n):
        if not steps[k, _DECIDED]:
            steps[k, _GAIT] = _settled(gait, chain, step, k) if step[k] else NONE
            table = left if feet[k] == 0 else right
            table[rows[k], _GAIT] = steps[k, _GAIT]
    return _times(steps, chain, whole)
