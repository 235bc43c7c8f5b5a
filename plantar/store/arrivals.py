"""The days on which data arrived, by the clock of arrival: when it was measured is another."""

from datetime import date

from sqlalchemy import Connection, select

from plantar.store.answers_tables import ARRIVAL
from plantar.store.engine import upsert


def note(connection: Connection, runner_id: str, day: date) -> None:
    """Note that something new arrived on a day; once a day is enough."""
    # Once compiled and handed to the driver: this is asked with every minute that comes in.
    upsert(connection, ARRIVAL, [(runner_id, day.isoformat())])


def read(connection: Connection, runner_id: str) -> list[date]:
    """The days of a runner on which something new arrived, in order."""
    query = select(ARRIVAL.c.day).where(ARRIVAL.c.runner_id == runner_id).order_by(ARRIVAL.c.day)
    return [date.fromisoformat(day) for day in connection.scalars(query)]
