"""What was planned to run beside what was run: agreed by two people, and no advice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from plantar.load import Day, DayStatus
from plantar.measured import Session, SourceClass
from plantar.plan import PlannedRun
from plantar.rehab import DAYS_A_WEEK
from plantar.runner import Runner
from plantar.store import Store
from plantar.words.catalogue import Words
from processing.rules.outings import Outing, runs_of

METRES_A_KM, SECONDS_A_MINUTE = 1000.0, 60.0
KM, MIN, SHARE = "km", "min", "share"
#: A bar of a share of the plan ends here: twice what was planned. [1]
MOST_SHARE: Final = 2.0


class Kept(StrEnum):
    """How a day stands to what was planned for it."""

    RAN = "ran"  # with a plan or without one
    MISSED = "missed"  # measured, and no run in it
    UNKNOWN = "unknown"  # not measured well enough to say
    TO_COME = "to-come"


@dataclass(frozen=True, slots=True)
class RunDay:
    """The running of one day: what was planned, and what was done."""

    kept: Kept
    planned: PlannedRun | None = None
    km: float | None = None  # run; None: not told
    minutes: float | None = None


#: A runner without any plan.
NO_RUNS: Final[Mapping[date, RunDay]] = {}


def runs_beside(
    store: Store, runner: Runner, days: Mapping[date, Day], first: date, last: date
) -> dict[date, RunDay]:
    """The planned runs from a day on to the end of the week of the last, and every run."""
    sunday = last + timedelta(days=DAYS_A_WEEK - 1 - last.weekday())
    plans = [one for one in store.planned_runs(runner.id) if first <= one.day <= sunday]
    if not plans:
        return {}
    since, until = runner.days.begins(first), runner.days.bounds(last)[1]
    sessions = [one.record for one in store.measured(runner.id, Session, since, until)]
    return run_days(plans, runs_of(sessions, runner.days), days, last)


def run_days(
    plans: Iterable[PlannedRun], ran: Iterable[Outing], days: Mapping[date, Day], today: date
) -> dict[date, RunDay]:
    """Each day with a plan or a run."""
    by_day: dict[date, list[Outing]] = {}
    for one in ran:
        by_day.setdefault(one.day, []).append(one)
    found = {
        day: RunDay(
            Kept.RAN,
            km=_sum([one.distance_km for one in outings]),
            minutes=_sum([one.duration_min for one in outings]),
        )
        for day, outings in by_day.items()
    }
    for plan in plans:
        run = found.get(plan.day)
        if run is None:
            found[plan.day] = _without_session(plan, days.get(plan.day), today)
        else:
            found[plan.day] = RunDay(Kept.RAN, plan, run.km, run.minutes)
    return {day: found[day] for day in sorted(found)}


def _without_session(plan: PlannedRun, day: Day | None, today: date) -> RunDay:
    """A plan without a run of its own: soles may still have felt one, and silence is no miss."""
    running = None if day is None else day.running
    if running is not None and running.load_wse > 0:
        return RunDay(Kept.RAN, plan, minutes=running.minutes)
    if plan.day >= today:
        return RunDay(Kept.TO_COME, plan)
    if day is None or day.status is not DayStatus.VALID:
        return RunDay(Kept.UNKNOWN, plan)
    tells = running is not None or day.source_class is SourceClass.SESSIONS
    return RunDay(Kept.MISSED if tells else Kept.UNKNOWN, plan)


def _sum(parts: list[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def measure(runs: Iterable[RunDay]) -> str:
    """What bars of plans are compared in: what every plan tells, else a share of each plan."""
    plans = [one.planned for one in runs if one.planned is not None]
    if all(plan.distance_m is not None for plan in plans):
        return KM
    return MIN if all(plan.duration_s is not None for plan in plans) else SHARE


def planned_size(run: RunDay, by: str) -> float | None:
    """How high the outline of a plan is; None without a plan."""
    plan = run.planned
    if plan is None:
        return None
    km, minutes = targets(plan)
    return {KM: km, MIN: minutes, SHARE: 1.0}[by]


def done_size(run: RunDay, by: str) -> float | None:
    """How high the bar of what was run is; None where nothing comparable was told."""
    if run.kept is not Kept.RAN:
        return None
    if by in (KM, MIN):
        return run.km if by == KM else run.minutes
    km, minutes = (None, None) if run.planned is None else targets(run.planned)
    for planned, ran in ((km, run.km), (minutes, run.minutes)):
        if planned and ran is not None:
            return min(MOST_SHARE, ran / planned)
    return None


def targets(plan: PlannedRun) -> tuple[float | None, float | None]:
    """What is planned. [km], [min]"""
    return (
        None if plan.distance_m is None else plan.distance_m / METRES_A_KM,
        None if plan.duration_s is None else plan.duration_s / SECONDS_A_MINUTE,
    )


def counted(runs: Mapping[date, RunDay]) -> dict[Kept, int]:
    """How many planned runs stand how."""
    planned = [one.kept for one in runs.values() if one.planned is not None]
    return {kept: planned.count(kept) for kept in Kept}


def told(run: RunDay, words: Words) -> str:
    """Plan and run of a day in words."""
    if run.planned is None:
        return words.say("ran {run}, no plan", run=_figures(run.km, run.minutes, words))
    planned = _figures(*targets(run.planned), words)
    match run.kept:
        case Kept.RAN:
            ran = _figures(run.km, run.minutes, words)
            return words.say("planned: {planned}; ran: {ran}", planned=planned, ran=ran)
        case Kept.MISSED:
            return words.say("planned: {planned}; no run measured", planned=planned)
        case Kept.UNKNOWN:
            return words.say("planned: {planned}; not known whether it was run", planned=planned)
        case Kept.TO_COME:
            return words.say("planned: {planned}", planned=planned)


def _figures(km: float | None, minutes: float | None, words: Words) -> str:
    said = []
    if km is not None:
        said.append(words.say("{km} km", km=words.number(km, 1)))
    if minutes is not None:
        said.append(words.say("{minutes} min", minutes=round(minutes)))
    return ", ".join(said) or words.say("not told how far or how long")
