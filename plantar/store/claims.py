"""Being the only one at something, among all processes on one PostgreSQL.

A claim is an advisory lock that lives as long as a transaction: the server gives it back when that
ends, and with it when the process or its host does.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

#: Changing the tables; a runner is claimed by "runner" and the id.
TABLES = "tables"


def wait(connection: Connection, what: str) -> None:
    """Wait for one's turn; it lasts until the transaction ends."""
    if connection.dialect.name != "sqlite":  # a write to SQLite has the whole file to itself
        connection.execute(select(func.pg_advisory_xact_lock(_key(what))))


def got(connection: Connection, what: str) -> bool:
    """Whether one has it now, until the transaction ends; nobody waits."""
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(_key(what)))))


def _key(what: str) -> ColumnElement[Any]:
    """A number for a claim; the stores of two schemas do not stand in each other's way."""
    return func.hashtextextended(func.concat(func.current_schema(), " plantar ", what), 0)
