"""From which number on a rule would have spoken: what would have changed its answer.

Everything else being as it was. It says where the border lay on that day, for that runner, and
nothing about what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from plantar.alert import Alert, Level, Rule
from processing.rules.thresholds import Thresholds


class Unit(StrEnum):
    """What a number is told in."""

    KM = "km"
    MINUTES = "min"
    STEPS = "steps"
    DAYS = "days"
    WSE = "wse"
    WSE_A_DAY = "wse-a-day"
    BW_MIN = "bw-min"
    BW_MIN_A_DAY = "bw-min-a-day"
    ESTIMATED_MIN = "estimated-min"
    SCORE = "score"
    MEAN_SCORE = "mean-score"
    TIMES = "times"


class Against(StrEnum):
    """What a number was held against."""

    LONGEST = "longest"  # of the 30 days before
    PLAN = "plan"
    HIGHEST = "highest"
    WEEKS_BEFORE = "weeks-before"  # mean of the three weeks before
    HIGHEST_WEEK = "highest-week"  # of the three before
    LIMIT = "limit"  # agreed
    USUAL = "usual"
    WEEK_BEFORE = "week-before"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Mark:
    """A border: from there on, or only above it, the rule is so loud."""

    level: Level
    at: float
    above: bool  # True: beyond it; False: from it on


@dataclass(frozen=True, slots=True)
class Compared:
    """A number beside what it was held against, and where the rule begins to speak."""

    value: float
    unit: Unit
    against: Against
    reference: float | None
    marks: tuple[Mark, ...]  # the quietest first

    @property
    def spoke_from(self) -> Mark:
        """The first border."""
        return self.marks[0]


_OUTING: Final = {"km": Unit.KM, "min": Unit.MINUTES, "steps": Unit.STEPS}


def compared(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    """What a rule compared, with the thresholds of its day; where it is two things, both passed."""
    return _BY_RULE[alert.rule](alert, limits)


def _number(alert: Alert, name: str) -> float:
    return float(dict(alert.inputs).get(name, 0.0))


def _beyond(reference: float, extra: float, *cuts: tuple[Level, float]) -> tuple[Mark, ...]:
    """Where a ratio and a least extra are passed together."""
    marks = []
    for level, ratio in cuts:
        above, least = ratio * reference, reference + extra
        marks.append(Mark(level, max(above, least), above >= least))
    return tuple(marks)


def _outing(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    planned = "planned" in dict(alert.inputs)
    reference = _number(alert, "planned" if planned else "longest")
    cuts = (limits.S1 if alert.rule is Rule.S1 else limits.S1w).cuts
    marks = _beyond(
        reference, _number(alert, "least_extra"), *((level, ratio) for ratio, level in cuts)
    )
    against = Against.PLAN if planned else Against.LONGEST
    unit = _OUTING[str(alert.input("unit"))]
    return (Compared(_number(alert, "value"), unit, against, reference, marks),)


def _first_run(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    marks = (Mark(Level.INFO, limits.S1b.pause_days, above=False),)
    return (Compared(_number(alert, "days"), Unit.DAYS, Against.NOTHING, None, marks),)


def _day(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    highest = _number(alert, "highest")
    marks = _beyond(
        highest,
        0.0,
        (Level.CAUTION, limits.S2.caution_ratio),
        (Level.ALERT, limits.S2.alert_ratio),
    )
    return (Compared(_number(alert, "day_load"), Unit.WSE, Against.HIGHEST, highest, marks),)


def _upright(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    declared = alert.code == "s3-declared"
    longest = _number(alert, "longest_declared" if declared else "longest_upright")
    one = limits.S3
    marks = (
        *_beyond(longest, one.caution_extra_min, (Level.CAUTION, one.caution_ratio)),
        *_beyond(longest, one.alert_extra_min, (Level.ALERT, one.alert_ratio)),
    )
    value = _number(alert, "day_declared" if declared else "day_upright")
    unit = Unit.ESTIMATED_MIN if declared else Unit.BW_MIN
    return (Compared(value, unit, Against.LONGEST, longest, marks),)


def _week(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    of_load = alert.code == "s4-load"
    one = limits.S4
    ratio = one.load_ratio if of_load else one.upright_ratio
    ceiling = one.load_ceiling if of_load else one.upright_ceiling
    chronic = _number(alert, "chronic")
    return (
        Compared(
            _number(alert, "acute"),
            Unit.WSE_A_DAY if of_load else Unit.BW_MIN_A_DAY,
            Against.WEEKS_BEFORE,
            chronic,
            _beyond(chronic, 0.0, (Level.CAUTION, ratio)),
        ),
        Compared(
            _number(alert, "ceiling"),
            Unit.TIMES,
            Against.HIGHEST_WEEK,
            1.0,
            (Mark(Level.CAUTION, ceiling, above=True),),
        ),
    )


def _during(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    score, agreed = _number(alert, "during"), _number(alert, "agreed")
    limit = Compared(
        score, Unit.SCORE, Against.LIMIT, agreed, (Mark(Level.CAUTION, agreed, above=True),)
    )
    if alert.code == "p1-above-limit":
        return (limit,)
    usual = _number(alert, "usual_during")
    mark = Mark(Level.ALERT, usual + limits.P1.above_median, above=True)
    return limit, Compared(score, Unit.SCORE, Against.USUAL, usual, (mark,))


def _morning(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    baseline, score = _number(alert, "baseline"), _number(alert, "score")
    if alert.rule is Rule.C1:
        border = max(baseline + limits.C1.rise, limits.C1.least_score)
    elif alert.code == "p2-high" or baseline >= limits.P2.high_baseline:
        border = baseline + limits.P2.high_rise
    else:
        border = max(baseline + limits.P2.rise, limits.P2.least_score)
    mark = Mark(alert.level, border, above=False)
    return (Compared(score, Unit.SCORE, Against.USUAL, baseline, (mark,)),)


def _mornings(alert: Alert, limits: Thresholds) -> tuple[Compared, ...]:
    before = _number(alert, "before_mean")
    mark = Mark(Level.ALERT, before + limits.P3.rise, above=False)
    mean = _number(alert, "week_mean")
    return (Compared(mean, Unit.MEAN_SCORE, Against.WEEK_BEFORE, before, (mark,)),)


_BY_RULE: Final[dict[Rule, Callable[[Alert, Thresholds], tuple[Compared, ...]]]] = {
    Rule.S1: _outing,
    Rule.S1B: _first_run,
    Rule.S1W: _outing,
    Rule.S2: _day,
    Rule.S3: _upright,
    Rule.S4: _week,
    Rule.P1: _during,
    Rule.P2: _morning,
    Rule.P3: _mornings,
    Rule.C1: _morning,
}
