"""What the rules look at, of many runners at once: some ten questions for all of them together."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, func, not_, or_, select

from plantar.load import DayStatus
from plantar.measured import Session, SourceClass
from plantar.store import agreed, figures, people, reading, said, strength
from plantar.store.columns import names_text
from plantar.store.figures_tables import DAY
from plantar.store.rows import kind_of
from plantar.store.tables import RUNNER
from plantar.store.things import Material


def of(
    connection: Connection, runner_ids: Collection[str], days_since: date
) -> dict[str, Material]:
    """Of each of these runners that there is."""
    runners = people.everybody(connection, runner_ids)
    ids = [runner.id for runner in runners]
    firsts = _first_days(connection, ids)
    days = figures.days_of(connection, ids, days_since)
    sessions = reading.measured_of(connection, ids, kind_of(Session))
    reports = said.counting_of(connection, runners)
    work = strength.strength_of(connection, ids)
    plans = people.wear_plans_of(connection, ids)
    overrides = people.overrides_of(connection, ids)
    planned = agreed.planned_runs_of(connection, ids)
    shifts = agreed.declared_shifts_of(connection, ids)
    return {
        one: Material(
            first_days=firsts[one],
            days=tuple(days.get(one, ())),
            sessions=tuple(sessions.get(one, ())),
            pain=tuple(reports.get(one, ())),
            strength=tuple(work.get(one, ())),
            wear_plans=tuple(plans.get(one, ())),
            overrides=tuple(overrides.get(one, ())),
            planned_runs=tuple(planned.get(one, ())),
            declared_shifts=tuple(shifts.get(one, ())),
        )
        for one in ids
    }


def _first_days(
    connection: Connection, runner_ids: Collection[str]
) -> dict[str, dict[SourceClass, date]]:
    """The first day of each class that anything was measured on, of some runners.

    One look for each class at the clustered rows: a day that only filled a hole is none.
    """
    absent = DAY.c.status.in_([DayStatus.MISSING.value, DayStatus.NOT_EXPECTED.value])
    filler = or_(absent, DAY.c.source_class == SourceClass.SESSIONS.value)
    measured = or_(DAY.c.sources != names_text(()), not_(filler))
    firsts = [
        select(func.min(DAY.c.day))
        .where(DAY.c.runner_id == RUNNER.c.id, DAY.c.source_class == kind.value, measured)
        .scalar_subquery()
        for kind in SourceClass
    ]
    query = select(RUNNER.c.id, *firsts).where(RUNNER.c.id.in_(runner_ids))
    return {
        runner_id: {
            kind: date.fromisoformat(day)
            for kind, day in zip(SourceClass, days, strict=True)
            if day is not None
        }
        for runner_id, *days in connection.execute(query)
    }
