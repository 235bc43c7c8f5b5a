"""What the SQL store answers about the strength work written down and done."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from plantar.rehab import Programme, StrengthSession
from plantar.store import strength
from plantar.store.answered.answering import Answering
from plantar.store.things import AT_ONCE, Noted, StrengthWork


class Rehab(Answering):
    """What is answered about the strength work written down and done."""

    def keep_programme(self, runner_id: str, programme: Programme) -> None:
        """Keep a programme, in place of the one that began on the same day."""
        with self._database.writing() as connection:
            strength.keep_programme(connection, runner_id, programme)

    def withdraw_programme(self, runner_id: str, since: date) -> None:
        """Take a programme back; UnknownRecord when none began on that day."""
        with self._database.writing() as connection:
            strength.withdraw_programme(connection, runner_id, since)

    def programmes(self, runner_id: str) -> list[Programme]:
        """The programmes, oldest first."""
        with self._database.reading() as connection:
            return strength.programmes(connection, runner_id)

    def keep_strength(
        self,
        runner_id: str,
        session: StrengthSession,
        noted_at: datetime,
        *,
        once_within: timedelta = AT_ONCE,
    ) -> Noted[StrengthSession]:
        """Keep a strength session beside the others, once for each `noted_at`."""
        with self._database.writing() as connection:
            return strength.keep_strength(connection, runner_id, session, noted_at, once_within)

    def change_strength(
        self, runner_id: str, session_id: str, session: StrengthSession
    ) -> Noted[StrengthSession]:
        """Put a session in the place of one that was kept, noted when that one was."""
        with self._database.writing() as connection:
            return strength.change_strength(connection, runner_id, session_id, session)

    def withdraw_strength(self, runner_id: str, session_id: str) -> StrengthSession:
        """Take a strength session back; UnknownRecord when there is none of that id."""
        with self._database.writing() as connection:
            return strength.withdraw_strength(connection, runner_id, session_id)

    def strength_log(self, runner_id: str) -> list[Noted[StrengthSession]]:
        """The strength sessions, by day and in the order in which they were noted."""
        with self._database.reading() as connection:
            return strength.strength_log(connection, runner_id)

    def strength_work(self, runner_ids: Collection[str], since: date) -> dict[str, StrengthWork]:
        """The programmes of some runners, and the sessions since a day; for a list of them."""
        with self._database.reading() as connection:
            return strength.strength_work(connection, runner_ids, since)
