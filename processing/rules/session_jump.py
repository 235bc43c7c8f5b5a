"""S1: one run further, or longer, than the longest of the 30 days before it.

The cut-points are those of a cohort of 5205 runners in which a run of more than 10 % beyond the
longest of 30 days went with more self-reported overuse complaints of all kinds; the split between
caution and alert is our triage, since 10-30 % and 30-100 % did not differ there.

References
----------
Schuster Brandt Frandsen J et al. How much running is too much? Br J Sports Med 2025;59:1203-10.
doi:10.1136/bjsports-2024-109380
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.day import civil_day, zone
from plantar.measured import Session, Sport

VERSION = 1
#: A reference run is at least a day and at most this old. Frandsen 2025. [d]
WINDOW_DAYS = 30
#: Beyond the longest run, as a ratio. Frandsen 2025; the level is our triage.
CAUTION_RATIO = 1.10
ALERT_RATIO = 1.30
DOUBLE_RATIO = 2.0
#: A jump is at least this much more, whatever the ratio. Our choice. [km], [min]
LEAST_EXTRA_KM = 1.0
LEAST_EXTRA_MIN = 10.0
#: A pause shorter than this does not end a run. Our choice. [min]
LONGEST_PAUSE_MIN = 30.0
#: 11.0/10.0 must not count as beyond 1.10 through rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Run:
    """One run, its short pauses joined."""

    day: date
    start: datetime
    end: datetime
    distance_km: float | None
    duration_min: float | None

    def size(self, measure: str) -> float | None:
        """How far or how long it was."""
        return self.distance_km if measure == "distance" else self.duration_min


def runs_of(sessions: Sequence[Session], zone_name: str) -> tuple[Run, ...]:
    """The runs among sessions, in time order; a pause under half an hour joins two."""
    runs: list[Run] = []
    running = [session for session in sessions if session.sport is Sport.RUNNING]
    for session in sorted(running, key=lambda one: one.start):
        run = _run(session, zone_name)
        if runs and run.start - runs[-1].end < timedelta(minutes=LONGEST_PAUSE_MIN):
            runs[-1] = _joined(runs[-1], run)
        else:
            runs.append(run)
    return tuple(runs)


def session_jump(runs: Sequence[Run], day: date) -> tuple[Alert | NotEvaluated, ...]:
    """What S1 says about each run of a day that is a jump or cannot be judged.

    Several runs on one day count separately, and none is the reference of another. Distance
    decides, minutes where this run or every earlier one has no distance.
    """
    spoken = [_judged(run, runs) for run in runs if run.day == day]
    return tuple(found for found in spoken if found is not None)


def _judged(run: Run, runs: Sequence[Run]) -> Alert | NotEvaluated | None:
    before = [other for other in runs if 0 < (run.day - other.day).days <= WINDOW_DAYS]
    if run.distance_km is None and run.duration_min is None:
        return NotEvaluated(run.day, Rule.S1, "no-distance-no-duration")
    if not before:
        return NotEvaluated(run.day, Rule.S1, "no-run-in-30-days")
    for measure in ("distance", "duration"):
        value = run.size(measure)
        sized = [(size, other) for other in before if (size := other.size(measure)) is not None]
        if value is None or not sized:
            continue
        longest, longest_run = max(sized, key=lambda item: (item[0], item[1].start))
        return _spoken(run, measure, (value, longest), longest_run)
    return NotEvaluated(run.day, Rule.S1, "no-distance-no-duration")


def _spoken(run: Run, measure: str, sizes: tuple[float, float], longest_run: Run) -> Alert | None:
    value, longest = sizes
    extra = LEAST_EXTRA_KM if measure == "distance" else LEAST_EXTRA_MIN
    if longest <= 0.0 or value - longest < extra - _ROUNDING:
        return None
    ratio = value / longest
    if ratio <= CAUTION_RATIO + _ROUNDING:
        return None
    level, code, threshold = Level.CAUTION, "s1-caution", CAUTION_RATIO
    if ratio > ALERT_RATIO + _ROUNDING:
        level, code, threshold = Level.ALERT, "s1-alert", ALERT_RATIO
    if ratio > DOUBLE_RATIO + _ROUNDING:
        code = "s1-double"
    return Alert(
        day=run.day,
        rule=Rule.S1,
        level=level,
        code=code,
        inputs=(
            ("measure", measure),
            ("value", value),
            ("longest", longest),
            ("unit", "km" if measure == "distance" else "min"),
            ("percent", round(100.0 * (ratio - 1.0))),
            ("longest_day", longest_run.day.isoformat()),
            ("session_start", run.start.isoformat()),
        ),
        threshold=threshold,
        method=f"run {measure} / longest of {WINDOW_DAYS} days",
        rule_version=VERSION,
    )


def _run(session: Session, zone_name: str) -> Run:
    duration_s = session.duration_s
    start = session.start.astimezone(zone(zone_name))  # an alert tells it in the runner's time
    return Run(
        day=civil_day(start, zone(zone_name)),
        start=start,
        end=start + timedelta(seconds=duration_s or 0.0),
        distance_km=None if session.distance_m is None else session.distance_m / 1000.0,
        duration_min=None if duration_s is None else duration_s / 60.0,
    )


def _joined(one: Run, other: Run) -> Run:
    return Run(
        day=one.day,
        start=one.start,
        end=max(one.end, other.end),
        distance_km=_sum(one.distance_km, other.distance_km),
        duration_min=_sum(one.duration_min, other.duration_min),
    )


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
