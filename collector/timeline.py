"""When each frame was measured, on the host's clock, from its count and when packets came.

A packet comes late by what the radio makes it wait, never early. So the earliest of many arrivals,
each less the time its count took at the nominal rate, is where the count began: the lower edge of
the delays. Looking back only so far lets it follow a sole whose clock is a little fast or slow.
"""

from collections import deque
from typing import Final

#: How far back the earliest arrival is looked for: 50 ppm drift makes 1.5 ms of it. [s]
LOOK_BACK_S: Final = 30.0
#: After a start, frames wait this long for an arrival that was not delayed. [s]
SETTLE_S: Final = 0.5


class Timeline:
    """The moments of one sole's frames."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._starts: deque[tuple[float, float]] = deque()  # (arrival, start), starts rising
        self._first_arrival_s: float | None = None
        self._start_s = 0.0

    def begin_anew(self) -> None:
        """Forget where the count began."""
        self._starts.clear()
        self._first_arrival_s = None

    def heard(self, last: int, arrival_s: float) -> None:
        """A packet came whose last frame has this count.

        Parameters
        ----------
        last : int
            Unwrapped count of the last frame in the packet.
        arrival_s : float
            When it came, on the host's monotonic clock. [s]
        """
        if self._starts and arrival_s - self._starts[-1][0] > LOOK_BACK_S:
            self.begin_anew()
        if self._first_arrival_s is None:
            self._first_arrival_s = arrival_s
        start_s = arrival_s - last / self._rate_hz
        while self._starts and self._starts[-1][1] >= start_s:
            self._starts.pop()
        self._starts.append((arrival_s, start_s))
        while arrival_s - self._starts[0][0] > LOOK_BACK_S:
            self._starts.popleft()
        self._start_s = self._starts[0][1]

    def settled(self, now_s: float) -> bool:
        """Whether enough arrivals were seen to trust the earliest."""
        return self._first_arrival_s is not None and now_s - self._first_arrival_s >= SETTLE_S

    def moment_s(self, count: int) -> float:
        """When the frame of that count was measured, on the host's monotonic clock. [s]"""
        return self._start_s + count / self._rate_hz
