"""Strength programmes and what was done of them."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from plantar.day import each_day
from plantar.errors import BadInput, UnknownRecord
from plantar.rehab import Exercise, Legs, Phase, Programme, ProgrammeKind, StrengthSession
from plantar.store import Noted, agreed, dirt, people
from plantar.store.agreed_tables import PROGRAMME, STRENGTH_SESSION
from plantar.store.columns import (
    maybe_date,
    maybe_iso,
    maybe_moment,
    maybe_number,
    maybe_us,
    moment,
)
from plantar.store.engine import upsert
from plantar.store.things import AT_ONCE, StrengthWork


def keep_programme(connection: Connection, runner_id: str, programme: Programme) -> None:
    """Keep a programme, in place of the one that began on the same day."""
    people.lock(connection, runner_id)
    row = (
        runner_id,
        programme.since.isoformat(),
        maybe_iso(programme.until),
        programme.kind.value,
        programme.author,
        json.dumps([asdict(phase) for phase in programme.phases], ensure_ascii=False),
        maybe_iso(programme.weeks_from),
    )
    upsert(connection, PROGRAMME, [row])


def withdraw_programme(connection: Connection, runner_id: str, since: date) -> None:
    """Take the programme back that began on a day."""
    people.lock(connection, runner_id)
    table = PROGRAMME.c
    its_own = (table.runner_id == runner_id, table.since == since.isoformat())
    if not connection.execute(delete(PROGRAMME).where(*its_own)).rowcount:
        raise UnknownRecord("programme since", since, runner_id)


def programmes(connection: Connection, runner_id: str) -> list[Programme]:
    """The programmes, oldest first."""
    table = PROGRAMME.c
    query = select(PROGRAMME).where(table.runner_id == runner_id).order_by(table.since)
    return [_programme(row) for row in connection.execute(query)]


def _programme(row: Row[Any]) -> Programme:
    return Programme(
        since=date.fromisoformat(row.since),
        phases=tuple(_phase(told) for told in json.loads(row.phases)),
        author=row.author,
        kind=ProgrammeKind(row.kind),
        until=maybe_date(row.until),
        weeks_from=maybe_date(row.weeks_from),
    )


def _phase(told: dict[str, Any]) -> Phase:
    exercises = (Exercise(**{**one, "mode": Legs(one["mode"])}) for one in told["exercises"])
    return Phase(**{**told, "exercises": tuple(exercises)})


def keep_strength(
    connection: Connection,
    runner_id: str,
    session: StrengthSession,
    noted_at: datetime,
    once_within: timedelta = AT_ONCE,
) -> Noted[StrengthSession]:
    """Keep a strength session; where its hours are known, they leave the plantar load."""
    local = people.find(connection, runner_id).days
    if session.start is not None and local.day_of(session.start) != session.day:
        where = local.in_force(session.day).zone
        raise BadInput("start", session.start, f"on {session.day}, in {where}")
    columns = {
        "day": session.day.isoformat(),
        "exercise": session.exercise,
        "sets": session.sets,
        "reps": session.reps,
        "load_kg": maybe_number(session.load_kg),
        "mode": session.mode.value,
        "tempo": session.tempo,
        "worst_pain": session.worst_pain,
        "start": maybe_us(session.start),
        "duration_s": maybe_number(session.duration_s),
        "note": session.note,
    }
    told, new = agreed.note(
        connection, STRENGTH_SESSION, runner_id, columns, noted_at, once_within=once_within
    )
    if new:
        _mark(connection, runner_id, session)
    return Noted(told, session)


def change_strength(
    connection: Connection, runner_id: str, session_id: str, session: StrengthSession
) -> Noted[StrengthSession]:
    """Put a session in the place of another, noted when that one was."""
    row = agreed.unnote(connection, STRENGTH_SESSION, runner_id, session_id, "strength session")
    _mark(connection, runner_id, _session(row))
    return keep_strength(connection, runner_id, session, moment(row.noted_at))


def withdraw_strength(connection: Connection, runner_id: str, session_id: str) -> StrengthSession:
    """Take a strength session back; its hours count again."""
    row = agreed.unnote(connection, STRENGTH_SESSION, runner_id, session_id, "strength session")
    session = _session(row)
    _mark(connection, runner_id, session)
    return session


def strength_log(connection: Connection, runner_id: str) -> list[Noted[StrengthSession]]:
    """The strength sessions, by day."""
    noted = agreed.in_order(connection, STRENGTH_SESSION, [runner_id])
    return [Noted(row.id, _session(row)) for row in noted]


def strength_of(
    connection: Connection, runner_ids: Collection[str]
) -> dict[str, list[StrengthSession]]:
    """The strength sessions of some runners, by day."""
    found: dict[str, list[StrengthSession]] = defaultdict(list)
    for row in agreed.in_order(connection, STRENGTH_SESSION, runner_ids):
        found[row.runner_id].append(_session(row))
    return dict(found)


def strength_work(
    connection: Connection, runner_ids: Collection[str], since: date
) -> dict[str, StrengthWork]:
    """The programmes of some runners, and the sessions since a day; by two queries."""
    written = defaultdict[str, list[Programme]](list)
    table = PROGRAMME.c
    asked = select(PROGRAMME).where(table.runner_id.in_(runner_ids)).order_by(table.since)
    for row in connection.execute(asked):
        written[row.runner_id].append(_programme(row))
    done = defaultdict[str, list[StrengthSession]](list)
    noted = STRENGTH_SESSION.c
    asked = (
        select(STRENGTH_SESSION)
        .where(noted.runner_id.in_(list(written)), noted.day >= since.isoformat())
        .order_by(noted.day, noted.noted_at, noted.id)
    )
    for row in connection.execute(asked) if written else ():
        done[row.runner_id].append(_session(row))
    return {
        runner_id: StrengthWork(tuple(programmes), tuple(done[runner_id]))
        for runner_id, programmes in written.items()
    }


def _mark(connection: Connection, runner_id: str, session: StrengthSession) -> None:
    if session.start is None or session.duration_s is None:
        return
    local = people.find(connection, runner_id).days
    ends = session.start + timedelta(seconds=session.duration_s)
    days = each_day(local.day_of(session.start), local.day_of(ends))
    dirt.mark(connection, runner_id, days)


def _session(row: Row[Any]) -> StrengthSession:
    return StrengthSession(
        day=date.fromisoformat(row.day),
        exercise=row.exercise,
        sets=row.sets,
        reps=row.reps,
        load_kg=row.load_kg,
        mode=Legs(row.mode),
        tempo=row.tempo,
        worst_pain=row.worst_pain,
        start=maybe_moment(row.start),
        duration_s=row.duration_s,
        note=row.note,
    )
