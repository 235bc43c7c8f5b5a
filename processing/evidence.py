"""What a store holds about a runner, as the evidence that the rules look at."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from plantar.load import Day, DayStatus
from plantar.measured import Session, SourceClass
from plantar.pain import PainMoment, PainReport
from plantar.plan import DeclaredShift
from plantar.runner import Runner
from plantar.store import Store
from processing.days.build import Calendar, consecutive, expected_days
from processing.overview import Series, primary_series
from processing.rehab.strength_time import StrengthTime
from processing.rules.decide import Evidence
from processing.rules.outings import runs_of, walks_of

#: Before anything measured.
BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)


def evidence_of(
    store: Store, runner: Runner, primary: Series | None, calendar: Calendar
) -> Evidence:
    """The days of a series, with the runs, walks, pain and own thresholds up to today."""
    until = calendar.days.bounds(calendar.today)[1]
    measured = store.measured(runner.id, Session, BEGINNING, until)
    looked_at = said_and_run(
        runner,
        calendar,
        sessions=[one.record for one in measured],
        reports=store.pain(runner.id, BEGINNING, until),
        shifts=[one.record for one in store.declared_shifts(runner.id)],
    )
    return replace(
        looked_at,
        days=primary.days if primary else (),
        expected=primary.expected if primary else (),
        overrides=tuple(store.overrides(runner.id)),
        planned=tuple(store.planned_runs(runner.id)),
        clinic=tuple(store.clinic_thresholds()),
    )


def said_and_run(
    runner: Runner,
    calendar: Calendar,
    *,
    sessions: Iterable[Session],
    reports: Sequence[PainReport],
    shifts: Iterable[DeclaredShift],
) -> Evidence:
    """The runs, walks, pain and shifts of a runner, without days and without thresholds."""
    counted = [one for one in sessions if not calendar.strength.holds_session(one)]
    return Evidence(
        days=(),
        expected=(),
        runs=runs_of(counted, calendar.days),
        mornings=_worst(reports, PainMoment.FIRST_STEPS, calendar),
        walks=walks_of(counted, calendar.days),
        during=_worst(reports, PainMoment.DURING, calendar),
        pain_limit=runner.pain_limit,
        declared=_by_day(shifts, calendar),
    )


def calendar_of(store: Store, runner: Runner, today: date) -> Calendar:
    """The civil days of a runner, with the plans and the strength work that bear on them."""
    log = (noted.record for noted in store.strength_log(runner.id))
    plans = tuple(store.wear_plans(runner.id))
    return Calendar(runner.days, plans, today, StrengthTime.of(log))


def mornings_of(store: Store, runner: Runner, day: date) -> Mapping[date, int]:
    """The worst first-step score of each morning up to a day. [NRS]"""
    reports = store.pain(runner.id, BEGINNING, runner.days.bounds(day)[1])
    return _worst(reports, PainMoment.FIRST_STEPS, Calendar(runner.days, (), day))


def stored_evidence(store: Store, runner_id: str, *, now: datetime) -> Evidence:
    """The evidence from days as they were last computed, of the series that is primary now."""
    runner = store.runner(runner_id)
    today = runner.days.day_of(now)
    calendar = calendar_of(store, runner, today)
    span = store.span(runner_id)
    first = min(runner.days.day_of(span[0]), today) if span else today
    days = stored_days(store, runner_id, first, today)
    series = {kind: series_of(days[kind], kind, calendar) for kind in SourceClass if days[kind]}
    return evidence_of(store, runner, primary_series(series), calendar)


def first_day(evidence: Evidence) -> date | None:
    """The first day that there is anything about."""
    firsts = [
        *(day.day for day in evidence.days[:1]),
        *(outing.day for outing in (*evidence.runs[:1], *evidence.walks[:1])),
        *evidence.mornings,
        *evidence.during,
        *evidence.declared,
    ]
    return min(firsts, default=None)


def stored_days(
    store: Store, runner_id: str, first: date, last: date
) -> dict[SourceClass, dict[date, Day]]:
    """What was computed before; a day that only filled a hole is not kept as a figure."""
    return {
        kind: {
            day.day: day for day in store.days(runner_id, kind, first, last) if not is_filler(day)
        }
        for kind in SourceClass
    }


def series_of(known: Mapping[date, Day], kind: SourceClass, calendar: Calendar) -> Series:
    """The consecutive days of a class up to today."""
    days = consecutive(known, kind, calendar.today, calendar)
    return Series(days, expected_days(days, calendar))


def is_filler(day: Day) -> bool:
    """Whether nothing was measured on a day, so that it stands there for a hole."""
    absent = day.status in (DayStatus.MISSING, DayStatus.NOT_EXPECTED) and not day.sources
    return absent or (day.source_class is SourceClass.SESSIONS and not day.sources)


def _by_day(told: Iterable[DeclaredShift], calendar: Calendar) -> dict[date, float]:
    """Declared time on the feet of each day up to today, its shifts together. [min]"""
    minutes: defaultdict[date, list[float]] = defaultdict(list)
    for one in told:
        if one.day <= calendar.today:
            minutes[one.day].append(one.upright_min)
    return {day: math.fsum(shifts) for day, shifts in minutes.items()}


def _worst(
    reports: Sequence[PainReport], moment: PainMoment, calendar: Calendar
) -> dict[date, int]:
    """Worst score of that moment on each civil day."""
    scores: dict[date, int] = {}
    for report in reports:
        if report.moment is moment:
            day = report.day(calendar.days)
            scores[day] = max(report.score, scores.get(day, 0))
    return scores
