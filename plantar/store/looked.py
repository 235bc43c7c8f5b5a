"""Who looked at whom."""

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from plantar.account import Door
from plantar.audit import Look, NewPassword, Part
from plantar.store.accounts_tables import CONSENT, INVITATION, LOOKED
from plantar.store.columns import moment, moment_us
from plantar.store.engine import insert_once


def note(connection: Connection, looks: Iterable[Look]) -> None:
    """Keep looks, each once."""
    for one in looks:
        columns = {
            "runner_id": one.runner_id,
            "account": one.account,
            "part": one.part.value,
            "at": moment_us(one.at),
        }
        insert_once(connection, LOOKED, columns)


def looks(connection: Connection, runner_id: str) -> list[Look]:
    """Who looked at a runner, newest first."""
    table = LOOKED.c
    query = (
        select(LOOKED)
        .where(table.runner_id == runner_id, table.account.is_not(None))
        .order_by(table.at.desc(), table.account, table.part)
    )
    return [
        Look(row.runner_id, row.account, Part(row.part), moment(row.at))
        for row in connection.execute(query)
    ]


def new_passwords(connection: Connection, runner_id: str) -> list[NewPassword]:
    """Passwords set by a link while a consent of a runner held for the account, newest first."""
    link, consent = INVITATION.c, CONSENT.c
    ends = (or_(end.is_(None), link.used_at < end) for end in (consent.until, consent.revoked_at))
    query = (
        select(link.account, link.made_by, link.used_at)
        .join(CONSENT, consent.account == link.account)
        .where(consent.runner_id == runner_id, link.door == Door.PASSWORD.value)
        .where(consent.since <= link.used_at, *ends)
        .distinct()  # two consents are no two passwords
        .order_by(link.used_at.desc(), link.account)
    )
    return [
        NewPassword(account, made_by, moment(used_at))
        for account, made_by, used_at in connection.execute(query)
    ]
