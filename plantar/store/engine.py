"""Opening a database, its two kinds of transaction, and its failures in plain words.

SQLite is the embedded default: WAL, so that pages read while the pipeline writes; FULL, so that
what was acknowledged survives a power cut; a write takes its lock at once (BEGIN IMMEDIATE), since
a read that turns into a write can only fail. PostgreSQL is the same code by another URL.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, StaticPool, Table, create_engine, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, SQLAlchemyError

from plantar.errors import CannotKeep, StoreError
from plantar.store import address, claims, postgresql
from plantar.store.plain_words import in_plain_words, plainly

#: How long a write waits for another process before it gives up. [s]
PATIENCE_S = 10.0
FOLDER_MODE = 0o700
FILE_MODE = 0o600

WRITES = "plantar_writes"
NUL = "\0"


class Database:
    """An open database: transactions that are all or nothing, and errors that name it."""

    def __init__(self, url_or_path: str | Path, patience_s: float = PATIENCE_S) -> None:
        url = address.read(url_or_path)
        self.name = address.shown(url)
        self.file = Path(str(url.database)) if address.is_file(url) else None
        if self.file is not None:
            _prepare_file(self.file, self.name)
        with self._plainly():
            self._reader = _engine(url, patience_s)
        writes: dict[str, Any] = {WRITES: True}
        if not address.is_sqlite(url):
            # Writers queue for the row of their runner: each sees what the one before it did.
            writes["isolation_level"] = "READ COMMITTED"
        self._writer = self._reader.execution_options(**writes)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view, whatever is written meanwhile."""
        with self._plainly(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All of it or nothing; other writers wait."""
        with self._plainly(), self._writer.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """Speak to a server outside of any transaction, as some of its commands want it."""
        alone = self._reader.execution_options(isolation_level="AUTOCOMMIT")
        with self._plainly(), alone.connect() as connection:
            yield connection

    @contextmanager
    def claiming(self, what: str) -> Iterator[bool]:
        """Be the only one at something until the block ends; False when somebody else is.

        PostgreSQL gives a claim back by itself when the process that has it is gone. A file is one
        host's, and its writers take turns: there everybody is let in.
        """
        if self._reader.dialect.name == "sqlite":
            yield True
            return
        with self.writing() as connection:
            yield claims.got(connection, what)

    def close(self) -> None:
        """Close every connection."""
        self._reader.dispose()

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except ModuleNotFoundError as error:
            raise StoreError(f"{self.name}: needs the package {error.name!r}") from error
        except DataError as error:
            raise CannotKeep(f"{self.name}: {plainly(error)}") from error
        except DBAPIError as error:
            raise StoreError(f"{self.name}: {plainly(error)}") from error
        except sqlite3.Error as error:  # of one who spoke to the driver itself
            raise StoreError(f"{self.name}: {in_plain_words(str(error))}") from error
        except SQLAlchemyError as error:
            raise StoreError(f"{self.name}: {error}") from error
        except (OverflowError, UnicodeError) as error:
            raise CannotKeep(f"{self.name}: cannot keep this: {error}") from error


def _prepare_file(path: Path, name: str) -> None:
    """Make the file and the folders it lacks, readable by their owner only."""
    try:
        for folder in [*reversed(path.parent.parents), path.parent]:
            if not folder.exists():
                folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
    except OSError as error:
        raise StoreError(f"{name}: cannot be made: {error.strerror}") from error


def _engine(url: URL, patience_s: float) -> Engine:
    if not address.is_sqlite(url):
        return postgresql.engine(url, patience_s)
    in_memory = not url.database or url.database == ":memory:"
    engine = (
        # One connection is the whole database: all must share it.
        create_engine(
            url,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
        if in_memory
        else create_engine(url, hide_parameters=True)  # names of people stand among them
    )

    @event.listens_for(engine, "connect")
    def _prepare(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own
        # Transactions are ours to begin; the driver would begin them late, and not for reads.
        dbapi_connection.isolation_level = None
        dbapi_connection.execute(f"PRAGMA busy_timeout = {int(patience_s * 1000)}")
        dbapi_connection.execute("PRAGMA foreign_keys = ON")
        dbapi_connection.execute("PRAGMA synchronous = FULL")
        if dbapi_connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
            dbapi_connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "before_cursor_execute")
    def _no_nul(*said: Any) -> None:  # noqa: ANN401  as SQLAlchemy tells it
        # PostgreSQL cannot keep one; here it would cut the text short for other programs.
        _, _, _, parameters, _, many = said
        for row in parameters if many else (parameters,):
            if any(NUL in cell for cell in row if cell.__class__ is str):
                raise UnicodeError("a text with a NUL character in it")

    return engine


def upsert(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows in the order of the table's columns, each over the row of the same key.

    Handed to the driver as it is: binding each row by name would cost four times what keeping it
    does.
    """
    if not rows:
        return
    statement, positional = _upsert(connection.dialect, table)
    if positional:
        connection.exec_driver_sql(statement, rows)
    else:
        names = [column.name for column in table.columns]
        named = [dict(zip(names, row, strict=True)) for row in rows]
        connection.exec_driver_sql(statement, named)


def insert_once(connection: Connection, table: Table, columns: dict[str, Any]) -> bool:
    """Insert a row; False where one of its key is there, even if another process just made it."""
    added = _insert(connection.dialect, table).values(**columns).on_conflict_do_nothing()
    return connection.execute(added.returning(*table.primary_key)).first() is not None


def _insert(dialect: Dialect, table: Table) -> Any:  # noqa: ANN401  one of two that are alike
    return sqlite_insert(table) if dialect.name == "sqlite" else postgresql_insert(table)


@lru_cache(maxsize=128)
def _upsert(dialect: Dialect, table: Table) -> tuple[str, bool]:
    keys = [column.name for column in table.primary_key]
    names = [column.name for column in table.columns]
    insert = _insert(dialect, table)
    rest = {name: insert.excluded[name] for name in names if name not in keys}
    kept = (
        insert.on_conflict_do_update(index_elements=keys, set_=rest)
        if rest
        else insert.on_conflict_do_nothing(index_elements=keys)  # a row that is all key
    )
    compiled = kept.compile(dialect=dialect, column_keys=names)
    return str(compiled), bool(compiled.positional)
