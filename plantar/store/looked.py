"""Who looked at whom."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from plantar.audit import Look, Part
from plantar.store.accounts_tables import LOOKED
from plantar.store.columns import moment, moment_us
from plantar.store.engine import insert_once


def note(connection: Connection, looks: Iterable[Look]) -> None:
    """Keep looks, each once."""
    for one in looks:
        columns = {
            "runner_id": one.runner_id,
            "account": one.account,
            "part": one.part.value,
            "at": moment_us(one.at),
        }
        insert_once(connection, LOOKED, columns)


def looks(connection: Connection, runner_id: str) -> list[Look]:
    """Who looked at a runner, newest first."""
    table = LOOKED.c
    query = (
        select(LOOKED)
        .where(table.runner_id == runner_id, table.account.is_not(None))
        .order_by(table.at.desc(), table.account, table.part)
    )
    return [
        Look(row.runner_id, row.account, Part(row.part), moment(row.at))
        for row in connection.execute(query)
    ]
