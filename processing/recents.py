"""The last weeks of many runners, read together: what `stored_evidence` makes of each of them.

Of the days that were computed the last 98 are read: those that the rules are asked about, and those
they look back at. Where a class of sources begins, however long ago, is told beside them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from plantar.errors import UnknownRunner
from plantar.load import DayStatus
from plantar.measured import SourceClass
from plantar.runner import Runner
from plantar.store import Material, Store
from processing.burden import Recent, known_from, recent
from processing.days.build import Calendar, consecutive, expected_days
from processing.evidence import BEGINNING, is_filler, said_and_run
from processing.overview import Series, primary_series
from processing.rehab.strength_time import StrengthTime
from processing.rules.decide import Evidence

Classes = dict[SourceClass, Series]


def recents(store: Store, runners: Sequence[Runner], *, now: datetime) -> list[Recent]:
    """The last weeks of each of these runners, in their order.

    Raises
    ------
    UnknownRunner
        One of them is not there, or not all of them is seen.
    """
    if not runners:
        return []
    todays = {runner.id: runner.days.day_of(now) for runner in runners}
    since = known_from(min(todays.values()))
    read = dict(store.material_of(list(todays), since))
    for runner in runners:
        if runner.id not in read:
            raise UnknownRunner(runner.id)
    series = {
        one.id: _series(one, read[one.id], since=since, today=todays[one.id]) for one in runners
    }
    older = [one for one in runners if _hangs_on_older_days(series[one.id])]
    if older:
        whole = store.material_of([one.id for one in older], date.min)
        for one in older:
            if one.id not in whole:
                raise UnknownRunner(one.id)
            series[one.id] = _series(one, whole[one.id], since=date.min, today=todays[one.id])
    return [
        recent(
            one.id,
            _evidence(one, read[one.id], primary_series(series[one.id]), todays[one.id]),
            todays[one.id],
        )
        for one in runners
    ]


def _hangs_on_older_days(series: Classes) -> bool:
    """Whether which class counts hangs on days before: on which valid day is the last of all."""
    valid = any(day.status is DayStatus.VALID for one in series.values() for day in one.days)
    return len(series) > 1 and not valid


def _calendar(runner: Runner, read: Material, today: date) -> Calendar:
    return Calendar(runner.days, read.wear_plans, today, StrengthTime.of(read.strength))


def _series(runner: Runner, read: Material, *, since: date, today: date) -> Classes:
    """The days of every class without a hole, from the first that was read."""
    calendar = _calendar(runner, read, today)
    known = [day for day in read.days if day.day <= today and not is_filler(day)]
    series = {}
    for kind, first in read.first_days.items():
        if first <= today:
            its_own = {day.day: day for day in known if day.source_class is kind}
            days = consecutive(its_own, kind, today, calendar, since=max(first, since))
            series[kind] = Series(days, expected_days(days, calendar))
    return series


def _evidence(runner: Runner, read: Material, primary: Series | None, today: date) -> Evidence:
    calendar = _calendar(runner, read, today)
    until = runner.days.bounds(today)[1]
    looked_at = said_and_run(
        runner,
        calendar,
        sessions=[one for one in read.sessions if BEGINNING <= one.start < until],
        reports=[one for one in read.pain if BEGINNING <= one.at < until],
        shifts=read.declared_shifts,
    )
    return replace(
        looked_at,
        days=primary.days if primary else (),
        expected=primary.expected if primary else (),
        overrides=read.overrides,
        planned=read.planned_runs,
    )
