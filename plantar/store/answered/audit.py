"""What the SQL store answers about who looked at whom."""

from collections.abc import Iterable

from plantar.audit import Look, NewPassword
from plantar.store import looked
from plantar.store.answered.answering import Answering


class Audit(Answering):
    """What is answered about who looked at whom."""

    def note_looks(self, looks: Iterable[Look]) -> None:
        """Keep who looked at whom; the same look is one line."""
        with self._database.writing() as connection:
            looked.note(connection, looks)

    def looks_at(self, runner_id: str) -> list[Look]:
        """Who looked at a runner, newest first."""
        with self._database.reading() as connection:
            return looked.looks(connection, runner_id)

    def new_passwords(self, runner_id: str) -> list[NewPassword]:
        """Passwords set by a link, of accounts while a runner let them in; newest first."""
        with self._database.reading() as connection:
            return looked.new_passwords(connection, runner_id)
