"""The one reduction of force, fed in pieces of any size: a recording at once, or a live stream.

Time is cut into stretches of a minute from the first frame on. When a stretch is complete its
strides tell zero and scale, then its contacts are found. Half a minute later the gait of every
step is known and the frames are added to their minutes; posture follows after another quarter.
What was fed in which pieces changes nothing. The passes themselves are compiled, see `passes`;
here frames are kept for them.
"""

from copy import copy, deepcopy

import numpy as np

from plantar.errors import BadInput
from plantar.recording import Floats, ForceRecording
from processing.force import regions
from processing.force.contact_table import COLUMNS
from processing.force.feet import (
    SILENCE_S,
    Feet,
    between_silences,
    part_of,
    spread_feet,
    tells_where,
)
from processing.force.frames import (
    KEPT_S,
    MOST_CONTACTS,
    STRETCH_S,
    Flags,
    Ints,
    Known,
    Upto,
    copied,
    forget,
    no_frames,
    nothing_known,
    put,
    put_cells,
    put_clock,
    put_force,
    put_nothing,
    with_room,
)
from processing.force.holes import LONGEST_BRIDGED_S, MISSED_PERIODS, Rows
from processing.force.passes import reduce_stretches
from processing.force.regions import SoleCells
from processing.force.sums import EDGE_S, MINUTE_S, Both, MinuteSums, Sum, no_minutes, one_minute

#: A stretch is complete when a hole that begins in it has either ended or grown too long. [s]
MARGIN_S = 2 * LONGEST_BRIDGED_S + 0.05
#: A long recording is taken in by parts of so much, which fit where memory is quick. [s]
PIECE_S = 600.0


class Reduction:
    """Everything a reduction remembers; flat in the length of what it is fed.

    Minutes are numbered from the one in which the clock's zero lies, `phase_s` into it.
    """

    def __init__(
        self, rate_hz: float, phase_s: float = 0.0, *, keep_contacts: bool = False
    ) -> None:
        self.rate_hz = rate_hz
        self.phase_s = phase_s
        self.minutes: dict[int, MinuteSums] = {}  # those that will not change any more
        self.contacts: tuple[list[Floats], list[Floats]] = ([], [])  # of both feet, when kept
        self.silent_s = 0.0  # holes longer than SILENCE_S, beyond the minutes beside them
        self._keep_contacts = keep_contacts
        self._frames = no_frames()
        self._used = 0  # rows of it
        self._memory = nothing_known()
        self._open = no_minutes(0)  # minutes that may still change ...
        self._first = 0  # ... and the number of the first of them
        self._before_s = np.nan  # time of the last frame fed
        self._stretch_end_s = np.nan  # nan: the next frame begins anew

    @property
    def worn(self) -> Flags:
        """Which feet have a sole."""
        return self._memory.worn

    @property
    def strides(self) -> int:
        """Whole strides of one foot so far."""
        return int(self._memory.known[Known.STRIDES])

    @property
    def stride_s(self) -> float:
        """The time they took, over both feet's counts. [s]"""
        return float(self._memory.known[Known.SECONDS])

    @property
    def stride_force_s(self) -> float:
        """∫(F_L + F_R) dt over them, above zero. [N·s]"""
        return float(self._memory.known[Known.FORCE_S])

    def feed(self, recording: ForceRecording, ahead_s: float = 0.0) -> None:
        """Take in the frames that follow; `ahead_s` is their clock's zero on ours."""
        if abs(recording.rate_hz - self.rate_hz) > 1e-9 * self.rate_hz:
            raise BadInput("rate_hz", recording.rate_hz, f"{self.rate_hz:g}, as before")
        time_s = recording.time_s + ahead_s if ahead_s else recording.time_s
        self.feed_frames(time_s, (recording.left, recording.right))

    def feed_frames(self, time_s: Floats, feet: Feet) -> None:
        """As `feed`, for frames on our clock."""
        if not len(time_s):
            return
        if time_s[0] <= self._before_s:
            raise BadInput("time_s", float(time_s[0]), f"after {self._before_s:g}")
        left, right = feet
        self._memory.worn[:] |= (left is not None, right is not None)
        step = max(1, round(PIECE_S * self.rate_hz))
        for begin in range(0, len(time_s), step):
            here = slice(begin, begin + step)
            piece = part_of(left, here), part_of(right, here)
            if not self._take_even(time_s[here], piece):
                rows = spread_feet(time_s[here], piece, self._before_s, self.rate_hz)
                for part in between_silences(rows):
                    self._take(part)
            self._before_s = float(time_s[here][-1])

    def finish(self) -> None:
        """Nothing follows: settle everything."""
        if self._used:
            self._reduce(np.array([self._used]), finish=True)
        self._used, self._stretch_end_s = 0, np.nan
        self._memory.upto[[Upto.FOUND, Upto.SETTLED, Upto.CELLS, Upto.TOLD]] = 0
        self._memory.now[:] = 0.0

    def __deepcopy__(self, memo: dict[int, object]) -> "Reduction":
        """The same again, to be finished apart from this; of the frames only those needed."""
        self._forget()
        twin = copy(self)
        apart = deepcopy((self.minutes, self.contacts, self._memory, self._open), memo)
        names = ("minutes", "contacts", "_memory", "_open")
        vars(twin).update(zip(names, apart, strict=True))
        vars(twin)["_frames"] = copied(self._frames, self._used)
        return twin

    def minute_of(self, clock_s: float) -> int:
        """The minute in which a moment lies."""
        return int((self.phase_s + clock_s + EDGE_S) // MINUTE_S)

    def _take_even(self, time_s: Floats, feet: Feet) -> bool:
        """Keep frames of which none is late, the usual case, and reduce what they complete."""
        many, period_s = len(time_s), 1.0 / self.rate_hz
        self._make_room(many, shared=any(map(tells_where, feet)))
        longest_s = MISSED_PERIODS * period_s
        if not put_clock(self._frames, self._used, time_s, self._before_s, period_s, longest_s):
            return False
        here = slice(self._used, self._used + many)
        for number, foot in enumerate(feet):
            if isinstance(foot, SoleCells):
                put_cells(self._frames, self._used, number, foot)
                continue
            if foot is None:
                put_nothing(self._frames, self._used, number, many)
            else:
                put_force(self._frames, self._used, number, foot.force_n)
            if self._frames.shares.size:
                regions.put_shares(self._frames.shares[number, :, here], foot)
        self._took(many)
        return True

    def _take(self, rows: Rows) -> None:
        """Keep rows, some put back into a hole before them, and reduce what they complete."""
        if rows.hole_s[0] > SILENCE_S and self._used:
            self._fall_silent(rows)
        self._make_room(len(rows.time_s), shared=bool(rows.shares.size))
        put(self._frames, self._used, rows)
        self._took(len(rows.time_s))

    def _took(self, many: int) -> None:
        """Reduce the stretches that the frames put last complete."""
        clock_s = self._frames.time_s[: self._used + many]
        if np.isnan(self._stretch_end_s):
            begin_s, lasts_s = float(clock_s[self._used]), float(self._frames.lasts_s[self._used])
            since_s = begin_s - lasts_s - float(self._frames.hole_s[self._used])
            self._begin(self.minute_of(since_s), begin_s)
        self._used += many
        over = int((float(clock_s[-1]) - MARGIN_S - self._stretch_end_s) // STRETCH_S) + 1
        if over > 0:
            ends_s = self._stretch_end_s + STRETCH_S * np.arange(over)
            self._stretch_end_s = float(ends_s[-1]) + STRETCH_S
            ends = np.searchsorted(clock_s, ends_s)
            ends = np.unique(ends[ends > self._memory.upto[Upto.FOUND]])
            if len(ends):
                self._reduce(ends, finish=False)

    def _begin(self, first: int, begin_s: float) -> None:
        """Begin anew with a minute; the first stretch ends between two frames."""
        self._first, self._open = first, no_minutes(1)
        self._stretch_end_s = begin_s + STRETCH_S - 0.5 / self.rate_hz

    def _make_room(self, many: int, *, shared: bool) -> None:
        """Room for so many frames more; those nobody will look back at make way."""
        if self._used + many > len(self._frames.time_s):
            self._forget()
        room = self._used + many
        if room > len(self._frames.time_s):
            room += round((STRETCH_S + 3.0 * KEPT_S) * self.rate_hz)
        self._frames = with_room(self._frames, self._used, room, shared=shared)

    def _forget(self) -> None:
        """Drop the frames that nobody will look back at."""
        settled = int(self._memory.upto[Upto.SETTLED])
        if settled > 0:
            kept_s = self._frames.time_s[settled - 1] - KEPT_S
            gone = int(np.searchsorted(self._frames.time_s[:settled], kept_s))
            self._used = forget(self._frames, self._memory, self._used, gone)

    def _reduce(self, ends: Ints, *, finish: bool) -> None:
        """Run the passes over the stretches that end at these rows."""
        until_s = float(self._frames.time_s[ends[-1] - 1])
        fresh = self.minute_of(until_s) + 1 - self._first - len(self._open.feet)
        if fresh > 0:
            pairs = zip(self._open, no_minutes(fresh), strict=True)
            self._open = MinuteSums(*(np.concatenate(pair) for pair in pairs))
        many = MOST_CONTACTS * (len(ends) + 1) if self._keep_contacts else 0
        counted, counts = np.empty((2, many, COLUMNS)), np.zeros(2, np.int64)
        reduce_stretches(
            self._frames,
            self._used,
            self._memory,
            ends,
            finish,
            self.phase_s,
            self._first,
            self._open,
            counted,
            counts,
        )
        if self._keep_contacts:
            for foot, count in enumerate(counts):
                self.contacts[foot].append(counted[foot, :count].copy())
        over = int(self._memory.upto[Upto.MINUTE]) - self._first
        self._close(len(self._open.feet) if finish else max(over, 0))

    def _close(self, many: int) -> None:
        """Move the first open minutes to those that will not change any more."""
        over = MinuteSums(*(each[:many].copy() for each in self._open))
        self._open = MinuteSums(*(each[many:] for each in self._open))
        seen = over.feet.any(axis=(1, 2)) | over.body.any(axis=1)
        for row in np.flatnonzero(seen).tolist():
            self.minutes[self._first + row] = one_minute(over, row)
        self._first += many

    def _fall_silent(self, after: Rows) -> None:
        """Close what went on before a long hole; its time is missing on both sides."""
        hole_s = float(after.hole_s[0])
        resumed_s = float(after.time_s[0] - after.lasts_s[0])
        stopped_s = resumed_s - hole_s
        after.hole_s[0] = 0.0
        self.finish()
        last, first = self.minute_of(stopped_s), self.minute_of(float(after.time_s[0]))
        head_s = (last + 1) * MINUTE_S - self.phase_s - stopped_s
        tail_s = max(resumed_s + self.phase_s - first * MINUTE_S, 0.0)
        self._begin(first, float(after.time_s[0]))
        before = self.minutes.setdefault(last, one_minute(no_minutes(1), 0))
        for sums, seconds in ((before, head_s), (one_minute(self._open, 0), tail_s)):
            sums.feet[self._memory.worn, int(Sum.GAP)] += seconds
            sums.body[int(Both.ANY_GAP)] += seconds
        self.silent_s += hole_s - head_s - tail_s
