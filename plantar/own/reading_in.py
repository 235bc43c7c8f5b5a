"""Taking an export into a store: all of it, equal to the last digit, or nothing."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from plantar.errors import BadInput, FileRejected, UnknownRunner
from plantar.own import form
from plantar.own.archive import Archive, opened
from plantar.own.form import Field
from plantar.own.looks import LOOKS, MEASURED, Look
from plantar.own.moved import moved
from plantar.own.writing import DISPLAY_NAME, write_export
from plantar.runner import RUNNER_ID as AN_ID
from plantar.store import dirt, of_runner, people
from plantar.store.backup import keeper
from plantar.store.contents import BLOCK_ROWS, Tell, columns, nobody_watches
from plantar.store.engine import Database
from plantar.store.figures_tables import ALERT
from plantar.store.of_runner import COMPUTED, NUMBER, RUNNER, RUNNER_ID, Whose
from plantar.store.tables import ORIGIN

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking an export in came to."""

    runner_id: str
    rows: int  # 0: the same was there already


def read_export(
    database: Database,
    path: Path,
    *,
    plantar: str,
    now: datetime,
    under: str | None = None,
    tell: Tell = nobody_watches,
) -> TakenIn:
    """Take an export into a store, in one transaction.

    Parameters
    ----------
    database : Database
        The store; others may read it meanwhile, and write again afterwards.
    path : Path
        The export; all of it is read before anything of it is put in.
    plantar, now
        By which version and when, for the comparison with a runner who is there already.
    under : str or None
        Another pseudonym for the runner; None: the one in the export.
    tell : callable
        Told how far it is.

    Raises
    ------
    FileRejected
        It is no export, damaged, newer than this code, or a value in it cannot be; or there is a
        runner of that id with something else. Nothing was kept.
    BadInput
        `under` is no id.
    StoreError
        The store cannot be written to.
    """
    if under is not None and not AN_ID.fullmatch(under):
        raise BadInput("--as", under, "an id of a runner")
    with opened(path) as archive:
        runner_id = under or archive.note.runner
        if _is_there(database, runner_id):
            _same(database, archive, runner_id, plantar, now)
            return TakenIn(runner_id, 0)
        with database.writing() as connection:
            into = _Into(connection, archive, runner_id, tell)
            for table in of_runner.tables(Whose.KEPT):
                into.put(table)
            runner = people.find(connection, runner_id)
            dirt.mark(connection, runner_id, people.every_day(connection, runner))
    return TakenIn(runner_id, into.done)


def _is_there(database: Database, runner_id: str) -> bool:
    with database.reading() as connection:
        try:
            people.find(connection, runner_id)
        except UnknownRunner:
            return False
    return True


def _same(
    database: Database, archive: Archive, runner_id: str, plantar: str, now: datetime
) -> None:
    """Refuse an export of somebody who is there with anything else."""
    with tempfile.TemporaryDirectory(prefix="plantar-") as folder:
        mine = write_export(
            database,
            runner_id,
            Path(folder) / "mine.zip",
            plantar=plantar,
            now=now,
            with_name=f"{DISPLAY_NAME}.json" in archive.note.files,
        )
    for table in of_runner.tables(Whose.KEPT):
        name = form.file_of(table)
        if table.name in COMPUTED or (table.name == RUNNER and runner_id != archive.note.runner):
            continue
        if mine.files.get(name) != archive.note.files.get(name):
            raise archive.wrong(
                name,
                f"runner {runner_id!r} is there already, with something else; nothing was kept:"
                " --as ID takes it in under another id",
            )


class _Into:
    """Puts the rows of one export in, each number in it becoming one of this store."""

    def __init__(
        self, connection: Connection, archive: Archive, runner_id: str, tell: Tell
    ) -> None:
        self.done = 0
        self._connection = connection
        self._archive = archive
        self._runner_id = runner_id
        self._tell = tell
        self._numbers: dict[str, dict[int, int]] = {}

    def put(self, table: Table) -> None:
        """Put all rows of a table in."""
        name = form.file_of(table)
        held = self._archive.note.files.get(name)
        if held is None:
            if table.name == DISPLAY_NAME:
                return
            raise self._archive.wrong(name, "is missing")
        before = self.done
        told = self._told(table, name)
        if table.name in MEASURED:
            self._put_measured(table, name, told)
        else:
            self._put_said(table, name, list(told))
        if self.done - before != held.rows:
            raise self._archive.wrong(
                name, f"has {self.done - before} rows, not the {held.rows} that its note names"
            )

    def _told(self, table: Table, name: str) -> Iterator[tuple[int, Row]]:
        """The rows of a file as values of the store, with the number of each."""
        fields = form.fields(table)
        fixed: Row = {RUNNER_ID: self._runner_id} if RUNNER_ID in table.c else {}
        for column in table.columns:
            if (table.name, column.name) in of_runner.BOOKKEEPING:
                fixed[column.name] = 0
        names = [name for field in fields for name in field.names]
        if table.name in form.AS_JSON:
            lines: Iterable[tuple[int, Sequence[Any]]] = self._objects(name, names)
        else:
            lines = self._cells(name, names)
        for line, cells in lines:
            yield line, fixed | self._values(name, line, fields, cells)

    def _values(self, name: str, line: int, fields: list[Field], cells: Sequence[Any]) -> Row:
        values: Row = {}
        at = 0
        try:
            for field in fields:
                after = at + len(field.names)
                values[field.column.name] = field.read(cells[at:after])
                at = after
        except BadInput as error:
            raise self._archive.wrong(name, f"row {line}: {error}") from error
        return values

    def _cells(self, name: str, names: list[str]) -> Iterator[tuple[int, Sequence[Any]]]:
        lines = self._archive.rows(name)
        _, head = next(lines, (0, []))
        if head != names:
            raise self._archive.wrong(name, f"row 1: has the columns {head}, not {names}")
        for line, cells in lines:
            if len(cells) != len(names):
                raise self._archive.wrong(name, f"row {line}: {len(cells)} cells, not {len(names)}")
            yield line, cells

    def _objects(self, name: str, names: list[str]) -> Iterator[tuple[int, Sequence[Any]]]:
        for line, told in enumerate(self._archive.objects(name), 1):
            if list(told) != names:
                raise self._archive.wrong(name, f"row {line}: has {list(told)}, not {names}")
            yield line, list(told.values())

    def _put_measured(self, table: Table, name: str, told: Iterator[tuple[int, Row]]) -> None:
        """Put years of minutes in, a block at a time, each looked at as the record it is."""
        kind = MEASURED[table.name]
        keep = keeper(self._connection, table)
        order = [column.name for column in columns(table)]
        while block := list(islice(told, BLOCK_ROWS)):
            for line, row in block:
                self._find(table, name, line, row)
                cells = tuple(row[column.name] for column in kind.columns)
                try:
                    same = kind.row(kind.measured(cells)) == cells
                except BadInput as error:
                    raise self._archive.wrong(name, f"row {line}: {error}") from error
                except (ValueError, TypeError, OverflowError) as error:
                    raise self._archive.wrong(name, f"row {line}: {error}") from error
                if not same:
                    raise self._archive.wrong(name, f"row {line}: is not as Plantar writes it")
            with self._keeping(name, block):
                keep([[row[column] for column in order] for _, row in block])

    def _put_said(self, table: Table, name: str, told: list[tuple[int, Row]]) -> None:
        """Put what is few in, and read it back as records; the one that cannot be is named."""
        if table.name == RUNNER:
            told = [self._renamed(name, line, row) for line, row in told]
            if len(told) != 1:
                raise self._archive.wrong(name, f"has {len(told)} runners, not one")
        for line, row in told:
            self._find(table, name, line, row)
            if table is ORIGIN:
                row["id"] = self._origin(name, line, row)
            number = row.pop(NUMBER, None)
            with self._keeping(name, [(line, row)]):
                self._one(table, row, number)
            if table.name == RUNNER:
                self._look(table, name, [(line, row)])
        if table.name != RUNNER:
            self._look(table, name, told)

    def _one(self, table: Table, row: Row, number: int | None) -> None:
        if number is None:
            self._connection.execute(insert(table).values(row))
            return
        added = insert(table).values(row).returning(table.c[NUMBER])
        ours = self._numbers.setdefault(table.name, {})
        ours[number] = int(self._connection.execute(added).scalar_one())

    @contextmanager
    def _keeping(self, name: str, block: Sequence[tuple[int, Row]]) -> Iterator[None]:
        """Put rows in meanwhile, and count them; a key that is taken is told with where it is."""
        try:
            yield
        except (IntegrityError, sqlite3.IntegrityError) as error:
            first, last = block[0][0], block[-1][0]
            where = f"row {first}" if first == last else f"rows {first} to {last}"
            raise self._archive.wrong(
                name, f"{where}: one of its key is there already, or in it twice"
            ) from error
        self.done += len(block)
        self._tell(name, self.done)

    def _find(self, table: Table, name: str, line: int, row: Row) -> None:
        """Put this store's number in the place of each that stands for a row of another file."""
        for column, referred in of_runner.numbered(table).items():
            told = row[column]
            if told is None:
                continue
            if told not in self._numbers.get(referred, {}):
                wanted = f"the number of a row of {referred}"
                raise self._archive.wrong(name, f"row {line}: {BadInput(column, told, wanted)}")
            row[column] = self._numbers[referred][told]

    def _renamed(self, name: str, line: int, row: Row) -> tuple[int, Row]:
        if row["id"] != self._archive.note.runner:
            wanted = f"the {self._archive.note.runner!r} that the manifest names"
            raise self._archive.wrong(name, f"row {line}: {BadInput('id', row['id'], wanted)}")
        return line, row | {"id": self._runner_id}

    def _origin(self, name: str, line: int, row: Row) -> str:
        """The id of an origin here; one that another runner's rows have is refused."""
        told = moved(row["id"], row["digest"], self._archive.note.runner, self._runner_id)
        taken = select(ORIGIN.c.no).where(ORIGIN.c.id == told)
        if self._connection.execute(taken).first() is not None:
            wanted = "one that no other runner's rows have here"
            raise self._archive.wrong(name, f"row {line}: {BadInput('id', told, wanted)}")
        return told

    def _look(self, table: Table, name: str, told: list[tuple[int, Row]]) -> None:
        """Read what was put in as the records it stands for."""
        look = LOOKS[table.name]
        try:
            look(self._connection, self._runner_id)
        except (BadInput, ValueError, TypeError, KeyError, OverflowError) as error:
            raise self._culprit(table, name, told, look, error) from error

    def _culprit(
        self,
        table: Table,
        name: str,
        told: list[tuple[int, Row]],
        look: Look,
        error: Exception,
    ) -> FileRejected:
        """The first row that cannot be read by itself; the transaction ends with it anyway."""
        if table.name == RUNNER:
            return self._archive.wrong(name, f"row 1: {error}")
        if table.name in COMPUTED - {ALERT.name}:  # episodes are read with their alerts
            return self._archive.wrong(name, str(error))
        for line, row in told:
            self._connection.execute(delete(table).where(of_runner.its_own(table, self._runner_id)))
            self._connection.execute(insert(table).values(row))
            try:
                look(self._connection, self._runner_id)
            except (BadInput, ValueError, TypeError, KeyError, OverflowError) as found:
                return self._archive.wrong(name, f"row {line}: {found}")
        return self._archive.wrong(name, str(error))
