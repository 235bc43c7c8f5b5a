"""Keeping what people did about episodes: added, never changed, and handed on with the story."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select

from plantar.alert import Episode, Family, Level
from plantar.errors import UnknownRecord
from plantar.response import Reason, Response, ResponseKind
from plantar.store import Answer, dirt, people
from plantar.store.answers_tables import EPISODE_RESPONSE, RESPONSE
from plantar.store.columns import maybe_moment, maybe_us, moment, moment_us
from plantar.store.engine import upsert
from plantar.store.figures_tables import EPISODE

#: Digits of an id: short enough to type, long enough that no two of a runner's are ever the same.
ID_DIGITS = 10


def respond(
    connection: Connection, runner_id: str, episode: Episode, response: Response
) -> Response:
    """Add an answer to an episode that stands; the day of it is dirty where stories may change."""
    people.lock(connection, runner_id)
    key = (EPISODE.c.family == episode.family.value, EPISODE.c.opened == episode.opened.isoformat())
    mine = (EPISODE.c.runner_id == runner_id, EPISODE.c.withdrawn_at.is_(None), *key)
    no = connection.scalar(select(EPISODE.c.no).where(*mine))
    if no is None:
        raise UnknownRecord("episode", f"{episode.family} {episode.opened}", runner_id)
    if response.about is not None and response.about not in _ids(connection, int(no)):
        raise UnknownRecord("answer", response.about, runner_id)
    kept, new = _keep(connection, runner_id, episode.family, response, [int(no)])
    if new and response.kind in (ResponseKind.CLOSED, ResponseKind.TAKEN_BACK):
        dirt.mark(connection, runner_id, [response.day])
    return kept


def wake(connection: Connection, runner_id: str, woken: Iterable[Response]) -> None:
    """Add that snoozes ended early, once each, to every story that they are about."""
    for response in woken:
        about = (RESPONSE.c.runner_id == runner_id, RESPONSE.c.id == response.about)
        snooze = connection.execute(select(RESPONSE).where(*about)).first()
        if snooze is None:
            raise UnknownRecord("answer", response.about, runner_id)
        same = (RESPONSE.c.about == response.about, RESPONSE.c.kind == response.kind.value)
        query = select(RESPONSE.c.no).where(RESPONSE.c.runner_id == runner_id, *same)
        if connection.scalar(query) is None:
            _keep(connection, runner_id, Family(snooze.family), response, [])


def _ids(connection: Connection, episode_no: int) -> set[str]:
    query = (
        select(RESPONSE.c.id)
        .join(EPISODE_RESPONSE, EPISODE_RESPONSE.c.response_no == RESPONSE.c.no)
        .where(EPISODE_RESPONSE.c.episode_no == episode_no)
    )
    return set(connection.scalars(query))


def _keep(
    connection: Connection,
    runner_id: str,
    family: Family,
    response: Response,
    episodes: Collection[int],
) -> tuple[Response, bool]:
    """Add an answer to stories, and to all that the one it is about is about; once only."""
    columns = {
        "runner_id": runner_id,
        "family": family.value,
        "kind": response.kind.value,
        "at": moment_us(response.at),
        "day": response.day.isoformat(),
        "author": response.author,
        "reason": None if response.reason is None else response.reason.value,
        "note": response.note,
        "until": maybe_us(response.until),
        "level": response.level.value,
        "pain": response.pain,
        "about": response.about,
    }
    named = hashlib.sha256(repr((*sorted(columns.items()), *episodes)).encode())
    kept = replace(response, id=named.hexdigest()[:ID_DIGITS])
    mine = (RESPONSE.c.runner_id == runner_id, RESPONSE.c.id == kept.id)
    if connection.scalar(select(RESPONSE.c.no).where(*mine)) is not None:
        return kept, False
    added = insert(RESPONSE).values(id=kept.id, **columns).returning(RESPONSE.c.no)
    no = int(connection.execute(added).scalar_one())
    linked = set(episodes)
    if response.about is not None:
        about = (
            select(EPISODE_RESPONSE.c.episode_no)
            .join(RESPONSE, EPISODE_RESPONSE.c.response_no == RESPONSE.c.no)
            .where(RESPONSE.c.runner_id == runner_id, RESPONSE.c.id == response.about)
        )
        linked |= set(connection.scalars(about))
    for episode_no in sorted(linked):
        link = {"episode_no": episode_no, "response_no": no}
        connection.execute(insert(EPISODE_RESPONSE).values(**link))
    return kept, True


def hand_on(connection: Connection, episode_no: int, before: Collection[int]) -> None:
    """Let a story have the answers of those that it shares days with."""
    column = EPISODE_RESPONSE.c
    theirs = select(column.response_no).where(column.episode_no.in_(list(before))).distinct()
    links = [(episode_no, response_no) for response_no in connection.scalars(theirs)]
    upsert(connection, EPISODE_RESPONSE, links)


def of_episodes(connection: Connection, numbers: Select[tuple[Any]]) -> dict[int, list[Response]]:
    """The answers to stories whose numbers a query gives, in the order of time."""
    query = (
        select(EPISODE_RESPONSE.c.episode_no, RESPONSE)
        .join(RESPONSE, EPISODE_RESPONSE.c.response_no == RESPONSE.c.no)
        .where(EPISODE_RESPONSE.c.episode_no.in_(numbers))
        .order_by(RESPONSE.c.at, RESPONSE.c.no)
    )
    found: dict[int, list[Response]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.episode_no].append(_response(row))
    return found


def read(connection: Connection, runner_id: str) -> list[Answer]:
    """Every answer ever given about a runner, in the order of time."""
    query = (
        select(RESPONSE)
        .where(RESPONSE.c.runner_id == runner_id)
        .order_by(RESPONSE.c.at, RESPONSE.c.no)
    )
    return [Answer(Family(row.family), _response(row)) for row in connection.execute(query)]


def count_reasons(connection: Connection, runner_ids: Collection[str]) -> Counter[Reason]:
    """How often each reason was given; what was taken back does not count."""
    undone = select(RESPONSE.c.runner_id, RESPONSE.c.about).where(
        RESPONSE.c.kind == ResponseKind.TAKEN_BACK.value
    )
    gone = {(runner_id, about) for runner_id, about in connection.execute(undone)}
    query = select(RESPONSE.c.runner_id, RESPONSE.c.id, RESPONSE.c.reason).where(
        RESPONSE.c.reason.is_not(None)
    )
    wanted = set(runner_ids)
    return Counter(
        Reason(reason)
        for runner_id, told, reason in connection.execute(query)
        if runner_id in wanted and (runner_id, told) not in gone
    )


def _response(row: Row[Any]) -> Response:
    return Response(
        kind=ResponseKind(row.kind),
        at=moment(row.at),
        day=date.fromisoformat(row.day),
        author=row.author,
        reason=None if row.reason is None else Reason(row.reason),
        note=row.note,
        until=maybe_moment(row.until),
        level=Level(row.level),
        pain=row.pain,
        about=row.about,
        id=row.id,
    )
