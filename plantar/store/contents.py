"""Everything in a database, table by table in one order, and a sum by which two are held equal.

The tables are asked of the database itself: so this reads every revision, also one whose tables
this code no longer has. SQLite and PostgreSQL hold the same rows under the same sum.
"""

import hashlib
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, MetaData, Table, select
from sqlalchemy.types import Float, Integer, LargeBinary

#: Rows read, summed and written at a time: memory stays flat. A sum depends on it.
BLOCK_ROWS: Final = 4_096
#: Not part of what a store holds: the revision, told apart, and what a backup says of itself.
VERSION, MANIFEST = "alembic_version", "plantar_backup"

#: Told after each block: the table, and how many rows of all tables are done.
Tell = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds: how many rows, and a SHA-256 over every value of every one of them."""

    rows: int
    digest: str


def nobody_watches(_table: str, _rows: int) -> None:
    """Tell nobody how far it is."""


def tables(connection: Connection) -> list[Table]:
    """The tables that hold something, each after those it refers to; their columns by name."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in {VERSION, MANIFEST}]


def columns(table: Table) -> list[Column[Any]]:
    """The columns in an order that does not depend on when each was added."""
    return sorted(table.columns, key=lambda column: column.name)


def blocks(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a table in the order of its key, a block at a time."""
    query = select(*columns(table)).order_by(*table.primary_key.columns)
    asked = query.execution_options(yield_per=BLOCK_ROWS)
    yield from connection.execute(asked).partitions()


def is_empty(connection: Connection, there: Sequence[Table] | None = None) -> bool:
    """Whether nothing was ever kept, or there are no tables yet; `there` where they are known."""
    return all(
        connection.execute(select(1).select_from(table).limit(1)).first() is None
        for table in (tables(connection) if there is None else there)
    )


def sums(
    connection: Connection, tell: Tell = nobody_watches, there: Sequence[Table] | None = None
) -> dict[str, Sum]:
    """What each table holds; `there` where the tables are known, as asking for them takes long."""
    found, done = {}, 0
    for table in tables(connection) if there is None else there:
        adding = Adding(table)
        for block in blocks(connection, table):
            adding.add(block)
            tell(table.name, done + adding.rows)
        found[table.name] = adding.sum()
        done += adding.rows
    return found


class Adding:
    """Adds the blocks of one table to its sum."""

    def __init__(self, table: Table) -> None:
        self.rows = 0
        self._columns = columns(table)
        self._digest = hashlib.sha256(table.name.encode())

    def add(self, block: Sequence[Sequence[Any]]) -> None:
        """Add a block; every one but the last is full."""
        self.rows += len(block)
        for column, cells in zip(self._columns, zip(*block, strict=True), strict=True):
            self._digest.update(f"\n{column.name} {len(cells)}\n".encode())
            self._digest.update(_bytes(column, cells))

    def sum(self) -> Sum:
        """What was added."""
        return Sum(self.rows, self._digest.hexdigest())


def _bytes(column: Column[Any], cells: Sequence[Any]) -> bytes:
    """The values of one column, bit by bit, and which of them are none."""
    head = b""
    if None in cells:
        head = bytes(cell is None for cell in cells)
        cells = [cell for cell in cells if cell is not None]
    match column.type:
        case Integer():
            return head + _little_endian(array("q", cells))
        case Float():
            # SQLite keeps no zero with a minus: to a sum both are zero.
            return head + _little_endian(array("d", map((0.0).__add__, cells)))
        case LargeBinary():
            return head + _little_endian(array("q", map(len, cells))) + b"".join(cells)
        case _:
            # No text has a NUL in it, in neither database.
            return head + "\0".join(cells).encode()


def _little_endian(numbers: "array[Any]") -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
