"""Room in a bounded outbox: what is given up first, and what stands in its place."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from plantar.errors import WireError
from plantar.measured import Gap, GapCause
from plantar.wire import parcel, read

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
#: Given up together. [rows]
AT_ONCE: Final = 64
#: Pages that a row may take besides its bytes, where a branch of the tree splits. [bytes]
SPLITTING: Final = 4 * 4_096
#: Raw stretches closer than this are told as one. [us]
ADJOINING_US: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much an outbox holds at most."""

    most_bytes: int = 512 * 1024 * 1024  # of the file, without its write-ahead log
    raw_age: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A stretch of which something was given up for room."""

    device: str
    what: str  # "raw" or "minutes"
    since: datetime
    until: datetime
    count: int  # rows


def in_us(at: datetime) -> int:
    """Microseconds since 1970 UTC. [µs]"""
    return (at - EPOCH) // timedelta(microseconds=1)


def from_us(at_us: int) -> datetime:
    """The moment of that many microseconds."""
    return EPOCH + timedelta(microseconds=at_us)


def used_bytes(connection: sqlite3.Connection) -> int:
    """What the file holds, room to be used again left out."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def forget_old_raw(connection: sqlite3.Connection, before: datetime) -> None:
    """Give up raw stretches that ended before a moment."""
    deleted = "DELETE FROM raw WHERE until < ? RETURNING device, since, until"
    _list_raw(connection, connection.execute(deleted, (in_us(before),)).fetchall())


def make_room(
    connection: sqlite3.Connection, bytes_more: int, bounds: Bounds, under_way: Collection[int]
) -> bool:
    """Give up what has to be for so many bytes more; False when that does not do.

    Raw goes first, oldest first; then the oldest minutes, but for those under way.
    """
    while used_bytes(connection) + bytes_more + SPLITTING > bounds.most_bytes:
        if not (give_up_raw(connection) or _give_up_minutes(connection, under_way)):
            return False
    return True


def give_up_raw(connection: sqlite3.Connection) -> bool:
    """Give up the oldest raw stretches; False when there is none."""
    deleted = (
        "DELETE FROM raw WHERE no IN (SELECT no FROM raw ORDER BY no LIMIT ?)"
        " RETURNING device, since, until"
    )
    return _list_raw(connection, connection.execute(deleted, (AT_ONCE,)).fetchall())


def _list_raw(connection: sqlite3.Connection, rows: list[tuple[str, int, int]]) -> bool:
    for device, since, until in sorted(rows):
        _list(connection, GivenUp(device, "raw", from_us(since), from_us(until), 1))
    return bool(rows)


def _give_up_minutes(connection: sqlite3.Connection, under_way: Collection[int]) -> bool:
    query = (
        "SELECT no, device, at FROM parcel WHERE minute = 1 AND committed = 0 ORDER BY no LIMIT ?"
    )
    found = connection.execute(query, (AT_ONCE + len(under_way),)).fetchall()
    oldest = [row for row in found if row[0] not in under_way][:AT_ONCE]
    if not oldest:
        return False
    whole = [row for row in oldest if row[1:] != oldest[-1][1:]] or oldest
    connection.executemany("DELETE FROM parcel WHERE no = ?", [(no,) for no, _, _ in whole])
    for device, since, until, count in stretches((device, at) for _, device, at in whole):
        _list(connection, GivenUp(device, "minutes", since, until, count))
        _lay_gap(connection, device, Gap(since, until, None, GapCause.OVERFLOW), under_way)
    return True


def stretches(minutes: Iterable[tuple[str, int]]) -> Iterator[tuple[str, datetime, datetime, int]]:
    """Unbroken stretches of minutes per device, with how many rows lie in each."""
    for device, group in groupby(sorted(minutes), key=lambda row: row[0]):
        since = until = None
        count = 0
        for at in (from_us(at_us) for _, at_us in group):
            if since is None or until is None or at > until:
                if since is not None and until is not None:
                    yield device, since, until, count
                since, count = at, 0
            until, count = at + MINUTE, count + 1
        if since is not None and until is not None:
            yield device, since, until, count


def _list(connection: sqlite3.Connection, gone: GivenUp) -> None:
    """Note what was given up; what adjoins the last of its kind makes that one longer."""
    since, until = in_us(gone.since), in_us(gone.until)
    longer = (
        "UPDATE given_up SET until = max(until, ?), count = count + ? WHERE no ="
        " (SELECT max(no) FROM given_up WHERE device = ? AND what = ?) AND ? - until <= ?"
    )
    listed = (until, gone.count, gone.device, gone.what, since, ADJOINING_US)
    if not connection.execute(longer, listed).rowcount:
        connection.execute(
            "INSERT INTO given_up (device, what, since, until, count) VALUES (?, ?, ?, ?, ?)",
            (gone.device, gone.what, since, until, gone.count),
        )


def _lay_gap(
    connection: sqlite3.Connection, device: str, gap: Gap, under_way: Collection[int]
) -> None:
    """Put a gap in the place of minutes; one that ends where it begins becomes longer."""
    for no, payload in _gaps(connection, device, gap.since):
        if no in under_way:
            continue
        try:
            before = read(payload)
        except WireError:
            continue
        if isinstance(before, Gap) and _goes_on(before, gap):
            connection.execute("DELETE FROM parcel WHERE no = ?", (no,))
            insert(connection, device, replace(gap, since=before.since), no)
            return
    insert(connection, device, gap)


def _goes_on(before: Gap, gap: Gap) -> bool:
    return (before.until, before.cause, before.foot) == (gap.since, gap.cause, gap.foot)


def _gaps(connection: sqlite3.Connection, device: str, until: datetime) -> list[tuple[int, bytes]]:
    query = (
        "SELECT no, payload FROM parcel WHERE device = ? AND key >= 'gap/' AND key < 'gap0'"
        " AND at < ? AND committed = 0"
    )
    return connection.execute(query, (device, in_us(until))).fetchall()


def insert(connection: sqlite3.Connection, device: str, gap: Gap, no: int | None = None) -> None:
    """Write a gap, in a place of its own or in that of another row."""
    packed = parcel(device, gap)
    row: tuple[Any, ...] = (
        no,
        device,
        packed.receipt.key,
        packed.receipt.check,
        in_us(gap.since),
        packed.payload,
    )
    connection.execute(
        'INSERT OR IGNORE INTO parcel (no, device, key, revision, "check", at, minute, committed,'
        " payload) VALUES (?, ?, ?, 0, ?, ?, 0, 0, ?)",
        row,
    )
