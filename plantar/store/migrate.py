"""Bringing a database to the tables of this code, forward only."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select

from plantar.errors import StoreError
from plantar.store import claims
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


def migrate(database: Database) -> None:
    """Bring a database to `HEAD`, in one transaction."""
    try:
        with database.reading() as connection:
            if revision(connection) == HEAD:
                return
        with database.writing() as connection:
            # Of two hosts that start at once one makes the tables; the other finds them made.
            claims.wait(connection, claims.TABLES)
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


def _forward(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 alembic is slow to load  see config()
    from alembic.script import ScriptDirectory  # noqa: PLC0415 alembic is slow to load

    settings = config(connection)
    at = revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
    if at is not None and at not in known:
        raise StoreError(
            f"was written by a newer Plantar (tables {at}, this one knows {HEAD}):"
            " update Plantar, or open another store"
        )
    command.upgrade(settings, HEAD)
