"""What runners say about pain: all of it is kept, and of what is about the same the last counts."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeAlias

from sqlalchemy import Connection, delete, insert, select, update

from plantar.day import LocalDays
from plantar.door import aware
from plantar.errors import BadInput, UnknownRecord
from plantar.pain import PainMoment, PainReport, Recorded, Side
from plantar.runner import Runner
from plantar.store import dirt, people, said_rows
from plantar.store.columns import moment, moment_us
from plantar.store.engine import upsert
from plantar.store.said_tables import TOLD_ONCE
from plantar.store.tables import PAIN

#: Further from a moment than any other moment of its civil day, wherever the runner lives.
MORE_THAN_A_DAY = timedelta(days=2)
#: How long it is known what came under a key: far longer than anything is sent again. Our choice.
KEYS_KEPT = timedelta(days=30)

#: The one that counts comes last.
_AS_RECORDED = (
    *(PAIN.c.recorded_at, PAIN.c.at, PAIN.c.score, PAIN.c.note),
    *(PAIN.c.shoe, PAIN.c.flare, PAIN.c.analgesic, PAIN.c.no),
)

#: What a report is about: those about the same replace each other.
About: TypeAlias = tuple[date, PainMoment, Side | None]


def add(
    connection: Connection,
    runner_id: str,
    report: PainReport,
    recorded_at: datetime,
    key: str | None = None,
) -> bool:
    """Keep a report beside the ones it may replace, once; whether it is new."""
    aware("recorded_at", recorded_at)
    runner = people.lock(connection, runner_id)
    digest = _digest(report, runner)
    if key is not None and _told(connection, runner_id, key) == digest:
        return False
    columns = said_rows.columns(runner_id, report, recorded_at)
    no = connection.scalar(select(PAIN.c.no).where(*said_rows.same(columns)))
    is_new = no is None
    if no is None:
        no = connection.scalar(insert(PAIN).values(**columns).returning(PAIN.c.no))
        dirt.mark(connection, runner_id, [report.day(runner.days)])
    if key is not None:
        upsert(connection, TOLD_ONCE, [(runner_id, key, digest, no, moment_us(recorded_at))])
        old = moment_us(recorded_at - KEYS_KEPT)
        its_own = TOLD_ONCE.c.runner_id == runner_id
        connection.execute(delete(TOLD_ONCE).where(its_own, TOLD_ONCE.c.recorded_at < old))
    return is_new


def withdraw(
    connection: Connection, runner_id: str, report: PainReport, recorded_at: datetime
) -> None:
    """Take a report back, so that the one it replaced counts again."""
    aware("recorded_at", recorded_at)
    runner = people.lock(connection, runner_id)
    columns = said_rows.columns(runner_id, report, recorded_at)
    if connection.execute(delete(PAIN).where(*said_rows.same(columns))).rowcount:
        dirt.mark(connection, runner_id, [report.day(runner.days)])


def withdraw_told(connection: Connection, runner_id: str, key: str) -> PainReport | None:
    """Take back what came under a key, so that it could be told again; None where nothing did."""
    runner = people.lock(connection, runner_id)
    its_own = TOLD_ONCE.c.runner_id == runner_id, TOLD_ONCE.c.key == key
    no = connection.scalar(select(TOLD_ONCE.c.pain_no).where(*its_own))
    connection.execute(delete(TOLD_ONCE).where(*its_own))
    told = (PAIN.c.runner_id == runner_id, PAIN.c.no == no)
    row = connection.execute(select(PAIN).where(*told)).first()
    if row is None:
        return None
    report = said_rows.report(row)
    connection.execute(delete(PAIN).where(*told))
    dirt.mark(connection, runner_id, [report.day(runner.days)])
    return report


def amend(
    connection: Connection,
    runner_id: str,
    report: PainReport,
    recorded_at: datetime,
    amended: PainReport,
) -> None:
    """Say more beside a score that is kept; the score itself, and when it was told, stay."""
    aware("recorded_at", recorded_at)
    people.lock(connection, runner_id)
    if _scored(report) != _scored(amended):
        raise BadInput("amended", amended.score, "the same score, of the same moment and side")
    before = said_rows.same(said_rows.columns(runner_id, report, recorded_at))
    after = said_rows.columns(runner_id, amended, recorded_at)
    if not connection.execute(update(PAIN).where(*before).values(**after)).rowcount:
        raise UnknownRecord("pain report of", report.at.isoformat(), runner_id)


def counting(
    connection: Connection, runner_id: str, since: datetime, until: datetime
) -> list[PainReport]:
    """The reports that count: of a civil day, moment and side the one recorded last."""
    told = (rows[-1].report for rows in _by_subject(connection, runner_id, since, until))
    return _by_time(report for report in told if since <= report.at < until)


def counting_of(connection: Connection, runners: Sequence[Runner]) -> dict[str, list[PainReport]]:
    """All reports of some runners that count, in time order."""
    theirs = PAIN.c.runner_id.in_([runner.id for runner in runners])
    days = {runner.id: runner.days for runner in runners}
    last: dict[str, dict[About, PainReport]] = defaultdict(dict)
    for row in connection.execute(select(PAIN).where(theirs).order_by(*_AS_RECORDED)):
        report = said_rows.report(row)
        last[row.runner_id][_about(report, days[row.runner_id])] = report
    return {runner_id: _by_time(found.values()) for runner_id, found in last.items()}


def _by_time(reports: Iterable[PainReport]) -> list[PainReport]:
    return sorted(reports, key=lambda report: (report.at, report.moment, report.side or ""))


def history(
    connection: Connection, runner_id: str, since: datetime, until: datetime
) -> list[Recorded]:
    """Every report, also those that another one replaced, in the order of recording."""
    found: list[Recorded] = []
    for rows in _by_subject(connection, runner_id, since, until):
        found += [
            Recorded(one.no, one.report, one.recorded_at, later.recorded_at)
            for one, later in pairwise(rows)
        ]
        found.append(rows[-1])
    felt = [one for one in found if since <= one.report.at < until]
    return sorted(felt, key=lambda one: (one.recorded_at, one.no))


def _by_subject(
    connection: Connection, runner_id: str, since: datetime, until: datetime
) -> Iterable[list[Recorded]]:
    """The reports about each subject, the one that counts last.

    Two that were recorded at the very same instant: the one felt later counts, else the higher
    score. So it never depends on the order in which they came.
    """
    aware("since", since)
    aware("until", until)
    days = people.find(connection, runner_id).days
    low, high = moment_us(since - MORE_THAN_A_DAY), moment_us(until + MORE_THAN_A_DAY)
    table = PAIN.c
    within = (table.runner_id == runner_id, table.at >= low, table.at < high)
    found: dict[About, list[Recorded]] = defaultdict(list)
    for row in connection.execute(select(PAIN).where(*within).order_by(*_AS_RECORDED)):
        report = said_rows.report(row)
        told = Recorded(row.no, report, moment(row.recorded_at))
        found[_about(report, days)].append(told)
    return found.values()


def _about(report: PainReport, days: LocalDays) -> About:
    return report.day(days), report.moment, report.side


def _scored(report: PainReport) -> tuple[object, ...]:
    return report.at, report.moment, report.score, report.side


def _told(connection: Connection, runner_id: str, key: str) -> str | None:
    its_own = TOLD_ONCE.c.runner_id == runner_id, TOLD_ONCE.c.key == key
    found: str | None = connection.scalar(select(TOLD_ONCE.c.digest).where(*its_own))
    return found


def _digest(report: PainReport, runner: Runner) -> str:
    """What a report says, whatever the second in which it came."""
    said: dict[str, Any] = said_rows.columns(runner.id, report, report.at)
    said |= {"at": report.day(runner.days).isoformat(), "recorded_at": None}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
