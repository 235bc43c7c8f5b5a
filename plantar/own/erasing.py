"""Taking everything of a runner out of a store, bytes and all, and looking what is left.

To a database a deleted row is only room to be used again: in SQLite its bytes are written over and
the file is written anew. A PostgreSQL keeps them in its own files until it writes over them, and in
its log and its backups as long as whoever runs it says.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, select, text, union, update

from plantar.errors import StoreError
from plantar.own import goes_with
from plantar.own.traces import Traces
from plantar.store import contents, of_runner
from plantar.store.accounts_tables import ACCOUNT, ACCOUNT_NAME
from plantar.store.engine import Database
from plantar.store.of_runner import RUNNER_ID, Whose
from plantar.store.plain_words import in_plain_words
from plantar.store.tables import DISPLAY_NAME

#: How long SQLite waits for others to let go of the file. [ms]
PATIENCE_MS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Hit:
    """Something of a runner that was found, and how often."""

    place: str
    times: int


def names_of(database: Database, runner_id: str) -> tuple[str, ...]:
    """What a runner is called here: the id, the name for the screen, and that of an account.

    A name that somebody else has too is left out: of two who are called Jan one stays. So is what
    an account is called that stays, since it is a kinesist's or an admin's too.
    """
    account = ACCOUNT_NAME.c.account
    with database.reading() as connection:
        own = goes_with.account_of(connection, runner_id)
        gone = own.id if own is not None and own.goes else ""
        mine = union(
            select(DISPLAY_NAME.c.name).where(DISPLAY_NAME.c.runner_id == runner_id),
            select(ACCOUNT_NAME.c.name).where(account == gone),
            select(ACCOUNT.c.login).where(ACCOUNT.c.id == gone),
        )
        theirs = union(
            select(DISPLAY_NAME.c.name).where(DISPLAY_NAME.c.runner_id != runner_id),
            select(ACCOUNT_NAME.c.name).where(account != gone),
            select(ACCOUNT.c.login).where(ACCOUNT.c.id != gone),
        )
        names = set(connection.scalars(mine)) - set(connection.scalars(theirs)) - {runner_id}
    return (runner_id, *sorted(name for name in names if name.strip()))


def count_rows(database: Database, runner_id: str) -> dict[str, int]:
    """How many rows of each table go with a runner; tables without any are left out."""
    with database.reading() as connection:
        return dict(_counted(connection, runner_id))


def erase_rows(database: Database, runner_id: str, *, but: Collection[str] = ()) -> dict[str, int]:
    """Delete every row that goes with a runner, in one transaction; how many of each table.

    A line that others need, such as one of an audit, stays without the id. `but` names tables that
    are left as they are. Done again it finds nothing to do.

    Raises
    ------
    StoreError
        The store cannot be written to; nothing was deleted.
    """
    with database.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        counted = dict(_counted(connection, runner_id))
        going = list(goes_with.rows(connection, runner_id))
        goes_with.let_go(connection, runner_id)
        for table, theirs in going:
            if table.name not in but:
                connection.execute(delete(table).where(theirs))
        for table in of_runner.tables(Whose.NAMELESS):
            column = table.c[RUNNER_ID]
            nobody = None if column.nullable else ""
            connection.execute(update(table).where(column == runner_id).values({RUNNER_ID: nobody}))
    return {name: rows for name, rows in counted.items() if name not in but}


def write_over(database: Database) -> str:
    """Let no byte of what was deleted stay in the files; what cannot be done here, in a sentence.

    Raises
    ------
    StoreError
        Somebody works with the file for too long; to do it again later does.
    """
    if database.file is None:
        return _vacuumed(database)
    try:
        with closing(sqlite3.connect(database.file, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"{database.name}: {in_plain_words(str(error))}") from error
    if busy:
        raise StoreError(
            f"{database.name}: others work with it, and its log still holds what was erased:"
            " stop them and erase again"
        )
    return "the file was written anew; disks and snapshots below it are not Plantar's"


def _vacuumed(database: Database) -> str:
    with database.reading() as connection:
        if connection.dialect.name == "sqlite":
            return "it was only in memory"
        quote = connection.dialect.identifier_preparer.quote
        quoted = ", ".join(quote(table.name) for table in contents.tables(connection))
    with database.outside() as connection:
        connection.execute(text(f"VACUUM (FULL) {quoted}"))
    return (
        "VACUUM FULL wrote the tables anew; the server's log (WAL), its replicas and backups made"
        " by others hold what was erased until they are written over: ask whoever runs it"
    )


def find_rows(database: Database, traces: Traces) -> Iterator[Hit]:
    """Look at every text of every row of every table, whoever's they are."""
    with database.reading() as connection:
        for table in contents.tables(connection):
            times = sum(
                traces.in_texts(cell for row in block for cell in row)
                for block in contents.blocks(connection, table)
            )
            if times:
                yield Hit(f"{database.name}: table {table.name}", times)


def find_bytes(database: Database, traces: Traces) -> Iterator[Hit]:
    """Look at every byte of the files of a SQLite store, whatever they are of."""
    if database.file is None:
        return
    others = set(_others(database, traces))
    for ending in ("", "-wal", "-journal"):
        path = database.file.with_name(database.file.name + ending)
        if path.exists() and (times := traces.in_file(path, others)):
            yield Hit(str(path), times)


def _others(database: Database, traces: Traces) -> Iterator[str]:
    """Texts in which a name is part of another word: annabel when anna goes, tables when run does.

    They are left out of a look at bytes, in which words have no ends.
    """
    with database.reading() as connection:
        schema = connection.execute(text("SELECT name, tbl_name, sql FROM sqlite_master"))
        yield from traces.others(cell for row in schema for cell in row)
        for table in contents.tables(connection):
            for block in contents.blocks(connection, table):
                yield from traces.others(cell for row in block for cell in row)


def _counted(connection: Connection, runner_id: str) -> Iterator[tuple[str, int]]:
    nameless = [
        (table, of_runner.its_own(table, runner_id)) for table in of_runner.tables(Whose.NAMELESS)
    ]
    for table, theirs in [*goes_with.rows(connection, runner_id), *nameless]:
        found = _count(connection, table, theirs)
        if found:
            yield table.name, found


def _count(connection: Connection, table: Table, theirs: ColumnElement[bool]) -> int:
    found: Any = connection.scalar(select(text("count(*)")).select_from(table).where(theirs))
    return int(found)
