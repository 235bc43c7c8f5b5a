"""Telling a gap, a duplicate, a late frame and a reboot apart, from a sole's own count.

Frames are numbered from the first one heard on: the count never falls and never wraps, so that
what was sent is always what was heard plus what is told missing.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from collector.sole import WRAP

#: A frame this far back is one that was sent twice or kept back; further, the sole began anew. [s]
LATE_S: Final = 10.0
#: The sole's clock may run ahead of ours by this before its count is not believed. [s]
AHEAD_S: Final = 5.0
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
    """The count of one sole, unwrapped."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._expected: int | None = None  # None: the next packet begins an epoch
        self._gaps: deque[range] = deque(maxlen=_GAPS_KEPT)
        self._next = 0

    def begin_anew(self) -> None:
        """The sole says that it started again: what it counts now follows no earlier count."""
        self._expected = None

    def take(self, sequence: int, frames: int, elapsed_s: float) -> Heard:
        """Place a packet of so many frames, so long after the last one.

        Parameters
        ----------
        sequence : int
            The sole's count of the first frame, modulo 2^32.
        frames : int
            Frames in the packet, at least one.
        elapsed_s : float
            Time since the packet before, on the host's clock. [s]
        """
        if self._expected is None:
            return self._begin(sequence, frames)
        step = (sequence - self._expected + WRAP // 2) % WRAP - WRAP // 2
        if step >= 0:
            if step > (elapsed_s + AHEAD_S) * self._rate_hz:
                return self._begin(sequence, frames)
            return self._go_on(self._expected, step, frames)
        if -step > LATE_S * self._rate_hz:
            return self._begin(sequence, frames)
        return self._look_back(self._expected, step, frames)

    def _begin(self, sequence: int, frames: int) -> Heard:
        first = self._next
        rebooted = first > 0
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
        self._expected = (sequence + frames) % WRAP
        self._next = first + frames
