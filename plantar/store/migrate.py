"""Bringing a database to the tables of this code, forward only."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select

from plantar.errors import StoreError
from plantar.store import before_migration, claims
from plantar.store.engine import Database
from plantar.store.migrations import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"

_VERSION = Table("alembic_version", MetaData(), Column("version_num", Text()))


def revision(connection: Connection) -> str | None:
    """The revision a database is at, or None when it is empty."""
    tables = inspect(connection).get_table_names()
    if _VERSION.name in tables:
        return connection.scalar(select(_VERSION.c.version_num))
    if tables:
        raise StoreError("is a database of something else")
    return None


def revision_of(connection: Connection, database: Database) -> str | None:
    """As `revision`, with the database named where it is one of something else."""
    try:
        return revision(connection)
    except StoreError as error:
        raise StoreError(f"{database.name}: {error}") from error


def migrate(database: Database, backups: Path | None = None, *, keep: bool = True) -> None:
    """Bring a database to `HEAD`, in one transaction; before it a backup of what is in it.

    Parameters
    ----------
    database : Database
        The database; another program may be at work with it.
    backups : Path or None
        The folder for that backup where the store is no file; without it none is made of one. Of
        a SQLite file it lies beside the file.
    keep : bool
        False where what is in it is a copy.

    Raises
    ------
    StoreError
        It is a database of something else, or of a newer Plantar; it is as it was.
    FileRejected
        The backup cannot be written; the migration was not begun.
    """
    try:
        with database.reading() as connection:
            if revision(connection) == HEAD:
                return
        with database.writing() as connection:
            # Of two hosts that start at once one makes the tables; the other finds them made.
            claims.wait(connection, claims.TABLES)
            at = _known(connection)
            if at == HEAD:
                return
            if keep and at is not None:
                # Nobody writes until the tables have changed: the backup has the last word of them.
                before_migration.keep(database, at, backups)
            _forward(connection)
    except StoreError as error:
        if str(error).startswith(database.name):
            raise
        raise StoreError(f"{database.name}: {error}") from error


def config(connection: Connection) -> "Config":
    """What Alembic needs to know: its scripts lie inside the package."""
    # Only a migration needs Alembic; most openings do not.
    from alembic.config import Config  # noqa: PLC0415 alembic is slow to load

    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def make(connection: Connection, at: str) -> None:
    """Make the tables of one revision in an empty database."""
    from alembic import command  # noqa: PLC0415 alembic is slow to load  see config()

    command.upgrade(config(connection), at)


def is_known(at: str) -> bool:
    """Whether this code has that revision in its history."""
    from alembic.config import Config  # noqa: PLC0415 alembic is slow to load  see config()
    from alembic.script import ScriptDirectory  # noqa: PLC0415 alembic is slow to load

    if at == HEAD:
        return True
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return at in {one.revision for one in ScriptDirectory.from_config(settings).walk_revisions()}


def _known(connection: Connection) -> str | None:
    """The revision a database is at; refused where a newer Plantar wrote it."""
    at = revision(connection)
    if at is not None and not is_known(at):
        raise StoreError(
            f"was written by a newer Plantar (tables {at}, this one knows {HEAD}):"
            " update Plantar, or open another store"
        )
    return at


def _forward(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 alembic is slow to load  see config()

    command.upgrade(config(connection), HEAD)
