"""The outbox of messages: put in with what it is about, taken out by one who sends.

What is put in stands together with the note that somebody was written to about it, or neither does:
a crash loses no message and makes none twice. Whoever sends one takes it for a while; when that
one is gone it is anybody's again.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from plantar.alert import Episode, Family, Level
from plantar.errors import UnknownMessage
from plantar.message import Attempt, Change, Item, Kind, Message, Outcome, Sending, Told
from plantar.store import episodes, people, recipients
from plantar.store.columns import (
    maybe_date,
    maybe_iso,
    maybe_moment,
    moment,
    moment_us,
)
from plantar.store.engine import insert_once, upsert
from plantar.store.figures_rows import alert_row, row_alert
from plantar.store.messages_tables import (
    MESSAGE,
    MESSAGE_ATTEMPT,
    MESSAGE_ITEM,
    RECIPIENT,
    TOLD_EPISODE,
)


def enqueue(
    connection: Connection,
    runner_id: str,
    about: Sequence[Episode],
    messages: Sequence[Message],
    told: Sequence[tuple[str, Told]],
    *,
    at: datetime,
) -> bool:
    """Put messages in, and note that somebody was written to about what they are about.

    False, and nothing is put in, where one of the episodes is no longer as it was read: somebody
    else wrote about it, or later measurements told another story.
    """
    people.lock(connection, runner_id)
    standing = {(one.family, one.opened): one for one in episodes.read(connection, runner_id)}
    for one in about:
        known = standing.get((one.family, one.opened))
        if known is None or (known.level, known.sent, known.sent_at, known.closed) != (
            one.level,
            one.sent,
            one.sent_at,
            one.closed,
        ):
            return False
    for one in about:
        episodes.mark_sent(connection, runner_id, one, at)
    for message in messages:
        _put(connection, message)
    _tell(connection, told)
    return True


def keep_morning(
    connection: Connection,
    recipient_id: str,
    day: date,
    message: Message | None,
    told: Sequence[Told],
) -> bool:
    """Deal with the morning of a date, once: a message where there is one, and what it told."""
    if not recipients.take_morning(connection, recipient_id, day):
        return False
    if message is not None:
        _put(connection, message)
    _tell(connection, [(recipient_id, one) for one in told])
    return True


def _put(connection: Connection, message: Message) -> None:
    """Put one in; one that is there already is not put in again."""
    columns = {
        "id": message.id,
        "recipient_id": message.recipient_id,
        "kind": message.kind.value,
        "made_at": moment_us(message.made_at),
        "due_at": moment_us(message.due_at),
        "state": Sending.WAITING.value,
        "tries": 0,
        "next_at": moment_us(message.due_at),
    }
    if insert_once(connection, MESSAGE, columns):
        rows = [(message.id, n, *_item_row(item)) for n, item in enumerate(message.items)]
        upsert(connection, MESSAGE_ITEM, rows)


def _tell(connection: Connection, told: Sequence[tuple[str, Told]]) -> None:
    for recipient_id, one in told:
        row = (
            recipient_id,
            one.runner_id,
            one.family.value,
            one.opened.isoformat(),
            one.last_day.isoformat(),
            one.level.value,
            int(one.closed),
        )
        upsert(connection, TOLD_EPISODE, [row])


def told(connection: Connection, recipient_id: str) -> list[Told]:
    """What somebody was told last, story by story."""
    query = select(TOLD_EPISODE).where(TOLD_EPISODE.c.recipient_id == recipient_id)
    ordered = query.order_by(*TOLD_EPISODE.primary_key.columns)
    return [
        Told(
            row.runner_id,
            Family(row.family),
            date.fromisoformat(row.opened),
            date.fromisoformat(row.last_day),
            Level(row.level),
            bool(row.closed),
        )
        for row in connection.execute(ordered)
    ]


def take(connection: Connection, now: datetime, lease: timedelta, most: int) -> list[Message]:
    """Take what is due, so that nobody else sends it until the lease is over."""
    due = (
        select(MESSAGE.c.id)
        .join(RECIPIENT, RECIPIENT.c.id == MESSAGE.c.recipient_id)
        .where(*_due(now), RECIPIENT.c.paused == 0)
        .order_by(MESSAGE.c.next_at, MESSAGE.c.id)
        .limit(most)
        # Of two who ask at once the second gets what the first left, and waits for nobody.
        .with_for_update(skip_locked=True, of=MESSAGE)
    )
    ids = [key for (key,) in connection.execute(due)]
    ours = update(MESSAGE).where(MESSAGE.c.id.in_(ids))
    connection.execute(ours.values(taken_until=moment_us(now + lease)))
    connection.execute(
        ours.where(MESSAGE.c.trying_since.is_(None)).values(trying_since=moment_us(now))
    )
    return read(connection, ids)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    at = moment_us(now)
    free = MESSAGE.c.taken_until.is_(None) | (MESSAGE.c.taken_until <= at)
    return MESSAGE.c.state == Sending.WAITING.value, MESSAGE.c.next_at <= at, free


def settle(connection: Connection, message_id: str, attempt: Attempt, at: datetime | None) -> None:
    """Note how a try ended, and when the next one is; None: there is none."""
    row = _lock(connection, message_id)
    _add_attempt(connection, message_id, attempt)
    delivered = attempt.outcome is Outcome.DELIVERED
    if row.state == Sending.SENT.value:
        return  # somebody slow, whom the lease was too short for
    state = Sending.SENT if delivered else Sending.GIVEN_UP if at is None else Sending.WAITING
    changed = {"state": state.value, "tries": row.tries + 1, "taken_until": None}
    if at is not None and not delivered:
        changed["next_at"] = moment_us(at)
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == message_id).values(**changed))


def retry(connection: Connection, message_id: str, now: datetime) -> None:
    """Try one again now, as if it were new; what was tried before stays."""
    row = _lock(connection, message_id)
    if row.state == Sending.SENT.value:
        raise UnknownMessage(message_id, "to be tried again: it was delivered")
    again = {
        "state": Sending.WAITING.value,
        "tries": 0,
        "trying_since": None,
        "next_at": moment_us(now),
    }
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == message_id).values(**again))


def read(
    connection: Connection,
    ids: Collection[str] | None = None,
    recipient_ids: Collection[str] | None = None,
) -> list[Message]:
    """Messages, the newest first: some by their ids, or those of some recipients, or all."""
    query = select(MESSAGE).order_by(MESSAGE.c.made_at.desc(), MESSAGE.c.id)
    if ids is not None:
        query = query.where(MESSAGE.c.id.in_(list(ids)))
    if recipient_ids is not None:
        query = query.where(MESSAGE.c.recipient_id.in_(list(recipient_ids)))
    rows = list(connection.execute(query))
    keys = [row.id for row in rows]
    items = _items(connection, keys)
    tries = _last_attempts(connection, keys)
    return [_message(row, tuple(items.get(row.id, ())), tries.get(row.id)) for row in rows]


def attempts(connection: Connection, message_id: str) -> list[Attempt]:
    """Every try there was, the oldest first."""
    table = MESSAGE_ATTEMPT.c
    query = select(MESSAGE_ATTEMPT).where(table.message_id == message_id).order_by(table.place)
    return [_attempt(row) for row in connection.execute(query)]


def _lock(connection: Connection, message_id: str) -> Row[Any]:
    query = select(MESSAGE).where(MESSAGE.c.id == message_id).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise UnknownMessage(message_id)
    return row


def _add_attempt(connection: Connection, message_id: str, attempt: Attempt) -> None:
    its_own = MESSAGE_ATTEMPT.c.message_id == message_id
    place = connection.scalar(select(func.count()).select_from(MESSAGE_ATTEMPT).where(its_own))
    connection.execute(
        insert(MESSAGE_ATTEMPT).values(
            message_id=message_id,
            place=place,
            at=moment_us(attempt.at),
            outcome=attempt.outcome.value,
            code=attempt.code,
        )
    )


def _items(connection: Connection, keys: list[str]) -> dict[str, list[Item]]:
    table = MESSAGE_ITEM.c
    query = select(MESSAGE_ITEM).where(table.message_id.in_(keys)).order_by(table.place)
    found: dict[str, list[Item]] = {}
    for row in connection.execute(query):
        found.setdefault(row.message_id, []).append(_item(row))
    return found


def _last_attempts(connection: Connection, keys: list[str]) -> dict[str, Attempt]:
    table = MESSAGE_ATTEMPT.c
    query = select(MESSAGE_ATTEMPT).where(table.message_id.in_(keys)).order_by(table.place)
    return {row.message_id: _attempt(row) for row in connection.execute(query)}


def _item_row(item: Item) -> tuple[Any, ...]:
    alerts = [alert_row(alert) for alert in item.alerts]
    return (
        item.runner_id,
        item.family.value,
        item.change.value,
        item.level.value,
        item.opened.isoformat(),
        maybe_iso(item.closed),
        json.dumps(alerts, ensure_ascii=False, separators=(",", ":")),
    )


def _item(row: Row[Any]) -> Item:
    return Item(
        row.runner_id,
        Family(row.family),
        Change(row.change),
        Level(row.level),
        date.fromisoformat(row.opened),
        maybe_date(row.closed),
        tuple(map(row_alert, json.loads(row.alerts))),
    )


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(moment(row.at), Outcome(row.outcome), row.code)


def _message(row: Row[Any], items: tuple[Item, ...], last: Attempt | None) -> Message:
    return Message(
        id=row.id,
        recipient_id=row.recipient_id,
        kind=Kind(row.kind),
        made_at=moment(row.made_at),
        due_at=moment(row.due_at),
        items=items,
        state=Sending(row.state),
        tries=row.tries,
        trying_since=maybe_moment(row.trying_since),
        next_at=moment(row.next_at),
        last=last,
    )
