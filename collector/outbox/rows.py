"""The rows of an outbox, and the words in which it is asked for them."""

import zlib
from typing import Any, Final

from collector.outbox.room import in_us
from plantar.measured import DayTotal, Measured, Session
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.sensor import SensorTold
from plantar.wire import Receipt, parcel

#: What a row takes beside its payload: its columns, its key a second time in the index. [bytes]
BESIDE: Final = 160

APPEND: Final = """
INSERT INTO parcel (device, key, revision, "check", at, minute, committed, payload)
VALUES (?, ?, ?, ?, ?, ?, 0, ?)
ON CONFLICT (device, key) DO UPDATE SET revision = excluded.revision, "check" = excluded."check",
  payload = excluded.payload, committed = 0, refused = NULL
WHERE excluded.revision > revision OR (excluded.revision = revision AND excluded."check" <> "check")
"""
NEXT: Final = """
SELECT no, device, key, revision, "check", payload FROM parcel
WHERE committed = 0 AND refused IS NULL ORDER BY no LIMIT ?
"""
#: The minute that each device told last of those it told once.
NEWEST: Final = """
SELECT device, at FROM parcel
WHERE no IN (SELECT max(no) FROM parcel WHERE minute = 1 GROUP BY device)
"""
#: Only ever these very bytes: a later revision under the same key stays.
THESE: Final = 'WHERE device = ? AND key = ? AND revision = ? AND "check" = ?'


def row(device: str, record: Measured | SensorTold) -> tuple[Any, ...]:
    """The row of a record."""
    packed = parcel(device, record)
    minute = isinstance(record, FootMinute | BodyMinute | StepMinute)
    return (*name(packed.receipt), _at(record), int(minute), packed.payload)


def _at(record: Measured | SensorTold) -> int:
    match record:
        case DayTotal():
            return 0
        case Session():
            return in_us(record.start)
        case FootMinute() | BodyMinute() | StepMinute() | SensorTold():
            return in_us(record.at)
        case _:
            return in_us(record.since)


def name(receipt: Receipt) -> tuple[str, str, int, int]:
    """What names the very bytes of a row."""
    return receipt.device, receipt.key, receipt.revision, receipt.check


def sound(check: object, payload: object) -> bool:
    """Whether bytes are those that were written."""
    return isinstance(payload, bytes) and zlib.crc32(payload) == check
