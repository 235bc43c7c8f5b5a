"""A day of pressure soles: moments scaled by the calibration that holds, summed over both feet."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plantar.load import Activity, Day, DayStatus
from plantar.measured import Calibration, SourceClass
from plantar.minute import BodyMinute, FootMinute
from plantar.sample import Foot
from plantar.store import Sourced
from plantar.units import SECONDS_PER_MINUTE, WSE_BW4S
from processing.days.coverage import coverage_of_wear, status_of
from processing.force.posture import posture
from processing.rehab.strength_time import NO_STRENGTH, StrengthTime, left_out

NOT_CALIBRATED = "not calibrated: steps and times only"
SINGLE_FOOT = "single foot: doubled"
TWO_PAIRS = "two pairs of soles: the one worn longer counts"


@dataclass(frozen=True, slots=True)
class SoleMinutes:
    """Everything the soles told about one civil day."""

    feet: Sequence[Sourced[FootMinute]]
    bodies: Sequence[Sourced[BodyMinute]]
    calibrations: Sequence[Sourced[Calibration]]  # of the runner, whatever the day


@dataclass(slots=True)
class _Sum:
    """Moments in body weights. [BW·s], [BW⁴·s]."""

    m1: float = 0.0
    m4: float = 0.0

    def add(self, m1_ns: float, m4_n4s: float, scale: float, scale4: float) -> None:
        self.m1 += m1_ns * scale
        self.m4 += m4_n4s * scale4


def insole_day(
    day: date,
    minutes: SoleMinutes,
    planned_h: float,
    *,
    steps_elsewhere: int | None = None,
    open_day: bool = False,
    strength: StrengthTime = NO_STRENGTH,
) -> Day:
    """The load of a day that was, at least in part, spent on pressure soles.

    Where another source counted the day's steps, coverage is the share of them taken on soles;
    else it is worn time over planned wear. Minutes of strength work were worn and measured: they
    count in coverage, and in nothing else.
    """
    outside, inside = strength.parted(minutes.feet)
    source, several = _longest_worn(outside)
    of_soles = [minute.record for minute in minutes.feet if minute.source == source]
    worn_by = [minute.record for minute in minutes.bodies if minute.source == source]
    coverage = coverage_of_wear(_worn_s(of_soles, worn_by), planned_h)
    if steps_elsewhere:
        coverage = min(1.0, _steps(of_soles) / steps_elsewhere)
    feet = [minute.record for minute in outside if minute.source == source]
    bodies = [body for body in worn_by if not strength.holds_minute(body.at)]
    held = Calibrations([c.record for c in minutes.calibrations if c.source == source])
    steps = _steps(feet)
    status = status_of(coverage, expected=planned_h > 0.0, open_day=open_day)
    quality = {word for minute in feet for word in minute.quality}
    quality |= {TWO_PAIRS} if several else set()
    quality |= {*left_out([minute for minute in inside if minute.source == source])}
    if not held:
        return Day(
            day=day,
            source_class=SourceClass.INSOLE,
            status=DayStatus.PARTIAL if status is DayStatus.VALID else status,
            steps=steps,
            coverage=coverage,
            sources=(source,),
            quality=tuple(sorted({*quality, NOT_CALIBRATED})),
        )
    sums = _summed(feet, held)
    worn_feet = {minute.foot for minute in feet}
    doubled = 2.0 if len(worn_feet) == 1 else 1.0
    quality |= {SINGLE_FOOT} if doubled > 1.0 else set()
    standing_s = sum(posture(body, held.at(body.at)).standing_s or 0.0 for body in bodies)
    return Day(
        day=day,
        source_class=SourceClass.INSOLE,
        status=status,
        load_wse=doubled * sums["total"].m4 / WSE_BW4S,
        upright_bw_min=doubled * sums["total"].m1 / SECONDS_PER_MINUTE,
        walking=_activity(
            sums["walking"],
            doubled,
            sum(body.walking_s for body in bodies),
            sum(foot.steps_walking for foot in feet),
        ),
        running=_activity(
            sums["running"],
            doubled,
            sum(body.running_s for body in bodies),
            sum(foot.steps_running for foot in feet),
        ),
        standing=_activity(sums["standing"], doubled, standing_s, None),
        left_wse=_load(sums, Foot.LEFT) if Foot.LEFT in worn_feet else None,
        right_wse=_load(sums, Foot.RIGHT) if Foot.RIGHT in worn_feet else None,
        steps=round(doubled * steps),
        coverage=coverage,
        sources=(source,),
        quality=tuple(sorted(quality)),
    )


class Calibrations:
    """The calibrations of one pair of soles, by the moment from which they hold."""

    def __init__(self, known: Sequence[Calibration]) -> None:
        self._known = sorted(known, key=lambda one: one.since)
        self._since = [one.since for one in self._known]

    def __bool__(self) -> bool:
        return bool(self._known)

    def at(self, moment: datetime) -> Calibration:
        """The one that holds: the last by then, or the first, when it came late."""
        return self._known[max(0, bisect_right(self._since, moment) - 1)]


def _steps(feet: Sequence[FootMinute]) -> int:
    return sum(minute.steps_walking + minute.steps_running for minute in feet)


def _summed(feet: Sequence[FootMinute], held: Calibrations) -> dict[str, _Sum]:
    sums = {name: _Sum() for name in ("total", "walking", "running", "standing", *Foot)}
    whole, walking, running, standing = (sums[name] for name in list(sums)[:4])
    for minute in feet:
        calibration = held.at(minute.at)
        scale = calibration.gain / calibration.body_weight_n
        scale4 = scale**4
        total, walked, ran = minute.total, minute.walking, minute.running
        m1, m4 = total.m1_ns, total.m4_n4s
        whole.add(m1, m4, scale, scale4)
        sums[minute.foot].add(m1, m4, scale, scale4)
        walking.add(walked.m1_ns, walked.m4_n4s, scale, scale4)
        running.add(ran.m1_ns, ran.m4_n4s, scale, scale4)
        # What is no step; rounding never leaves less than nothing.
        m1 = max(0.0, m1 - walked.m1_ns - ran.m1_ns)
        m4 = max(0.0, m4 - walked.m4_n4s - ran.m4_n4s)
        standing.add(m1, m4, scale, scale4)
    return sums


def _activity(part: _Sum, doubled: float, seconds: float, steps: int | None) -> Activity:
    return Activity(
        load_wse=doubled * part.m4 / WSE_BW4S,
        upright_bw_min=doubled * part.m1 / SECONDS_PER_MINUTE,
        minutes=seconds / SECONDS_PER_MINUTE,
        steps=None if steps is None else round(doubled * steps),
    )


def _load(sums: dict[str, _Sum], foot: Foot) -> float:
    return sums[foot].m4 / WSE_BW4S


def _longest_worn(feet: Sequence[Sourced[FootMinute]]) -> tuple[str, bool]:
    worn: dict[str, float] = {}
    for minute in feet:
        worn[minute.source] = worn.get(minute.source, 0.0) + minute.record.measured_s
    return max(worn, key=lambda source: (worn[source], source)), len(worn) > 1


def _worn_s(feet: Sequence[FootMinute], bodies: Sequence[BodyMinute]) -> float:
    """Measured time less the time nobody stood in the shoes. [s]."""
    measured: dict[datetime, float] = {}
    for minute in feet:
        measured[minute.at] = max(measured.get(minute.at, 0.0), minute.measured_s)
    off = {body.at: body.not_worn_s for body in bodies}
    return sum(max(0.0, seconds - off.get(at, 0.0)) for at, seconds in measured.items())
