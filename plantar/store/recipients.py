"""Who is written to, as rows."""

from datetime import date, time
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from plantar.channel import Channel, Way
from plantar.errors import UnknownRecipient
from plantar.recipient import QuietHours, Recipient, Wanted
from plantar.store import people
from plantar.store.columns import moment, moment_us, names_text, text_names
from plantar.store.messages_tables import (
    MESSAGE,
    MESSAGE_ATTEMPT,
    MESSAGE_ITEM,
    RECIPIENT,
    TOLD_EPISODE,
)


def add(connection: Connection, recipient: Recipient) -> None:
    """Add somebody to write to."""
    if recipient.runner_id is not None:
        people.find(connection, recipient.runner_id)
    connection.execute(insert(RECIPIENT).values(id=recipient.id, **_columns(recipient)))


def save(connection: Connection, recipient: Recipient) -> None:
    """Replace what is known of somebody to write to; what was told stays."""
    mine = update(RECIPIENT).where(RECIPIENT.c.id == recipient.id)
    if not connection.execute(mine.values(**_columns(recipient))).rowcount:
        raise UnknownRecipient(recipient.id)


def remove(connection: Connection, recipient_id: str) -> None:
    """Forget somebody, their address, and all that was or was to be written to them."""
    _lock(connection, recipient_id)
    theirs = select(MESSAGE.c.id).where(MESSAGE.c.recipient_id == recipient_id)
    for table in (MESSAGE_ATTEMPT, MESSAGE_ITEM):
        connection.execute(delete(table).where(table.c.message_id.in_(theirs)))
    for table in (MESSAGE, TOLD_EPISODE):
        connection.execute(delete(table).where(table.c.recipient_id == recipient_id))
    connection.execute(delete(RECIPIENT).where(RECIPIENT.c.id == recipient_id))


def find(connection: Connection, recipient_id: str) -> Recipient:
    """One of them."""
    row = connection.execute(select(RECIPIENT).where(RECIPIENT.c.id == recipient_id)).first()
    if row is None:
        raise UnknownRecipient(recipient_id)
    return _recipient(row)


def everybody(connection: Connection) -> list[Recipient]:
    """All of them, in the order in which they were added."""
    query = select(RECIPIENT).order_by(RECIPIENT.c.added_at, RECIPIENT.c.id)
    return [_recipient(row) for row in connection.execute(query)]


def mornings_done(connection: Connection) -> dict[str, date]:
    """The last date whose morning was dealt with, by recipient."""
    query = select(RECIPIENT.c.id, RECIPIENT.c.morning_done)
    return {key: date.fromisoformat(day) for key, day in connection.execute(query) if day}


def take_morning(connection: Connection, recipient_id: str, day: date) -> bool:
    """Whether this date's morning was still to be dealt with; from now on it is not."""
    done = _lock(connection, recipient_id).morning_done
    if done is not None and done >= day.isoformat():
        return False
    mine = update(RECIPIENT).where(RECIPIENT.c.id == recipient_id)
    connection.execute(mine.values(morning_done=day.isoformat()))
    return True


def _lock(connection: Connection, recipient_id: str) -> Row[Any]:
    query = select(RECIPIENT).where(RECIPIENT.c.id == recipient_id).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise UnknownRecipient(recipient_id)
    return row


def _columns(recipient: Recipient) -> dict[str, Any]:
    channel, quiet = recipient.channel, recipient.quiet
    return {
        "runner_id": recipient.runner_id,
        "account": recipient.account,
        "way": channel.way.value,
        "address": channel.address,
        "secret": channel.secret,
        "local": int(channel.local),
        "added_at": moment_us(recipient.added_at),
        "language": recipient.language,
        "time_zone": recipient.time_zone,
        "wants": names_text(tuple(sorted(one.value for one in recipient.wants))),
        "health_details": int(recipient.health_details),
        "at_once": int(recipient.at_once),
        "quiet_since": None if quiet is None else f"{quiet.since:%H:%M}",
        "quiet_until": None if quiet is None else f"{quiet.until:%H:%M}",
        "morning": f"{recipient.morning:%H:%M}",
        "paused": int(recipient.paused),
    }


def _recipient(row: Row[Any]) -> Recipient:
    quiet = None
    if row.quiet_since is not None:
        quiet = QuietHours(time.fromisoformat(row.quiet_since), time.fromisoformat(row.quiet_until))
    return Recipient(
        id=row.id,
        channel=Channel(Way(row.way), row.address, row.secret, bool(row.local)),
        added_at=moment(row.added_at),
        runner_id=row.runner_id,
        account=row.account,
        language=row.language,
        time_zone=row.time_zone,
        wants=frozenset(map(Wanted, text_names(row.wants))),
        health_details=bool(row.health_details),
        at_once=bool(row.at_once),
        quiet=quiet,
        morning=time.fromisoformat(row.morning),
        paused=bool(row.paused),
    )
