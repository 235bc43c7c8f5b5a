"""Telling a gap, a duplicate, a late frame and a reboot apart, from a sole's own count.

Frames are numbered from the first one heard on: the count never falls and never wraps, so that
what was sent is always what was heard plus what is told missing.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

#: A frame this far back is one that was sent twice or kept back; further, the sole began anew. [s]
LATE_S: Final = 10.0
#: The sole's clock may run ahead of ours by this before its count is not believed. [s]
AHEAD_S: Final = 5.0
#: The clocks of a sole and its host part by at most this much.
_APART: Final = 5e-4
#: Gaps remembered, to tell a late frame from a duplicate.
_GAPS_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Heard:
    """How a packet continues what was heard before."""

    first: int  # the unwrapped count of the first fresh frame
    skip: int  # frames of the packet that are not fresh
    missing: int | None  # frames lost before the first fresh one; None: nobody can say
    duplicates: int = 0
    late: int = 0
    rebooted: bool = False


class Sequence:
    """The count of one sole, unwrapped by as many bits as it has.

    A count of few bits comes round while a sole is out of reach; how often, the time tells. Where
    the time cannot tell it either, the count is taken to begin anew.
    """

    def __init__(self, rate_hz: float, bits: int = 32) -> None:
        self._rate_hz = rate_hz
        self._wrap = 1 << bits
        # A quarter of the count on either side: what is further could be either.
        self._ahead = min(AHEAD_S * rate_hz, self._wrap / 4)
        self._late = min(LATE_S * rate_hz, self._wrap / 4)
        self._expected: int | None = None  # None: the next packet begins an epoch
        self._gaps: deque[range] = deque(maxlen=_GAPS_KEPT)
        self._next = 0
        self._began = 0  # the first count of this run of the sole

    def begin_anew(self) -> None:
        """The sole says that it started again: what it counts now follows no earlier count."""
        self._expected = None

    def is_behind(self, sequence: int) -> bool:
        """Whether a packet is from before the newest one that was heard."""
        return self._expected is not None and self._step(sequence, self._expected) < 0

    def kept_back(self, sequence: int) -> int | None:
        """The unwrapped count of a frame that was asked for again; None when there is no such."""
        if self._expected is None:
            return None
        count = self._next - (self._expected - sequence) % self._wrap
        return count if self._began <= count < self._next else None

    def sequence_of(self, count: int) -> int:
        """The sole's own number of a frame, modulo what it counts to."""
        return ((self._expected or 0) + count - self._next) % self._wrap

    def _step(self, sequence: int, expected: int) -> int:
        half = self._wrap // 2
        return (sequence - expected + half) % self._wrap - half

    def take(self, sequence: int, frames: int, elapsed_s: float) -> Heard:
        """Place a packet of so many frames, so long after the last one.

        Parameters
        ----------
        sequence : int
            The sole's count of the first frame, modulo 2^bits.
        frames : int
            Frames in the packet, at least one.
        elapsed_s : float
            Time since the packet before, on the host's clock. [s]
        """
        if self._expected is None:
            return self._begin(sequence, frames)
        step = self._step(sequence, self._expected)
        passed = elapsed_s * self._rate_hz  # frames that were measured meanwhile, about
        apart = passed * _APART
        ahead = self._ahead + apart
        if passed > self._wrap / 4:  # the count may have come round, once or often
            step += round((passed - step) / self._wrap) * self._wrap
            ahead = AHEAD_S * self._rate_hz + apart
            if apart > self._wrap / 4 or passed - step > ahead:
                return self._begin(sequence, frames)
        if step >= 0:
            if step > passed + ahead:
                return self._begin(sequence, frames)
            return self._go_on(self._expected, step, frames)
        if -step > self._late:
            return self._begin(sequence, frames)
        return self._look_back(self._expected, step, frames)

    def _begin(self, sequence: int, frames: int) -> Heard:
        first = self._next
        rebooted = first > 0
        self._began = first
        self._gaps.clear()
        self._advance(sequence, first, frames)
        return Heard(first, 0, None if rebooted else 0, rebooted=rebooted)

    def _go_on(self, expected: int, missing: int, frames: int) -> Heard:
        first = self._next + missing
        if missing:
            self._gaps.append(range(self._next, first))
        self._advance(expected + missing, first, frames)
        return Heard(first, 0, missing)

    def _look_back(self, expected: int, step: int, frames: int) -> Heard:
        """Part of a packet, or all of it, was heard or given up before."""
        stale = min(-step, frames)
        behind = range(self._next + step, self._next + step + stale)
        late = sum(any(count in gap for gap in self._gaps) for count in behind)
        first = self._next
        if stale < frames:
            self._advance(expected, first, frames - stale)
        return Heard(first, stale, 0, duplicates=stale - late, late=late)

    def _advance(self, sequence: int, first: int, frames: int) -> None:
        self._expected = (sequence + frames) % self._wrap
        self._next = first + frames


class Arrivals:
    """Stands in for the count of a sole that has none: frames are numbered as they come.

    What the radio lost between them nobody can say; only silence tells that something is missing.
    """

    def __init__(self, rate_hz: float, silent_s: float) -> None:
        self._rate_hz = rate_hz
        self._silent_s = silent_s
        self._next = 0

    def take(self, frames: int, elapsed_s: float) -> Heard:
        """Number so many frames, so long after those before. [s]"""
        silent = self._next > 0 and elapsed_s > self._silent_s
        first = self._next + (round(elapsed_s * self._rate_hz) if silent else 0)
        self._next = first + frames
        return Heard(first, 0, None if silent else 0)
