"""What a runner tells in passing: kept beside everything, and added to nothing."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from plantar.context import ContextKind, ContextNote
from plantar.store import Noted, agreed
from plantar.store.columns import maybe_number
from plantar.store.context_tables import CONTEXT_NOTE


def keep(
    connection: Connection,
    runner_id: str,
    note: ContextNote,
    noted_at: datetime,
    once_within: timedelta,
) -> Noted[ContextNote]:
    """Keep a note; the same one told again that soon is the one there is."""
    columns = {
        "day": note.day.isoformat(),
        "kind": note.kind.value,
        "minutes": maybe_number(note.minutes),
        "text": note.text,
        "author": note.author,
    }
    told, _ = agreed.note(
        connection, CONTEXT_NOTE, runner_id, columns, noted_at, once_within=once_within
    )
    return Noted(told, note)


def withdraw(connection: Connection, runner_id: str, note_id: str) -> ContextNote:
    """Take a note back."""
    return _note(agreed.unnote(connection, CONTEXT_NOTE, runner_id, note_id, "note"))


def notes(connection: Connection, runner_id: str) -> list[Noted[ContextNote]]:
    """The notes, by day and in the order in which they were told."""
    noted = agreed.in_order(connection, CONTEXT_NOTE, [runner_id])
    return [Noted(row.id, _note(row)) for row in noted]


def _note(row: Row[Any]) -> ContextNote:
    return ContextNote(
        day=date.fromisoformat(row.day),
        kind=ContextKind(row.kind),
        minutes=row.minutes,
        text=row.text,
        author=row.author,
    )
