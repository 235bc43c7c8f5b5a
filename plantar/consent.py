"""Who may look at whom, at what, and until when: one rule, asked everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from plantar.door import aware, member, some_words
from plantar.errors import BadInput


class Scope(StrEnum):
    """What somebody may see or do of a runner."""

    LOAD = "load"  # the figures of load, and what they are made of
    PAIN = "pain"  # scores and notes
    PLAN = "plan"  # write plans, thresholds and programmes, and answer episodes


#: All there is; what a runner may do with what is their own.
EVERYTHING: Final = frozenset(Scope)


class Basis(StrEnum):
    """On what a consent rests."""

    RUNNER = "runner"  # the runner gave it here
    PRACTICE = "practice"  # agreed in the practice, when the kinesist made the runner
    OPERATOR = "operator"  # given at the command line of the place


@dataclass(frozen=True, slots=True)
class Consent:
    """One account may see some of one runner, for a while."""

    id: str  # opaque
    runner_id: str
    account: str
    scopes: frozenset[Scope]
    since: datetime
    until: datetime | None = None  # None: until it is revoked
    revoked_at: datetime | None = None
    basis: Basis = Basis.RUNNER

    def __post_init__(self) -> None:
        some_words("consent", self.id, "a consent has an id")
        some_words("runner", self.runner_id, "a consent is about somebody")
        some_words("account", self.account, "a consent is for somebody")
        if not self.scopes:
            raise BadInput("scopes", "none", "at least one of " + ", ".join(Scope))
        for scope in self.scopes:
            member("scope", scope, Scope)
        member("basis", self.basis, Basis)
        aware("since", self.since)
        if self.until is not None:
            aware("until", self.until)
            if self.until <= self.since:
                raise BadInput("until", self.until.isoformat(), "a moment after the consent begins")
        if self.revoked_at is not None:
            aware("revoked_at", self.revoked_at)

    def holds(self, now: datetime) -> bool:
        """Whether it counts at a moment: one that is revoked never does again."""
        return (
            self.revoked_at is None
            and self.since <= now
            and (self.until is None or now < self.until)
        )


def may(
    consents: Iterable[Consent], account: str, runner_id: str, scope: Scope, now: datetime
) -> bool:
    """Whether an account may see or do that of a runner who is somebody else."""
    return scope in scopes_of(consents, account, runner_id, now)


def scopes_of(
    consents: Iterable[Consent], account: str, runner_id: str, now: datetime
) -> frozenset[Scope]:
    """Everything an account may see or do of a runner who is somebody else."""
    held = frozenset[Scope]()
    for consent in consents:
        if (consent.account, consent.runner_id) == (account, runner_id) and consent.holds(now):
            held |= consent.scopes
    return held
