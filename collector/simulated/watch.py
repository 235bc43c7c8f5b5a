"""A watch made of software that counts the steps of the day, as InfiniTime does, with its traps.

The counter begins anew at the watch's own midnight, and may then be told once more as it was
yesterday; it begins anew after a start, and falls. The watch's clock may be wrong, and can be set.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bumble.att import ErrorCode
from bumble.link import LocalLink

from collector.decoding.reading import Malformed, Reason, SensorTime, State
from collector.decoding.standard import current_time, current_time_bytes
from collector.simulated.device import NotTaken, SimulatedDevice
from collector.simulated.gait import Walker

MODEL: Final = "Simulated Watch"
MOTION_SERVICE: Final = "00030000-78fc-48fe-8e23-433b3a1942d0"
STEP_COUNT: Final = "00030001-78fc-48fe-8e23-433b3a1942d0"
CURRENT_TIME_SERVICE: Final = "1805"
CURRENT_TIME: Final = "2a2b"
#: How often a counter that has changed is told. [s]
EVERY_S: Final = 3.0
_WRAP: Final = 1 << 32


class SimulatedWatch(SimulatedDevice):
    """One watch in the air, from `run` on.

    Parameters
    ----------
    wall : callable
        The true local time, with or without its zone.
    clock_off : timedelta
        How much the watch's clock is ahead of it.
    repeats_yesterday : bool
        The first value told after midnight is yesterday's, once.
    """

    def __init__(
        self,
        air: LocalLink,
        walker: Walker,
        *,
        name: str,
        address: str,
        wall: Callable[[], datetime],
        clock_off: timedelta = timedelta(),
        counter: int = 0,
        repeats_yesterday: bool = False,
    ) -> None:
        super().__init__(air, name, address)
        self.repeats_yesterday = repeats_yesterday
        self._walker = walker
        self._wall = wall
        self._clock_off = clock_off
        self._began_s = asyncio.get_running_loop().time()
        self._base = counter  # what the counter shows besides the walker's steps
        self._day = self._today()
        self._last: int | None = None  # as it was when the watch last looked
        self._once_more: int | None = None
        self._steps = self._value(STEP_COUNT, self._count, notify=True)
        self._offer(MOTION_SERVICE, self._steps)
        self._offer(
            CURRENT_TIME_SERVICE,
            self._value(CURRENT_TIME, self._tell_time, write=self._set_time),
        )
        self._offer_itself(MODEL)

    @property
    def counter(self) -> int:
        """What the counter shows."""
        self._midnight()
        return (self._base + self._walked()) % _WRAP

    def clock(self) -> datetime:
        """What time the watch thinks it is."""
        return self._wall().replace(tzinfo=None) + self._clock_off

    # What may happen to it

    def show(self, counter: int) -> None:
        """Its counter falls, or leaps."""
        self._base = counter - self._walked()

    async def reboot(self) -> None:
        """Start anew: the counter is at 0, and the link is gone."""
        await self.drop_link()
        self.show(0)

    # How it works

    def _advertised(self) -> tuple[str, ...]:
        return (MOTION_SERVICE,)

    def _today(self) -> datetime:
        """Its last midnight, by its own clock."""
        return self.clock().replace(hour=0, minute=0, second=0, microsecond=0)

    def _walked(self) -> int:
        return self._walker.steps(asyncio.get_running_loop().time() - self._began_s)

    def _midnight(self) -> None:
        """Begin anew when the watch's own day is another one."""
        today = self._today()
        if today == self._day:
            return
        if self.repeats_yesterday:
            self._once_more = (self._base + self._walked()) % _WRAP
        self._day = today
        self.show(0)

    def _count(self) -> bytes:
        """The counter as it is read and told."""
        counter = self.counter
        if self._once_more is not None:
            counter, self._once_more = self._once_more, None
        return counter.to_bytes(4, "little")

    def _tell_time(self) -> bytes:
        now = self.clock()
        second = now.second + now.microsecond / 1e6
        time = SensorTime(now.year, now.month, now.day, now.hour, now.minute, second)
        return current_time_bytes(time, now.isoweekday())

    def _set_time(self, payload: bytes) -> None:
        decoded = current_time(payload, State())
        if decoded.malformed or not decoded.readings:
            raise NotTaken(_refusal(decoded.malformed))
        for time in decoded.readings:
            if isinstance(time, SensorTime):
                whole = datetime(time.year, time.month, time.day, time.hour, time.minute)  # noqa: DTZ001  a watch knows no zone
                told = whole + timedelta(seconds=time.second)
                self._clock_off = told - self._wall().replace(tzinfo=None)

    async def _step(self) -> float:
        counter, before = self.counter, self._last
        self._last = counter
        if counter != before and not self.muted:
            told = self._count()
            await self._notify(self._steps, told)
            if int.from_bytes(told, "little") != counter:
                self._last = None  # that was yesterday's; today's comes next
        return asyncio.get_running_loop().time() + EVERY_S


def _refusal(malformed: tuple[Malformed, ...]) -> ErrorCode:
    if any(one.reason is Reason.LENGTH for one in malformed):
        return ErrorCode.INVALID_ATTRIBUTE_LENGTH
    return ErrorCode.VALUE_NOT_ALLOWED
