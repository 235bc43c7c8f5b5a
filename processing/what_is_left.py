"""How long somebody may still walk, run or stand today before a rule of load would speak louder.

The same rules answer as everywhere else: they are asked about a day that holds so many minutes
more, and halving finds the minute at which they speak. It tells when they would; it is no advice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from plantar.alert import Alert, Family, Level, NotEvaluated, Rule
from plantar.load import Activity, Day, DayStatus
from plantar.measured import SourceClass
from processing import gait_load
from processing.gait_load import ASSUMED_RUN_SPM
from processing.rules.decide import Decisions, Evidence, LastDay
from processing.rules.outings import Outing

#: Longer than any day.
MOST_MIN = 1440.0
#: How finely the minute is looked for: a second. [min]
RESOLUTION_MIN = 1.0 / 60.0
#: The pace of these days is the runner's own. Our choice. [d]
OWN_DAYS = 28
#: From so many minutes on; else that of the model. Our choice. [min]
OWN_MIN = 30.0
#: Cadence of somebody whose walking was never timed: that of a walking-step equivalent. [1/min]
WALK_SPM = 110.0
MINUTE_S = 60.0


class Doing(StrEnum):
    """A way of being on the feet."""

    WALKING = "walking"
    RUNNING = "running"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Pace:
    """What a minute of it brings."""

    load_wse: float
    upright_bw_min: float
    km: float | None  # None: never measured
    steps: float | None


@dataclass(frozen=True, slots=True)
class Left:
    """Minutes of one way of being on the feet before a rule speaks louder than now."""

    doing: Doing
    minutes: float | None  # None: no rule would speak within a day, or none can be asked
    rule: Rule | None  # the one that would speak, and how loudly
    level: Level | None
    level_now: Level
    pace: Pace
    not_evaluated: tuple[NotEvaluated, ...]  # rules that could not be asked
    word: Alert | None = None  # what would be said, with what it would be decided from
    uncertain_wse: float = 0.0  # of today, may be walking or running: S2 is asked without it
    from_nothing: bool = False  # nothing was measured of today yet: the minutes count from none


class Today:
    """A runner's day, ready to be asked what the rules of load say about more of it.

    It is looked at as it will be when it is over: measured in full. A run or a walk counts as one
    of its own; on a planned day a run joins those that were run, as S1 has it. What may be walking
    or running so far stays out of S2, and what is still to come is known to be what it is.
    """

    def __init__(self, evidence: Evidence, first: date, today: date) -> None:
        days = tuple(day for day in evidence.days if day.day <= today)
        self.evidence = replace(evidence, days=days, expected=evidence.expected[: len(days)])
        self.day = today
        self._so_far = _so_far(self.evidence, today)
        self._asked = LastDay(self.evidence, min(first, today), today)

    def with_more(self, doing: Doing, pace: Pace, minutes: float) -> Decisions:
        """What all rules say with so many minutes more."""
        outing = () if minutes <= 0.0 else (_outing(self.day, pace, minutes),)
        return self._asked.with_more(
            None if self._so_far is None else _more(self._so_far, pace, minutes),
            runs=outing if doing is Doing.RUNNING else (),
            walks=outing if doing is Doing.WALKING else (),
        )

    def loudest(self, doing: Doing, pace: Pace, minutes: float) -> Alert | None:
        """The loudest word of load with so many minutes more."""
        said = self.with_more(doing, pace, minutes).alerts
        of_load = (alert for alert in said if _waited_for(alert))
        return max(of_load, key=lambda alert: alert.level, default=None)

    def left(self, doing: Doing) -> Left | None:
        """The minutes left; None where this way of being on the feet is not measured."""
        pace = pace_of(self.evidence, self.day, doing)
        if pace is None:
            return None
        now = _level(self.loudest(doing, pace, 0.0))
        silent, speaks = 0.0, MOST_MIN
        found = self.loudest(doing, pace, speaks)
        unasked = self._unasked(doing, pace)
        uncertain = 0.0 if self._so_far is None else self._so_far.uncertain_wse
        blank = _is_unmeasured(self.evidence, self.day)
        if found is None or found.level <= now:
            return Left(doing, None, None, None, now, pace, unasked, None, uncertain, blank)
        while speaks - silent > RESOLUTION_MIN:
            middle = (silent + speaks) / 2.0
            heard = self.loudest(doing, pace, middle)
            if heard is not None and heard.level > now:
                speaks, found = middle, heard
            else:
                silent = middle
        rule, level = found.rule, found.level
        return Left(doing, silent, rule, level, now, pace, unasked, found, uncertain, blank)

    def _unasked(self, doing: Doing, pace: Pace) -> tuple[NotEvaluated, ...]:
        said = self.with_more(doing, pace, RESOLUTION_MIN).not_evaluated
        return tuple(one for one in said if one.reason not in _ASKED_BESIDE)


def what_is_left(evidence: Evidence, first: date, today: date) -> tuple[Left, ...]:
    """Minutes left today of walking, running and standing; standing only where it is measured."""
    asked = Today(evidence, first, today)
    return tuple(left for doing in Doing if (left := asked.left(doing)) is not None)


def pace_of(evidence: Evidence, today: date, doing: Doing) -> Pace | None:
    """The runner's own pace of four weeks, else the model's; None where it is not measured."""
    recent = [day for day in evidence.days if 0 <= (today - day.day).days < OWN_DAYS]
    match doing:
        case Doing.STANDING:
            if not evidence.days or evidence.days[0].source_class is not SourceClass.INSOLE:
                return None
            model = gait_load.standing(MINUTE_S).activity()
            return Pace(model.load_wse, model.upright_bw_min, None, None)
        case Doing.WALKING:
            model = gait_load.walking(WALK_SPM, WALK_SPM).activity()
            done = [day.walking for day in recent if day.walking]
            return _own(done, model, _km_per_min(evidence.walks, today), WALK_SPM)
        case Doing.RUNNING:
            model = gait_load.running(ASSUMED_RUN_SPM, ASSUMED_RUN_SPM).activity()
            done = [day.running for day in recent if day.running]
            return _own(done, model, _km_per_min(evidence.runs, today), ASSUMED_RUN_SPM)
        case _:
            assert_never(doing)


def _level(alert: Alert | None) -> Level:
    return Level.OK if alert is None else alert.level


#: Why a rule that is asked cannot tell of what is not what is left: an estimate, or a doubt.
_ASKED_BESIDE: Final = ("uncertain-gait", "short-declared-history", "few-declared-days")
#: Information is no word that somebody would wait for, and C1 answers pain.
_QUIET: Final = (Rule.S1B, Rule.C1)


def _waited_for(alert: Alert) -> bool:
    return alert.rule.family is Family.LOAD and alert.rule not in _QUIET


def _so_far(evidence: Evidence, today: date) -> Day | None:
    """Today as it would be in full, from nothing where nothing was measured yet."""
    day = evidence.days[-1] if evidence.days else None
    if day is None or day.day != today:
        return None
    if day.load_wse is None:
        measured = any(one.upright_bw_min is not None for one in evidence.days)
        day = replace(day, load_wse=0.0, upright_bw_min=0.0 if measured else None)
    return replace(day, status=DayStatus.VALID)


def _is_unmeasured(evidence: Evidence, today: date) -> bool:
    day = evidence.days[-1] if evidence.days else None
    return day is not None and day.day == today and day.load_wse is None


def _more(day: Day, pace: Pace, minutes: float) -> Day:
    upright = day.upright_bw_min
    return replace(
        day,
        load_wse=(day.load_wse or 0.0) + minutes * pace.load_wse,
        upright_bw_min=None if upright is None else upright + minutes * pace.upright_bw_min,
    )


def _outing(today: date, pace: Pace, minutes: float) -> Outing:
    start = datetime(today.year, today.month, today.day, tzinfo=UTC)
    return Outing(
        day=today,
        start=start,
        end=start + timedelta(minutes=minutes),
        distance_km=None if pace.km is None else pace.km * minutes,
        duration_min=minutes,
        steps=None if pace.steps is None else round(pace.steps * minutes),
    )


def _own(done: Sequence[Activity], model: Activity, km: float | None, spm: float) -> Pace:
    timed = [one for one in done if one.minutes is not None]
    minutes = sum(one.minutes or 0.0 for one in timed)
    if minutes < OWN_MIN:
        return Pace(model.load_wse, model.upright_bw_min, km, spm)
    return Pace(
        sum(one.load_wse for one in timed) / minutes,
        sum(one.upright_bw_min for one in timed) / minutes,
        km,
        spm,
    )


def _km_per_min(outings: Sequence[Outing], today: date) -> float | None:
    recent = [
        (one.distance_km, one.duration_min)
        for one in outings
        if 0 < (today - one.day).days <= OWN_DAYS and one.distance_km and one.duration_min
    ]
    minutes = sum(minutes for _, minutes in recent)
    return sum(km for km, _ in recent) / minutes if minutes else None
