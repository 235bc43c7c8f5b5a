"""Taking everything of some devices out of an outbox, so that no byte of it is left in the file."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from collector.outbox.file import check, is_taken, plainly
from collector.outbox.room import forget_old_raw, in_us
from collector.outbox.state import seen
from plantar.errors import OutboxTaken

#: Every table with something of a device in it.
TABLES: Final = ("parcel", "raw", "given_up", "reached", "standing")


def count(path: Path, devices: Sequence[str]) -> dict[str, int]:
    """How many rows of some devices are in each table of an outbox; none where there is none.

    Raises
    ------
    OutboxError
        It is damaged, or another kind of database.
    """
    if not path.exists() or not devices:
        return {}
    with seen(path) as connection:
        check(connection, path)
        counted = {table: _count(connection, table, devices) for table in _there(connection)}
    return {table: rows for table, rows in counted.items() if rows}


def erase(path: Path, devices: Sequence[str]) -> dict[str, int]:
    """Delete everything of some devices, and write the file anew; what was in each table.

    Raises
    ------
    OutboxTaken
        A collector works with it: it would go on measuring.
    OutboxError
        It is damaged, or another kind of database.
    """
    if not path.exists() or not devices:
        return {}
    if is_taken(path):
        raise OutboxTaken(f"{path}: a collector works with this outbox; stop it first")
    counted = count(path, devices)
    with plainly(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        for table in _there(connection):
            connection.executemany(
                f"DELETE FROM {table} WHERE device = ?",  # noqa: S608  a table of ours
                [(device,) for device in devices],
            )
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return counted


def old_raw(path: Path, before: datetime) -> int:
    """How many raw stretches ended before a moment.

    Raises
    ------
    OutboxError
        There is no outbox, or it is damaged.
    """
    with seen(path) as connection:
        query = "SELECT count(*) FROM raw WHERE until < ?"
        return int(connection.execute(query, (in_us(before),)).fetchone()[0])


def erase_raw(path: Path, before: datetime) -> int:
    """Delete them, and note that they were given up; how many there were.

    Raises
    ------
    OutboxError
        There is no outbox, or it is damaged.
    """
    found = old_raw(path, before)
    if found:
        with plainly(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            forget_old_raw(connection, before)
            connection.execute("COMMIT")
    return found


def _there(connection: sqlite3.Connection) -> list[str]:
    """Its tables; an older outbox lacks one."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = {name for (name,) in found}
    return [table for table in TABLES if table in names]


def _count(connection: sqlite3.Connection, table: str, devices: Sequence[str]) -> int:
    marks = ", ".join("?" * len(devices))
    query = f"SELECT count(*) FROM {table} WHERE device IN ({marks})"  # noqa: S608  a table of ours
    return int(connection.execute(query, tuple(devices)).fetchone()[0])
