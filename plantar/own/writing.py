"""Writing everything about a runner into one open file: CSV and JSON in a zip, with a note of it.

It is read from one consistent view of the store, in blocks, so that memory stays flat with years of
minutes, and gets its name when it is whole.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection, Table, select

from plantar.own import form, readme
from plantar.own.form import FORMAT, MANIFEST, README, Clock, Field
from plantar.runner import Runner
from plantar.store import of_runner, people
from plantar.store.contents import BLOCK_ROWS, Tell, nobody_watches
from plantar.store.engine import Database
from plantar.store.migrations import HEAD
from plantar.store.of_runner import NUMBER, Whose
from plantar.whole_file import written_whole

DISPLAY_NAME: Final = "display_name"
#: What is told of a runner.
TOLD: Final = (Whose.KEPT, Whose.TO_READ, Whose.NAMELESS)
#: A zip has to say when its files were made; that of the export stands in its manifest alone.
NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Held:
    """A file of an export: how much is in it, and a SHA-256 over its bytes."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export says that is in it."""

    plantar: str  # the version that made it
    tables: str  # the revision of the tables it came from
    runner: str
    made_at: str  # ISO, UTC
    files: dict[str, Held]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """All rows of all files."""
        return sum(held.rows for held in self.files.values())


def write_export(
    database: Database,
    runner_id: str,
    path: Path,
    *,
    plantar: str,
    now: datetime,
    with_name: bool = False,
    tell: Tell = nobody_watches,
) -> Exported:
    """Write an export; it has its name only when it is whole.

    Parameters
    ----------
    database : Database
        The store; others may write to it meanwhile.
    runner_id : str
        Whose it is.
    path : Path
        Where it goes; nothing may be there.
    plantar : str
        The version that makes it.
    now : datetime
        When it is made.
    with_name : bool
        Whether the name for the screen goes with it.
    tell : callable
        Told how far it is.

    Raises
    ------
    FileRejected
        Something is there, or it cannot be written.
    UnknownRunner
        There is no runner of that id.
    StoreError
        The store cannot be read.
    """
    with written_whole(path) as part, database.reading() as connection:
        runner = people.find(connection, runner_id)
        with ZipFile(part, "w", ZIP_DEFLATED) as archive:
            files = {README: _put(archive, README, _lines(readme.text(runner, plantar)))}
            files |= _tables(connection, archive, runner, tell, with_name=with_name)
            made_at = now.astimezone(UTC).isoformat(timespec="seconds")
            made = Exported(plantar, HEAD, runner_id, made_at, files)
            note = json.dumps(asdict(made), indent=1, ensure_ascii=False) + "\n"
            _put(archive, MANIFEST, _lines(note))
    return made


def _tables(
    connection: Connection, archive: ZipFile, runner: Runner, tell: Tell, *, with_name: bool
) -> Iterator[tuple[str, Held]]:
    numbers: dict[str, dict[int, int]] = {}
    done = 0
    for table in of_runner.tables(*TOLD):
        if table.name == DISPLAY_NAME and not with_name:
            continue
        name = form.file_of(table)
        telling = _Telling(connection, table, runner, numbers)
        lines = telling.json() if table.name in form.AS_JSON else telling.csv()
        held = _put(archive, name, _told(lines, telling, done, tell))
        done += telling.rows
        yield name, Held(telling.rows, held.bytes, held.sha256)


def _told(blocks: Iterator[bytes], telling: "_Telling", done: int, tell: Tell) -> Iterator[bytes]:
    for block in blocks:
        yield block
        tell(telling.table.name, done + telling.rows)


class _Telling:
    """Tells the rows of one table, each number of a row in this store by its place in the file."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        runner: Runner,
        numbers: dict[str, dict[int, int]],
    ) -> None:
        self.table = table
        self.rows = 0
        self._connection = connection
        self._runner_id = runner.id
        self._clock = Clock(runner.days)
        self._numbers = numbers
        self._mine = numbers.setdefault(table.name, {}) if NUMBER in table.c else None
        self._refers = of_runner.numbered(table)
        self._fields = form.fields(table)

    def csv(self) -> Iterator[bytes]:
        """The rows as CSV, a block at a time."""
        yield _csv([[name for field in self._fields for name in field.names]])
        for block in self._blocks():
            yield _csv([self._cells(row) for row in block])

    def json(self) -> Iterator[bytes]:
        """The rows as a JSON array of objects; they are few."""
        names = [name for field in self._fields for name in field.names]
        told = [
            dict(zip(names, self._cells(row), strict=True))
            for block in self._blocks()
            for row in block
        ]
        yield (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()

    def _cells(self, row: Sequence[Any]) -> list[Any]:
        cells: list[Any] = []
        for field, value in zip(self._fields, row, strict=True):
            cells += field.told(self._placed(field, value), self._clock)
        return cells

    def _placed(self, field: Field, value: Any) -> Any:  # noqa: ANN401  of whatever type
        name = field.column.name
        if name == NUMBER and self._mine is not None:
            return self._mine.setdefault(value, len(self._mine) + 1)
        if name in self._refers and value is not None:
            return self._numbers[self._refers[name]][value]
        return value

    def _blocks(self) -> Iterator[Sequence[Sequence[Any]]]:
        columns = [field.column for field in self._fields]
        keys = list(self.table.primary_key.columns)
        if keys[0].name in self._refers:
            # A source at a time is how they lie: no database has to sort years of minutes.
            ours = [keys[0] == no for no in self._numbers[self._refers[keys[0].name]]]
        else:
            ours = [of_runner.its_own(self.table, self._runner_id)]
        for its_own in ours:
            asked = select(*columns).where(its_own).order_by(*keys)
            found = self._connection.execute(asked.execution_options(yield_per=BLOCK_ROWS))
            for block in found.partitions():
                self.rows += len(block)
                yield block


def _csv(rows: Sequence[Sequence[Any]]) -> bytes:
    """Lines of RFC 4180; a float stands as Python's repr, from which the same float comes back."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _lines(text: str) -> Iterator[bytes]:
    yield text.encode()


def _put(archive: ZipFile, name: str, blocks: Iterator[bytes]) -> Held:
    told = ZipInfo(name, NO_TIME)
    told.compress_type = ZIP_DEFLATED
    told.external_attr = 0o600 << 16
    digest, size = hashlib.sha256(), 0
    stream: IO[bytes]
    with archive.open(told, "w", force_zip64=True) as stream:
        for block in blocks:
            digest.update(block)
            size += len(block)
            stream.write(block)
    return Held(0, size, digest.hexdigest())
