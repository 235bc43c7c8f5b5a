"""How an outbox is doing: told by the one who has it, or seen from outside."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from collector.outbox.file import check, plainly
from collector.outbox.room import GivenUp, from_us, used_bytes
from plantar.errors import OutboxError, WireError
from plantar.measured import Gap
from plantar.wire import read


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How an outbox is doing."""

    waiting: int  # rows that the centre has not committed
    oldest: datetime | None  # moment of the oldest of them
    refused: int  # rows that the centre cannot take, kept
    raw: int  # raw stretches
    used_bytes: int
    given_up: tuple[GivenUp, ...]
    reasons: tuple[tuple[str, int], ...] = ()  # why it cannot take them, and how many, most first


def look(path: Path) -> OutboxState:
    """The state of an outbox, whoever works with it; nothing of it is changed.

    Raises
    ------
    OutboxError
        There is none, or it is damaged.
    """
    with seen(path) as connection:
        return state_of(connection)


def examine(path: Path) -> None:
    """Read all of an outbox, whoever works with it; nothing of it is changed.

    Raises
    ------
    OutboxError
        There is none, it is damaged, or another kind of database.
    """
    with seen(path) as connection:
        check(connection, path)


def gaps_waiting(path: Path) -> tuple[tuple[str, Gap], ...]:
    """The gaps that the centre has not committed, each with its device; what it refused too.

    Raises
    ------
    OutboxError
        There is no outbox, or it is damaged.
    """
    query = (
        "SELECT device, payload FROM parcel WHERE key >= 'gap/' AND key < 'gap0' AND committed = 0"
    )
    found = []
    with seen(path) as connection:
        for device, payload in connection.execute(query):
            with suppress(WireError):  # the sender tells of these, and keeps them apart
                record = read(payload)
                if isinstance(record, Gap):
                    found.append((device, record))
    return tuple(found)


@contextmanager
def seen(path: Path) -> Iterator[sqlite3.Connection]:
    """An outbox to look into, whoever works with it."""
    if not path.exists():
        raise OutboxError(f"{path}: there is no outbox")
    with plainly(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            yield connection
        finally:
            connection.close()


def state_of(connection: sqlite3.Connection) -> OutboxState:
    """The state of an outbox that is open."""
    waiting, oldest = connection.execute(
        "SELECT count(*), min(nullif(at, 0)) FROM parcel WHERE committed = 0 AND refused IS NULL"
    ).fetchone()
    refused = (
        "SELECT refused, count(*) FROM parcel WHERE refused NOT NULL"
        " GROUP BY refused ORDER BY count(*) DESC, refused"
    )
    reasons = tuple(connection.execute(refused).fetchall())
    given_up = "SELECT device, what, since, until, count FROM given_up ORDER BY no"
    return OutboxState(
        waiting=waiting,
        oldest=None if oldest is None else from_us(oldest),
        refused=sum(count for _, count in reasons),
        raw=connection.execute("SELECT count(*) FROM raw").fetchone()[0],
        used_bytes=used_bytes(connection),
        given_up=tuple(
            GivenUp(device, what, from_us(since), from_us(until), count)
            for device, what, since, until, count in connection.execute(given_up)
        ),
        reasons=reasons,
    )
