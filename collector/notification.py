"""What the radio handed over, unread, and the one place where it waits to be read."""

import asyncio
from collections import deque
from dataclasses import dataclass

#: Notifications that may wait: half a minute of a sole that sends fifteen a second.
MOST_WAITING = 512


@dataclass(frozen=True, slots=True)
class Notification:
    """Bytes from a sensor, and when they came."""

    characteristic: str  # the long form of its UUID
    payload: bytes
    monotonic_ns: int
    wall_ns: int


class Inbox:
    """Between the radio's callback, which may never wait or raise, and the one who reads.

    When it is full the newest is let go and counted, so that a loss is told and never silent.
    """

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._waiting: deque[Notification] = deque()
        self._most_waiting = most_waiting
        self._woken = asyncio.Event()
        self._closed = False
        self.overflowed = 0

    def put(self, notification: Notification) -> None:
        """Take a notification in."""
        if len(self._waiting) >= self._most_waiting:
            self.overflowed += 1
        else:
            self._waiting.append(notification)
        self._woken.set()

    def close(self) -> None:
        """Say that nothing more will come."""
        self._closed = True
        self._woken.set()

    async def take(self, patience_s: float) -> list[Notification]:
        """Everything that waits, at least one; empty once it is closed and read out.

        Raises
        ------
        TimeoutError
            Nothing came for that long.
        """
        async with asyncio.timeout(patience_s):
            while not self._waiting and not self._closed:
                self._woken.clear()
                await self._woken.wait()
        taken = list(self._waiting)
        self._waiting.clear()
        return taken
