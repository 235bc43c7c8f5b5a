"""When a sensor measured, from its own clock or count: how far it is off, and how fast it goes.

A notification comes late by what the radio makes it wait, never early. So of the delays between
the sensor's clock and arrival the lower edge is what the clocks differ by, and its slope is how
fast they part. Only the host's monotonic clock enters: neither a wall clock that is set nor a
change to summer time moves anything (`collector.clock` turns the moments into dates).

References
----------
Moon, Skelly, Towsley (1999), Estimation and removal of clock skew from network delay measurements,
INFOCOM, doi:10.1109/INFCOM.1999.749287: the line under all delays that is closest to them.
"""

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median
from typing import Final

from plantar.sample import ClockQuality

#: Before this much was heard, how fast the clocks part cannot be told from waiting. [s]
SETTLE_S: Final = 60.0
#: How far back delays are looked at: 20 ppm, of a crystal that warms up, make 6 ms of it. [s]
LOOK_BACK_S: Final = 300.0
#: Faster than any crystal drifts: what looks like more is no drift. [s/s]
MOST_DRIFT: Final = 1e-3
#: A clock that leaps by more than a radio ever waits has been set, or has begun anew. [s]
LEAP_S: Final = 10.0
#: Of so much time the earliest arrival is kept. [s]
_BIN_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was measured, on the host's monotonic clock."""

    at_s: float
    quality: ClockQuality
    off_s: float  # about how far off this may be: how far arrivals lie from the edge


_Point = tuple[float, float]


class DeviceClock:
    """One sensor's clock, beside the host's.

    Parameters
    ----------
    unit_s : float
        One tick. [s]
    wrap : int
        The clock is at 0 again after so many ticks.
    most_drift : float
        What looks like more is no drift. [s/s]
    settle_s : float
        Before this much was heard, drift is not told. [s]
    """

    def __init__(
        self,
        unit_s: float,
        wrap: int,
        *,
        most_drift: float = MOST_DRIFT,
        settle_s: float = SETTLE_S,
    ) -> None:
        self._unit_s = unit_s
        self._wrap = wrap
        self._most_drift = most_drift
        self._settle_s = settle_s
        self._last: tuple[int, float] | None = None  # unwrapped ticks and their arrival
        self._earliest: deque[_Point] = deque()  # device time and least delay, of each bin
        self._bin_s = 0.0  # where the last bin begins
        self._offset_s, self._drift, self._off_s = 0.0, 0.0, 0.0
        self._pivot_s = 0.0
        self._fitted = False
        self.leaps = 0

    def heard(self, ticks: int, arrival_s: float) -> float:
        """Take in what the clock told and when it came; the clock's time, unwrapped. [s]"""
        device_s = self._unwrapped(ticks, arrival_s) * self._unit_s
        delay_s = arrival_s - device_s
        bins = self._earliest
        if not bins or device_s - self._bin_s >= _BIN_S:
            self._bin_s = device_s
            bins.append((device_s, delay_s))
            while device_s - bins[0][0] > LOOK_BACK_S:
                bins.popleft()
            self._fit()
        elif delay_s < bins[-1][1]:
            bins[-1] = (device_s, delay_s)
            if not self._fitted:
                self._fit()
        return device_s

    def placed(self, ticks: int) -> float:
        """The time of a tick around the last one that was heard, which teaches nothing. [s]"""
        last = 0 if self._last is None else self._last[0]
        off = (ticks - last + self._wrap // 2) % self._wrap - self._wrap // 2
        return (last + off) * self._unit_s

    def begin_anew(self) -> None:
        """The sensor started again: its clock has nothing to do with what it was."""
        self._last = None
        self._earliest.clear()
        self._fitted = False

    def moment(self, device_s: float) -> Moment:
        """When something was measured, by the clock's unwrapped time."""
        at_s = device_s + self._offset_s + self._drift * (device_s - self._pivot_s)
        quality = ClockQuality.FITTED if self._fitted else ClockQuality.SETTLING
        return Moment(at_s, quality, self._off_s)

    @property
    def drift_ppm(self) -> float | None:
        """How much slower than the host's it goes; None until it is known. [ppm]"""
        return self._drift * 1e6 if self._fitted else None

    def _unwrapped(self, ticks: int, arrival_s: float) -> int:
        if self._last is None:
            self._last = ticks, arrival_s
            return ticks
        last, last_arrival_s = self._last
        passed = round((arrival_s - last_arrival_s) / self._unit_s)
        off = (ticks - last - passed + self._wrap // 2) % self._wrap - self._wrap // 2
        if abs(off) * self._unit_s > LEAP_S:
            self.leaps += 1
            self._earliest.clear()
            self._last = ticks, arrival_s
            return ticks
        unwrapped = last + passed + off
        self._last = unwrapped, arrival_s
        return unwrapped

    def _fit(self) -> None:
        """The line under all delays that is closest to them."""
        bins = list(self._earliest)
        span_s = bins[-1][0] - bins[0][0]
        self._pivot_s = fmean(device_s for device_s, _ in bins)
        left, right = _edge(bins, self._pivot_s)
        drift = 0.0 if left == right else (right[1] - left[1]) / (right[0] - left[0])
        self._fitted = span_s >= self._settle_s and abs(drift) <= self._most_drift
        if self._fitted:
            self._drift = drift
            self._offset_s = left[1] + drift * (self._pivot_s - left[0])
        else:
            self._drift = 0.0
            self._offset_s = min(delay_s for _, delay_s in bins)
        self._off_s = median(
            delay_s - self._offset_s - self._drift * (device_s - self._pivot_s)
            for device_s, delay_s in bins
        )


def _edge(points: list[_Point], at: float) -> tuple[_Point, _Point]:
    """The edge of the lower convex hull that lies over one place; points by rising place."""
    hull: list[_Point] = []
    for point in points:
        while len(hull) > 1 and _turns_right(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    for left, right in pairwise(hull):
        if right[0] >= at:
            return left, right
    return hull[-1], hull[-1]


def _turns_right(one: _Point, two: _Point, three: _Point) -> bool:
    """Whether the middle point lies on or above the line between its neighbours."""
    return (two[0] - one[0]) * (three[1] - one[1]) <= (two[1] - one[1]) * (three[0] - one[0])
