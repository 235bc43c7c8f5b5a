"""What somebody who is signed in may see and do, as it stands at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plantar.account import Account, Looking
from plantar.consent import Scope
from plantar.store import Store
from plantar.viewer import Viewer
from processing.who_sees import next_change, seen_by, seen_in


@dataclass(frozen=True, slots=True)
class Rights:
    """Who looks, and what of whom they may see; of a runner who is not in it, nothing."""

    viewer: Viewer
    scopes: Mapping[str, frozenset[Scope]]

    def of(self, runner_id: str) -> frozenset[Scope]:
        """What they may see or do of a runner."""
        return self.scopes.get(runner_id, frozenset())

    def is_own(self, runner_id: str) -> bool:
        """Whether these are their own feet."""
        return self.viewer.runner_id == runner_id

    def lost_since(self, before: "Rights") -> bool:
        """Whether something that was allowed is allowed no more."""
        if self is before:
            return False
        if (self.viewer.account, self.viewer.runner_id) != (
            before.viewer.account,
            before.viewer.runner_id,
        ):
            return True
        if not before.viewer.roles <= self.viewer.roles:
            return True
        return any(not had <= self.of(runner_id) for runner_id, had in before.scopes.items())


def signed_in(store: Store, token_hash: str, now: datetime) -> Looking | None:
    """Who is signed in with a secret; None where nobody is, or not any more."""
    looking = store.looking(token_hash)
    return looking if looking is not None and looking.holds(now) else None


def rights(store: Store, looking: Looking, now: datetime) -> Rights:
    """What somebody may see: their own, and what was consented to them as a kinesist."""
    return Rights(looking.account.viewer, seen_by(store, looking.account, now))


@dataclass(frozen=True, slots=True)
class Found:
    """Rights, with all that they follow from."""

    rights: Rights
    account: Account
    mark: tuple[int | None, ...]  # of the consents
    at: datetime
    until: datetime | None  # when a consent next begins or ends by itself

    def holds(self, account: Account, mark: tuple[int | None, ...], now: datetime) -> bool:
        """Whether the same would be found now."""
        same = (self.account, self.mark) == (account, mark)
        return same and self.at <= now and (self.until is None or now < self.until)


@dataclass(slots=True)
class KnownRights:
    """Rights that are asked anew each time, and made anew only where something has changed.

    A page asks some twenty times, and a kinesist may have hundreds of consents.
    """

    _last: Found | None = field(default=None, repr=False)

    def of(self, store: Store, looking: Looking, now: datetime) -> Rights:
        """What somebody may see at this moment."""
        account = looking.account
        # The mark first: what changes between the two is found at the next question.
        mark = store.consents_mark(account.id)
        last = self._last
        if last is not None and last.holds(account, mark, now):
            return last.rights
        consents = store.consents_for(account.id)
        held = Rights(account.viewer, seen_in(consents, account, now))
        self._last = Found(held, account, mark, now, next_change(consents, now))
        return held
