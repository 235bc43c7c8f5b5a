"""Reading a backup: whether it is one and whole, and putting it back, all of it or nothing."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    Table,
    create_engine,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from plantar.errors import FileRejected, StoreError
from plantar.store import contents, migrate
from plantar.store.backup import FILE, FORMAT, NOTE, Manifest, noted, pour, write_backup
from plantar.store.contents import MANIFEST, Sum, Tell, nobody_watches
from plantar.store.engine import Database
from plantar.store.migrations import HEAD


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    manifest: Manifest
    files: Mapping[str, bytes]  # of the home, for the caller to put where they belong


def verify(path: Path, *, tell: Tell = nobody_watches, called: Path | None = None) -> Manifest:
    """Read all of a backup: it is one, nothing of it is damaged, and this code knows its tables.

    Raises
    ------
    FileRejected
        With what is wrong with it, and where. `called` is the name it is told under.
    """
    named = called or path
    with _opened(path, named) as engine, engine.connect() as connection:
        manifest = _manifest(connection, named)
        _whole(connection, named)
        _as_noted(manifest.tables, contents.sums(connection, tell), named)
        _files(connection, manifest, named)
    return manifest


def restore(
    path: Path,
    store_url: str | Path,
    *,
    plantar: str,
    now: datetime,
    instead_of: Path | None = None,
    tell: Tell = nobody_watches,
) -> Restored:
    """Put a backup into a store that is empty, all of it or nothing.

    Parameters
    ----------
    path : Path
        The backup; it is verified before anything is made for it.
    store_url : str or Path
        Where it goes: a file or a database without anything in it, of SQLite or PostgreSQL.
    plantar, now
        Of the backup that is made of what was there.
    instead_of : Path or None
        Where that one goes. Without it a store with something in it is refused.
    tell : callable
        Told how far it is.

    Raises
    ------
    FileRejected
        It is no backup, damaged, or newer than this code.
    StoreError
        The store is not empty, or does not hold the same as the backup in the end; it is as it was.
    """
    manifest = verify(path, tell=tell)
    with closing(Database(store_url)) as database:
        with database.reading() as connection:
            if instead_of is None and not contents.is_empty(connection):
                raise _taken(database)
        migrate.migrate(database)
        with _of_this_revision(path, manifest) as (source, expected), database.writing() as target:
            there = contents.tables(target)
            _alone(target, there)
            if not contents.is_empty(target, there):
                if instead_of is None:
                    raise _taken(database)
                # Nobody writes until we are done, so nothing comes between the two.
                write_backup(database, instead_of, plantar=plantar, now=now, tell=tell)
                for table in reversed(there):
                    target.execute(delete(table))
            pour(source, target, there, tell)
            _count_on(target, there)
            for name, held in contents.sums(target, tell, there).items():
                if held != expected[name]:
                    raise StoreError(f"{database.name}: {name} does not hold what {path} does")
    with _opened(path, path) as engine, engine.connect() as connection:
        return Restored(manifest, _files(connection, manifest, path))


def _taken(database: Database) -> StoreError:
    return StoreError(
        f"{database.name}: is not empty, nothing was changed; --replace makes a backup of what is"
        " there and puts this one in its place"
    )


@contextmanager
def _opened(path: Path, named: Path) -> Iterator[Engine]:
    """A file to read from, whatever it is; its failures in plain words."""
    if not path.is_file():
        raise FileRejected(named, "is no file")
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True),
        poolclass=NullPool,
    )
    try:
        yield engine
    except (DBAPIError, sqlite3.Error) as error:
        said = str(error.orig if isinstance(error, DBAPIError) else error)
        if "not a database" in said:
            raise FileRejected(named, "is no backup of Plantar, or has lost its head") from error
        raise FileRejected(named, f"is damaged: {said}") from error
    except (SQLAlchemyError, UnicodeError, OverflowError) as error:
        raise FileRejected(named, f"is damaged: {error}") from error
    finally:
        engine.dispose()


def _manifest(connection: Connection, named: Path) -> Manifest:
    there = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    if MANIFEST not in there:
        what = "a store, and" if contents.VERSION in there else "a database, and"
        raise FileRejected(named, f"is {what} no backup: `./run backup` makes one")
    told = connection.scalar(text(f"SELECT content FROM {MANIFEST} WHERE name = '{NOTE}'"))  # noqa: S608  our own names
    try:
        manifest = noted(told or b"")
    except ValueError as error:
        raise FileRejected(named, f"is damaged: {MANIFEST} cannot be read: {error}") from error
    if manifest.format != FORMAT or not migrate.is_known(manifest.revision):
        raise FileRejected(
            named,
            f"was written by a newer Plantar ({manifest.plantar}, tables {manifest.revision}; this"
            f" one knows {HEAD}): update Plantar",
        )
    if (revision := migrate.revision(connection)) != manifest.revision:
        raise FileRejected(named, f"is damaged: its tables are {revision}, not {manifest.revision}")
    return manifest


def _whole(connection: Connection, named: Path) -> None:
    """SQLite's own look at every page, key and reference."""
    found = connection.scalar(text("PRAGMA integrity_check(1)"))
    if found != "ok":
        raise FileRejected(named, f"is damaged: {found}")
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken is not None:
        raise FileRejected(named, f"is damaged: {broken[0]}: row {broken[1]} refers to nothing")


def _as_noted(noted: Mapping[str, Sum], held: Mapping[str, Sum], named: Path) -> None:
    for table in sorted(noted.keys() | held.keys()):
        wanted, found = noted.get(table), held.get(table)
        if wanted is None or found is None:
            what = "is missing" if wanted else "does not belong in it"
            raise FileRejected(named, f"is damaged: table {table} {what}")
        if wanted.rows != found.rows:
            raise FileRejected(
                named, f"is damaged: {table} has {found.rows} rows, not {wanted.rows}"
            )
        if wanted != found:
            raise FileRejected(named, f"is damaged: a row of {table} is not as it was written")


def _files(connection: Connection, manifest: Manifest, named: Path) -> dict[str, bytes]:
    query = text(f"SELECT name, content FROM {MANIFEST} WHERE name <> '{NOTE}'")  # noqa: S608  our own names
    files = {name.removeprefix(FILE): content for name, content in connection.execute(query)}
    for name in sorted(manifest.files.keys() | files.keys()):
        digest = hashlib.sha256(files.get(name, b"")).hexdigest()
        if digest != manifest.files.get(name):
            raise FileRejected(named, f"is damaged: {name} in it is not as it was written")
    return files


@contextmanager
def _of_this_revision(
    path: Path, manifest: Manifest
) -> Iterator[tuple[Connection, Mapping[str, Sum]]]:
    """The backup with the tables of this code, and what they hold; an older one is copied first."""
    if manifest.revision == HEAD:
        with _opened(path, path) as engine, engine.connect() as connection:
            yield connection, manifest.tables
        return
    with tempfile.TemporaryDirectory(prefix="plantar-") as folder:
        copied = Path(folder) / "copy.db"
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copied)) as target,
        ):
            source.backup(target)
        with closing(Database(copied)) as copy:
            with copy.writing() as connection:
                connection.execute(text(f"DROP TABLE {MANIFEST}"))
            migrate.migrate(copy, keep=False)
            with copy.reading() as connection:
                yield connection, contents.sums(connection)


def _alone(connection: Connection, there: Sequence[Table]) -> None:
    """Let nobody else write until the transaction ends; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    quoted = connection.dialect.identifier_preparer.quote
    for table in there:
        connection.execute(text(f"LOCK TABLE {quoted(table.name)} IN EXCLUSIVE MODE"))


def _count_on(connection: Connection, there: Sequence[Table]) -> None:
    """Let PostgreSQL number new rows after those that were put in; SQLite looks for itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in there:
        (key, *more) = table.primary_key.columns
        if more or not key.autoincrement or key.server_default is None:
            continue
        last = connection.scalar(select(func.max(key)))
        counter = func.pg_get_serial_sequence(table.name, key.name)
        connection.execute(select(func.setval(counter, last or 1, last is not None)))
