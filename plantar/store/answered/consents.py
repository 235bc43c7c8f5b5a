"""What the SQL store answers about who may look at whom."""

from datetime import datetime

from plantar.consent import Consent
from plantar.runner import Runner
from plantar.store import consents
from plantar.store.answered.answering import Answering


class Consents(Answering):
    """What is answered about who may look at whom."""

    def grant(self, consent: Consent) -> None:
        """Keep a consent; UnknownRunner or UnknownAccount where one of the two is not there."""
        with self._database.writing() as connection:
            consents.grant(connection, consent)

    def revoke(self, runner_id: str, consent_id: str, at: datetime) -> None:
        """End a consent from a moment on; UnknownRecord when the runner gave none of that id."""
        with self._database.writing() as connection:
            consents.revoke(connection, runner_id, consent_id, at)

    def take_on(self, runner: Runner, display_name: str | None, consent: Consent) -> None:
        """Add a runner whom somebody may see from the first moment on; RunnerExists."""
        with self._database.writing() as connection:
            consents.take_on(connection, runner, display_name, consent)

    def consents(self) -> list[Consent]:
        """Every consent, ended or not, newest first."""
        with self._database.reading() as connection:
            return consents.everything(connection)

    def consents_of(self, runner_id: str) -> list[Consent]:
        """What a runner ever gave, newest first."""
        with self._database.reading() as connection:
            return consents.of_runner(connection, runner_id)

    def consents_for(self, account_id: str) -> list[Consent]:
        """What was ever given to an account, newest first."""
        with self._database.reading() as connection:
            return consents.of_account(connection, account_id)

    def consents_mark(self, account_id: str) -> tuple[int | None, ...]:
        """What is another as soon as something given to an account is: cheaper to ask."""
        with self._database.reading() as connection:
            return consents.mark_of_account(connection, account_id)
