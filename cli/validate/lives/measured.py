"""What the sensors and the diary of a simulated person hold: the evidence that rules look at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

import numpy as np

from cli.validate.lives.lived import Floats, Lived
from plantar.day import LocalDays
from plantar.load import Day, DayStatus
from plantar.measured import Session, SourceClass, Sport
from plantar.plan import PlannedRun
from plantar.runner import WearKind, WearPlan
from plantar.units import SECONDS_PER_MINUTE, WSE_BW4S
from processing.days.build import Calendar
from processing.days.coverage import coverage_of_wear, status_of
from processing.gait_load import GaitLoad, StepLoad, running, standing, walking
from processing.rules.decide import Evidence
from processing.rules.outings import runs_of, walks_of

FIRST_DAY = date(2025, 1, 6)  # a Monday
DAYS_OF_ZONE = LocalDays("Europe/Brussels")
WALK_SPM = 105.0
RUN_SPM = 165.0
RUN_KMH = 10.0
WALK_KMH = 5.0
OUTING_AT_H = 17
KINESIST = "simulated kinesist"
WEEK = 7


def day_of(n: int) -> date:
    """The civil day of the n-th simulated one."""
    return FIRST_DAY + timedelta(days=n)


def evidence(lived: Lived, first: int = 0, last: int | None = None) -> Evidence:
    """Days, runs, walks and scores from the n-th simulated day to another, that one included."""
    until = len(lived.steps) if last is None else last + 1
    numbers = range(first, until)
    calendar = Calendar(DAYS_OF_ZONE, _plans(lived, numbers), day_of(len(lived.steps)))
    planned_h = [calendar.planned_h(day_of(n)) for n in numbers]
    watched = [n for n in numbers if lived.recorded[n]]
    runs = [_session(n, Sport.RUNNING, lived.run_km[n], RUN_KMH) for n in watched]
    walks = [_session(n, Sport.WALKING, lived.walk_km[n], WALK_KMH) for n in watched]
    return Evidence(
        days=tuple(_day(lived, n, planned_h[n - first]) for n in numbers),
        expected=tuple(hours > 0.0 for hours in planned_h),
        runs=runs_of([one for one in runs if one.distance_m], DAYS_OF_ZONE),
        mornings=_scores(lived.morning, numbers),
        walks=walks_of([one for one in walks if one.distance_m], DAYS_OF_ZONE),
        during=_scores(lived.during, numbers),
        pain_limit=lived.life.pain.limit,
        planned=_agreed(lived, numbers),
    )


def day_load(lived: Lived, n: int) -> StepLoad:
    """What the sensors measured of the load of a day, by the model of docs/load-model.md 1.4."""
    walk_one, run_one, stand_one = _one_of_each()
    km, share = float(lived.run_km[n]), float(lived.worn[n])
    walked = float(lived.steps[n]) + float(lived.walk_km[n]) / WALK_KMH * 60.0 * WALK_SPM
    ran, stood = km / RUN_KMH * 60.0 * RUN_SPM, 60.0 * float(lived.standing_min[n])
    soles = lived.life.series is SourceClass.INSOLE
    return StepLoad(
        _times(walk_one, walked * share),
        _times(run_one, ran * share),
        _times(stand_one, stood * share) if soles else None,
    )


@dataclass(frozen=True, slots=True)
class TrueLoad:
    """What every day really took, measured or not."""

    wse: Floats
    upright_bw_min: Floats


def true_load(lived: Lived) -> TrueLoad:
    """The load of every day as it was lived, by the same steps as those that are measured."""
    walked = lived.steps + lived.walk_km / WALK_KMH * 60.0 * WALK_SPM
    done = (walked, lived.run_km / RUN_KMH * 60.0 * RUN_SPM, 60.0 * lived.standing_min)
    parts = list(zip(_one_of_each(), done, strict=True))
    m1 = np.sum([one.m1_bws * many for one, many in parts], axis=0)
    m4 = np.sum([one.m4_bw4s * many for one, many in parts], axis=0)
    return TrueLoad(m4 / WSE_BW4S, m1 / SECONDS_PER_MINUTE)


def _day(lived: Lived, n: int, planned_h: float) -> Day:
    day, series, share = day_of(n), lived.life.series, float(lived.worn[n])
    expected = planned_h > 0.0
    if share <= 0.0:
        status = DayStatus.MISSING if expected else DayStatus.NOT_EXPECTED
        return Day(day, series, status)
    coverage = coverage_of_wear(share * 3600.0 * (planned_h or 1.0), planned_h)
    load = day_load(lived, n)
    return Day(
        day,
        series,
        status_of(coverage, expected=expected, open_day=False),
        load_wse=load.m4_bw4s / WSE_BW4S,
        upright_bw_min=load.m1_bws / SECONDS_PER_MINUTE,
        standing=None if load.standing is None else load.standing.activity(),
        coverage=coverage,
        sources=("simulated",),
    )


@cache
def _one_of_each() -> tuple[GaitLoad, GaitLoad, GaitLoad]:
    """One walking step, one running step, one second of standing."""
    return (
        walking(1.0, WALK_SPM),
        running(1.0, RUN_SPM, speed_mps=RUN_KMH / 3.6),
        standing(1.0),
    )


def _times(one: GaitLoad, many: float) -> GaitLoad:
    return GaitLoad(one.steps * many, one.seconds * many, one.m1_bws * many, one.m4_bw4s * many)


def _plans(lived: Lived, numbers: range) -> tuple[WearPlan, ...]:
    """One plan, or where the rota changes one for each week."""
    kind = WearKind.SHIFTS if lived.life.shifts else WearKind.OWN
    if lived.life.shifts is None:
        return (WearPlan(day_of(0), kind, lived.life.wear_h),)
    weeks = range(numbers.start // WEEK * WEEK, numbers.stop, WEEK)
    return tuple(WearPlan(day_of(week), kind, _week(lived.planned_h, week)) for week in weeks)


def _week(planned_h: Floats, first: int) -> tuple[float, ...]:
    hours = [float(one) for one in planned_h[first : first + WEEK]]
    return tuple(hours + [0.0] * (WEEK - len(hours)))


def _agreed(lived: Lived, numbers: range) -> tuple[PlannedRun, ...]:
    planned = [n for n in numbers if lived.agreed_km[n] > 0.0]
    return tuple(
        PlannedRun(day_of(n), 1000.0 * float(lived.agreed_km[n]), None, KINESIST) for n in planned
    )


def _session(n: int, sport: Sport, km: float, kmh: float) -> Session:
    start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, OUTING_AT_H, tzinfo=UTC)
    return Session(
        start + timedelta(days=n),
        sport,
        duration_s=float(km) / kmh * 3600.0,
        distance_m=1000.0 * float(km),
    )


def _scores(given: Floats, numbers: range) -> dict[date, int]:
    return {day_of(n): int(given[n]) for n in numbers if np.isfinite(given[n])}
