"""Runners, the plans for wearing their sensors, and thresholds of their own."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, time, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from plantar.alert import Rule
from plantar.day import FURTHEST_DAYS, LocalDay, each_day
from plantar.errors import RunnerExists, UnknownRecord, UnknownRunner
from plantar.pain import Side
from plantar.plan import RuleOverride
from plantar.runner import Runner, WearKind, WearPlan
from plantar.store import dirt, reading, said_rows
from plantar.store.columns import maybe_iso
from plantar.store.engine import insert_once, upsert
from plantar.store.tables import (
    DISPLAY_NAME,
    LOCAL_DAY,
    PAIN,
    RULE_OVERRIDE,
    RUNNER,
    WEAR_PLAN,
)


def _runner(row: Row[Any], day_changes: tuple[LocalDay, ...]) -> Runner:
    return Runner(
        id=row.id,
        zone=row.zone,
        body_mass_kg=row.body_mass_kg,
        language=row.language,
        side=None if row.side is None else Side(row.side),
        pain_limit=row.pain_limit,
        day_changes=day_changes,
    )


def _day_changes(
    connection: Connection, runner_id: str | None = None
) -> dict[str, tuple[LocalDay, ...]]:
    """How days are cut, of one runner or of all of them, by their id."""
    query = select(LOCAL_DAY).order_by(LOCAL_DAY.c.runner_id, LOCAL_DAY.c.since)
    if runner_id is not None:
        query = query.where(LOCAL_DAY.c.runner_id == runner_id)
    found: dict[str, tuple[LocalDay, ...]] = defaultdict(tuple)
    for whose, since, zone, day_start in connection.execute(query):
        change = LocalDay(date.fromisoformat(since), zone, time.fromisoformat(day_start))
        found[whose] += (change,)
    return found


def _keep_day_changes(connection: Connection, runner: Runner) -> None:
    connection.execute(delete(LOCAL_DAY).where(LOCAL_DAY.c.runner_id == runner.id))
    rows = [
        (runner.id, change.since.isoformat(), change.zone, f"{change.day_start:%H:%M}")
        for change in runner.day_changes
    ]
    upsert(connection, LOCAL_DAY, rows)


def _columns(runner: Runner) -> dict[str, Any]:
    return {
        "zone": runner.zone,
        "body_mass_kg": runner.body_mass_kg,
        "language": runner.language,
        "side": None if runner.side is None else runner.side.value,
        "pain_limit": runner.pain_limit,
    }


def find(connection: Connection, runner_id: str) -> Runner:
    """One runner."""
    row = connection.execute(select(RUNNER).where(RUNNER.c.id == runner_id)).first()
    if row is None:
        raise UnknownRunner(runner_id)
    return _runner(row, _day_changes(connection, runner_id)[runner_id])


def lock(connection: Connection, runner_id: str) -> Runner:
    """One runner, of whom nobody else writes anything until this transaction ends."""
    query = select(RUNNER).where(RUNNER.c.id == runner_id).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise UnknownRunner(runner_id)
    return _runner(row, _day_changes(connection, runner_id)[runner_id])


def everybody(connection: Connection, runner_ids: Collection[str] | None = None) -> list[Runner]:
    """Every runner, or those of some ids that there are."""
    changes = _day_changes(connection)
    query = select(RUNNER)
    if runner_ids is not None:
        query = query.where(RUNNER.c.id.in_(runner_ids))
    found = [_runner(row, changes[row.id]) for row in connection.execute(query)]
    return sorted(found, key=lambda runner: runner.id)


def add(connection: Connection, runner: Runner, display_name: str | None) -> None:
    """Add a runner, and the name for the screen where one is given."""
    if not insert_once(connection, RUNNER, {"id": runner.id, "mark": 0, **_columns(runner)}):
        raise RunnerExists(runner.id)
    _keep_day_changes(connection, runner)
    if display_name is not None:
        connection.execute(insert(DISPLAY_NAME).values(runner_id=runner.id, name=display_name))


def save(connection: Connection, runner: Runner) -> None:
    """Replace a runner's record; every day it has a say in becomes dirty."""
    before = lock(connection, runner.id)
    connection.execute(update(RUNNER).where(RUNNER.c.id == runner.id).values(**_columns(runner)))
    _keep_day_changes(connection, runner)
    before_but_language = {**_columns(before), "language": None}
    if before_but_language != {**_columns(runner), "language": None}:
        first, last = date.min, date.max
    elif before.day_changes != runner.day_changes:
        first, last = _cut_anew(before, runner)
    else:
        return
    days = {*every_day(connection, before), *every_day(connection, runner)}
    dirt.mark(connection, runner.id, [day for day in days if first <= day <= last])


def _cut_anew(before: Runner, after: Runner) -> tuple[date, date]:
    """The first and the last day whose bounds differ when days are cut in another way.

    A change moves the start of its own date, with that the end of the days just before, and holds
    until the next one.
    """
    old, new = before.day_changes, after.day_changes
    same = next(n for n, pair in enumerate(zip_longest(old, new)) if pair[0] != pair[1])
    since = min(change.since for changes in (old, new) for change in changes[same : same + 1])
    same_end = next(
        n for n, pair in enumerate(zip_longest(reversed(old), reversed(new))) if pair[0] != pair[1]
    )
    last = date.max
    if same_end:
        last = old[-same_end].since - timedelta(days=1)
    reach = timedelta(days=FURTHEST_DAYS + 1)
    return (since - reach if since - date.min > reach else date.min), last


def display_names(connection: Connection) -> dict[str, str]:
    """Names for the screen, by runner id."""
    query = select(DISPLAY_NAME.c.runner_id, DISPLAY_NAME.c.name)
    return {row.runner_id: row.name for row in connection.execute(query)}


def rename(connection: Connection, runner_id: str, name: str) -> None:
    """Give a runner another name for the screen."""
    lock(connection, runner_id)
    upsert(connection, DISPLAY_NAME, [(runner_id, name)])


def every_day(connection: Connection, runner: Runner) -> list[date]:
    """From the first day with anything measured or said to the last."""
    days = [runner.days.day_of(at) for at in reading.span(connection, runner) or ()]
    said = select(PAIN).where(PAIN.c.runner_id == runner.id)
    days += [said_rows.report(row).day(runner.days) for row in connection.execute(said)]
    return list(each_day(min(days), max(days))) if days else []


def add_wear_plan(connection: Connection, runner_id: str, plan: WearPlan) -> None:
    """Add or replace a plan; the days it rules are computed again."""
    runner = lock(connection, runner_id)
    plans = wear_plans(connection, runner_id)
    if plan in plans:
        return
    row = (runner_id, plan.since.isoformat(), plan.kind.value, *map(float, plan.hours))
    upsert(connection, WEAR_PLAN, [row])
    _ruled_anew(connection, runner, plan.since, plans)


def withdraw_wear_plan(connection: Connection, runner_id: str, since: date) -> None:
    """Take a plan back; the days it ruled are computed again, by the plan before it."""
    runner = lock(connection, runner_id)
    plans = wear_plans(connection, runner_id)
    if since not in [plan.since for plan in plans]:
        raise UnknownRecord("wear plan", since.isoformat(), runner_id)
    its_own = (WEAR_PLAN.c.runner_id == runner_id, WEAR_PLAN.c.since == since.isoformat())
    connection.execute(delete(WEAR_PLAN).where(*its_own))
    _ruled_anew(connection, runner, since, plans)


def _ruled_anew(
    connection: Connection, runner: Runner, since: date, plans: Sequence[WearPlan]
) -> None:
    """Mark the days from one plan to the next."""
    ends = min((other.since for other in plans if other.since > since), default=date.max)
    ruled = [day for day in every_day(connection, runner) if since <= day < ends]
    dirt.mark(connection, runner.id, ruled)


def wear_plans(connection: Connection, runner_id: str) -> list[WearPlan]:
    """A runner's plans, oldest first."""
    query = select(WEAR_PLAN).where(WEAR_PLAN.c.runner_id == runner_id).order_by(WEAR_PLAN.c.since)
    return [_wear_plan(row) for row in connection.execute(query)]


def wear_plans_of(connection: Connection, runner_ids: Collection[str]) -> dict[str, list[WearPlan]]:
    """The plans of some runners, oldest first."""
    theirs = WEAR_PLAN.c.runner_id.in_(runner_ids)
    found: dict[str, list[WearPlan]] = defaultdict(list)
    for row in connection.execute(select(WEAR_PLAN).where(theirs).order_by(WEAR_PLAN.c.since)):
        found[row.runner_id].append(_wear_plan(row))
    return dict(found)


def _wear_plan(row: Row[Any]) -> WearPlan:
    since, kind, *hours = tuple(row)[1:]
    return WearPlan(date.fromisoformat(since), WearKind(kind), tuple(hours))


def add_override(connection: Connection, runner_id: str, override: RuleOverride) -> None:
    """Add or replace a threshold; the days it ruled or rules now are computed again."""
    runner = lock(connection, runner_id)
    known = overrides(connection, runner_id)
    if override in known:
        return
    replaced = [one for one in known if _override_key(one) == _override_key(override)]
    row = (runner_id, *_override_key(override), maybe_iso(override.until))
    upsert(
        connection,
        RULE_OVERRIDE,
        [(*row, float(override.value), override.author, override.reason)],
    )
    ruled = (override, *replaced)
    days = every_day(connection, runner)
    dirt.mark(connection, runner_id, [d for d in days if any(one.holds_on(d) for one in ruled)])


def end_override(
    connection: Connection, runner_id: str, rule: Rule, field: str, last: date
) -> list[RuleOverride]:
    """Let a threshold hold no longer than a day; the days after it are computed again."""
    runner = lock(connection, runner_id)
    ended = [
        one
        for one in overrides(connection, runner_id)
        if (one.rule, one.field) == (rule, field) and (one.until is None or one.until > last)
    ]
    if not ended:
        raise UnknownRecord("threshold", f"{rule.value} {field} after {last}", runner_id)
    table = RULE_OVERRIDE.c
    for one in ended:
        named = zip((table.rule, table.field, table.since), _override_key(one), strict=True)
        its_own = [table.runner_id == runner_id, *(column == cell for column, cell in named)]
        if one.since > last:
            connection.execute(delete(RULE_OVERRIDE).where(*its_own))
        else:
            connection.execute(update(RULE_OVERRIDE).where(*its_own).values(until=last.isoformat()))
    days = every_day(connection, runner)
    ruled = [d for d in days if d > last and any(one.holds_on(d) for one in ended)]
    dirt.mark(connection, runner_id, ruled)
    return ended


def withdraw_override(
    connection: Connection, runner_id: str, rule: Rule, field: str, since: date
) -> None:
    """Take a threshold back; the days it ruled are computed again."""
    runner = lock(connection, runner_id)
    key = rule.value, field, since.isoformat()
    gone = [one for one in overrides(connection, runner_id) if _override_key(one) == key]
    if not gone:
        raise UnknownRecord("threshold", f"{rule.value} {field} since {since}", runner_id)
    table = RULE_OVERRIDE.c
    named = zip((table.rule, table.field, table.since), key, strict=True)
    its_own = [column == cell for column, cell in named]
    connection.execute(delete(RULE_OVERRIDE).where(table.runner_id == runner_id, *its_own))
    days = every_day(connection, runner)
    dirt.mark(connection, runner_id, [d for d in days if any(one.holds_on(d) for one in gone)])


def overrides(connection: Connection, runner_id: str) -> list[RuleOverride]:
    """A runner's own thresholds, oldest first."""
    return overrides_of(connection, [runner_id]).get(runner_id, [])


def overrides_of(
    connection: Connection, runner_ids: Collection[str]
) -> dict[str, list[RuleOverride]]:
    """The own thresholds of some runners, oldest first."""
    table = RULE_OVERRIDE.c
    query = (
        select(RULE_OVERRIDE)
        .where(table.runner_id.in_(runner_ids))
        .order_by(table.since, table.rule, table.field)
    )
    found: dict[str, list[RuleOverride]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.runner_id].append(_override(row))
    return dict(found)


def _override(row: Row[Any]) -> RuleOverride:
    return RuleOverride(
        rule=Rule(row.rule),
        field=row.field,
        value=row.value,
        author=row.author,
        reason=row.reason,
        since=date.fromisoformat(row.since),
        until=None if row.until is None else date.fromisoformat(row.until),
    )


def _override_key(override: RuleOverride) -> tuple[str, str, str]:
    return override.rule.value, override.field, override.since.isoformat()
