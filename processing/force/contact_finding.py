"""Contacts of a foot: found by a hysteresis, timed by a share of their own peak.

Finding and timing are two things. A contact is found where the force rises above 0.10 and falls
below 0.08 of the sum of both feet over whole strides, since thresholds in newtons do not travel
between devices. Its time runs from the first rise to the last fall through `EDGE` of its own peak,
each crossing taken on the straight line between two frames: a foot that unloads slowly crosses a
low threshold late, while a share of the peak has a wide flat optimum.
"""

import math
from enum import IntEnum

import numpy as np

from plantar.recording import Floats
from processing.force.compiled import compiled

#: A contact is found at these shares of mean(F_L + F_R) over whole strides ...
#: docs/load-model.md 1.3.4
ON, OFF = 0.10, 0.08
#: ... and at these forces until that is known. [N]
ON_N, OFF_N = 40.0, 30.0
#: Share of its own peak at which a contact is timed. Against a maker's report of 14 steps every
#: share from 0.06 to 0.10 stays within 25 ms on the mean of each foot; tests/processing show it.
EDGE = 0.08
#: Two contacts of a foot closer than this are one. [s]
MERGE_S = 0.040
#: Shorter than this is no contact. [s]
SHORTEST_S = 0.080
#: A contact of more than this keeps its load and loses its time. [s]
LONGEST_TIMED_S = 2.0
#: How far outside the found contact its timed edge may lie; beyond, the found one stands. [s]
REACH_S = 0.30


class At(IntEnum):
    """Columns of a table of contacts; the kernels write numbers, not words."""

    ON = 0  # crossing of the finding threshold, which orders the steps [s]
    OFF = 1
    START = 2  # timed edges [s]
    END = 3
    PEAK = 4
    M1 = 5
    M2 = 6
    M4 = 7
    CUT_START = 8
    CUT_END = 9
    OPEN = 10
    TIME = 11  # contact time, nan where it has none [s]
    GAIT = 12  # see `gait`
    DECIDED = 13  # its gait is final
    COUNTED = 14  # it is in its minute


COLUMNS = len(At)


class Now(IntEnum):
    """State of one foot between two calls of the kernel."""

    PHASE = 0
    ON_FRAME = 1  # index of the first frame of the contact, -1 when it has left the buffer
    OFF_FRAME = 2  # index of the first frame after it
    ROWS = 3  # contacts in the table
    REST_1 = 4  # moments since the fall, which a merge adds back
    REST_2 = 5
    REST_4 = 6


STATES = len(Now)
UNKNOWN, SWING, STANCE, LEAVING = 0, 1, 2, 3

# The kernel reads plain integers.
_ON, _OFF, _START, _END = int(At.ON), int(At.OFF), int(At.START), int(At.END)
_PEAK, _M1, _M2, _M4 = int(At.PEAK), int(At.M1), int(At.M2), int(At.M4)
_CUT_START, _CUT_END, _OPEN, _TIME = (
    int(At.CUT_START),
    int(At.CUT_END),
    int(At.OPEN),
    int(At.TIME),
)
_PHASE, _ON_FRAME, _OFF_FRAME, _ROWS = (
    int(Now.PHASE),
    int(Now.ON_FRAME),
    int(Now.OFF_FRAME),
    int(Now.ROWS),
)
_REST_1, _REST_2, _REST_4 = int(Now.REST_1), int(Now.REST_2), int(Now.REST_4)


@compiled
def _crossing(a: float, b: float, time_a: float, time_b: float, level: float) -> float:
    """When the straight line between two frames passes a level."""
    if a == b:
        return time_b
    return time_a + (time_b - time_a) * min(max((level - a) / (b - a), 0.0), 1.0)


@compiled
def _rise(
    time_s: Floats, force_n: Floats, hole_s: Floats, on: int, level: float
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
    before, after = force_n[i - 1], force_n[i]
    return _crossing(before, after, time_s[i - 1], time_s[i], level), i


@compiled
def _fall(
    time_s: Floats, force_n: Floats, hole_s: Floats, off: int, last: int, level: float
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
    before, after = force_n[i - 1], force_n[i]
    return _crossing(before, after, time_s[i - 1], time_s[i], level), i


@compiled
def _moments(row: Floats, force_n: Floats, lasts_s: Floats, begin: int, end: int) -> None:
    """Add frames [begin, end) to the moments of a contact."""
    for i in range(begin, end):
        f = max(0.0, force_n[i])
        row[_M1] += f * lasts_s[i]
        row[_M2] += f * f * lasts_s[i]
        row[_M4] += f * f * f * f * lasts_s[i]


@compiled
def _open(table: Floats, now: Floats, at_s: float, frame: int, cut: bool) -> None:
    """Begin a contact."""
    row = table[int(now[_ROWS])]
    row[:] = 0.0
    row[_ON], row[_START] = at_s, at_s
    row[_OFF], row[_END], row[_TIME] = np.nan, np.nan, np.nan
    row[_CUT_START], row[_OPEN] = 1.0 if cut else 0.0, 1.0
    now[_ROWS] += 1
    now[_PHASE], now[_ON_FRAME] = STANCE, frame


@compiled
def _stand(
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Floats,
    begin: int,
    last: int,
    off: float,
    row: Floats,
) -> int:
    """Add frame `begin` and those that follow it in the contact; the first one that does not."""
    peak, m1, m2, m4 = row[_PEAK], row[_M1], row[_M2], row[_M4]
    i = begin
    while i < last and (i == begin or (hole_s[i] == 0.0 and force_n[i] >= off)):
        f = force_n[i]
        f1 = f * lasts_s[i]
        f2 = f * f1
        peak = max(peak, f)
        m1 += f1
        m2 += f2
        m4 += f * f * f2
        i += 1
    row[_PEAK], row[_M1], row[_M2], row[_M4] = peak, m1, m2, m4
    return i


@compiled
def _rest(now: Floats, f: float, seconds: float) -> None:
    """Keep a frame below the threshold, which a merge would add back."""
    f1 = f * seconds
    f2 = f * f1
    now[_REST_1] += f1
    now[_REST_2] += f2
    now[_REST_4] += f * f * f2


@compiled
def _close(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Floats,
    edge: float,
    table: Floats,
    now: Floats,
    last: int,
) -> None:
    """End the contact that fell at OFF_FRAME; `last` is the last frame that may be looked at."""
    row = table[int(now[_ROWS]) - 1]
    row[_OPEN] = 0.0
    if row[_OFF] - row[_ON] < SHORTEST_S:
        now[_ROWS] -= 1
        return
    row[_END] = row[_OFF]
    on, off = int(now[_ON_FRAME]), int(now[_OFF_FRAME])
    level = edge * row[_PEAK]
    end_s, tail = _fall(time_s, force_n, hole_s, off, last, level)
    if not math.isnan(end_s):
        row[_END] = end_s
        _moments(row, force_n, lasts_s, off, max(tail, off))
    if row[_CUT_START] or on < 0:
        return
    start_s, head = _rise(time_s, force_n, hole_s, on, level)
    if not math.isnan(start_s):
        row[_START] = start_s
        _moments(row, force_n, lasts_s, min(head, on), on)
    seconds = row[_END] - row[_START]
    if seconds <= LONGEST_TIMED_S:
        row[_TIME] = seconds


@compiled
def _cut(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Floats,
    edge: float,
    table: Floats,
    now: Floats,
    last: int,
) -> None:
    """End what was going on because the next frame does not follow."""
    if now[_PHASE] == LEAVING:
        _close(time_s, lasts_s, hole_s, force_n, edge, table, now, last)
    elif now[_PHASE] == STANCE:
        row = table[int(now[_ROWS]) - 1]
        row[_OFF], row[_END] = time_s[last], time_s[last]
        row[_CUT_END], row[_OPEN] = 1.0, 0.0
        if row[_OFF] - row[_ON] < SHORTEST_S:
            now[_ROWS] -= 1
    now[_PHASE] = UNKNOWN


@compiled
def _leave(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Floats,
    edge: float,
    table: Floats,
    now: Floats,
    i: int,
) -> None:
    """End a contact when it cannot come back and its timed edge has passed."""
    row = table[int(now[_ROWS]) - 1]
    since_s = time_s[i] - row[_OFF]
    if since_s >= MERGE_S and (force_n[i] < edge * row[_PEAK] or since_s > REACH_S):
        _close(time_s, lasts_s, hole_s, force_n, edge, table, now, i)
        now[_PHASE] = SWING


@compiled
def _return(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Floats,
    edge: float,
    table: Floats,
    now: Floats,
    i: int,
    on: float,
) -> None:
    """The force is back: the same contact after a flicker, a new one after more."""
    row = table[int(now[_ROWS]) - 1]
    at_s = _crossing(force_n[i - 1], force_n[i], time_s[i - 1], time_s[i], on)
    # Standing that began before anybody looked is not joined to the first step.
    stood = row[_CUT_START] and row[_OFF] - row[_ON] > LONGEST_TIMED_S
    if at_s - row[_OFF] < MERGE_S and not stood:
        row[_M1] += now[_REST_1]
        row[_M2] += now[_REST_2]
        row[_M4] += now[_REST_4]
        now[_PHASE] = STANCE
    else:
        _close(time_s, lasts_s, hole_s, force_n, edge, table, now, i - 1)
        _open(table, now, at_s, i, False)


@compiled
def find_contacts(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Floats,
    first: int,
    last: int,
    on: float,
    off: float,
    edge: float,
    table: Floats,
    now: Floats,
    finish: bool,
) -> None:
    """Follow one foot through frames [first, last); contacts go to `table`, the state to `now`.

    Parameters
    ----------
    time_s, lasts_s, hole_s : array, shape (frames,)
        See `holes.Rows`; frames before `first` are looked back at. [s]
    force_n : array, shape (frames,)
        Above the zero of this foot; nan where missing for longer than can be bridged. [N]
    on, off : float
        Finding thresholds. [N]
    edge : float
        Share of its own peak at which a contact is timed, usually `EDGE`.
    table : array, shape (contacts, COLUMNS)
        With room for what these frames can hold.
    now : array, shape (STATES,)
    finish : bool
        Whether nothing follows: what is open is cut.
    """
    i = first
    while i < last:
        x = force_n[i]
        if hole_s[i] > 0.0 or math.isnan(x):
            _cut(time_s, lasts_s, hole_s, force_n, edge, table, now, i - 1)
            if math.isnan(x):
                i += 1
                continue
        phase = now[_PHASE]
        if phase == UNKNOWN:
            if x >= on:
                _open(table, now, time_s[i] - lasts_s[i], i, True)
            elif x < off:
                now[_PHASE] = SWING
        elif phase == SWING:
            if x >= on:
                at_s = _crossing(force_n[i - 1], x, time_s[i - 1], time_s[i], on)
                _open(table, now, at_s, i, False)
        elif phase == STANCE:
            if x < off:
                at_s = _crossing(force_n[i - 1], x, time_s[i - 1], time_s[i], off)
                table[int(now[_ROWS]) - 1, _OFF] = at_s
                now[_PHASE], now[_OFF_FRAME] = LEAVING, i
                now[_REST_1], now[_REST_2], now[_REST_4] = 0.0, 0.0, 0.0
        elif x >= on:
            _return(time_s, lasts_s, hole_s, force_n, edge, table, now, i, on)
        else:
            _leave(time_s, lasts_s, hole_s, force_n, edge, table, now, i)
        if now[_PHASE] == SWING:
            i += 1
            while i < last and hole_s[i] == 0.0 and force_n[i] < on:
                i += 1
        elif now[_PHASE] == STANCE:
            i = _stand(lasts_s, hole_s, force_n, i, last, off, table[int(now[_ROWS]) - 1])
        else:
            _rest(now, max(0.0, x), lasts_s[i])
            i += 1
    if finish:
        _cut(time_s, lasts_s, hole_s, force_n, edge, table, now, last - 1)
