"""What one account sees of which runners, by its roles and what was consented to it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from plantar.account import Account
from plantar.consent import EVERYTHING, Consent, Scope, scopes_of
from plantar.store import Store
from plantar.viewer import Role


def seen_by(store: Store, account: Account, now: datetime) -> dict[str, frozenset[Scope]]:
    """Their own feet, and what was consented to them as a kinesist; of nobody else anything."""
    return seen_in(store.consents_for(account.id), account, now)


def seen_in(
    consents: Iterable[Consent], account: Account, now: datetime
) -> dict[str, frozenset[Scope]]:
    """The same, of consents that were read before."""
    held: dict[str, frozenset[Scope]] = {}
    if account.disabled_at is not None:
        return held
    if Role.KINESIST in account.roles:
        # Each runner's own are asked about, and not those of the whole practice for each of them.
        given: defaultdict[str, list[Consent]] = defaultdict(list)
        for consent in consents:
            given[consent.runner_id].append(consent)
        for runner_id, theirs in given.items():
            if scopes := scopes_of(theirs, account.id, runner_id, now):
                held[runner_id] = scopes
    if account.runner_id is not None and Role.RUNNER in account.roles:
        held[account.runner_id] = EVERYTHING
    return held


def next_change(consents: Iterable[Consent], now: datetime) -> datetime | None:
    """When one of them next begins or ends by itself; None: none does."""
    moments = (at for one in consents for at in (one.since, one.until) if at is not None)
    return min((at for at in moments if at > now), default=None)


def own_accounts(accounts: Iterable[Account]) -> dict[str, frozenset[str]]:
    """Which accounts are whose own feet, by runner."""
    return {one.runner_id: frozenset({one.id}) for one in accounts if one.runner_id is not None}
