"""Who may look at whom."""

from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from plantar.consent import Basis, Consent, Scope
from plantar.errors import UnknownAccount, UnknownRecord
from plantar.runner import Runner
from plantar.store import people
from plantar.store.accounts_tables import ACCOUNT, CONSENT
from plantar.store.columns import (
    maybe_moment,
    maybe_us,
    moment,
    moment_us,
    names_text,
    text_names,
)

#: What a consent is read from. The same cells make the same record, so that those of a kinesist
#: with hundreds of runners, asked for at every question, are made once.
CELLS: Final = tuple(
    CONSENT.c[name]
    for name in ("id", "runner_id", "account", "scopes", "since", "until", "revoked_at", "basis")
)
MOST_KEPT: Final = 20_000


@lru_cache(maxsize=MOST_KEPT)
def _consent(cells: tuple[Any, ...]) -> Consent:
    told, runner_id, account, scopes, since, until, revoked_at, basis = cells
    return Consent(
        id=told,
        runner_id=runner_id,
        account=account,
        scopes=frozenset(map(Scope, text_names(scopes))),
        since=moment(since),
        until=maybe_moment(until),
        revoked_at=maybe_moment(revoked_at),
        basis=Basis(basis),
    )


def grant(connection: Connection, consent: Consent) -> None:
    """Keep a consent beside the others."""
    people.lock(connection, consent.runner_id)
    asked = select(ACCOUNT.c.id).where(ACCOUNT.c.id == consent.account)
    if connection.execute(asked).first() is None:
        raise UnknownAccount(consent.account)
    connection.execute(
        insert(CONSENT).values(
            runner_id=consent.runner_id,
            id=consent.id,
            account=consent.account,
            scopes=names_text(tuple(sorted(consent.scopes))),
            since=moment_us(consent.since),
            until=maybe_us(consent.until),
            revoked_at=maybe_us(consent.revoked_at),
            basis=consent.basis.value,
        )
    )


def take_on(
    connection: Connection, runner: Runner, display_name: str | None, consent: Consent
) -> None:
    """Add a runner together with the first consent."""
    people.add(connection, runner, display_name)
    grant(connection, consent)


def revoke(connection: Connection, runner_id: str, consent_id: str, at: datetime) -> None:
    """End a consent; one that has ended stays as it was."""
    people.lock(connection, runner_id)
    its_own = (CONSENT.c.runner_id == runner_id, CONSENT.c.id == consent_id)
    if connection.execute(select(CONSENT.c.id).where(*its_own)).first() is None:
        raise UnknownRecord("consent", consent_id, runner_id)
    ended = update(CONSENT).where(*its_own, CONSENT.c.revoked_at.is_(None))
    connection.execute(ended.values(revoked_at=moment_us(at)))


def of_runner(connection: Connection, runner_id: str) -> list[Consent]:
    """Every consent a runner ever gave, newest first."""
    return _found(connection, CONSENT.c.runner_id == runner_id)


def of_account(connection: Connection, account_id: str) -> list[Consent]:
    """Every consent that was ever given to an account, newest first."""
    return _found(connection, CONSENT.c.account == account_id)


def mark_of_account(connection: Connection, account_id: str) -> tuple[int | None, ...]:
    """What becomes another as soon as something is given to an account, ended, or erased.

    A consent is added, revoked once, or goes with its runner: it is never changed otherwise.
    """
    query = select(
        func.count(CONSENT.c.id),
        func.count(CONSENT.c.revoked_at),
        func.max(CONSENT.c.revoked_at),
        func.max(CONSENT.c.since),
    ).where(CONSENT.c.account == account_id)
    return tuple(connection.execute(query).one())


def everything(connection: Connection) -> list[Consent]:
    """Every consent there is, newest first."""
    return _found(connection, CONSENT.c.runner_id.is_not(None))


def _found(connection: Connection, where: ColumnElement[bool]) -> list[Consent]:
    query = select(*CELLS).where(where).order_by(CONSENT.c.since.desc(), CONSENT.c.id)
    return [_consent(tuple(row)) for row in connection.execute(query)]
