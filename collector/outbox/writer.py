"""What was measured, on its way into the outbox: the radio goes on whatever the disk does."""

import logging
import threading
from collections import defaultdict
from datetime import datetime
from typing import Final

from collector.outbox.box import Outbox
from collector.outbox.room import in_us, stretches
from plantar.errors import OutboxError
from plantar.measured import Gap, GapCause, Measured
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.sensor import SensorTold
from plantar.wire import parcel

logger = logging.getLogger(__name__)

#: What waits in memory while the outbox takes nothing: some days of a pair of soles. [rows]
MOST_WAITING: Final = 20_000

Waiting = dict[
    tuple[str, str], Measured | SensorTold
]  # by device and key: of an open minute the last word


class Writer:
    """Holds records until the outbox has them; noting is quick and never fails."""

    def __init__(self, outbox: Outbox, most_waiting: int = MOST_WAITING) -> None:
        self.trouble: str | None = None  # why nothing can be written; None: it can
        self._outbox = outbox
        self._most = most_waiting
        self._door = threading.Lock()  # between noting and writing
        self._one_at_a_time = threading.Lock()
        self._waiting: Waiting = {}
        self._reached: dict[str, datetime] = {}
        self._standing: dict[str, bytes] = {}

    def note(
        self,
        device: str,
        records: tuple[Measured | SensorTold, ...],
        until: datetime | None,
        standing: bytes | None = None,
    ) -> None:
        """Take over records of a device, which has measured until then."""
        fresh = {(device, parcel(device, record).receipt.key): record for record in records}
        with self._door:
            self._waiting.update(fresh)
            if until is not None:
                self._reached[device] = until
            if standing is not None:
                self._standing[device] = standing
            if len(self._waiting) > self._most:
                self._waiting = _less(self._waiting, self._most)

    @property
    def waiting(self) -> int:
        """Records that are in memory only."""
        return len(self._waiting)

    def write(self, now: datetime) -> bool:
        """Put everything noted into the outbox; False, and it waits, when that cannot be."""
        with self._one_at_a_time:
            with self._door:
                waiting, self._waiting = self._waiting, {}
                reached, self._reached = self._reached, {}
                standing, self._standing = self._standing, {}
            by_device: dict[str, Waiting] = defaultdict(dict)
            for name, record in waiting.items():
                by_device[name[0]][name] = record
            try:
                for device in sorted({*by_device, *reached, *standing}):
                    records = by_device[device]
                    self._outbox.append(
                        device,
                        records.values(),
                        now=now,
                        until=reached.get(device),
                        standing=standing.get(device),
                    )
                    for name in records:
                        del waiting[name]
                    standing.pop(device, None)
            except OutboxError as error:
                self._put_back(waiting, reached, standing)
                self._tell(str(error))
                return False
            self._tell(None)
            return True

    def _put_back(
        self, waiting: Waiting, reached: dict[str, datetime], standing: dict[str, bytes]
    ) -> None:
        """What was noted meanwhile is newer."""
        with self._door:
            self._waiting = waiting | self._waiting
            self._reached = reached | self._reached
            self._standing = standing | self._standing

    def _tell(self, trouble: str | None) -> None:
        if trouble is not None and self.trouble is None:
            logger.error("%s; measuring goes on, %d rows wait in memory", trouble, self.waiting)
        elif trouble is None and self.trouble is not None:
            logger.warning("%s: takes rows again", self._outbox.path)
        self.trouble = trouble


def _less(waiting: Waiting, most: int) -> Waiting:
    """The newest of what waits, with gaps in the place of the oldest minutes."""
    minutes = [
        (name, record)
        for name, record in waiting.items()
        if isinstance(record, FootMinute | BodyMinute | StepMinute)
    ]
    gone = minutes[: len(waiting) - most + most // 10]
    kept = {name: record for name, record in waiting.items() if name not in dict(gone)}
    held = ((device, in_us(record.at)) for (device, _), record in gone)
    for device, since, until, rows in stretches(held):
        logger.error("%s: %d rows of %s found no room: a gap", device, rows, until - since)
        gap = Gap(since, until, None, GapCause.OVERFLOW)
        kept[device, parcel(device, gap).receipt.key] = gap
    return kept
