"""What a store is asked about what a runner tells beside pain."""

from datetime import datetime, timedelta
from typing import Protocol

from plantar.context import ContextNote
from plantar.store.things import AT_ONCE, Noted


class Context(Protocol):
    """What is asked about what a runner tells beside pain."""

    def keep_note(
        self,
        runner_id: str,
        note: ContextNote,
        noted_at: datetime,
        *,
        once_within: timedelta = AT_ONCE,
    ) -> Noted[ContextNote]:
        """Keep a note beside the others of its day, once for each `noted_at`.

        The same note told again within `once_within` is the one that is there. No figure follows
        from a note: no day becomes dirty.
        """

    def withdraw_note(self, runner_id: str, note_id: str) -> ContextNote:
        """Take a note back; UnknownRecord when there is none of that id."""

    def notes(self, runner_id: str) -> list[Noted[ContextNote]]:
        """The notes, by day and in the order in which they were told."""
