"""Files that somebody brings: put down, taken one by one, and what came of each."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from plantar.errors import BadInput, UnknownImport, UnknownRecord, UploadRefused
from plantar.measured import Measured, OriginKind
from plantar.store import Batch, OriginRow, intake, people
from plantar.store.columns import maybe_date, maybe_iso, moment, moment_us
from plantar.store.tables import ORIGIN
from plantar.store.uploads_tables import UPLOAD, UPLOAD_CHUNK
from plantar.upload import (
    CHUNK_BYTES,
    MOST_BYTES,
    MOST_WAITING,
    MOST_WAITING_BYTES,
    Reading,
    Told,
    Upload,
    UploadState,
    Way,
    Why,
)

#: Whose bytes are still here.
WITH_BYTES = [state.value for state in (UploadState.WAITING, UploadState.TAKEN, UploadState.ASKS)]

#: What is being read, and what there are rows of.
HELD = (UploadState.TAKEN, UploadState.ACCEPTED, UploadState.PARTIAL)


def keep(connection: Connection, runner_id: str, upload: Upload, content: bytes) -> None:
    """Put a file with those that wait, unless too much waits already."""
    if (upload.runner_id, upload.size, upload.state) != (
        runner_id,
        len(content),
        UploadState.WAITING,
    ):
        raise BadInput("upload", upload.id, f"one of {runner_id} that waits, of {len(content)} B")
    if upload.size > MOST_BYTES:
        raise UploadRefused(
            "too-large", f"{upload.name}: {upload.size} bytes, and the most is {MOST_BYTES}"
        )
    people.lock(connection, runner_id)
    known = select(UPLOAD.c.id).where(*_named(runner_id, upload.id))
    if connection.scalar(known) is not None:
        return  # a page that was drawn twice
    waiting = UPLOAD.c.runner_id == runner_id, UPLOAD.c.state.in_(WITH_BYTES)
    query = select(func.count(), func.coalesce(func.sum(UPLOAD.c.size), 0)).where(*waiting)
    count, total = connection.execute(query).one()
    if count >= MOST_WAITING or int(total) + upload.size > MOST_WAITING_BYTES:
        raise UploadRefused(
            "too-much", f"{upload.name}: {count} files of {total} bytes wait already"
        )
    connection.execute(insert(UPLOAD).values(**_columns(upload)))
    parts = [
        {"runner_id": runner_id, "upload_id": upload.id, "place": n, "part": content[at:to]}
        for n, (at, to) in enumerate(_chunks(upload.size))
    ]
    if parts:
        connection.execute(insert(UPLOAD_CHUNK), parts)


def _chunks(size: int) -> list[tuple[int, int]]:
    return [(at, min(at + CHUNK_BYTES, size)) for at in range(0, size, CHUNK_BYTES)]


def note(
    connection: Connection,
    runner_id: str,
    upload: Upload,
    batches: Sequence[Batch],
    counted: Collection[type[Measured]] | None,
) -> Upload:
    """Keep what a file holds that has no bytes here, in the place of what was known of the same."""
    people.lock(connection, runner_id)
    noted = replace(upload, told=_put(connection, runner_id, upload.told, batches, counted))
    connection.execute(delete(UPLOAD).where(*_named(runner_id, upload.id)))
    connection.execute(insert(UPLOAD).values(**_columns(noted)))
    return noted


def _put(
    connection: Connection,
    runner_id: str,
    told: Told,
    batches: Sequence[Batch],
    counted: Collection[type[Measured]] | None,
) -> Told:
    """Keep what a file holds, and tell how much of it is new."""
    if not batches:
        return told
    tally = intake.put(connection, runner_id, batches, counted)
    return replace(told, new=tally.new, changed=tally.changed, unchanged=tally.unchanged)


def of(connection: Connection, runner_id: str, most: int | None) -> list[Upload]:
    """The files of a runner, newest first."""
    query = select(UPLOAD).where(UPLOAD.c.runner_id == people.find(connection, runner_id).id)
    ordered = query.order_by(UPLOAD.c.at.desc(), UPLOAD.c.id).limit(most)
    return [_upload(row) for row in connection.execute(ordered)]


def say_dates(connection: Connection, runner_id: str, upload_id: str, dates: str) -> None:
    """Answer a file that asks; it waits again."""
    people.lock(connection, runner_id)
    upload = _find(connection, runner_id, upload_id)
    fits = [reading.order for reading in upload.told.readings]
    if upload.state is not UploadState.ASKS or dates not in fits:
        raise BadInput("dates", dates, f"one of {', '.join(fits) or 'none: nothing is asked'}")
    answered = replace(upload, dates=dates, tries=0, told=Told(UploadState.WAITING))
    _write(connection, answered)


def withdraw(connection: Connection, runner_id: str, upload_id: str) -> None:
    """Take back a file of which nothing was kept."""
    people.lock(connection, runner_id)
    upload = _find(connection, runner_id, upload_id)
    if upload.state in HELD:
        raise BadInput("upload", upload_id, "one of which nothing is kept, and that nobody reads")
    _forget_bytes(connection, upload)
    connection.execute(delete(UPLOAD).where(*_named(runner_id, upload_id)))


def withdraw_import(connection: Connection, runner_id: str, origin_id: str) -> OriginRow:
    """Take one import of a runner back; whatever brought it says so from now on."""
    people.lock(connection, runner_id)
    named = ORIGIN.c.id == origin_id, ORIGIN.c.runner_id == runner_id
    kinds = connection.scalars(select(ORIGIN.c.kind).where(*named)).all()
    if kinds != [OriginKind.IMPORT.value]:
        raise UnknownImport(origin_id)
    return intake.withdraw(connection, origin_id)


def _to_take(silent_since: datetime) -> ColumnElement[bool]:
    """What waits, and what whoever took it has not been heard of about."""
    return or_(
        UPLOAD.c.state == UploadState.WAITING.value,
        and_(
            UPLOAD.c.state == UploadState.TAKEN.value,
            UPLOAD.c.seen_at < moment_us(silent_since),
        ),
    )


def any_waits(connection: Connection, silent_since: datetime) -> bool:
    """Whether there is anything to take."""
    query = select(UPLOAD.c.id).where(_to_take(silent_since)).limit(1)
    return connection.scalar(query) is not None


def take(connection: Connection, now: datetime, silent_since: datetime) -> Upload | None:
    """Take the one that waits longest; of several who ask at once each gets another one."""
    query = select(UPLOAD).where(_to_take(silent_since)).order_by(UPLOAD.c.at, UPLOAD.c.id)
    row = connection.execute(query.limit(1).with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    upload = _upload(row)
    taken = replace(upload, tries=upload.tries + 1, told=Told(UploadState.TAKEN))
    _write(connection, taken, seen_at=moment_us(now))
    return taken


def see(connection: Connection, upload: Upload, now: datetime) -> bool:
    """Say that it is still being read."""
    seen = update(UPLOAD).where(*_mine(upload)).values(seen_at=moment_us(now))
    return bool(connection.execute(seen).rowcount)


def content(connection: Connection, upload: Upload) -> bytes:
    """The bytes of a file."""
    named = UPLOAD_CHUNK.c.runner_id == upload.runner_id, UPLOAD_CHUNK.c.upload_id == upload.id
    query = select(UPLOAD_CHUNK.c.part).where(*named).order_by(UPLOAD_CHUNK.c.place)
    return b"".join(connection.scalars(query))


def settle(
    connection: Connection,
    upload: Upload,
    told: Told,
    batches: Sequence[Batch],
    counted: Collection[type[Measured]] | None,
) -> Upload | None:
    """Keep what it holds and what became of it, in one go."""
    people.lock(connection, upload.runner_id)
    # A row that nobody else can take any more, until this is all done.
    if connection.execute(update(UPLOAD).where(*_mine(upload)).values(seen_at=None)).rowcount != 1:
        return None
    told = _put(connection, upload.runner_id, told, batches, counted)
    settled = replace(upload, told=told)
    _write(connection, settled)
    if told.state.value not in WITH_BYTES:
        _forget_bytes(connection, upload)
    return settled


def _mine(upload: Upload) -> tuple[ColumnElement[bool], ...]:
    """The row, while it is given to whoever took it at this try."""
    return (
        *_named(upload.runner_id, upload.id),
        UPLOAD.c.state == UploadState.TAKEN.value,
        UPLOAD.c.tries == upload.tries,
    )


def _named(runner_id: str, upload_id: str) -> tuple[ColumnElement[bool], ...]:
    return UPLOAD.c.runner_id == runner_id, UPLOAD.c.id == upload_id


def _find(connection: Connection, runner_id: str, upload_id: str) -> Upload:
    row = connection.execute(select(UPLOAD).where(*_named(runner_id, upload_id))).first()
    if row is None:
        raise UnknownRecord("upload", upload_id, runner_id)
    return _upload(row)


def _write(connection: Connection, upload: Upload, *, seen_at: int | None = None) -> None:
    columns = {**_columns(upload), "seen_at": seen_at}
    its_own = _named(upload.runner_id, upload.id)
    connection.execute(update(UPLOAD).where(*its_own).values(**columns))


def _forget_bytes(connection: Connection, upload: Upload) -> None:
    named = UPLOAD_CHUNK.c.runner_id == upload.runner_id, UPLOAD_CHUNK.c.upload_id == upload.id
    connection.execute(delete(UPLOAD_CHUNK).where(*named))


def _columns(upload: Upload) -> dict[str, Any]:
    told = upload.told
    return {
        "runner_id": upload.runner_id,
        "id": upload.id,
        "name": upload.name,
        "size": upload.size,
        "digest": upload.digest,
        "author": upload.author,
        "at": moment_us(upload.at),
        "way": upload.way.value,
        "dates": upload.dates,
        "state": told.state.value,
        "tries": upload.tries,
        "format": told.format,
        "unit": told.unit,
        "new": told.new,
        "changed": told.changed,
        "unchanged": told.unchanged,
        "first_day": maybe_iso(told.first),
        "last_day": maybe_iso(told.last),
        "source_class": told.source_class,
        "why": None if told.why is None else told.why.value,
        "reason": told.reason,
        "origin_id": told.origin_id,
        "readings": "\n".join(f"{one.order} {one.first} {one.last}" for one in told.readings),
    }


def _upload(row: Row[Any]) -> Upload:
    told = Told(
        state=UploadState(row.state),
        format=row.format,
        unit=row.unit,
        new=row.new,
        changed=row.changed,
        unchanged=row.unchanged,
        first=maybe_date(row.first_day),
        last=maybe_date(row.last_day),
        source_class=row.source_class,
        why=None if row.why is None else Why(row.why),
        reason=row.reason,
        origin_id=row.origin_id,
        readings=tuple(map(_reading, row.readings.splitlines())),
    )
    return Upload(
        id=row.id,
        runner_id=row.runner_id,
        name=row.name,
        size=row.size,
        digest=row.digest,
        author=row.author,
        at=moment(row.at),
        way=Way(row.way),
        dates=row.dates,
        tries=row.tries,
        told=told,
    )


def _reading(line: str) -> Reading:
    order, first, last = line.split()
    return Reading(order, date.fromisoformat(first), date.fromisoformat(last))
