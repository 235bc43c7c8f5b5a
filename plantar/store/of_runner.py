"""Which rows are a runner's: the one place that says it, for export, import and erasing.

A row is a runner's when it names them, or when it belongs to a row that does, such as a minute to
its source. That follows from the tables themselves. What is to be done with a table does not: it is
written here for every one of them, and a test refuses a table that nobody wrote anything about.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, select

from plantar.store.tables import METADATA

RUNNER_ID: Final = "runner_id"
RUNNER: Final = "runner"
#: What a database calls the column by which it numbers rows.
NUMBER: Final = "no"


class Whose(StrEnum):
    """What becomes of the rows of a table when their runner asks for them, moves or goes."""

    KEPT = "kept"  # the runner's: exported, and goes into another Plantar as it is
    TO_READ = "to-read"  # the runner's: exported; it means something in this Plantar only
    UNTOLD = "untold"  # about the runner, but secret or only bookkeeping: erased, never exported
    NAMELESS = "nameless"  # exported to read; erasing takes the runner's id out and leaves the line
    NOBODYS = "nobodys"  # of no runner


#: Of every table what it is. Whoever adds a table adds a line: see `Whose`.
WHOSE: Final[Mapping[str, Whose]] = MappingProxyType(
    {
        # people, and what they said
        "runner": Whose.KEPT,
        "display_name": Whose.KEPT,  # only when asked for
        "local_day": Whose.KEPT,
        "wear_plan": Whose.KEPT,
        "rule_override": Whose.KEPT,
        "pain": Whose.KEPT,
        "context_note": Whose.KEPT,
        # what was agreed and told
        "planned_run": Whose.KEPT,
        "declared_shift": Whose.KEPT,
        "programme": Whose.KEPT,
        "strength_session": Whose.KEPT,
        # what was measured, in its layers
        "origin": Whose.KEPT,
        "source": Whose.KEPT,
        "foot_minute": Whose.KEPT,
        "body_minute": Whose.KEPT,
        "step_minute": Whose.KEPT,
        "day_total": Whose.KEPT,
        "session": Whose.KEPT,
        "gap": Whose.KEPT,
        "calibration": Whose.KEPT,
        # computed, but with a history that cannot be computed again: when a thing was first said,
        # when late data took it back, what was answered
        "alert": Whose.KEPT,
        "episode": Whose.KEPT,
        "episode_alert": Whose.KEPT,
        "response": Whose.KEPT,
        "episode_response": Whose.KEPT,
        "arrival": Whose.KEPT,  # on which days data came: an end of silence follows from it
        # computed again from what was measured
        "day": Whose.TO_READ,
        "state": Whose.UNTOLD,  # the last line of it all, in packed form
        "dirty": Whose.UNTOLD,
        "unmirrored": Whose.UNTOLD,
        "left_out": Whose.UNTOLD,
        # files that were brought: what came of each; their bytes only while they wait
        "upload": Whose.TO_READ,
        "upload_chunk": Whose.UNTOLD,
        # agreements with people of this Plantar, and who of them looked
        "sensor": Whose.TO_READ,  # as paired with this Plantar
        "consent": Whose.TO_READ,
        "looked": Whose.NAMELESS,
        # by which somebody signs in or is reached, and what was sent: secrets and bookkeeping
        "account": Whose.UNTOLD,
        "account_name": Whose.UNTOLD,
        "signed_in": Whose.UNTOLD,
        "invitation": Whose.UNTOLD,
        "tried": Whose.NOBODYS,
        "pain_link": Whose.UNTOLD,
        "told_once": Whose.UNTOLD,
        "recipient": Whose.UNTOLD,
        "message": Whose.UNTOLD,
        "message_attempt": Whose.UNTOLD,
        "message_item": Whose.TO_READ,
        "told_episode": Whose.UNTOLD,
        # of the whole practice
        "clinic_threshold": Whose.NOBODYS,
    }
)
#: A column that says how far this Plantar has come with a runner; another one counts anew.
BOOKKEEPING: Final[frozenset[tuple[str, str]]] = frozenset({("runner", "mark")})
#: What follows from the rest, and may differ where it was computed later.
COMPUTED: Final[frozenset[str]] = frozenset(
    {"alert", "episode", "episode_alert", "episode_response"}
)


def tables(*kinds: Whose) -> list[Table]:
    """The tables of some kinds, each after those it refers to."""
    from plantar.store import sql  # noqa: F401, PLC0415  whoever has tables has them known

    return [table for table in METADATA.sorted_tables if WHOSE.get(table.name) in kinds]


def way(table: Table) -> tuple[Column[Any], ...] | None:
    """The columns by which a row leads to its runner, the nearest first; None when none does."""
    if table.name == RUNNER:
        return (table.c.id,)
    if RUNNER_ID in table.c:
        return (table.c[RUNNER_ID],)
    ways = [
        (column, *further)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is not table and (further := way(key.column.table)) is not None
    ]
    return min(ways, key=len, default=None)


def its_own(table: Table, runner_id: str) -> ColumnElement[bool]:
    """That a row of a table is this runner's.

    Raises
    ------
    KeyError
        No row of that table is anybody's.
    """
    found = way(table)
    if found is None:
        raise KeyError(table.name)
    nearest, *further = found
    if not further:
        return nearest == runner_id
    above = referred(nearest)
    return nearest.in_(select(above).where(its_own(above.table, runner_id)))


def referred(column: Column[Any]) -> Column[Any]:
    """What a column refers to."""
    (key,) = column.foreign_keys
    return key.column


def number(table: Table) -> Column[Any] | None:
    """The column that numbers the rows of a table, where a database does that by itself."""
    keys = list(table.primary_key.columns)
    return keys[0] if len(keys) == 1 and keys[0].name == NUMBER else None


def numbered(table: Table) -> dict[str, str]:
    """The columns that hold the number of a row of another table, and which table that is."""
    return {
        column.name: key.column.table.name
        for column in table.columns
        for key in column.foreign_keys
        if number(key.column.table) is key.column
    }
