"""What the SQL store answers about what a runner tells beside pain."""

from datetime import datetime, timedelta

from plantar.context import ContextNote
from plantar.store import context
from plantar.store.answered.answering import Answering
from plantar.store.things import AT_ONCE, Noted


class Context(Answering):
    """What is answered about what a runner tells beside pain."""

    def keep_note(
        self,
        runner_id: str,
        note: ContextNote,
        noted_at: datetime,
        *,
        once_within: timedelta = AT_ONCE,
    ) -> Noted[ContextNote]:
        """Keep a note beside the others of its day, once for each `noted_at`."""
        with self._database.writing() as connection:
            return context.keep(connection, runner_id, note, noted_at, once_within)

    def withdraw_note(self, runner_id: str, note_id: str) -> ContextNote:
        """Take a note back; UnknownRecord when there is none of that id."""
        with self._database.writing() as connection:
            return context.withdraw(connection, runner_id, note_id)

    def notes(self, runner_id: str) -> list[Noted[ContextNote]]:
        """The notes, by day and in the order in which they were told."""
        with self._database.reading() as connection:
            return context.notes(connection, runner_id)
