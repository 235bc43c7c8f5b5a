"""The host's two clocks, handed in by whoever starts the collector."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NS_PER_S = 1_000_000_000
#: The wall clock ran this much ahead of the monotonic one: the computer slept, or learned the
#: time only now. Network time corrects by slewing below 0.128 s, by a step above it. [s]
SLEPT_S = 2.0

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that only ever goes forward, and one that knows the date."""

    monotonic_ns: Callable[[], int]
    wall_ns: Callable[[], int]


def counted_from_now(clock: Clock) -> Clock:
    """The same clocks, the monotonic one at 0 now."""
    began_ns = clock.monotonic_ns()
    return Clock(lambda: clock.monotonic_ns() - began_ns, clock.wall_ns)


class Anchor:
    """Turns monotonic moments into dates.

    The wall clock is read at the start, and again only when it has run ahead by more than
    `SLEPT_S`; when it is set back, or slewed, the dates go on evenly.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ns = clock.wall_ns() - clock.monotonic_ns()

    @property
    def ahead_ns(self) -> int:
        """How far the dates are ahead of the monotonic clock."""
        return self._ahead_ns

    def follow(self, monotonic_ns: int, wall_ns: int) -> None:
        """Look whether the wall clock ran ahead; never go back."""
        ahead_ns = wall_ns - monotonic_ns
        if ahead_ns - self._ahead_ns > SLEPT_S * NS_PER_S:
            self._ahead_ns = ahead_ns

    def moment(self, monotonic_s: float) -> datetime:
        """The date of a moment on the monotonic clock, in UTC."""
        return EPOCH + timedelta(seconds=self._ahead_ns / NS_PER_S + monotonic_s)

    def now(self) -> datetime:
        """The date now, in UTC."""
        return self.moment(self._clock.monotonic_ns() / NS_PER_S)
