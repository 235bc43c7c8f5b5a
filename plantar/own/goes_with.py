"""Which rows go with a runner: their own, and what would be left of nobody or say nothing then.

An account that is the runner's alone goes, with whatever lets somebody in by it, what others let it
see, and who is written to for it. One that is a kinesist's or an admin's too stays, and loses its
feet. A message goes when all that it told was about the runner: nobody gets an empty one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, false, or_, select, update

from plantar.store import of_runner
from plantar.store.accounts_tables import ACCOUNT, ACCOUNT_NAME, CONSENT, INVITATION, SIGNED_IN
from plantar.store.columns import names_text, text_names
from plantar.store.messages_tables import (
    MESSAGE,
    MESSAGE_ATTEMPT,
    MESSAGE_ITEM,
    RECIPIENT,
    TOLD_EPISODE,
)
from plantar.store.of_runner import Whose
from plantar.viewer import Role


@dataclass(frozen=True, slots=True)
class Own:
    """The account of a runner."""

    id: str
    login: str
    others: tuple[str, ...]  # the roles that it has beside the runner's

    @property
    def goes(self) -> bool:
        """Whether it is nobody's without the runner."""
        return not self.others


def account_of(connection: Connection, runner_id: str) -> Own | None:
    """The account whose feet a runner is, where somebody has one."""
    row = connection.execute(select(ACCOUNT).where(ACCOUNT.c.runner_id == runner_id)).first()
    if row is None:
        return None
    others = tuple(role for role in text_names(row.roles) if role != Role.RUNNER.value)
    return Own(row.id, row.login, others)


def rows(connection: Connection, runner_id: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Of each table which rows go, in the order in which they can be deleted.

    What each names was looked up before the first: it holds whatever was deleted meanwhile.
    """
    special = _special(connection, runner_id)
    for table in reversed(of_runner.tables(Whose.KEPT, Whose.TO_READ, Whose.UNTOLD)):
        if table.name in special:
            yield table, special[table.name]
        else:
            yield table, of_runner.its_own(table, runner_id)


def let_go(connection: Connection, runner_id: str) -> None:
    """Take the runner out of an account that stays; whoever has it goes on with the rest."""
    own = account_of(connection, runner_id)
    if own is not None and own.others:
        left = {"runner_id": None, "roles": names_text(own.others)}
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == own.id).values(left))


def _special(connection: Connection, runner_id: str) -> dict[str, ColumnElement[bool]]:
    own = account_of(connection, runner_id)
    gone = own.id if own is not None and own.goes else None
    recipients = _recipients(connection, runner_id, gone)
    messages = _messages(connection, runner_id, recipients)
    return {
        ACCOUNT.name: _is(ACCOUNT.c.id, gone),
        ACCOUNT_NAME.name: _is(ACCOUNT_NAME.c.account, gone),
        SIGNED_IN.name: _is(SIGNED_IN.c.account, gone),
        CONSENT.name: or_(CONSENT.c.runner_id == runner_id, _is(CONSENT.c.account, gone)),
        INVITATION.name: or_(
            INVITATION.c.runner_id == runner_id,
            _is(INVITATION.c.account, gone),
            _is(INVITATION.c.made_by, gone),
        ),
        RECIPIENT.name: RECIPIENT.c.id.in_(recipients),
        TOLD_EPISODE.name: or_(
            TOLD_EPISODE.c.runner_id == runner_id, TOLD_EPISODE.c.recipient_id.in_(recipients)
        ),
        MESSAGE.name: MESSAGE.c.id.in_(messages),
        MESSAGE_ATTEMPT.name: MESSAGE_ATTEMPT.c.message_id.in_(messages),
        MESSAGE_ITEM.name: or_(
            MESSAGE_ITEM.c.runner_id == runner_id, MESSAGE_ITEM.c.message_id.in_(messages)
        ),
    }


def _is(column: ColumnElement[str], account: str | None) -> ColumnElement[bool]:
    return false() if account is None else column == account


def _recipients(connection: Connection, runner_id: str, gone: str | None) -> list[str]:
    theirs = or_(RECIPIENT.c.runner_id == runner_id, _is(RECIPIENT.c.account, gone))
    return list(connection.scalars(select(RECIPIENT.c.id).where(theirs)))


def _messages(connection: Connection, runner_id: str, recipients: list[str]) -> list[str]:
    """Those to the recipients who go, and those that are about nobody else."""
    item = MESSAGE_ITEM.c
    about = select(item.message_id).where(item.runner_id == runner_id)
    others = select(item.message_id).where(item.runner_id != runner_id)
    empty = MESSAGE.c.id.in_(about) & MESSAGE.c.id.not_in(others)
    query = select(MESSAGE.c.id).where(or_(MESSAGE.c.recipient_id.in_(recipients), empty))
    return list(connection.scalars(query))
