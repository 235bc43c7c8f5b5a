"""Somebody with an account, signed in: for a page run by Streamlit, and for a browser."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext

from dashboard.access import who
from dashboard.web.cookies import SIGNED_IN, name_of
from plantar.account import Account, SignedIn
from plantar.consent import EVERYTHING, Basis, Consent, Scope
from plantar.secret import hashed, new_id, new_token
from plantar.store import Store
from plantar.viewer import Role

KINESIST = frozenset({Role.KINESIST})
RUNNER = frozenset({Role.RUNNER})
ADMIN = frozenset({Role.ADMIN})
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def account(
    store: Store, login: str, roles: frozenset[Role] = KINESIST, runner_id: str | None = None
) -> Account:
    """Somebody who can sign in; whoever was made of that name before."""
    found = store.account_of_login(login)
    if found is not None:
        return found[0]
    made = Account(new_id(), login, roles, runner_id, "nl")
    store.add_account(made, f"Name of {login}", None)
    return made


def consent(
    store: Store,
    to: Account,
    runner_id: str,
    scopes: frozenset[Scope] = EVERYTHING,
    **other: object,
) -> Consent:
    """Let somebody see a runner, from long ago on."""
    given = Consent(new_id(), runner_id, to.id, scopes, LONG_AGO, basis=Basis.OPERATOR)
    given = replace(given, **other)  # type: ignore[arg-type]
    store.grant(given)
    return given


def sees_all(store: Store, login: str = "kinesist") -> Account:
    """A kinesist to whom every runner consented."""
    made = account(store, login)
    seen = {one.runner_id for one in store.consents_for(made.id)}
    for runner in store.runners():
        if runner.id not in seen:
            consent(store, made, runner.id)
    return made


def token_of(store: Store, signed_in: Account, now: datetime | None = None) -> str:
    """The secret of a new session."""
    at = datetime.now(UTC) if now is None else now
    token = new_token()
    store.begin_session(SignedIn(hashed(token), signed_in.id, at, at))
    return token


def as_page(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    """Let pages that Streamlit's own tests run be asked for with this cookie: they have none."""

    def token_hash(*, behind_proxy: bool) -> str:
        return hashed(token)

    monkeypatch.setattr(who, "token_hash", token_hash)


def in_browser(context: BrowserContext, address: str, token: str) -> None:
    """Give a browser the cookie of a session."""
    cookie = {"name": name_of(SIGNED_IN, tls=address.startswith("https")), "value": token}
    context.add_cookies([{**cookie, "url": address, "httpOnly": True, "sameSite": "Lax"}])  # type: ignore[list-item]
