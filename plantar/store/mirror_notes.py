"""What a mirror has still to be told, read from the store and crossed off once it was.

The notes are the cursor: one goes away only after the mirror has taken its day, and one that was
refused stays with the reason. Whoever is killed in between tells the same again.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Self

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, update

from plantar.store import people, reading, unmirrored
from plantar.store.engine import PATIENCE_S, Database, insert_once
from plantar.store.figures_tables import DAY
from plantar.store.mirror_tables import LEFT_OUT, UNMIRRORED
from plantar.store.rows import Row
from plantar.store.unmirrored import MINUTES

#: Who of several processes tells the mirror.
CLAIM = "mirror"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Note:
    """A day of a runner that changed in one table."""

    runner_id: str
    kind: str
    day: date
    stamp: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A note, and the rows that its day has now, each with the name of its source.

    Minutes lie in their day of UTC. A computed day has no source of its own.
    """

    note: Note
    rows: tuple[tuple[str, Row], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Days of a runner that the mirror did not take, for one reason."""

    runner_id: str
    kind: str
    reason: str
    days: int
    first: date
    last: date


class MirrorNotes:
    """The notes of a store; it may be open beside the store itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claimed(self) -> AbstractContextManager[bool]:
        """Be the one who tells the mirror until the block ends; False when another host is."""
        return self._database.claiming(CLAIM)

    def waiting(self) -> dict[str, int]:
        """How many days wait, by table."""
        query = (
            select(UNMIRRORED.c.kind, func.count())
            .where(*_open())
            .group_by(UNMIRRORED.c.kind)
            .order_by(UNMIRRORED.c.kind)
        )
        with self._database.reading() as connection:
            return {kind: int(days) for kind, days in connection.execute(query)}

    def refusals(self) -> list[Refusal]:
        """What was refused, one for each runner, table and reason."""
        day = UNMIRRORED.c.day
        groups = (UNMIRRORED.c.runner_id, UNMIRRORED.c.kind, UNMIRRORED.c.refused)
        query = (
            select(
                *groups,
                func.count().label("days"),
                func.min(day).label("first"),
                func.max(day).label("last"),
            )
            .where(UNMIRRORED.c.refused.is_not(None))
            .group_by(*groups)
            .order_by(*groups)
        )
        with self._database.reading() as connection:
            return [
                Refusal(
                    row.runner_id,
                    row.kind,
                    row.refused,
                    row.days,
                    date.fromisoformat(row.first),
                    date.fromisoformat(row.last),
                )
                for row in connection.execute(query)
            ]

    def take(self, kind: str, most: int, *, most_rows: int = sys.maxsize) -> list[Changed]:
        """The first days that wait in one table, with what they hold, as of one moment.

        No further day is taken once there are so many rows.
        """
        query = (
            select(UNMIRRORED.c.runner_id, UNMIRRORED.c.day, UNMIRRORED.c.stamp)
            .where(UNMIRRORED.c.kind == kind, *_open())
            .order_by(UNMIRRORED.c.runner_id, UNMIRRORED.c.day)
            .limit(most)
        )
        taken: list[Changed] = []
        rows = 0
        with self._database.reading() as connection:
            notes = [
                Note(runner_id, kind, date.fromisoformat(day), stamp)
                for runner_id, day, stamp in connection.execute(query)
            ]
            for changed in _held(connection, kind, notes):
                taken.append(changed)
                rows += len(changed.rows)
                if rows >= most_rows:
                    break
        return taken

    def settle(self, told: Collection[Note]) -> None:
        """Cross off what the mirror has taken; what changed meanwhile stays."""
        if told:
            with self._database.writing() as connection:
                connection.execute(delete(UNMIRRORED).where(*_as_read()), _named(told))

    def refuse(self, refused: Sequence[tuple[Note, str]]) -> None:
        """Keep why the mirror did not take days; they are not tried again until they change."""
        if refused:
            notes, reasons = zip(*refused, strict=True)
            said = [
                {**one, "reason": reason}
                for one, reason in zip(_named(notes), reasons, strict=True)
            ]
            with self._database.writing() as connection:
                kept = update(UNMIRRORED).where(*_as_read()).values(refused=bindparam("reason"))
                connection.execute(kept, said)

    def retry(self) -> None:
        """Let everything that was refused wait again."""
        with self._database.writing() as connection:
            connection.execute(update(UNMIRRORED).values(refused=None))

    def mark_all(self, runner_id: str | None = None) -> None:
        """Let everything wait, of one runner or of all of them."""
        with self._database.reading() as connection:
            everybody = [runner.id for runner in people.everybody(connection)]
        for one in everybody if runner_id is None else [runner_id]:
            with self._database.writing() as connection:
                people.lock(connection, one)
                unmirrored.mark_all(connection, one)

    def unlike(self, runner_id: str, kind: str, first: date, last: date) -> set[date] | None:
        """The days of a stretch that a mirror may have otherwise: they wait or were refused.

        None when the runner is left out of it.
        """
        with self._database.reading() as connection:
            if _is_left_out(connection, runner_id):
                return None
            query = select(UNMIRRORED.c.day).where(
                UNMIRRORED.c.runner_id == runner_id,
                UNMIRRORED.c.kind == kind,
                UNMIRRORED.c.day.between(first.isoformat(), last.isoformat()),
            )
            return set(map(date.fromisoformat, connection.scalars(query)))

    def leave_out(self, runner_id: str) -> None:
        """Tell the mirror nothing of a runner any more."""
        with self._database.writing() as connection:
            insert_once(connection, LEFT_OUT, {"runner_id": runner_id})

    def let_in(self, runner_id: str) -> None:
        """Let a runner who was left out be mirrored again, with everything there is of them."""
        with self._database.writing() as connection:
            connection.execute(delete(LEFT_OUT).where(LEFT_OUT.c.runner_id == runner_id))
        self.mark_all(runner_id)

    def left_out(self) -> list[str]:
        """Who is left out."""
        with self._database.reading() as connection:
            return sorted(connection.scalars(select(LEFT_OUT.c.runner_id)))

    def close(self) -> None:
        """Let go of the connections behind it."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def open_mirror_notes(
    url_or_path: str | Path, *, patience_s: float = PATIENCE_S
) -> Iterator[MirrorNotes]:
    """The notes of a store that was opened before: its tables are there."""
    with MirrorNotes(Database(url_or_path, patience_s)) as mirror_notes:
        yield mirror_notes


def _open() -> tuple[ColumnElement[bool], ...]:
    known = select(LEFT_OUT.c.runner_id)
    return UNMIRRORED.c.refused.is_(None), UNMIRRORED.c.runner_id.not_in(known)


def _as_read() -> tuple[ColumnElement[bool], ...]:
    return (
        UNMIRRORED.c.runner_id == bindparam("whose"),
        UNMIRRORED.c.kind == bindparam("table"),
        UNMIRRORED.c.day == bindparam("on"),
        UNMIRRORED.c.stamp == bindparam("read"),
    )


def _named(notes: Collection[Note]) -> list[dict[str, object]]:
    return [
        {"whose": one.runner_id, "table": one.kind, "on": one.day.isoformat(), "read": one.stamp}
        for one in notes
    ]


def _is_left_out(connection: Connection, runner_id: str) -> bool:
    query = select(LEFT_OUT).where(LEFT_OUT.c.runner_id == runner_id)
    return connection.execute(query).first() is not None


def _held(connection: Connection, kind: str, notes: Sequence[Note]) -> Iterator[Changed]:
    """What each day holds now."""
    if kind != DAY.name:
        for note in notes:
            yield Changed(note, _measured(connection, note))
        return
    for runner_id, its_own in groupby(notes, key=lambda note: note.runner_id):
        yield from _computed(connection, runner_id, list(its_own))


def _computed(connection: Connection, runner_id: str, notes: Sequence[Note]) -> Iterator[Changed]:
    first, last = notes[0].day, notes[-1].day
    query = (
        select(DAY)
        .where(
            DAY.c.runner_id == runner_id,
            DAY.c.day.between(first.isoformat(), last.isoformat()),
        )
        .order_by(DAY.c.day, DAY.c.source_class)
    )
    found: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.day].append(("", tuple(row)))
    for note in notes:
        yield Changed(note, tuple(found[note.day.isoformat()]))


def _measured(connection: Connection, note: Note) -> tuple[tuple[str, Row], ...]:
    kind = MINUTES[note.kind]
    since = datetime.combine(note.day, time(0), UTC)
    told = reading.measured(connection, note.runner_id, kind, since, since + A_DAY)
    return tuple((one.source, kind.row(one.record)) for one in told)
