"""Rows of a store that are older than the place wants to keep them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from plantar.message import Sending
from plantar.own.terms import Terms, before
from plantar.store.accounts_tables import LOOKED
from plantar.store.columns import moment_us
from plantar.store.engine import Database
from plantar.store.figures_tables import ALERT
from plantar.store.messages_tables import MESSAGE, MESSAGE_ATTEMPT, MESSAGE_ITEM

#: What the rows that are counted are called.
CALLED: Final[Mapping[str, str]] = MappingProxyType(
    {
        ALERT.name: "withdrawn alerts",
        LOOKED.name: "lines of who looked",
        MESSAGE.name: "messages",
    }
)
#: Nothing more happens to a message by itself.
DONE: Final = (Sending.SENT.value, Sending.GIVEN_UP.value)


def count(database: Database, terms: Terms, now: datetime) -> dict[str, int]:
    """How many rows are older than their term, by what they are called."""
    with database.reading() as connection:
        return _counted(connection, terms, now)


def erase(database: Database, terms: Terms, now: datetime) -> dict[str, int]:
    """Delete them; how many there were."""
    if not any(True for _ in _overdue(terms, now)):
        return {}
    with database.writing() as connection:
        counted = _counted(connection, terms, now)
        for table, old in _overdue(terms, now):
            connection.execute(delete(table).where(old))
    return counted


def _counted(connection: Connection, terms: Terms, now: datetime) -> dict[str, int]:
    return {
        CALLED[table.name]: found
        for table, old in _overdue(terms, now)
        if table.name in CALLED
        and (found := connection.scalar(select(func.count()).select_from(table).where(old)))
    }


def _overdue(terms: Terms, now: datetime) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The rows that go, in the order in which they can."""
    if (since := before(now, terms.withdrawn_days)) is not None:
        # A comparison with nothing is never true: what stands is not touched.
        yield ALERT, ALERT.c.withdrawn_at < moment_us(since)
    if (since := before(now, terms.audit_days)) is not None:
        yield LOOKED, LOOKED.c.at < moment_us(since)
    if (since := before(now, terms.messages_days)) is not None:
        old = MESSAGE.c.state.in_(DONE) & (MESSAGE.c.made_at < moment_us(since))
        keys = select(MESSAGE.c.id).where(old)
        for table in (MESSAGE_ATTEMPT, MESSAGE_ITEM):
            yield table, table.c.message_id.in_(keys)
        yield MESSAGE, old
