"""Contacts that are decided and over, added to the minute in which they began.

A foot that scuffs the ground in its swing has touched it, not stood on it: what stays under a
quarter of body weight is a touch. Its load is in the totals, but nobody counts it as a contact.
"""

import math

from plantar.recording import Floats
from processing.force.compiled import part
from processing.force.contact_table import At
from processing.force.sums import EDGE_S, Sum

_ON, _OFF, _OPEN = int(At.ON), int(At.OFF), int(At.OPEN)
_CUT_START, _CUT_END = int(At.CUT_START), int(At.CUT_END)
_GAIT, _DECIDED, _COUNTED = int(At.GAIT), int(At.DECIDED), int(At.COUNTED)
_PEAK_N, _M1, _TIME = int(At.PEAK), int(At.M1), int(At.TIME)
_STEPS_WALKING, _STEPS_RUNNING = int(Sum.STEPS_WALKING), int(Sum.STEPS_RUNNING)
_CONTACTS, _TIMED, _TIMES = int(Sum.CONTACTS), int(Sum.TIMED), int(Sum.TIME)
_PEAKS, _IMPULSES = int(Sum.PEAK), int(Sum.IMPULSE)


@part
def _count(row: Floats, sums: Floats) -> None:
    """One contact; a cut one may be a step, but is no whole contact."""
    if row[_GAIT] == 1.0:
        sums[_STEPS_WALKING] += 1.0
    elif row[_GAIT] > 1.0:
        sums[_STEPS_RUNNING] += 1.0
    if row[_CUT_START] or row[_CUT_END]:
        return
    sums[_CONTACTS] += 1.0
    sums[_PEAKS] += row[_PEAK_N]
    sums[_IMPULSES] += row[_M1]
    if row[_GAIT] and not math.isnan(row[_TIME]):
        sums[_TIMES] += row[_TIME]
        sums[_TIMED] += 1.0


@part
def count_contacts(
    table: Floats,
    rows: int,
    until_s: float,
    longest_s: float,
    light_n: float,
    phase_s: float,
    minute: int,
    foot: int,
    feet: Floats,
    counted: Floats,
) -> int:
    """Count the contacts of one foot that began up to a moment and are over.

    Parameters
    ----------
    table : array, shape (contacts, COLUMNS)
        Those up to the moment are marked as decided, the ones counted as counted.
    rows : int
        Contacts in the table.
    until_s : float
        [s]
    longest_s : float
        A landing longer than this that was never followed to its end is standing, no step. [s]
    light_n : float
        A contact with a lower peak is a touch. [N]
    phase_s, minute
        See `settle.settle`.
    foot, feet : int and array, shape (minutes, 2, FOOT_SUMS)
        Added to in the column of this foot.
    counted : array, shape (contacts, COLUMNS) or (0, COLUMNS)
        The contacts counted, written from the beginning where there is room for any.

    Returns
    -------
    int
        How many were counted.
    """
    n = 0
    for k in range(rows):
        row = table[k]
        if row[_ON] > until_s:
            break
        row[_DECIDED] = 1.0
        if row[_OPEN] or row[_COUNTED]:
            continue
        if row[_CUT_END] and row[_OFF] - row[_ON] > longest_s:
            row[_GAIT] = 0.0
        row[_COUNTED] = 1.0
        if row[_PEAK_N] < light_n:
            continue
        _count(row, feet[int((phase_s + row[_ON] + EDGE_S) // 60.0) - minute, foot])
        if len(counted):
            counted[n] = row
        n += 1
    return n


@part
def first_kept(table: Floats, rows: int, since_s: float) -> int:
    """The first contact that is not in its minute yet, or that began since a moment."""
    for k in range(rows):
        if not table[k, _COUNTED] or table[k, _ON] >= since_s:
            return k
    return rows


@part
def first_waiting(table: Floats, rows: int) -> int:
    """The first contact that is not in its minute yet; -1 without one."""
    for k in range(rows):
        if not table[k, _COUNTED]:
            return k
    return -1
