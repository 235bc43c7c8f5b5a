"""Rows of a store that are older than the place wants to keep them."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select

from plantar.own.terms import Terms, before
from plantar.store.columns import moment_us
from plantar.store.engine import Database
from plantar.store.figures_tables import ALERT


def count(database: Database, terms: Terms, now: datetime) -> int:
    """How many withdrawn alerts are older than their term."""
    overdue = _overdue(terms, now)
    if overdue is None:
        return 0
    with database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(ALERT).where(overdue)) or 0)


def erase(database: Database, terms: Terms, now: datetime) -> int:
    """Delete them; how many there were."""
    overdue = _overdue(terms, now)
    if overdue is None:
        return 0
    with database.writing() as connection:
        return connection.execute(delete(ALERT).where(overdue)).rowcount


def _overdue(terms: Terms, now: datetime) -> ColumnElement[bool] | None:
    since = before(now, terms.withdrawn_days)
    # A comparison with nothing is never true: what stands is not touched.
    return None if since is None else ALERT.c.withdrawn_at < moment_us(since)
