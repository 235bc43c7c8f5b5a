"""A backup: a SQLite file with every row of a store, and a note of what must be in it.

It is taken while others write: from one consistent view, in blocks. It gets its name when it is
whole, on disk, and has been read back and found equal to what it was taken from. The same file
comes from SQLite and from PostgreSQL, and goes back into either.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert

from plantar.errors import FileRejected, StoreError
from plantar.store import contents, migrate
from plantar.store.contents import MANIFEST, Sum, Tell, nobody_watches
from plantar.store.engine import Database
from plantar.store.plain_words import in_plain_words

#: Raised with every change of the form of a backup.
FORMAT: Final = 1
#: Pages of a SQLite file copied at a time; told after each. 4 MB.
PAGES: Final = 1_000
#: Names of what a backup says of itself; a file of the home follows the prefix.
NOTE, FILE = "manifest", "file:"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says that is in it."""

    revision: str  # of the tables
    plantar: str  # the version that made it
    made_at: str | None  # ISO, UTC; None: before a migration, which knows no clock
    tables: Mapping[str, Sum]
    files: Mapping[str, str] = field(default_factory=dict)  # name, SHA-256
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(table.rows for table in self.tables.values())


def write_backup(
    database: Database,
    path: Path,
    *,
    plantar: str,
    now: datetime | None,
    files: Mapping[str, bytes] | None = None,
    tell: Tell = nobody_watches,
) -> Manifest:
    """Write a backup, and read it back; it has its name only when it is whole.

    Parameters
    ----------
    database : Database
        The store; others may write to it meanwhile.
    path : Path
        Where it goes; nothing may be there.
    plantar : str
        The version that makes it.
    now : datetime or None
        When it is made; None where nobody knows.
    files : mapping of str to bytes
        Small files that belong to it, by name.
    tell : callable
        Told how far it is.

    Raises
    ------
    FileRejected
        Something is there, it cannot be written, or it does not read back as it was written.
    StoreError
        The store cannot be read, or there is none.
    """
    files = files or {}
    if path.exists():
        raise FileRejected(path, "is there already; a backup never takes the place of a file")
    with _part_of(path) as part:
        with database.reading() as connection:
            revision = migrate.revision_of(connection, database)
            if revision is None:
                raise StoreError(f"{database.name}: is empty, there is nothing to back up")
            if connection.dialect.name == "sqlite":
                _copy_pages(connection, part, tell)
                held = contents.sums(connection, tell)
            else:
                held = _copy_rows(connection, part, revision, tell)
        manifest = Manifest(
            revision,
            plantar,
            None if now is None else now.isoformat(timespec="seconds"),
            held,
            {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        )
        _note(part, manifest, files)
        from plantar.store.restore import verify  # noqa: PLC0415  it reads what is written here

        verify(part, tell=tell, called=path)
    return manifest


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """A file beside its place, which takes it at the end; only its owner reads it."""
    part: Path | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes files that only their owner reads
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        os.close(handle)
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
        with suppress(OSError):  # a folder cannot be flushed everywhere
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        raise FileRejected(path, f"cannot be written: {error.strerror or error}") from error
    except sqlite3.Error as error:
        raise FileRejected(path, f"cannot be written: {error}") from error
    except StoreError as error:
        if part is not None and str(error).startswith(str(part)):  # it was opened as a store
            raise FileRejected(path, str(error).removeprefix(f"{part}: ")) from error
        raise
    finally:
        if part is not None:
            for ending in ("", "-wal", "-shm", "-journal"):
                part.with_name(part.name + ending).unlink(missing_ok=True)


def _copy_pages(connection: Connection, part: Path, tell: Tell) -> None:
    """SQLite's own online copy, of the view that the connection holds: writers start no new one."""
    source: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]  # its driver's
    try:
        with closing(sqlite3.connect(part)) as target:
            source.backup(
                target, pages=PAGES, progress=lambda _, left, total: tell("pages", total - left)
            )
            target.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
    except sqlite3.Error as error:
        raise StoreError(f"{part}: {in_plain_words(str(error))}") from error


def _copy_rows(connection: Connection, part: Path, revision: str, tell: Tell) -> dict[str, Sum]:
    """Every row of one consistent view into a SQLite file with tables of the same revision."""
    with closing(Database(part)) as made, made.writing() as target:
        migrate.make(target, revision)
        held = pour(connection, target, contents.tables(target), tell)
    with closing(sqlite3.connect(part)) as target:
        target.execute("PRAGMA journal_mode = DELETE")
    return held


def pour(
    source: Connection, target: Connection, into: Sequence[Table], tell: Tell
) -> dict[str, Sum]:
    """Put every row of one database in another with the same tables, all of them empty.

    Gives what was in them.
    """
    there = {table.name: table for table in into}
    held: dict[str, Sum] = {}
    done = 0
    for table in contents.tables(source):
        adding = contents.Adding(table)
        keep = keeper(target, there[table.name])
        for block in contents.blocks(source, table):
            keep(block)
            adding.add(block)
            tell(table.name, done + adding.rows)
        held[table.name] = adding.sum()
        done += adding.rows
    return held


def keeper(target: Connection, table: Table) -> Callable[[Sequence[Sequence[Any]]], object]:
    """Puts blocks in a table, whose columns are in the order of `contents.columns`."""
    names = [column.name for column in contents.columns(table)]
    if target.dialect.name != "sqlite":
        return lambda block: target.execute(
            insert(table), [dict(zip(names, row, strict=True)) for row in block]
        )
    # Handed to the driver itself: naming each cell, and looking for NUL in it, costs more than
    # keeping it; whatever is not kept as it was shows in the sums.
    driver: Any = target.connection.driver_connection
    quoted = ", ".join(map(target.dialect.identifier_preparer.quote, names))
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({marks})"  # noqa: S608  names of our tables
    return lambda block: driver.executemany(statement, map(tuple, block))


def _note(part: Path, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Write into a backup what must be in it."""
    rows: list[tuple[str, bytes]] = [(NOTE, json.dumps(asdict(manifest)).encode())]
    rows += [(FILE + name, content) for name, content in files.items()]
    with closing(sqlite3.connect(part)) as connection, connection:
        connection.execute(f"CREATE TABLE {MANIFEST} (name TEXT PRIMARY KEY, content BLOB) STRICT")
        connection.executemany(f"INSERT INTO {MANIFEST} VALUES (?, ?)", rows)  # noqa: S608  our own name


def noted(text: bytes) -> Manifest:
    """What a backup says of itself.

    Raises
    ------
    ValueError
        It says nothing that can be read.
    """
    told: dict[str, Any] = json.loads(text)
    try:
        tables = {str(name): Sum(**one) for name, one in told.pop("tables").items()}
        return Manifest(tables=tables, **told)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
