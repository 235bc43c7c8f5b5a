"""The outbox's file: opened by one collector at a time, checked, and set aside when damaged."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from plantar.errors import OutboxError, OutboxFull, OutboxTaken

logger = logging.getLogger(__name__)

#: "PlOb", so that no other database is ever taken for an outbox.
APPLICATION_ID: Final = 0x506C4F62
VERSION: Final = 2
FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
#: How long the lock waits for one who only looks whether it is taken. [s]
GLANCE_S: Final = 1.0
#: How long a look from outside, such as a status command, may hold us up. [ms]
PATIENCE_MS: Final = 5_000

#: The write-ahead log goes into the file after so many pages: a megabyte beside the bounds.
LOG_PAGES: Final = 256

#: What a full disk still has for making room: as much as the log takes, and some.
RESERVE_BYTES: Final = 1_310_720

SCHEMA: Final = """
CREATE TABLE parcel (
  no INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which keys first came
  device TEXT NOT NULL,
  key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  "check" INTEGER NOT NULL,
  at INTEGER NOT NULL, -- when what it tells began [us]; of a day total 0
  minute INTEGER NOT NULL, -- 1: may be given up for room, and a gap takes its place
  committed INTEGER NOT NULL, -- 1: kept only because its minute may still be open
  refused TEXT, -- why the centre cannot take it
  payload BLOB NOT NULL,
  UNIQUE (device, key)
) STRICT;
CREATE TABLE raw (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  device TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  payload BLOB NOT NULL
) STRICT;
CREATE TABLE given_up (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  device TEXT NOT NULL,
  what TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  count INTEGER NOT NULL
) STRICT;
CREATE TABLE reached (device TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT;
"""
#: What the version after each of these has more.
SINCE: Final = {
    1: """
CREATE TABLE standing ( -- what a counter of steps stood at with the last of its steps above
  device TEXT PRIMARY KEY,
  kept BLOB NOT NULL
) STRICT;
""",
}

DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
#: The primary code is the low byte of what SQLite says.
PRIMARY: Final = 0xFF


class Damaged(OutboxError):
    """The file is no outbox any more."""


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Say what SQLite says in words of our own, with the file's name."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
        if code == sqlite3.SQLITE_FULL:
            raise OutboxFull(f"{path}: cannot grow: the disk is full") from error
        if code in DAMAGED:
            raise Damaged(f"{path}: is damaged; it is set aside at the next start") from error
        raise OutboxError(f"{path}: {error}") from error


def lock(path: Path) -> sqlite3.Connection:
    """Keep every other collector away from this outbox, until closed or however this one ends.

    Raises
    ------
    OutboxTaken
        Another collector has it.
    """
    _prepare(path)
    held = sqlite3.connect(_beside(path, ".lock"), timeout=GLANCE_S, isolation_level=None)
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        held.close()
        if getattr(error, "sqlite_errorcode", 0) & PRIMARY == sqlite3.SQLITE_BUSY:
            raise OutboxTaken(
                f"{path}: another collector works with this outbox; stop it first"
            ) from error
        raise OutboxError(f"{path}: cannot be locked: {error}") from error
    return held


def is_taken(path: Path) -> bool:
    """Whether a collector works with this outbox, as seen from outside.

    Raises
    ------
    OutboxError
        That cannot be told.
    """
    lock = _beside(path, ".lock")
    if not lock.exists():
        return False
    with plainly(path):
        looking = sqlite3.connect(f"{lock.absolute().as_uri()}?mode=ro", timeout=0.0, uri=True)
        try:
            looking.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & PRIMARY == sqlite3.SQLITE_BUSY:
                return True
            raise
        finally:
            looking.close()
    return False


def connect(path: Path) -> sqlite3.Connection:
    """Open an outbox, made where there is none.

    Raises
    ------
    Damaged
        It is no database, or a broken one.
    OutboxError
        It is another kind of database, or one of a newer Plantar; it is left as it is.
    """
    with plainly(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
            _bring_up(connection, check(connection, path))
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
            # What was measured exists nowhere else: it has to survive a power cut.
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    return connection


def _bring_up(connection: sqlite3.Connection, version: int) -> None:
    """Make what a file of that version lacks; 0 is an empty one."""
    if not version:
        connection.executescript(
            f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id = {APPLICATION_ID};"
            "PRAGMA user_version = 1; COMMIT"
        )
    for older in range(max(version, 1), VERSION):
        connection.executescript(
            f"BEGIN IMMEDIATE; {SINCE[older]} PRAGMA user_version = {older + 1}; COMMIT"
        )


def check(connection: sqlite3.Connection, path: Path) -> int:
    """Read all of a file, which has to be an outbox of ours; its version, 0 when it is empty.

    Raises
    ------
    Damaged
        It is broken.
    OutboxError
        It is another kind of database, or one of another Plantar.
    """
    sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if sound != "ok":
        raise Damaged(f"{path}: is damaged: {sound}")
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return 0
    if application != APPLICATION_ID:
        raise OutboxError(f"{path}: is another database, no outbox")
    if not 1 <= version <= VERSION:
        raise OutboxError(f"{path}: is of version {version}, this Plantar knows {VERSION}")
    return int(version)


def set_aside(path: Path) -> Path:
    """Rename a damaged outbox, whole, so that it can still be looked at; its new name."""
    number = 1
    while (aside := _beside(path, f".damaged-{number}")).exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            _beside(path, suffix).rename(_beside(aside, suffix))
    logger.error("%s: is damaged; it is set aside as %s", path, aside.name)
    return aside


def reserve(path: Path) -> None:
    """Keep some room on the disk, for the day on which it is full; nothing where there is none."""
    kept = _beside(path, ".reserve")
    try:
        if not kept.exists():
            kept.write_bytes(bytes(RESERVE_BYTES))
    except OSError:
        kept.unlink(missing_ok=True)


def use_reserve(path: Path) -> None:
    """Let go of that room: giving something up takes some first."""
    _beside(path, ".reserve").unlink(missing_ok=True)


Row = tuple[object, ...]


def rescued(aside: Path) -> list[Row]:
    """Rows that can still be read of a damaged outbox: from both ends to where it breaks."""
    found: dict[object, Row] = {}
    columns = 'no, device, key, revision, "check", at, minute, payload'
    with suppress(sqlite3.Error, OSError):
        connection = sqlite3.connect(aside)
        try:
            for order in ("", "DESC"):
                query = f"SELECT {columns} FROM parcel WHERE committed = 0 ORDER BY no {order}"  # noqa: S608 - two words of our own
                with suppress(sqlite3.Error):
                    for row in connection.execute(query):
                        found[row[0]] = row
        finally:
            connection.close()
    return [found[no] for no in sorted(found, key=lambda no: no if isinstance(no, int) else 0)]


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _prepare(path: Path) -> None:
    """Make the file and the folders it lacks, readable by their owner only."""
    try:
        for folder in [*reversed(path.parent.parents), path.parent]:
            if not folder.exists():
                folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
        for file in (path, _beside(path, ".lock")):
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, FILE_MODE))
    except OSError as error:
        raise OutboxError(f"{path}: cannot be made: {error.strerror}") from error
