"""Keeping episodes: what is computed is replaced, what people did about it stays.

Late data may give a story another first day, cut it in two or join two into one. What was
acknowledged of it, and what somebody was written to about, stays with every story that shares days
with the one it was about, so that nothing about the past is asked or sent again.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from plantar.alert import Alert, Episode
from plantar.errors import UnknownRecord
from plantar.store import Derived
from plantar.store.columns import maybe_us, moment_us
from plantar.store.engine import upsert
from plantar.store.figures_rows import alert_row, episode_columns, row_alert, row_episode
from plantar.store.figures_tables import EPISODE, EPISODE_ALERT


def save(connection: Connection, derived: Derived, computed_at: int) -> None:
    """Replace the episodes of a runner; withdrawn ones stay, to hand on what was done."""
    mine = select(EPISODE).where(EPISODE.c.runner_id == derived.runner_id)
    rows = list(connection.execute(mine))
    known = {(row.family, row.opened): row for row in rows}
    for episode in derived.episodes:
        row = known.pop((episode.family.value, episode.opened.isoformat()), None)
        said = episode_columns(episode) | _handed_on(episode, rows)
        no = _save_one(connection, derived.runner_id, episode, said, row)
        alerts = [(no, place, *alert_row(alert)) for place, alert in enumerate(episode.alerts)]
        upsert(connection, EPISODE_ALERT, alerts)
    alerts_from = derived.alerts_from.isoformat()
    for row in known.values():
        if row.opened >= alerts_from and row.withdrawn_at is None:
            gone = update(EPISODE).where(EPISODE.c.no == row.no)
            connection.execute(gone.values(withdrawn_at=computed_at))


def _handed_on(episode: Episode, rows: list[Any]) -> dict[str, Any]:
    """What was done about the stories that this one shares days with."""
    before = [
        row
        for row in rows
        if row.family == episode.family.value
        and row.opened <= episode.last_day.isoformat()
        and episode.opened.isoformat() <= row.last_day
    ]
    acknowledged = [maybe_us(episode.acknowledged_at), *(row.acknowledged_at for row in before)]
    sent_at = [maybe_us(episode.sent_at), *(row.sent_at for row in before)]
    return {
        "acknowledged_at": max((at for at in acknowledged if at is not None), default=None),
        "sent": max([episode.sent.value, *(row.sent for row in before)]),
        "sent_at": max((at for at in sent_at if at is not None), default=None),
    }


def _save_one(
    connection: Connection,
    runner_id: str,
    episode: Episode,
    said: dict[str, Any],
    known: Any | None,  # noqa: ANN401  columns by name
) -> int:
    if known is None:
        key = {"family": episode.family.value, "opened": episode.opened.isoformat()}
        add = insert(EPISODE).values(runner_id=runner_id, **key, **said)
        return int(connection.execute(add.returning(EPISODE.c.no)).scalar_one())
    connection.execute(update(EPISODE).where(EPISODE.c.no == known.no).values(**said))
    connection.execute(delete(EPISODE_ALERT).where(EPISODE_ALERT.c.episode_no == known.no))
    return int(known.no)


def mark_sent(connection: Connection, runner_id: str, episode: Episode, at: datetime) -> None:
    """Note that somebody was written to about an episode, at the level it has."""
    key = (
        EPISODE.c.runner_id == runner_id,
        EPISODE.c.family == episode.family.value,
        EPISODE.c.opened == episode.opened.isoformat(),
    )
    row = connection.execute(select(EPISODE).where(*key, EPISODE.c.withdrawn_at.is_(None))).first()
    if row is None:
        raise UnknownRecord("episode", f"{episode.family} {episode.opened}", runner_id)
    noted = update(EPISODE).where(EPISODE.c.no == row.no)
    sent_at = max(moment_us(at), row.sent_at or 0)
    connection.execute(noted.values(sent=max(row.sent, episode.level.value), sent_at=sent_at))


def read(connection: Connection, runner_id: str) -> list[Episode]:
    """A runner's episodes, newest first."""
    standing = (EPISODE.c.runner_id == runner_id, EPISODE.c.withdrawn_at.is_(None))
    within = (
        select(EPISODE_ALERT)
        .join(EPISODE, EPISODE_ALERT.c.episode_no == EPISODE.c.no)
        .where(*standing)
        .order_by(EPISODE_ALERT.c.episode_no, EPISODE_ALERT.c.place)
    )
    found: dict[int, list[Alert]] = defaultdict(list)
    for episode_no, _, *cells in connection.execute(within):
        found[episode_no].append(row_alert(cells))
    query = select(EPISODE).where(*standing).order_by(EPISODE.c.opened.desc(), EPISODE.c.family)
    return [row_episode(row, tuple(found[row.no])) for row in connection.execute(query)]
