"""What happens on the links of one sensor, in order: all that its hearing is made of.

Whoever keeps these events can have everything that was measured told again, without a radio.
"""

from dataclasses import dataclass

from collector.notification import Notification
from plantar.measured import GapCause


@dataclass(frozen=True, slots=True)
class Began:
    """A collector begins to listen: its monotonic clock is at 0."""

    wall_ns: int  # what the wall clock says then, since 1970 UTC
    at_ns: int = 0


@dataclass(frozen=True, slots=True)
class Connected:
    """A link is subscribed to."""

    at_ns: int  # on the monotonic clock, as in all of these
    lacking: frozenset[str] = frozenset()  # characteristics of its profile that it does not have


@dataclass(frozen=True, slots=True)
class Came:
    """A notification came, or a value that was read."""

    notification: Notification
    read: bool = False

    @property
    def at_ns(self) -> int:
        """When it came."""
        return self.notification.monotonic_ns


@dataclass(frozen=True, slots=True)
class Overflowed:
    """So many notifications found no room to wait in."""

    at_ns: int
    notifications: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A link ended."""

    at_ns: int
    cause: GapCause


@dataclass(frozen=True, slots=True)
class Ended:
    """Nobody listens any more."""

    at_ns: int


LinkEvent = Began | Connected | Came | Overflowed | Lost | Ended
