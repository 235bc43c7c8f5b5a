"""Thresholds in words: what each of them is of, its unit, and the values one can choose from."""

from collections.abc import Sequence
from typing import Final

from plantar.alert import Rule
from plantar.plan import BOUNDS, OVERRIDABLE
from plantar.words.catalogue import Words, mark
from processing.rules.thresholds import Thresholds

#: What each rule is about.
RULES: Final = {
    Rule.S1: mark("one run beyond the longest of a month"),
    Rule.S1B: mark("first run after a pause"),
    Rule.S1W: mark("one walk beyond the longest of a month"),
    Rule.S2: mark("a day above the highest of a month"),
    Rule.S3: mark("a day longer on the feet"),
    Rule.S4: mark("a week above the three before"),
    Rule.P1: mark("pain during load above the limit"),
    Rule.P2: mark("morning pain up after a day"),
    Rule.P3: mark("morning pain up from week to week"),
    Rule.C1: mark("a jump, then morning pain up"),
}
#: What each threshold is, with its unit.
FIELDS: Final = {
    "caution_ratio": mark("look this week: above (× the reference)"),
    "alert_ratio": mark("call today: above (× the reference)"),
    "least_extra_km": mark("at least so much more (km)"),
    "least_extra_min": mark("at least so much more (min)"),
    "least_extra_steps": mark("at least so many steps more"),
    "pause_days": mark("a pause from (days)"),
    "caution_extra_min": mark("look this week: from so much more (BW·min)"),
    "alert_extra_min": mark("call today: from so much more (BW·min)"),
    "load_ratio": mark("load: week over the three before, above (×)"),
    "load_ceiling": mark("load: week over the highest of them, above (×)"),
    "upright_ratio": mark("time on feet: week over the three before, above (×)"),
    "upright_ceiling": mark("time on feet: week over the highest of them, above (×)"),
    "quiet_days": mark("speaks once in (days)"),
    "above_median": mark("call today: from so much above usual (points)"),
    "rise": mark("a rise from (points)"),
    "least_score": mark("at a score from (0–10)"),
}
#: By the last word of a field: the first value one can choose, the last, and the step between.
STEPS: Final = {
    "ratio": (1.05, 3.0, 0.05),
    "ceiling": (1.0, 2.0, 0.05),
    "km": (0.0, 10.0, 0.5),
    "min": (0.0, 300.0, 10.0),
    "steps": (0.0, 10_000.0, 500.0),
    "days": (2.0, 42.0, 1.0),
    "rise": (0.5, 6.0, 0.5),
    "median": (0.5, 6.0, 0.5),
    "score": (0.0, 10.0, 1.0),
}
TWO_DECIMALS: Final = ("ratio", "ceiling")

Threshold = tuple[Rule, str]
ALL: Final[tuple[Threshold, ...]] = tuple(
    (rule, field) for rule in Rule for field in OVERRIDABLE[rule]
)


def named(threshold: Threshold, words: Words) -> str:
    """A threshold with its rule, as one line."""
    rule, field = threshold
    return f"{rule.value} · {words.say(FIELDS[field])}"


def written(threshold: Threshold, value: float | None, words: Words) -> str:
    """A value as this language writes it."""
    if _kind(threshold) in TWO_DECIMALS:
        return words.number(value, 2)
    return words.number(value, 0 if value is None or value.is_integer() else 1)


def choices(threshold: Threshold, *known: float) -> Sequence[float]:
    """What one can choose from: steps within the bounds, and the values that are there already."""
    first, last, step = STEPS[_kind(threshold)]
    low, high = BOUNDS[_kind(threshold)]
    count = round((last - first) / step) + 1
    found = {round(first + n * step, 4) for n in range(count)} | {float(one) for one in known}
    return sorted(one for one in found if low <= one <= high)


def value_of(thresholds: Thresholds, threshold: Threshold) -> float:
    """One of the thresholds that are in force."""
    rule, field = threshold
    return float(getattr(getattr(thresholds, rule.value), field))


def _kind(threshold: Threshold) -> str:
    return threshold[1].rsplit("_", 1)[-1]
