"""Links by which pain can be told."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from plantar.pain_link import PainLink
from plantar.store import people
from plantar.store.columns import maybe_moment, maybe_us, moment, moment_us
from plantar.store.said_tables import PAIN_LINK

#: How long a link that no longer holds can still be looked up. Our choice.
KEPT = timedelta(days=30)


def keep(connection: Connection, link: PainLink) -> None:
    """Keep a link; those of the runner that ended long ago go."""
    people.lock(connection, link.runner_id)
    table = PAIN_LINK.c
    gone = table.runner_id == link.runner_id, table.until < moment_us(link.made_at - KEPT)
    connection.execute(delete(PAIN_LINK).where(*gone))
    connection.execute(
        insert(PAIN_LINK).values(
            digest=link.digest,
            runner_id=link.runner_id,
            author=link.author,
            made_at=moment_us(link.made_at),
            until=moment_us(link.until),
            revoked_at=maybe_us(link.revoked_at),
        )
    )


def find(connection: Connection, digest: str) -> PainLink | None:
    """The link of that digest, also when it no longer holds."""
    row = connection.execute(select(PAIN_LINK).where(PAIN_LINK.c.digest == digest)).first()
    return None if row is None else _link(row)


def of(connection: Connection, runner_id: str) -> list[PainLink]:
    """The links of a runner, oldest first."""
    table = PAIN_LINK.c
    query = select(PAIN_LINK).where(table.runner_id == people.find(connection, runner_id).id)
    return [_link(row) for row in connection.execute(query.order_by(table.made_at, table.digest))]


def revoke(connection: Connection, runner_id: str, now: datetime) -> int:
    """End the links of a runner that hold; how many did."""
    people.lock(connection, runner_id)
    table, at = PAIN_LINK.c, moment_us(now)
    holding = table.runner_id == runner_id, table.revoked_at.is_(None), table.until > at
    return connection.execute(update(PAIN_LINK).where(*holding).values(revoked_at=at)).rowcount


def _link(row: Row[Any]) -> PainLink:
    return PainLink(
        digest=row.digest,
        runner_id=row.runner_id,
        author=row.author,
        made_at=moment(row.made_at),
        until=moment(row.until),
        revoked_at=maybe_moment(row.revoked_at),
    )
