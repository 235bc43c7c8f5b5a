"""All passes over a stretch of frames, one after another, without a word of Python between them.

Python calls this one compiled function, once for many stretches; all others are parts of it.
"""

from collections.abc import Callable

import numpy as np

from plantar.recording import Floats
from processing.force import gait
from processing.force.compiled import compiled, part, text_of_passes
from processing.force.contact_finding import EDGE, OFF, OFF_N, ON, ON_N, find_contacts
from processing.force.contact_table import Now
from processing.force.counting import count_contacts, first_kept, first_waiting
from processing.force.frames import KEPT_S, Frames, Ints, Known, Memory, Upto
from processing.force.gait import find_bouts
from processing.force.holes import LONGEST_BRIDGED_S, bridge
from processing.force.quiet import HALF_WINDOW_S, add_postures
from processing.force.settle import settle
from processing.force.strides import strides_of
from processing.force.sums import EDGE_S, Cell, MinuteSums

#: Posture of a second is known when the median has seen this much after it. [s]
POSTURE_AFTER_S = HALF_WINDOW_S + 2.0

_ROWS = int(Now.ROWS)
_STRIDES, _SECONDS, _FORCE_S = int(Known.STRIDES), int(Known.SECONDS), int(Known.FORCE_S)
_BODY_N = int(Known.BODY_N)
_FOUND, _SETTLED, _MINUTE = int(Upto.FOUND), int(Upto.SETTLED), int(Upto.MINUTE)
_CELLS, _TOLD, _BOUTS = int(Upto.CELLS), int(Upto.TOLD), int(Upto.BOUTS)
_SECOND = int(Cell.SECOND)


@part
def _bridge(frames: Frames, used: int, begin: int, end: int) -> None:
    """Cross the short holes of both feet."""
    for foot in range(2):
        bridge(
            frames.force_n[foot, :used],
            frames.missing[foot, :used],
            frames.lasts_s,
            frames.hole_s,
            begin,
            end,
            LONGEST_BRIDGED_S,
        )


@part
def _learn(frames: Frames, memory: Memory, begin: int, end: int) -> None:
    """Take zero and scale from the strides of a stretch; hold them when there are none."""
    left_n, right_n, strides, seconds, force_s = strides_of(
        frames.time_s[begin:end],
        frames.lasts_s[begin:end],
        frames.hole_s[begin:end],
        frames.force_n[0, begin:end],
        frames.force_n[1, begin:end],
    )
    if strides:
        for foot, zero_n in enumerate((left_n, right_n)):
            if not np.isnan(zero_n):
                memory.zero_n[foot] = zero_n
        memory.known[_STRIDES] += strides
        memory.known[_SECONDS] += seconds
        memory.known[_FORCE_S] += force_s
        memory.known[_BODY_N] = max(force_s / seconds, 0.0)
    for foot in range(2):
        net_n, force_n = frames.net_n[foot, begin:end], frames.force_n[foot, begin:end]
        zero = np.float32(memory.zero_n[foot])
        for i in range(len(net_n)):
            net_n[i] = force_n[i] - zero


@part
def _find(frames: Frames, memory: Memory, begin: int, end: int, finish: bool) -> None:
    """Find the contacts of both feet."""
    body_n = memory.known[_BODY_N]
    on_n, off_n = (ON * body_n, OFF * body_n) if body_n else (ON_N, OFF_N)
    for foot in range(2):
        if memory.worn[foot]:
            find_contacts(
                frames.time_s,
                frames.lasts_s,
                frames.hole_s,
                frames.net_n[foot],
                begin,
                end,
                on_n,
                off_n,
                EDGE,
                memory.tables[foot],
                memory.now[foot],
                finish,
            )


@part
def _settle(
    frames: Frames,
    memory: Memory,
    until_s: float,
    found: int,
    phase_s: float,
    minute: int,
    sums: MinuteSums,
) -> None:
    """Add the frames up to a moment to their minutes."""
    left, right = memory.tables[0], memory.tables[1]
    rows = memory.now[:, _ROWS]
    body_n = memory.known[_BODY_N]
    times = find_bouts(left, right, int(rows[0]), int(rows[1]), body_n)
    begin = memory.upto[_SETTLED]
    end = int(np.searchsorted(frames.time_s[:found], until_s, side="right"))
    if end > begin:
        memory.upto[_CELLS], memory.upto[_BOUTS] = settle(
            frames.time_s,
            frames.lasts_s,
            frames.hole_s,
            frames.net_n,
            frames.missing,
            frames.shares,
            memory.worn,
            times,
            phase_s,
            minute,
            begin,
            end,
            sums.feet,
            sums.body,
            memory.cells,
            memory.upto[_CELLS],
            memory.upto[_BOUTS],
            memory.share,
        )
        memory.upto[_SETTLED] = end


@part
def _forget_rows(table: Floats, gone: int, rows: int) -> None:
    """Move the rows from `gone` on to the front; number by number, a row at a time is slow."""
    if gone > 0:
        for k in range(rows - gone):
            for c in range(table.shape[1]):
                table[k, c] = table[k + gone, c]


@part
def _count(
    memory: Memory,
    until_s: float,
    phase_s: float,
    minute: int,
    sums: MinuteSums,
    counted: Floats,
    counts: Ints,
) -> None:
    """Add the contacts that are decided and over to their minutes, and forget the oldest."""
    for foot in range(2):
        table, rows = memory.tables[foot], int(memory.now[foot, _ROWS])
        fresh = counted[foot, counts[foot] :]
        many = count_contacts(
            table,
            rows,
            until_s,
            gait.LONGEST_PAUSE_S,
            gait.LIGHT * memory.known[_BODY_N],
            phase_s,
            minute,
            foot,
            sums.feet,
            fresh,
        )
        if counted.shape[1]:
            counts[foot] += many
        gone = first_kept(table, rows, until_s - KEPT_S)
        _forget_rows(table, gone, rows)
        memory.now[foot, _ROWS] -= gone


@part
def _tell_postures(memory: Memory, known_s: float, minute: int, sums: MinuteSums) -> None:
    """Add the seconds without steps whose median is known, and forget the oldest."""
    used, told = int(memory.upto[_CELLS]), int(memory.upto[_TOLD])
    cells = memory.cells[:used]
    last = int(np.searchsorted(cells[:, _SECOND], known_s))
    if last > told:
        add_postures(cells, told, last, minute, sums.body)
        told = last
    gone = int(np.searchsorted(cells[:told, _SECOND], known_s - KEPT_S))
    _forget_rows(cells, gone, used)
    memory.upto[_CELLS], memory.upto[_TOLD] = used - gone, told - gone


@part
def _first_open(frames: Frames, memory: Memory, until_s: float, phase_s: float) -> int:
    """The first minute to which something may still be added."""
    over_s = until_s - POSTURE_AFTER_S
    # A hole after the last frame settled may reach back to it.
    if memory.upto[_SETTLED] > 0:
        over_s = min(over_s, frames.time_s[memory.upto[_SETTLED] - 1])
    for foot in range(2):
        waiting = first_waiting(memory.tables[foot], int(memory.now[foot, _ROWS]))
        if waiting >= 0:
            over_s = min(over_s, memory.tables[foot, waiting, 0])
    return int((phase_s + over_s + EDGE_S) // 60.0)


def _made_of(text: int) -> Callable[..., int]:
    """The passes as all files say them now: their text is part of the name of the kept code."""

    @compiled
    def reduce_stretches(
        frames: Frames,
        used: int,
        memory: Memory,
        ends: Ints,
        finish: bool,
        phase_s: float,
        minute: int,
        sums: MinuteSums,
        counted: Floats,
        counts: Ints,
    ) -> int:
        """Reduce the stretches that end at these rows.

        Parameters
        ----------
        frames, used : Frames and int
            Those kept and those fed, and how many they are; bridged and set above zero.
        memory : Memory
            Changed.
        ends : array, shape (stretches,)
            The first row after each stretch.
        finish : bool
            Whether nothing follows: everything is decided and settled.
        phase_s : float
            Time of the clock's zero after the start of minute 0. [s]
        minute : int
            The minute of row 0 of `sums`.
        sums : MinuteSums
            Added to.
        counted : array, shape (2, contacts, COLUMNS)
            The contacts counted of each foot; without room for any none is written.
        counts : array, shape (2,)
            How many those are.
        """
        for end in ends:
            begin = int(memory.upto[_FOUND])
            _bridge(frames, used, begin, end)
            _learn(frames, memory, begin, end)
            _find(frames, memory, begin, end, finish)
            memory.upto[_FOUND] = end
            until_s = frames.time_s[end - 1]
            if not finish:
                until_s -= gait.DECIDED_AFTER_S
            _settle(frames, memory, until_s, end, phase_s, minute, sums)
            _count(memory, until_s, phase_s, minute, sums, counted, counts)
            known_s = np.inf if finish else phase_s + until_s - POSTURE_AFTER_S
            _tell_postures(memory, known_s, minute, sums)
            memory.upto[_MINUTE] = _first_open(frames, memory, until_s, phase_s)
        return text

    return reduce_stretches


reduce_stretches = _made_of(text_of_passes())
