"""Accounts, the links that let people in, and the browsers that are signed in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from plantar.account import Account, Door, Invitation, Looking, Newcomer, SignedIn
from plantar.consent import Consent, Scope
from plantar.door import aware
from plantar.errors import AccountExists, UnknownAccount, UsedUp
from plantar.patience import Patience, Tries
from plantar.store import consents, people
from plantar.store.accounts_tables import ACCOUNT, ACCOUNT_NAME, INVITATION, SIGNED_IN, TRIED
from plantar.store.columns import (
    maybe_moment,
    maybe_us,
    moment,
    moment_us,
    names_text,
    text_names,
)
from plantar.store.engine import insert_once, upsert
from plantar.viewer import Role


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        roles=frozenset(map(Role, text_names(row.roles))),
        runner_id=row.runner_id,
        language=row.language,
        disabled_at=maybe_moment(row.disabled_at),
    )


def _columns(account: Account) -> dict[str, Any]:
    return {
        "login": account.login,
        "roles": names_text(tuple(sorted(account.roles))),
        "runner_id": account.runner_id,
        "language": account.language,
        "disabled_at": maybe_us(account.disabled_at),
    }


def add(connection: Connection, account: Account, name: str | None, password: str | None) -> None:
    """Add an account, with the name for the screen and the hash of a password, where given."""
    if account.runner_id is not None:
        people.find(connection, account.runner_id)
    columns = {"id": account.id, "password": password, **_columns(account)}
    if not insert_once(connection, ACCOUNT, columns):
        raise AccountExists(account.login)
    if name is not None:
        connection.execute(insert(ACCOUNT_NAME).values(account=account.id, name=name))


def save(connection: Connection, account: Account) -> None:
    """Replace an account's record; its name and password stay."""
    _there(connection, account.id)
    if account.runner_id is not None:
        people.find(connection, account.runner_id)
    table = ACCOUNT.c
    same = table.login == account.login
    if account.runner_id is not None:
        same |= table.runner_id == account.runner_id
    clash = select(table.id).where(table.id != account.id, same)
    if connection.execute(clash).first() is not None:
        raise AccountExists(account.login)
    connection.execute(update(ACCOUNT).where(table.id == account.id).values(**_columns(account)))


def rename(connection: Connection, account_id: str, name: str) -> None:
    """Give an account another name for the screen."""
    _there(connection, account_id)
    upsert(connection, ACCOUNT_NAME, [(account_id, name)])


def find(connection: Connection, account_id: str) -> Account:
    """One account by its id."""
    row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.id == account_id)).first()
    if row is None:
        raise UnknownAccount(account_id)
    return _account(row)


def _there(connection: Connection, account_id: str) -> None:
    find(connection, account_id)


def by_login(connection: Connection, login: str) -> tuple[Account, str | None] | None:
    """One account by its login name, and the hash of its password."""
    row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.login == login)).first()
    return None if row is None else (_account(row), row.password)


def everybody(connection: Connection) -> list[Account]:
    """Every account, by login name."""
    rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.login, ACCOUNT.c.id))
    return [_account(row) for row in rows]


def names(connection: Connection) -> dict[str, str]:
    """Names for the screen, by account."""
    query = select(ACCOUNT_NAME.c.account, ACCOUNT_NAME.c.name)
    return {row.account: row.name for row in connection.execute(query)}


def set_password(connection: Connection, account_id: str, password: str) -> None:
    """Keep the hash of a password in place of the one before."""
    changed = update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(password=password)
    if not connection.execute(changed).rowcount:
        raise UnknownAccount(account_id)


def invite(connection: Connection, invitation: Invitation) -> None:
    """Keep a link; of two for the same thing both let in, the first that is used."""
    if invitation.runner_id is not None:
        people.find(connection, invitation.runner_id)
    if invitation.account is not None:
        _there(connection, invitation.account)
    connection.execute(
        insert(INVITATION).values(
            token_hash=invitation.token_hash,
            door=invitation.door.value,
            made_at=moment_us(invitation.made_at),
            expires=moment_us(invitation.expires),
            roles=names_text(tuple(sorted(invitation.roles))),
            made_by=invitation.made_by,
            account=invitation.account,
            runner_id=invitation.runner_id,
            scopes=names_text(tuple(sorted(invitation.scopes))),
            until=maybe_us(invitation.until),
            used_at=maybe_us(invitation.used_at),
        )
    )


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        token_hash=row.token_hash,
        door=Door(row.door),
        made_at=moment(row.made_at),
        expires=moment(row.expires),
        roles=frozenset(map(Role, text_names(row.roles))),
        made_by=row.made_by,
        account=row.account,
        runner_id=row.runner_id,
        scopes=frozenset(map(Scope, text_names(row.scopes))),
        until=maybe_moment(row.until),
        used_at=maybe_moment(row.used_at),
    )


def invitation(connection: Connection, token_hash: str) -> Invitation | None:
    """The link of a secret."""
    query = select(INVITATION).where(INVITATION.c.token_hash == token_hash)
    row = connection.execute(query).first()
    return None if row is None else _invitation(row)


def invitations(connection: Connection) -> list[Invitation]:
    """Every link there is, newest first."""
    query = select(INVITATION).order_by(INVITATION.c.made_at.desc(), INVITATION.c.token_hash)
    return [_invitation(row) for row in connection.execute(query)]


def use(connection: Connection, token_hash: str, now: datetime) -> Invitation:
    """Use a link up: of two who try at once, one does."""
    aware("now", now)
    table = INVITATION.c
    still = and_(
        table.token_hash == token_hash, table.used_at.is_(None), table.expires > moment_us(now)
    )
    used = connection.execute(update(INVITATION).where(still).values(used_at=moment_us(now)))
    found = invitation(connection, token_hash)
    if not used.rowcount or found is None:
        raise UsedUp
    return found


def withdraw(connection: Connection, token_hash: str) -> None:
    """Take a link back, used or not."""
    connection.execute(delete(INVITATION).where(INVITATION.c.token_hash == token_hash))


def come_in(connection: Connection, token_hash: str, newcomer: Newcomer, now: datetime) -> None:
    """Use a link up, make everything of a newcomer, or nothing."""
    link = use(connection, token_hash, now)
    if link.door is Door.SET_UP and connection.execute(select(ACCOUNT.c.id).limit(1)).first():
        raise UsedUp  # the first account was made meanwhile, in another way
    if newcomer.runner is not None:
        people.add(connection, newcomer.runner, newcomer.name)
    add(connection, newcomer.account, newcomer.name, newcomer.password)
    for consent in newcomer.given:
        consents.grant(connection, consent)


def accept(connection: Connection, token_hash: str, consent: Consent, now: datetime) -> None:
    """Use a link up and keep a consent, both or neither."""
    use(connection, token_hash, now)
    consents.grant(connection, consent)


def begin(connection: Connection, session: SignedIn) -> None:
    """Sign a browser in."""
    connection.execute(
        insert(SIGNED_IN).values(
            token_hash=session.token_hash,
            account=session.account,
            began=moment_us(session.began),
            seen=moment_us(session.seen),
            own_phone=int(session.own_phone),
        )
    )


def looking(connection: Connection, token_hash: str) -> Looking | None:
    """Who is signed in with a secret, whether or not they may still look."""
    query = (
        select(SIGNED_IN, ACCOUNT, ACCOUNT_NAME.c.name)
        .join(ACCOUNT, SIGNED_IN.c.account == ACCOUNT.c.id)
        .outerjoin(ACCOUNT_NAME, ACCOUNT_NAME.c.account == ACCOUNT.c.id)
        .where(SIGNED_IN.c.token_hash == token_hash)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return Looking(_session(row), _account(row), row.name or row.login)


def sessions(connection: Connection, account_id: str) -> list[SignedIn]:
    """Where an account is signed in, whether or not it may still look."""
    query = select(SIGNED_IN).where(SIGNED_IN.c.account == account_id)
    rows = connection.execute(query.order_by(SIGNED_IN.c.seen.desc(), SIGNED_IN.c.token_hash))
    return [_session(row) for row in rows]


def _session(row: Row[Any]) -> SignedIn:
    return SignedIn(
        row.token_hash, row.account, moment(row.began), moment(row.seen), bool(row.own_phone)
    )


def see(connection: Connection, token_hash: str, at: datetime) -> None:
    """Note a click; an earlier one than is known changes nothing."""
    still = and_(SIGNED_IN.c.token_hash == token_hash, SIGNED_IN.c.seen < moment_us(at))
    connection.execute(update(SIGNED_IN).where(still).values(seen=moment_us(at)))


def sign_out(connection: Connection, token_hash: str) -> None:
    """End one browser's session."""
    connection.execute(delete(SIGNED_IN).where(SIGNED_IN.c.token_hash == token_hash))


def sign_out_everywhere(connection: Connection, account_id: str) -> None:
    """End every session of an account."""
    connection.execute(delete(SIGNED_IN).where(SIGNED_IN.c.account == account_id))


def forget_sessions(connection: Connection, began_before: datetime) -> None:
    """Forget the sessions that began so long ago that none of them holds any more."""
    old = SIGNED_IN.c.began < moment_us(began_before)
    connection.execute(delete(SIGNED_IN).where(old))


def count_try(
    connection: Connection, named: str, patience: Patience, now: datetime
) -> datetime | None:
    """Count a try before it is made; until when nothing may be tried, and then it is not counted.

    Counted first, so that many at once cannot try more than one after the other.
    """
    aware("now", now)
    # Makes the row that others then wait for.
    insert_once(connection, TRIED, {"named": named, "count": 0, "last_at": moment_us(now)})
    query = select(TRIED).where(TRIED.c.named == named).with_for_update()
    _, count, last_at = connection.execute(query).one()
    tries = Tries(count, moment(last_at)) if count else None
    until = patience.locked_until(tries, now)
    if until is None:
        after = patience.after(tries, now)
        upsert(connection, TRIED, [(named, after.count, moment_us(after.last_at))])
    return until


def forgive(connection: Connection, named: str, *, wholly: bool) -> None:
    """Take the last try back, or all of them: it was not in vain."""
    its_own = TRIED.c.named == named
    if wholly:
        connection.execute(delete(TRIED).where(its_own))
        return
    connection.execute(
        update(TRIED).where(its_own, TRIED.c.count > 0).values(count=TRIED.c.count - 1)
    )
