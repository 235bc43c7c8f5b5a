"""Days from sources that count steps: watch minutes, daily totals, sessions."""

from collections.abc import Iterable, Sequence
from datetime import date

from plantar.load import Activity, Day, DayStatus
from plantar.measured import DayTotal, Session, SourceClass, Sport
from plantar.minute import StepMinute
from plantar.store import Sourced
from plantar.units import SECONDS_PER_MINUTE, WSE_BW4S
from processing.days.coverage import coverage_of_wear, status_of
from processing.gait_load import (
    ASSUMED_RUN_SPM,
    TOTALS_WALK_SPM,
    UNCERTAIN_GAIT,
    GaitLoad,
    StepLoad,
    of_minute,
    running,
    walking,
)
from processing.rehab.strength_time import NO_STRENGTH, StrengthTime, left_out

INTENSITY_UNKNOWN = "intensity unknown: all steps as walking at 100 a minute"
CADENCE_ASSUMED = "cadence assumed: the session tells no steps"
STANDING_UNKNOWN = "standing not measured: upright time is a lower bound"
SESSIONS_ONLY = "sessions only: steps outside them are not known"


def watch_day(
    day: date,
    minutes: Sequence[Sourced[StepMinute]],
    planned_h: float,
    *,
    open_day: bool = False,
    strength: StrengthTime = NO_STRENGTH,
) -> Day:
    """A day of step minutes from a watch or foot pod.

    Of two sources that day, the one with more minutes counts; adding them up would count twice.
    Minutes of strength work were worn: they count in coverage, and in nothing else.
    """
    outside, inside = strength.parted(minutes)
    source, counting = _richest(outside)
    inside = [minute for minute in inside if minute.source == source]
    loads = [of_minute(minute) for minute in counting]
    total = sum_loads(loads)
    coverage = coverage_of_wear(SECONDS_PER_MINUTE * (len(counting) + len(inside)), planned_h)
    quality = [STANDING_UNKNOWN] if total.standing is None else []
    uncertain = sum(UNCERTAIN_GAIT in load.quality for load in loads)
    if uncertain:
        quality.append(f"{uncertain} min: {UNCERTAIN_GAIT}")
    return _day(
        day,
        SourceClass.WATCH,
        status_of(coverage, expected=planned_h > 0.0, open_day=open_day),
        total,
        coverage=coverage,
        sources=(source,),
        quality=(*quality, *left_out(inside)),
    )


def totals_day(day: date, totals: Sequence[Sourced[DayTotal]], *, open_day: bool = False) -> Day:
    """A day of which only the number of steps is known; coverage is unknown, the day valid.

    Of two sources, the one with more steps counts.
    """
    best = max(totals, key=lambda total: (total.record.steps, total.source))
    return _day(
        day,
        SourceClass.DAY_TOTALS,
        DayStatus.PARTIAL if open_day else DayStatus.VALID,
        total_load(best.record),
        coverage=None,
        sources=(best.source,),
        quality=(INTENSITY_UNKNOWN, STANDING_UNKNOWN),
        timed=False,
    )


def total_load(total: DayTotal) -> StepLoad:
    """Load of a day's steps; running steps only where the source tells them apart."""
    ran = total.steps_running or 0
    return StepLoad(
        walking(total.steps - ran, TOTALS_WALK_SPM), running(ran, ASSUMED_RUN_SPM), None
    )


def sessions_day(
    day: date,
    sessions: Sequence[Sourced[Session]],
    minutes: Sequence[Sourced[StepMinute]],
    *,
    open_day: bool = False,
    strength: StrengthTime = NO_STRENGTH,
) -> Day:
    """A day of which only sessions are known; a day without one is rest, as far as they tell."""
    loads = [
        session_load(session, minutes, strength)
        for session in sessions
        if session.record.sport.on_foot and not strength.holds_session(session.record)
    ]
    total = sum_loads(loads)
    quality = {SESSIONS_ONLY, *(word for load in loads for word in load.quality)}
    return _day(
        day,
        SourceClass.SESSIONS,
        DayStatus.PARTIAL if open_day else DayStatus.VALID,
        total,
        coverage=None,
        sources=tuple(sorted({session.source for session in sessions})),
        quality=tuple(sorted(quality)),
    )


def session_load(
    session: Sourced[Session],
    minutes: Sequence[Sourced[StepMinute]],
    strength: StrengthTime = NO_STRENGTH,
) -> StepLoad:
    """Load of one session: of its own minutes where there are any, else of its totals.

    Minutes of strength work are left out; totals cannot be cut.
    """
    record = session.record
    until_s = record.duration_s or 0.0
    own = [
        minute.record
        for minute in minutes
        if minute.origin_id == session.origin_id
        and minute.source == session.source
        and -SECONDS_PER_MINUTE < (minute.record.at - record.start).total_seconds() <= until_s
    ]
    if own:
        return sum_loads(of_minute(one) for one in own if not strength.holds_minute(one.at))
    return _from_totals(record)


def _from_totals(session: Session) -> StepLoad:
    if session.duration_s is None or session.duration_s <= 0.0:
        return StepLoad(GaitLoad(), GaitLoad(), None, ("no duration: load not known",))
    ran = session.sport is Sport.RUNNING
    cadence_spm = ASSUMED_RUN_SPM if ran else TOTALS_WALK_SPM
    quality: tuple[str, ...] = ()
    if session.steps is None:
        steps, quality = round(session.duration_s * cadence_spm / 60.0), (CADENCE_ASSUMED,)
    else:
        steps = session.steps
        cadence_spm = SECONDS_PER_MINUTE * steps / session.duration_s if steps else cadence_spm
    if not ran:
        return StepLoad(walking(steps, cadence_spm), GaitLoad(), None, quality)
    speed_mps = session.distance_m / session.duration_s if session.distance_m else None
    ran_load = running(steps, cadence_spm, session.contact_time_s, speed_mps)
    return StepLoad(GaitLoad(), ran_load, None, quality)


def sum_loads(loads: Iterable[StepLoad]) -> StepLoad:
    """All loads together; standing stays unknown when nobody measured it."""
    walked, ran, stood, uncertain = GaitLoad(), GaitLoad(), None, GaitLoad()
    quality: set[str] = set()
    for load in loads:
        walked, ran = walked + load.walking, ran + load.running
        uncertain += load.uncertain
        if load.standing is not None:
            stood = (stood or GaitLoad()) + load.standing
        quality.update(load.quality)
    return StepLoad(walked, ran, stood, tuple(sorted(quality)), uncertain)


def _richest(minutes: Sequence[Sourced[StepMinute]]) -> tuple[str, list[StepMinute]]:
    by_source: dict[str, list[StepMinute]] = {}
    for minute in minutes:
        by_source.setdefault(minute.source, []).append(minute.record)
    return max(by_source.items(), key=lambda item: (len(item[1]), item[0]))


def _day(
    day: date,
    source_class: SourceClass,
    status: DayStatus,
    total: StepLoad,
    *,
    coverage: float | None,
    sources: tuple[str, ...],
    quality: tuple[str, ...],
    timed: bool = True,
) -> Day:
    still: Activity | None = total.standing.activity() if total.standing else None
    return Day(
        day=day,
        source_class=source_class,
        status=status,
        load_wse=total.m4_bw4s / WSE_BW4S,
        upright_bw_min=total.m1_bws / SECONDS_PER_MINUTE,
        walking=total.walking.activity(timed=timed),
        running=total.running.activity(timed=timed),
        standing=still,
        steps=round(total.walking.steps + total.running.steps),
        coverage=coverage,
        sources=sources,
        quality=quality,
        uncertain_wse=total.uncertain.m4_bw4s / WSE_BW4S,
    )
