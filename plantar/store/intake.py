"""Keeping what was measured, and taking it back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy import Row as Found

from plantar.errors import StoreError, UnknownImport
from plantar.measured import Measured, Origin, OriginKind
from plantar.store import Batch, OriginRow, Tally, arrivals, dirt, people, touched, unmirrored
from plantar.store.columns import DAY_US, moment, moment_us
from plantar.store.engine import insert_once, upsert
from plantar.store.layers import Layer, counting, fuller, same
from plantar.store.reading import Layers, layers_between
from plantar.store.rows import KINDS, Kind, Row, kind_of
from plantar.store.tables import ORIGIN, SOURCE
from plantar.store.uploads_tables import UPLOAD
from plantar.upload import UploadState

#: Rows that are compared and kept together: bounds what is held in memory at once.
CHUNK = 5_000
#: Rows further apart than this are looked up apart. [µs]
FAR_APART = 7 * DAY_US


@dataclass(slots=True)
class Laid:
    """What laying rows over the known ones came to."""

    fresh: int = 0  # layers that were not there
    new: int = 0
    unchanged: int = 0
    changed: int = 0
    written: list[Row] = field(default_factory=list)
    touched: list[Row] = field(default_factory=list)  # rows that count now, or did

    def lay_first(self, row: Row) -> None:
        """Lay a row where there was none."""
        self.fresh += 1
        self.new += 1
        self.written.append(row)
        self.touched.append(row)

    def lay_over(self, kind: Kind[Any], origin: Layer, layers: Sequence[Layer]) -> None:
        """Lay one row of an origin over the layers of its key."""
        mine = next((known for known in layers if known.origin_no == origin.origin_no), None)
        if mine is not None and not fuller(kind, origin.row, mine.row):
            self.unchanged += 1
            return
        self.written.append(origin.row)
        self.fresh += mine is None
        before = counting(kind, layers)
        after = counting(kind, [*(known for known in layers if known is not mine), origin])
        if same(kind, before.row, after.row):
            self.unchanged += 1
        else:
            self.changed += 1
            self.touched += [before.row, after.row]


def put(
    connection: Connection,
    runner_id: str,
    batches: Iterable[Batch],
    counted: Collection[type[Measured]] | None = None,
) -> Tally:
    """Keep batches of a runner and mark the days they change."""
    local = people.lock(connection, runner_id).days
    tally, dirty, unlike = Tally(), set[date](), set[tuple[str, str]]()
    arrived = set[date]()
    for batch in batches:
        origin_no = _origin_no(connection, runner_id, batch.origin)
        source_no = _source_no(connection, runner_id, batch.source)
        for kind, rows in _by_kind(batch):
            laid = _lay_all(connection, kind, source_no, origin_no, rows)
            if counted is None or kind.record in counted:
                tally += Tally(laid.new, laid.changed, laid.unchanged)
            dirty |= touched.days(connection, kind, source_no, laid.touched, local)
            unlike |= unmirrored.days_of(kind, laid.touched)
            if laid.new or laid.changed:  # the same once more is no news of anybody
                arrived.add(local.day_of(batch.origin.received_at))
    for day in arrived:
        arrivals.note(connection, runner_id, day)
    dirt.mark(connection, runner_id, dirty)
    unmirrored.mark(connection, runner_id, unlike)
    return tally


def _by_kind(batch: Batch) -> Iterator[tuple[Kind[Any], list[Row]]]:
    """Rows of each kind by their keys, of one key the fullest; calibrations come last."""
    grouped: dict[type, list[Any]] = defaultdict(list)
    for record in batch.records:
        grouped[type(record)].append(record)
    kinds: list[Kind[Any]] = [kind_of(record) for record in grouped]
    for kind in sorted(kinds, key=list(KINDS.values()).index):
        rows: dict[Row, Row] = {}
        for record in grouped[kind.record]:
            row = kind.row(record)
            key = kind.key(row)
            if key not in rows or fuller(kind, row, rows[key]):
                rows[key] = row
        yield kind, [rows[key] for key in sorted(rows)]


def _lay_all(
    connection: Connection, kind: Kind[Any], source_no: int, origin_no: int, rows: list[Row]
) -> Laid:
    laid = Laid()
    query = select(ORIGIN.c.received_at, ORIGIN.c.id).where(ORIGIN.c.no == origin_no)
    received_at, origin_id = connection.execute(query).one()
    for chunk in _chunks(rows):
        known = layers_between(connection, kind, source_no, chunk[0], chunk[-1])
        laid.written.clear()
        for row in chunk:
            layers = known.get(kind.key(row))
            if layers is None:
                laid.lay_first(row)
            else:
                laid.lay_over(kind, Layer(origin_no, received_at, origin_id, row), layers)
        upsert(connection, kind.table, [(source_no, origin_no, *row) for row in laid.written])
    counted = update(ORIGIN).where(ORIGIN.c.no == origin_no)
    connection.execute(counted.values(row_count=ORIGIN.c.row_count + laid.fresh))
    return laid


def _chunks(rows: list[Row]) -> Iterator[list[Row]]:
    """Stretches of sorted rows that one look-up covers without reading much else."""
    chunk: list[Row] = []
    for row in rows:
        if chunk and (len(chunk) == CHUNK or _far_apart(chunk[-1][0], row[0])):
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk


def _far_apart(one: int | str, other: int | str) -> bool:
    return isinstance(one, int) and isinstance(other, int) and other - one > FAR_APART


def _origin_no(connection: Connection, runner_id: str, origin: Origin) -> int:
    """The number of an origin; the first one told of an id stands."""
    known = connection.execute(select(ORIGIN).where(ORIGIN.c.id == origin.id)).first()
    if known is None:
        columns = {
            "id": origin.id,
            "runner_id": runner_id,
            "kind": origin.kind.value,
            "label": origin.label,
            "received_at": moment_us(origin.received_at),
            "digest": origin.digest,
            "row_count": 0,
        }
        insert_once(connection, ORIGIN, columns)
        known = connection.execute(select(ORIGIN).where(ORIGIN.c.id == origin.id)).one()
    if known.runner_id != runner_id:
        raise StoreError(f"origin {origin.id!r} belongs to another runner")
    if (known.kind, known.digest) != (origin.kind.value, origin.digest):
        raise StoreError(f"origin {origin.id!r} is there already, of another {known.kind}")
    return int(known.no)


def _source_no(connection: Connection, runner_id: str, name: str) -> int:
    query = select(SOURCE.c.no).where(SOURCE.c.runner_id == runner_id, SOURCE.c.name == name)
    known = connection.scalar(query)
    if known is None:
        add = insert(SOURCE).values(runner_id=runner_id, name=name).returning(SOURCE.c.no)
        known = connection.execute(add).scalar_one()
    return int(known)


def withdraw(connection: Connection, origin_id: str) -> OriginRow:
    """Delete an origin with its rows; what they covered counts again."""
    named = select(ORIGIN).where(ORIGIN.c.id == origin_id)
    whose = connection.execute(named).first()
    if whose is None:
        raise UnknownImport(origin_id)
    local = people.lock(connection, whose.runner_id).days
    # While we waited for the runner, another process may have added to it or taken it back.
    found = connection.execute(named).first()
    if found is None:
        raise UnknownImport(origin_id)
    dirty, unlike = set[date](), set[tuple[str, str]]()
    for kind in KINDS.values():
        changed = _uncovered(connection, kind, found.no)
        connection.execute(delete(kind.table).where(kind.table.c.origin_no == found.no))
        for source_no, rows in changed.items():
            dirty |= touched.days(connection, kind, source_no, rows, local)
            unlike |= unmirrored.days_of(kind, rows)
    connection.execute(delete(ORIGIN).where(ORIGIN.c.no == found.no))
    # What brought it says so from now on.
    brought = UPLOAD.c.runner_id == found.runner_id, UPLOAD.c.origin_id == origin_id
    connection.execute(update(UPLOAD).where(*brought).values(state=UploadState.UNDONE.value))
    dirt.mark(connection, found.runner_id, dirty)
    unmirrored.mark(connection, found.runner_id, unlike)
    return _origin_row(found)


def _uncovered(connection: Connection, kind: Kind[Any], origin_no: int) -> dict[int, list[Row]]:
    """By source, the rows that stop or begin to count without an origin."""
    query = (
        select(kind.table.c.source_no, *kind.columns)
        .where(kind.table.c.origin_no == origin_no)
        .order_by(kind.table.c.source_no, kind.moment)
    )
    mine: dict[int, list[Row]] = defaultdict(list)
    for source_no, *cells in connection.execute(query):
        mine[source_no].append(tuple(cells))
    changed: dict[int, list[Row]] = defaultdict(list)
    for source_no, rows in mine.items():
        for chunk in _chunks(rows):
            known = layers_between(connection, kind, source_no, chunk[0], chunk[-1])
            changed[source_no] += _differing(kind, known, chunk, origin_no)
    return changed


def _differing(kind: Kind[Any], known: Layers, rows: list[Row], without: int) -> Iterator[Row]:
    for row in rows:
        layers = known[kind.key(row)]
        others = [layer for layer in layers if layer.origin_no != without]
        before = counting(kind, layers)
        after = counting(kind, others) if others else None
        if after is None:
            yield before.row
        elif not same(kind, before.row, after.row):
            yield before.row
            yield after.row


def _origin_row(row: Found[Any]) -> OriginRow:
    origin = Origin(
        id=row.id,
        kind=OriginKind(row.kind),
        label=row.label,
        received_at=moment(row.received_at),
        digest=row.digest,
    )
    return OriginRow(origin, row.runner_id, row.row_count)


def origins(connection: Connection, runner_id: str | None) -> list[OriginRow]:
    """The origins known, oldest first."""
    query = select(ORIGIN)
    if runner_id is not None:
        query = query.where(ORIGIN.c.runner_id == runner_id)
    found = map(_origin_row, connection.execute(query))
    return sorted(found, key=lambda known: (known.origin.received_at, known.origin.id))
