"""The raw bytes that a collector kept, as captures: read while it may go on working."""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from collector.capture import Capture, Head
from collector.capture_reading import LARGEST_BYTES, capture_from
from collector.outbox.room import in_us
from collector.outbox.state import seen
from plantar.errors import OutboxError

if TYPE_CHECKING:
    from collector.link_events import LinkEvent
    from plantar.sample import Foot

#: They are read into memory: half a day of a pair of soles. (our choice) [stretches]
MOST_STRETCHES: Final = 10_000
_THEN: Final = "FROM raw WHERE device = ? AND until >= ? AND since <= ?"


def kept_captures(
    path: Path, device: str, since: datetime | None, until: datetime | None
) -> list[list[Capture]]:
    """What a device sent between two moments: for each run of its collector one for each sensor.

    Parameters
    ----------
    path : Path
        The outbox; whoever works with it may go on.
    device : str
        What its minutes are filed under.
    since, until : datetime or None
        Stretches that lie between, or across one of them; None is as far as there are any.

    Raises
    ------
    OutboxError
        There is no outbox, or nothing of this device and time in it, or too much.
    FileRejected
        A stretch cannot be read.
    """
    with seen(path) as connection:
        bounds = (device, _us(since, 0), _us(until, 2**62))
        counted = connection.execute(f"SELECT count(*) {_THEN}", bounds).fetchone()[0]
        if not counted:
            there = [one for (one,) in connection.execute("SELECT DISTINCT device FROM raw")]
            of = ", ".join(sorted(there)) or "no device"
            raise OutboxError(f"{path}: no raw bytes of {device} then; there are some of {of}")
        if counted > MOST_STRETCHES:
            raise OutboxError(
                f"{path}: {counted} stretches of {device}, at most {MOST_STRETCHES} are read at"
                " once: say --since and --until"
            )
        rows = connection.execute(f"SELECT payload {_THEN} ORDER BY no", bounds).fetchall()
    runs: dict[int, dict[Foot | None, list[Capture]]] = {}
    for (payload,) in rows:
        stretch = capture_from(_unpacked(payload, path), path)
        run = runs.setdefault(stretch.head.began_ns, {})
        run.setdefault(stretch.head.foot, []).append(stretch)
    return [[_joined(one, device) for one in runs[began].values()] for began in sorted(runs)]


def _us(at: datetime | None, otherwise: int) -> int:
    return otherwise if at is None else in_us(at)


def _unpacked(payload: bytes, path: Path) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(payload, LARGEST_BYTES)
    except zlib.error as error:
        raise OutboxError(f"{path}: a raw stretch cannot be unpacked: {error}") from error
    if not unpacking.eof:
        raise OutboxError(f"{path}: a raw stretch ends too early, or is too large")
    return text


def _joined(stretches: Sequence[Capture], device: str) -> Capture:
    """Stretches in a row as one; where some are gone, what held then is said again."""
    events: list[LinkEvent] = []
    last: Head | None = None
    for one in stretches:
        if last is not None and one.head.stretch != (last.stretch or 0) + 1:
            events += one.before
        events += one.events
        last = one.head
    first = stretches[0]
    name = device if first.head.foot is None else f"{device} {first.head.foot}"
    return replace(first, path=Path(name), events=tuple(events))
