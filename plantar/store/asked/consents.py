"""What a store is asked about who may look at whom."""

from datetime import datetime
from typing import Protocol

from plantar.consent import Consent
from plantar.runner import Runner


class Consents(Protocol):
    """What is asked about who may look at whom."""

    def grant(self, consent: Consent) -> None:
        """Keep a consent; UnknownRunner or UnknownAccount where one of the two is not there."""

    def revoke(self, runner_id: str, consent_id: str, at: datetime) -> None:
        """End a consent from a moment on; UnknownRecord when the runner gave none of that id."""

    def take_on(self, runner: Runner, display_name: str | None, consent: Consent) -> None:
        """Add a runner whom somebody may see from the first moment on; RunnerExists."""

    def consents(self) -> list[Consent]:
        """Every consent, ended or not, newest first."""

    def consents_of(self, runner_id: str) -> list[Consent]:
        """What a runner ever gave, newest first."""

    def consents_for(self, account_id: str) -> list[Consent]:
        """What was ever given to an account, newest first."""

    def consents_mark(self, account_id: str) -> tuple[int | None, ...]:
        """What is another as soon as something given to an account is: cheaper to ask."""
