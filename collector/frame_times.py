"""When each frame of a sole was measured, by its clock where it has one, else by its count."""

from collections.abc import Sequence
from typing import Final

from collector.decoding.reading import Zones
from collector.device_clock import DeviceClock, Moment
from collector.profile import Ticks
from collector.sensor_state import SensorClock
from plantar.sample import ClockQuality

#: After a start, frames wait this long for an arrival that was not delayed. [s]
FIRST_WAIT_S: Final = 0.5
#: A count says how much time passed as far as the rate is true; that of a sole somebody built
#: may be off by this. [s/s] (our choice)
MOST_RATE_ERROR: Final = 0.15
#: And is known after so long. [s] (our choice)
RATE_SETTLE_S: Final = 10.0
#: A clock that goes on otherwise than the count by this much has been set. [s] (our choice)
CLOCK_SET_S: Final = 0.05
#: And by this share of the time since the last frame: the rate is nominal. (our choice) [s/s]
CLOCK_SET_SHARE: Final = 0.05
#: Counts are unwrapped before they come here.
_NO_WRAP: Final = 1 << 62


class FrameTimes:
    """The moments of one sole's frames, on the host's monotonic clock.

    Frames are placed on the sole's own time first, in which they are evenly spaced; what that
    time is on the host's clock is asked as late as possible, since it is known ever better.
    """

    def __init__(self, rate_hz: float, ticks: Ticks | None, *, counted: bool) -> None:
        self._period_s = 1 / rate_hz
        self._ticks = ticks
        self._counted = counted
        if ticks is None:
            self._clock = DeviceClock(
                self._period_s, _NO_WRAP, most_drift=MOST_RATE_ERROR, settle_s=RATE_SETTLE_S
            )
        else:
            self._clock = DeviceClock(ticks.unit_s, ticks.wrap)
        self._first_arrival_s: float | None = None
        self._last = 0, 0.0  # a count, and its time by the sole's clock
        self._heard_any = False
        self._wrap = 1 if ticks is None else ticks.wrap
        self._set = 0  # by how much the sole's clock was set since it began [ticks]

    def begin_anew(self) -> None:
        """The sole started again."""
        self._clock.begin_anew()
        self._first_arrival_s, self._heard_any, self._set = None, False, 0

    def heard(self, first: int, zones: Sequence[Zones], arrival_s: float) -> list[float]:
        """Take in frames that just came, the first of this count; their sole's own times. [s]"""
        if self._first_arrival_s is None:
            self._first_arrival_s = arrival_s
        last = first + len(zones) - 1
        ticks = self._own(zones)
        if ticks is not None:
            set_by = self._set_by(ticks, last)
            self._set = (self._set + set_by) % self._wrap
            ticks = (ticks - set_by) % self._wrap
        self._heard_any = True
        last_s = self._clock.heard(last if ticks is None else ticks, arrival_s)
        self._last = last, last_s
        return self._spaced(zones, last_s)

    def earlier(self, first: int, zones: Sequence[Zones]) -> list[float]:
        """The same of frames that were kept back: when they came says nothing. [s]"""
        ticks = self._own(zones)
        last = first + len(zones) - 1
        by_count_s = self.of_count(last)
        if ticks is None:
            return self._spaced(zones, by_count_s)
        last_s = self._clock.placed(ticks)
        age_s = abs(by_count_s - self._last[1])
        if abs(last_s - by_count_s) > CLOCK_SET_S + CLOCK_SET_SHARE * age_s:
            last_s = by_count_s  # from before the sole's clock was set
        return self._spaced(zones, last_s)

    def of_count(self, count: int) -> float:
        """Where in the sole's time a frame of that count lies. [s]"""
        known, known_s = self._last
        return known_s + (count - known) * self._period_s

    def moment(self, own_s: float) -> Moment:
        """A moment of the sole's time on the host's clock."""
        return self._clock.moment(own_s)

    def settled(self, now_s: float) -> bool:
        """Whether enough arrivals were seen to trust the earliest."""
        return self._first_arrival_s is not None and now_s - self._first_arrival_s >= FIRST_WAIT_S

    @property
    def quality(self) -> ClockQuality:
        """How well moments are known."""
        if self._ticks is None and not self._counted:
            return ClockQuality.ARRIVAL
        return self._clock.moment(self._last[1]).quality

    @property
    def told(self) -> SensorClock:
        """How well the sole's clock is known, for people."""
        off_s = self._clock.moment(self._last[1]).off_s
        return SensorClock(self.quality, off_s, self._clock.drift_ppm)

    def _set_by(self, ticks: int, last: int) -> int:
        """By how much somebody set the sole's clock since the last frame: its count knows. [ticks]

        The count alone cannot tell that from a pause, nor the clock from a late radio.
        """
        if self._ticks is None or not self._counted or not self._heard_any:
            return 0
        passed_s = (last - self._last[0]) * self._period_s
        off = round((self._clock.placed(ticks) - self._last[1] - passed_s) / self._ticks.unit_s)
        off = (off + self._wrap // 2) % self._wrap - self._wrap // 2
        told_otherwise_s = abs(off) * self._ticks.unit_s
        return off if told_otherwise_s > CLOCK_SET_S + CLOCK_SET_SHARE * abs(passed_s) else 0

    def _own(self, zones: Sequence[Zones]) -> int | None:
        """What the sole's clock says of the last of these frames."""
        if self._ticks is None:
            return None
        behind, of_last = 0, zones[-1].ticks
        if of_last is None:  # the clock is told once, for the first of them
            behind, of_last = len(zones) - 1, zones[0].ticks
        if of_last is None:
            return None
        behind_ticks = round(behind * self._period_s / self._ticks.unit_s)
        return (of_last + behind_ticks - self._set) % self._wrap

    def _spaced(self, zones: Sequence[Zones], last_s: float) -> list[float]:
        before = len(zones) - 1
        return [last_s - (before - nth) * self._period_s for nth in range(len(zones))]
