"""The one reduction of force, fed in pieces of any size: a recording at once, or a live stream.

Time is cut into stretches of a minute from the first frame on. When a stretch is complete its
strides tell zero and scale, then its contacts are found. Half a minute later the gait of every
step is known and the frames are added to their minutes; posture follows after another quarter.
What was fed in which pieces changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from plantar.errors import BadInput
from plantar.minute import QUIET_BIN_N, QUIET_BINS
from plantar.recording import Floats, FootForce, ForceRecording
from processing.force import gait, quiet, regions
from processing.force.contact_finding import (
    COLUMNS,
    EDGE,
    OFF,
    OFF_N,
    ON,
    ON_N,
    SHORTEST_S,
    STATES,
    At,
    Now,
    find_contacts,
)
from processing.force.counting import count_contacts
from processing.force.holes import LONGEST_BRIDGED_S, Rows, bridge, spread
from processing.force.posture import NOT_WORN_N
from processing.force.settle import CELL_COLUMNS, EDGE_S, FOOT_SUMS, Both, Cell, Sum, settle
from processing.force.strides import stride_mean

#: Zero and scale are told from this much at a time. [s] docs/load-model.md 1.3.2
STRETCH_S = 60.0
#: A stretch is complete when a hole that begins in it has either ended or grown too long. [s]
MARGIN_S = 2 * LONGEST_BRIDGED_S + 0.05
#: Frames and contacts kept behind what is settled, for those who look back. [s]
KEPT_S = 30.0
#: A hole longer than this ends what went on; the next frame begins anew. [s]
SILENCE_S = 60.0
#: Posture of a second is known when the median has seen this much after it. [s]
POSTURE_AFTER_S = quiet.HALF_WINDOW_S + 2.0
MINUTE_S = 60.0
#: A long recording is taken in by parts of so much, which fit where memory is quick. [s]
PIECE_S = 300.0


@dataclass(slots=True)
class MinuteSums:
    """What one minute holds so far, see `settle.Sum` and `settle.Both`."""

    feet: Floats = field(default_factory=lambda: np.zeros((2, FOOT_SUMS)))
    body: Floats = field(default_factory=lambda: np.zeros(int(Both.QUIET) + QUIET_BINS))


@dataclass(slots=True)
class Reduction:
    """Everything a reduction remembers; flat in the length of what it is fed.

    Minutes are numbered from the one in which the clock's zero lies, `phase_s` into it.
    """

    rate_hz: float
    phase_s: float = 0.0
    keep_contacts: bool = False
    worn: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(2, np.bool_))
    minutes: dict[int, MinuteSums] = field(default_factory=dict)
    closed: list[int] = field(default_factory=list)  # minutes that will not change any more
    contacts: tuple[list[Floats], list[Floats]] = field(default_factory=lambda: ([], []))
    strides: int = 0
    stride_s: float = 0.0
    stride_force_s: float = 0.0
    silent_s: float = 0.0  # holes longer than SILENCE_S, beyond the minutes beside them
    scale_n: float = 0.0  # body weight in the sole's own newtons by the last stretch, 0: unknown
    floors: Floats = field(default_factory=lambda: np.zeros(2))
    _open: set[int] = field(default_factory=set)  # minutes that may still change
    _rows: Rows | None = None
    _net_n: Floats = field(default_factory=lambda: np.empty((2, 0)))  # above zero
    _missing: npt.NDArray[np.bool_] = field(default_factory=lambda: np.empty((2, 0), np.bool_))
    _waiting: list[Rows] = field(default_factory=list)
    _before_s: float = np.nan  # time of the last frame fed
    _stretch_end_s: float = np.nan
    _found: int = 0  # rows up to here have been looked through for contacts
    _settled: int = 0  # rows up to here are in their minutes
    _tables: list[Floats] = field(default_factory=lambda: [np.empty((0, COLUMNS))] * 2)
    _now: Floats = field(default_factory=lambda: np.zeros((2, STATES)))
    _cells: Floats = field(default_factory=lambda: np.empty((0, CELL_COLUMNS)))
    _cell: int = 0  # cells up to here have their posture
    _quiet_stretch: Floats = field(default_factory=lambda: np.zeros(1))
    _share: Floats = field(default_factory=lambda: np.zeros((2, 3)))

    def feed(self, recording: ForceRecording, ahead_s: float = 0.0) -> None:
        """Take in the frames that follow; `ahead_s` is their clock's zero on ours."""
        if abs(recording.rate_hz - self.rate_hz) > 1e-9 * self.rate_hz:
            raise BadInput("rate_hz", recording.rate_hz, f"{self.rate_hz:g}, as before")
        if not len(recording.time_s):
            return
        time_s = recording.time_s + ahead_s
        if time_s[0] <= self._before_s:
            raise BadInput("time_s", float(time_s[0]), f"after {self._before_s:g}")
        for foot, force in enumerate((recording.left, recording.right)):
            self.worn[foot] |= force is not None
        step = max(1, round(PIECE_S * self.rate_hz))
        for begin in range(0, len(time_s), step):
            here = slice(begin, begin + step)
            left, right = _part(recording.left, here), _part(recording.right, here)
            rows = spread(
                time_s[here],
                _forces(left, right, len(time_s[here])),
                regions.shares(left, right),
                self._before_s,
                self.rate_hz,
            )
            self._before_s = float(rows.time_s[-1])
            self._take(rows)

    def _take(self, rows: Rows) -> None:
        """Reduce the stretches that these rows complete."""
        for piece in _between_silences(rows):
            if piece.hole_s[0] > SILENCE_S and (self._rows or self._waiting):
                self._fall_silent(piece)
            if np.isnan(self._stretch_end_s):
                self._stretch_end_s = self._boundary(piece.time_s[0])
            self._waiting.append(piece)
            if piece.time_s[-1] >= self._stretch_end_s + MARGIN_S:
                self._join()
                while self._rows and self._rows.time_s[-1] >= self._stretch_end_s + MARGIN_S:
                    end_s = self._stretch_end_s
                    self._reduce(int(np.searchsorted(self._rows.time_s, end_s)), finish=False)
                    self._stretch_end_s = end_s + STRETCH_S
        self._trim()

    def finish(self) -> None:
        """Nothing follows: settle everything."""
        self._join()
        if self._rows:
            self._reduce(len(self._rows.time_s), finish=True)
        self._rows, self._stretch_end_s = None, np.nan
        self._found = self._settled = self._cell = 0
        self._net_n, self._missing = np.empty((2, 0)), np.empty((2, 0), np.bool_)
        self._tables = [np.empty((0, COLUMNS))] * 2
        self._cells = np.empty((0, CELL_COLUMNS))
        self._now[:] = 0.0

    def _boundary(self, begin_s: float) -> float:
        """End of the stretch that begins here, between two frames."""
        return begin_s + STRETCH_S - 0.5 / self.rate_hz

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
        for number, seconds in ((last, head_s), (first, tail_s)):
            sums = self._sums_of(number)
            sums.feet[self.worn, int(Sum.GAP)] += seconds
            sums.body[int(Both.ANY_GAP)] += seconds
        self.silent_s += hole_s - head_s - tail_s

    def minute_of(self, clock_s: float) -> int:
        """The minute in which a moment lies."""
        return int((self.phase_s + clock_s + EDGE_S) // MINUTE_S)

    def _join(self) -> None:
        """Put what was fed behind what is there."""
        if not self._waiting:
            return
        pieces = self._waiting if self._rows is None else [self._rows, *self._waiting]
        fresh = [np.isnan(piece.force_n) for piece in self._waiting]
        self._missing = np.concatenate([self._missing, *fresh], axis=1)
        new = self._missing.shape[1] - self._net_n.shape[1]
        self._net_n = np.concatenate([self._net_n, np.empty((2, new))], axis=1)
        # The rows are ours from here on: bridging writes into them.
        self._rows = pieces[0] if len(pieces) == 1 else _joined(pieces)
        self._waiting = []

    def _reduce(self, end: int, *, finish: bool) -> None:
        """Find the contacts up to row `end`, and settle what they decide."""
        rows = self._rows
        if rows is None or end <= self._found:
            return
        begin = self._found
        for foot in range(2):
            bridge(
                rows.force_n[foot],
                self._missing[foot],
                rows.lasts_s,
                rows.hole_s,
                begin,
                end,
                LONGEST_BRIDGED_S,
            )
        here = slice(begin, end)
        self._learn(rows, here)
        self._net_n[:, here] = rows.force_n[:, here] - self.floors[:, None]
        on_n, off_n = (ON * self.scale_n, OFF * self.scale_n) if self.scale_n else (ON_N, OFF_N)
        # A contact that is kept lasts for SHORTEST_S; the open one and the one before come on top.
        seconds = float(rows.time_s[end - 1] - rows.time_s[begin])
        room = np.empty((int(seconds / SHORTEST_S) + 8, COLUMNS))
        for foot in range(2):
            if not self.worn[foot]:
                continue
            self._tables[foot] = np.concatenate([self._tables[foot], room])
            find_contacts(
                rows.time_s,
                rows.lasts_s,
                rows.hole_s,
                self._net_n[foot],
                begin,
                end,
                on_n,
                off_n,
                EDGE,
                self._tables[foot],
                self._now[foot],
                finish,
            )
            self._tables[foot] = self._tables[foot][: int(self._now[foot, Now.ROWS])]
        self._found = end
        until_s = rows.time_s[end - 1]
        self._settle(until_s if finish else until_s - gait.DECIDED_AFTER_S, finish=finish)

    def _learn(self, rows: Rows, here: slice) -> None:
        """Take zero and scale from the strides of a stretch; hold them when there are none."""
        found = stride_mean(
            np.ascontiguousarray(rows.force_n[:, here]), rows.lasts_s[here], rows.hole_s[here]
        )
        if not found.strides:
            return
        for foot in range(2):
            if not np.isnan(found.floor_n[foot]):
                self.floors[foot] = found.floor_n[foot]
        self.strides += found.strides
        self.stride_s += found.seconds
        self.stride_force_s += found.force_s
        self.scale_n = max(found.force_s / found.seconds, 0.0)

    def _settle(self, until_s: float, *, finish: bool) -> None:
        """Add the frames up to a moment to their minutes."""
        rows = self._rows
        if rows is None:
            return
        left, right = self._tables
        times = gait.find_bouts(left, right, len(left), len(right), self.scale_n)
        begin = self._settled
        end = int(np.searchsorted(rows.time_s, until_s, side="right"))
        if end > begin:
            self._add_frames(rows, times, begin, end)
            self._settled = end
        self._count_contacts(until_s)
        self._tell_postures(until_s, finish=finish)
        self._close_minutes(until_s, finish=finish)

    def _add_frames(self, rows: Rows, times: Floats, begin: int, end: int) -> None:
        base = self.minute_of(rows.time_s[begin] - rows.lasts_s[begin] - rows.hole_s[begin])
        many = self.minute_of(rows.time_s[end - 1]) - base + 1
        feet = np.zeros((many, 2, FOOT_SUMS))
        body = np.zeros((many, int(Both.QUIET) + QUIET_BINS))
        span_s = rows.time_s[end - 1] - rows.time_s[begin]
        cells = np.empty((int(span_s) + 3 + len(times), CELL_COLUMNS))
        used = settle(
            rows.time_s,
            rows.lasts_s,
            rows.hole_s,
            self._net_n,
            self._missing,
            rows.shares,
            self.worn,
            times,
            self.phase_s,
            base,
            begin,
            end,
            feet,
            body,
            cells,
            self._quiet_stretch,
            self._share,
        )
        self._cells = np.concatenate([self._cells, cells[:used]])
        for number in range(many):
            if not (feet[number].any() or body[number].any()):
                continue
            sums = self._sums_of(base + number)
            sums.feet += feet[number]
            sums.body += body[number]

    def _count_contacts(self, until_s: float) -> None:
        """Add the contacts that are decided and over to the minutes in which they began."""
        for foot, table in enumerate(self._tables):
            waiting = int(np.argmin(table[:, At.COUNTED])) if len(table) else 0
            if waiting < len(table) and table[waiting, At.ON] <= until_s:
                base = self.minute_of(float(table[waiting, At.ON]))
                sums = np.zeros((self.minute_of(until_s) - base + 1, FOOT_SUMS))
                counted = count_contacts(
                    table,
                    until_s,
                    gait.LONGEST_PAUSE_S,
                    gait.LIGHT * self.scale_n,
                    self.phase_s,
                    base,
                    sums,
                )
                for number in np.flatnonzero(sums.any(axis=1)).tolist():
                    self._sums_of(base + number).feet[foot] += sums[number]
                if self.keep_contacts:
                    self.contacts[foot].append(counted)
            kept = (table[:, At.COUNTED] == 0.0) | (table[:, At.ON] >= until_s - KEPT_S)
            gone = int(np.argmax(kept)) if kept.any() else len(table)
            self._tables[foot] = table[gone:]
            self._now[foot, Now.ROWS] -= gone

    def _tell_postures(self, until_s: float, *, finish: bool) -> None:
        cells = self._cells
        known_s = np.inf if finish else self.phase_s + until_s - POSTURE_AFTER_S
        last = int(np.searchsorted(cells[:, Cell.SECOND], known_s))
        if last > self._cell:
            force_n = quiet.medians(cells, self._cell, last)
            told = cells[self._cell : last]
            seconds = told[:, Cell.SECONDS]
            at = told[:, Cell.SECOND] // MINUTE_S
            bins = np.minimum(force_n // QUIET_BIN_N, QUIET_BINS - 1).astype(np.int64)
            column = np.where(force_n < NOT_WORN_N, int(Both.NOT_WORN), int(Both.QUIET) + bins)
            for number in np.unique(at):
                here = at == number
                sums = self._sums_of(int(number))
                np.add.at(sums.body, column[here], seconds[here])
            self._cell = last
        gone = int(np.searchsorted(cells[: self._cell, Cell.SECOND], known_s - KEPT_S))
        self._cells, self._cell = cells[gone:], self._cell - gone

    def _close_minutes(self, until_s: float, *, finish: bool) -> None:
        """Name the minutes that nothing will be added to any more."""
        if finish:
            return
        over = self.minute_of(until_s - POSTURE_AFTER_S)
        for table in self._tables:
            waiting = table[table[:, At.COUNTED] == 0.0]
            if len(waiting):
                over = min(over, self.minute_of(float(waiting[0, At.ON])))
        over_now = sorted(number for number in self._open if number < over)
        self._open.difference_update(over_now)
        self.closed += over_now

    def _sums_of(self, number: int) -> MinuteSums:
        """The sums of a minute, begun when it is new."""
        if number not in self.minutes:
            self.minutes[number] = MinuteSums()
            self._open.add(number)
        return self.minutes[number]

    def _trim(self) -> None:
        """Forget the frames that nobody will look back at."""
        if self._rows is None:
            return
        kept_s = self._rows.time_s[max(self._settled - 1, 0)] - KEPT_S
        gone = min(int(np.searchsorted(self._rows.time_s, kept_s)), self._settled)
        if gone < STRETCH_S * self.rate_hz:
            return
        rows = self._rows
        self._rows = Rows(
            rows.time_s[gone:].copy(),
            rows.lasts_s[gone:].copy(),
            rows.hole_s[gone:].copy(),
            rows.force_n[:, gone:].copy(),
            rows.shares[:, :, gone:].copy(),
        )
        self._net_n, self._missing = self._net_n[:, gone:].copy(), self._missing[:, gone:].copy()
        self._found -= gone
        self._settled -= gone
        for column in (Now.ON_FRAME, Now.OFF_FRAME):
            self._now[:, column] = np.maximum(self._now[:, column] - gone, -1.0)


def _part(foot: FootForce | None, here: slice) -> FootForce | None:
    """Some frames of a foot."""
    if foot is None:
        return None
    return FootForce(
        foot.force_n[here],
        None if foot.cells is None else foot.cells[here],
        foot.layout,
        None if foot.shares is None else foot.shares[here],
    )


def _forces(left: FootForce | None, right: FootForce | None, frames: int) -> Floats:
    """Both feet, shape (2, frames); nan throughout for a foot without a sole."""
    force_n = np.empty((2, frames))
    for foot, force in enumerate((left, right)):
        force_n[foot] = np.nan if force is None else force.force_n
    return force_n


def _joined(pieces: list[Rows]) -> Rows:
    """Rows behind each other."""
    return Rows(
        np.concatenate([piece.time_s for piece in pieces]),
        np.concatenate([piece.lasts_s for piece in pieces]),
        np.concatenate([piece.hole_s for piece in pieces]),
        np.concatenate([piece.force_n for piece in pieces], axis=1),
        regions.joined([(len(piece.time_s), piece.shares) for piece in pieces]),
    )


def _between_silences(rows: Rows) -> Iterator[Rows]:
    """Parts of the rows; each but the first begins after a long hole."""
    starts = [0, *(np.flatnonzero(rows.hole_s[1:] > SILENCE_S) + 1).tolist(), len(rows.time_s)]
    for begin, end in pairwise(starts):
        yield Rows(
            rows.time_s[begin:end],
            rows.lasts_s[begin:end],
            rows.hole_s[begin:end],
            np.ascontiguousarray(rows.force_n[:, begin:end]),
            np.ascontiguousarray(rows.shares[:, :, begin:end]),
        )
