"""Every byte that sensors sent, in stretches of some seconds, kept for as long as there is room.

A stretch is a small capture, packed: it says at its start what was said before it and still holds,
so that it can be heard when the stretches before it are gone.
"""

import logging
import zlib
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from collector.capture import Head, event_line, head_line
from collector.link_events import Began, Came, Connected, LinkEvent, Lost
from collector.outbox.box import Outbox
from collector.outbox.room import from_us
from plantar.errors import OutboxError

logger = logging.getLogger(__name__)

#: What may wait to be packed, of all sensors: minutes of a pair of soles. [events]
MOST_WAITING: Final = 20_000
_NS_PER_US: Final = 1_000


@dataclass(slots=True)
class _Kept:
    """What the stretches of one sensor have in common."""

    device: str
    head: Head
    stretch: int = -1  # the last one
    values: dict[str, Came] = field(default_factory=dict)  # that were read last
    connected: Connected | None = None

    def remember(self, event: LinkEvent) -> None:
        """Hold on to what still holds in the next stretch."""
        match event:
            case Came(notification=one, read=True):
                self.values[one.characteristic] = event
            case Connected():
                self.connected = event
            case Lost():
                self.connected = None
            case _:
                pass


class RawWriter:
    """Packs what sensors send, beside what keeps them connected; noting is quick, never fails.

    Parameters
    ----------
    outbox : Outbox
        Where stretches are kept.
    head : callable
        The head of what a sensor sends, of its id and how the collector began.
    devices : mapping
        The device of each sensor, by its id.
    """

    def __init__(
        self, outbox: Outbox, head: Callable[[str, Began], Head], devices: Mapping[str, str]
    ) -> None:
        self.trouble: str | None = None  # why nothing can be kept; None: it can
        self._outbox = outbox
        self._head = head
        self._devices = devices
        self._waiting: deque[tuple[str, LinkEvent]] = deque(maxlen=MOST_WAITING)
        self._dropped = 0  # events that found no room there
        self._dropped_told = 0
        self._kept: dict[str, _Kept] = {}

    def note(self, sensor: str, event: LinkEvent) -> None:
        """Take over what happened on a link."""
        if len(self._waiting) == MOST_WAITING:
            self._dropped += 1  # the oldest goes
        self._waiting.append((sensor, event))

    def write(self, now: datetime) -> None:
        """Pack all that was noted; what cannot be kept is gone, since raw is what may be missed."""
        dropped = self._dropped
        missed, self._dropped_told = dropped - self._dropped_told, dropped
        fresh: dict[str, list[LinkEvent]] = {}
        for _ in range(len(self._waiting)):
            sensor, event = self._waiting.popleft()
            fresh.setdefault(sensor, []).append(event)
        trouble = f"{missed} notifications found no room in memory" if missed else None
        for sensor, events in fresh.items():
            try:
                self._pack(sensor, events, now, whole=not missed)
            except OutboxError as error:
                trouble = str(error)
        self._tell(trouble)

    def _pack(self, sensor: str, events: list[LinkEvent], now: datetime, *, whole: bool) -> None:
        if isinstance(events[0], Began):
            began, events = events[0], events[1:]
            self._kept[sensor] = _Kept(self._devices[sensor], self._head(sensor, began))
        kept = self._kept.get(sensor)
        if kept is None or not events:
            return
        # A number that is left out says that something is missing before this one.
        kept.stretch += 1 if whole else 2
        head = replace(kept.head, stretch=kept.stretch)
        lines = [head_line(head)]
        lines += [event_line(head, one, before=True) for one in kept.values.values()]
        if kept.connected is not None:
            lines.append(event_line(head, kept.connected, before=True))
        lines += [event_line(head, one) for one in events]
        for one in events:
            kept.remember(one)
        at = [(head.began_ns + one.at_ns) // _NS_PER_US for one in events]
        payload = zlib.compress("".join(lines).encode())
        self._outbox.append_raw(kept.device, from_us(min(at)), from_us(max(at)), payload, now=now)

    def _tell(self, trouble: str | None) -> None:
        if trouble is not None and self.trouble is None:
            logger.error("%s; measuring goes on, raw bytes are not kept", trouble)
        elif trouble is None and self.trouble is not None:
            logger.warning("%s: keeps raw bytes again", self._outbox.path)
        self.trouble = trouble
