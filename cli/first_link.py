"""The links that `up` shows: to the first account of a place, and into a demo."""

from datetime import datetime
from typing import Final

from plantar.account import SET_UP_LASTS, Account, Door, Invitation
from plantar.consent import EVERYTHING, Basis, Consent
from plantar.secret import hashed, new_id, new_token
from plantar.store import Store
from plantar.viewer import Role

#: Who looks around in a demo. Nobody can sign in as them but by the link.
DEMO_LOGIN: Final = "demo"
DEMO_NAME: Final = "Demo"


def set_up_link(store: Store, now: datetime) -> str | None:
    """The path that makes the first account, good for a day; None where there is one already."""
    if store.accounts():
        return None
    return _path(store, Door.SET_UP, now)


def demo_link(store: Store, now: datetime) -> str:
    """The path that signs in to a demo once, as a kinesist who sees every invented runner."""
    found = store.account_of_login(DEMO_LOGIN)
    if found is None:
        roles = frozenset({Role.KINESIST, Role.ADMIN})
        account = Account(new_id(), DEMO_LOGIN, roles)
        store.add_account(account, DEMO_NAME, None)
    else:
        account = found[0]
    seen = {consent.runner_id for consent in store.consents_for(account.id) if consent.holds(now)}
    for runner in store.runners():
        if runner.id not in seen:
            store.grant(
                Consent(new_id(), runner.id, account.id, EVERYTHING, now, basis=Basis.OPERATOR)
            )
    return _path(store, Door.SIGN_IN, now, account.id)


def _path(store: Store, door: Door, now: datetime, account: str | None = None) -> str:
    """A new link; the ones made before it open nothing any more."""
    for link in store.invitations():
        if link.door is door:
            store.withdraw_invitation(link.token_hash)
    token = new_token()
    store.invite(Invitation(hashed(token), door, now, now + SET_UP_LASTS, account=account))
    return f"/in/{token}"
