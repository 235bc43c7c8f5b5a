"""Keeping episodes: what is computed is replaced, what people did about it stays.

Late data may give a story another first day, cut it in two or join two into one. What was
answered to it, and what somebody was written to about, stays with every story that shares days
with the one it was about, so that nothing about the past is asked or sent again. A story shares
the days that it has ever had: one that late data shortened and then cut is still the same.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from plantar.alert import Alert, Episode
from plantar.errors import UnknownRecord
from plantar.store import Derived, answers
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
        before = _shares_days_with(episode, rows)
        said = episode_columns(episode) | _sent(episode, before) | _reached(episode, row)
        no = _save_one(connection, derived.runner_id, episode, said, row)
        others = [other.no for other in before if other.no != no]
        if others:
            answers.hand_on(connection, no, others)
        alerts = [(no, place, *alert_row(alert)) for place, alert in enumerate(episode.alerts)]
        upsert(connection, EPISODE_ALERT, alerts)
    alerts_from = derived.alerts_from.isoformat()
    for row in known.values():
        if row.opened >= alerts_from and row.withdrawn_at is None:
            gone = update(EPISODE).where(EPISODE.c.no == row.no)
            connection.execute(gone.values(withdrawn_at=computed_at))


def _shares_days_with(episode: Episode, rows: list[Any]) -> list[Any]:
    return [
        row
        for row in rows
        if row.family == episode.family.value
        and row.opened <= episode.last_day.isoformat()
        and episode.opened.isoformat() <= row.reached
    ]


def _sent(episode: Episode, before: list[Any]) -> dict[str, Any]:
    """What somebody was written to about the stories that this one shares days with."""
    sent_at = [maybe_us(episode.sent_at), *(row.sent_at for row in before)]
    return {
        "sent": max([episode.sent.value, *(row.sent for row in before)]),
        "sent_at": max((at for at in sent_at if at is not None), default=None),
    }


def _reached(episode: Episode, row: Any | None) -> dict[str, str]:  # noqa: ANN401  columns by name
    """The furthest day it ever had."""
    last_day = episode.last_day.isoformat()
    return {"reached": last_day if row is None else max(last_day, row.reached)}


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


def read(connection: Connection, runner_id: str, *, withdrawn: bool = False) -> list[Episode]:
    """A runner's episodes, newest first."""
    wanted = [EPISODE.c.runner_id == runner_id]
    if not withdrawn:
        wanted.append(EPISODE.c.withdrawn_at.is_(None))
    return _read(connection, wanted).get(runner_id, [])


def read_recent(
    connection: Connection, runner_ids: Collection[str], since: date
) -> dict[str, list[Episode]]:
    """Those of some runners that are open, or that closed or were withdrawn since a day."""
    recent = or_(
        EPISODE.c.closed.is_(None) & EPISODE.c.withdrawn_at.is_(None),
        EPISODE.c.closed >= since.isoformat(),
        EPISODE.c.reached >= since.isoformat(),
    )
    wanted = set(runner_ids)
    return {name: told for name, told in _read(connection, [recent]).items() if name in wanted}


def _read(connection: Connection, wanted: list[ColumnElement[bool]]) -> dict[str, list[Episode]]:
    within = (
        select(EPISODE_ALERT)
        .join(EPISODE, EPISODE_ALERT.c.episode_no == EPISODE.c.no)
        .where(*wanted)
        .order_by(EPISODE_ALERT.c.episode_no, EPISODE_ALERT.c.place)
    )
    found: dict[int, list[Alert]] = defaultdict(list)
    for episode_no, _, *cells in connection.execute(within):
        found[episode_no].append(row_alert(cells))
    responses = answers.of_episodes(connection, select(EPISODE.c.no).where(*wanted))
    query = select(EPISODE).where(*wanted).order_by(EPISODE.c.opened.desc(), EPISODE.c.family)
    told: dict[str, list[Episode]] = defaultdict(list)
    for row in connection.execute(query):
        episode = row_episode(row, tuple(found[row.no]), tuple(responses[row.no]))
        told[row.runner_id].append(episode)
    return dict(told)
