"""Contacts of a foot: found by a hysteresis, timed by a share of their own peak.

Finding and timing are two things. A contact is found where the force rises above 0.10 and falls
below 0.08 of the sum of both feet over whole strides, since thresholds in newtons do not travel
between devices. Its time runs from the first rise to the last fall through `EDGE` of its own peak,
each crossing taken on the straight line between two frames: a foot that unloads slowly crosses a
low threshold late, while a share of the peak has a wide flat optimum.

Only the frames around a crossing are looked at one by one. A swing is skipped, and the frames of a
stance are added up side by side once its end is known.
"""

import math

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import part
from processing.force.contact_edges import REACH_S, add_frames, crossing, fall, highest, rise
from processing.force.contact_table import SHORTEST_S, At, Now
from processing.force.skipping import next_hole, skip

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
#: A contact of more than this keeps its load and loses its time. [s]
LONGEST_TIMED_S = 2.0
#: A contact of more than this keeps the beginning it was found at: the frames there may be gone.
#: [s] (our choice)
LONGEST_LOOKED_BACK_S = 30.0

UNKNOWN, SWING, STANCE, LEAVING = 0, 1, 2, 3

Force = npt.NDArray[np.floating]

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


@part
def _open(table: Floats, now: Floats, at_s: float, frame: int, cut: bool) -> None:
    """Begin a contact."""
    row = table[int(now[_ROWS])]
    row[:] = 0.0
    row[_ON], row[_START] = at_s, at_s
    row[_OFF], row[_END], row[_TIME] = np.nan, np.nan, np.nan
    row[_CUT_START], row[_OPEN] = 1.0 if cut else 0.0, 1.0
    now[_ROWS] += 1
    now[_PHASE], now[_ON_FRAME] = STANCE, frame


@part
def _rest(now: Floats, f: float, seconds: float) -> None:
    """Keep a frame below the threshold, which a merge would add back."""
    f1 = f * seconds
    f2 = f * f1
    now[_REST_1] += f1
    now[_REST_2] += f2
    now[_REST_4] += f * f * f2


@part
def _close(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Force,
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
    end_s, tail = fall(time_s, force_n, hole_s, off, last, level)
    if not math.isnan(end_s):
        row[_END] = end_s
        add_frames(row, force_n, lasts_s, off, max(tail, off))
    if row[_CUT_START] or on < 0 or row[_OFF] - row[_ON] > LONGEST_LOOKED_BACK_S:
        return
    start_s, head = rise(time_s, force_n, hole_s, on, level)
    if not math.isnan(start_s):
        row[_START] = start_s
        add_frames(row, force_n, lasts_s, min(head, on), on)
    seconds = row[_END] - row[_START]
    if seconds <= LONGEST_TIMED_S:
        row[_TIME] = seconds


@part
def _cut(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Force,
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


@part
def _return(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Force,
    edge: float,
    table: Floats,
    now: Floats,
    i: int,
    on: float,
) -> None:
    """The force is back: the same contact after a flicker, a new one after more."""
    row = table[int(now[_ROWS]) - 1]
    at_s = crossing(time_s, force_n, i, on)
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


@part
def find_contacts(
    time_s: Floats,
    lasts_s: Floats,
    hole_s: Floats,
    force_n: Force,
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
    on, off = np.float64(np.float32(on)), np.float64(np.float32(off))  # as fine as the frames
    i, hole = first, first
    while i < last:
        x = np.float64(force_n[i])
        if hole_s[i] > 0.0 or math.isnan(x):
            _cut(time_s, lasts_s, hole_s, force_n, edge, table, now, i - 1)
            if math.isnan(x):
                i += 1
                continue
        phase, row = now[_PHASE], int(now[_ROWS]) - 1
        if phase == UNKNOWN:
            if x >= on:
                _open(table, now, time_s[i] - lasts_s[i], i, True)
            elif x < off:
                now[_PHASE] = SWING
        elif phase == SWING:
            if x >= on:
                _open(table, now, crossing(time_s, force_n, i, on), i, False)
        elif phase == STANCE:
            if x < off:
                table[row, _OFF] = crossing(time_s, force_n, i, off)
                now[_PHASE], now[_OFF_FRAME] = LEAVING, i
                now[_REST_1], now[_REST_2], now[_REST_4] = 0.0, 0.0, 0.0
        elif x >= on:
            _return(time_s, lasts_s, hole_s, force_n, edge, table, now, i, on)
        else:
            # A contact ends when it cannot come back and its timed edge has passed.
            since_s = time_s[i] - table[row, _OFF]
            past = x < edge * table[row, _PEAK] or since_s > REACH_S
            if past and since_s >= MERGE_S:
                _close(time_s, lasts_s, hole_s, force_n, edge, table, now, i)
                now[_PHASE] = SWING
        begin, i = i, i + 1
        if i > hole:
            hole = next_hole(hole_s, i, last)
        if now[_PHASE] == SWING:
            i = skip(force_n, i, hole, on, True)
        elif now[_PHASE] == STANCE:
            i = skip(force_n, i, hole, off, False)
            stance = table[int(now[_ROWS]) - 1]
            stance[_PEAK] = max(stance[_PEAK], highest(force_n[begin:i]))
            add_frames(stance, force_n, lasts_s, begin, i)
        elif now[_PHASE] == LEAVING:
            _rest(now, max(0.0, x), lasts_s[begin])
    if finish:
        _cut(time_s, lasts_s, hole_s, force_n, edge, table, now, last - 1)
