"""Every rule in one or two sentences, with the thresholds that are in force."""

from collections.abc import Callable
from typing import Final

from dashboard.settings.threshold_words import FIELDS
from plantar.alert import Rule
from plantar.plan import OVERRIDABLE
from plantar.words.catalogue import Words
from processing.rules.thresholds import Thresholds

TWO = 2


def in_words(rule: Rule, limits: Thresholds, words: Words) -> str:
    """What the rule compares, and from where on it says what."""
    return _BY_RULE[rule](limits, words)


def fields(rule: Rule, words: Words) -> list[tuple[str, str]]:
    """The thresholds of a rule that may be set, with their words."""
    return [(field, words.say(FIELDS[field])) for field in OVERRIDABLE[rule]]


def _s1(limits: Thresholds, words: Words) -> str:
    one = limits.S1
    return words.say(
        "One run more than {caution} times as long as the longest of the {window} days before, and "
        "at least {km} km (without a distance: {min} min) longer, says: look this week. More than "
        "{alert} times says: call today. On a day with a plan the runs are held against the plan.",
        caution=_times(one.caution_ratio, words),
        alert=_times(one.alert_ratio, words),
        window=one.window_days,
        km=one.least_extra_km,
        min=one.least_extra_min,
    )


def _s1b(limits: Thresholds, words: Words) -> str:
    return words.say(
        "The first run after {days} days or more without one is told. It raises nothing.",
        days=limits.S1b.pause_days,
    )


def _s1w(limits: Thresholds, words: Words) -> str:
    one = limits.S1w
    return words.say(
        "One walk more than {caution} times as long as the longest of the {window} days before, "
        "and at least {km} km (without a distance: {steps} steps) longer, says: look this week.",
        caution=_times(one.caution_ratio, words),
        window=one.window_days,
        km=one.least_extra_km,
        steps=one.least_extra_steps,
    )


def _s2(limits: Thresholds, words: Words) -> str:
    one = limits.S2
    return words.say(
        "A day with more than {caution} times the load of the highest of the {window} days before "
        "says: look this week. More than {alert} times says: call today. It takes {valid} days "
        "measured in full.",
        caution=_times(one.caution_ratio, words),
        alert=_times(one.alert_ratio, words),
        window=one.window_days,
        valid=one.valid_days,
    )


def _s3(limits: Thresholds, words: Words) -> str:
    one = limits.S3
    return words.say(
        "A day more than {caution} times as long on the feet as the longest of the {window} days "
        "before, and at least {min} BW·min longer, says: look this week. More than {alert} times "
        "and at least {much} BW·min longer says: call today.",
        caution=_times(one.caution_ratio, words),
        alert=_times(one.alert_ratio, words),
        window=one.window_days,
        min=one.caution_extra_min,
        much=one.alert_extra_min,
    )


def _s4(limits: Thresholds, words: Words) -> str:
    one = limits.S4
    return words.say(
        "A week with more than {load} times the daily load of the 3 weeks before, and more than "
        "{ceiling} times the highest of them, says: look this week; once in {days} days. For time "
        "on the feet: {upright} and {most} times. A week alone never says: call today.",
        load=_times(one.load_ratio, words),
        ceiling=_times(one.load_ceiling, words),
        days=one.quiet_days,
        upright=_times(one.upright_ratio, words),
        most=_times(one.upright_ceiling, words),
    )


def _p1(limits: Thresholds, words: Words) -> str:
    one = limits.P1
    return words.say(
        "Pain during load above the agreed limit, on {times} of the last 3 days with a score, "
        "says: look this week. Above the limit, and more than {points} points above the usual "
        "score of {days} days, says: call today. Without an agreed limit it says nothing.",
        times=one.cautions_of_three,
        points=one.above_median,
        days=one.median_days,
    )


def _p2(limits: Thresholds, words: Words) -> str:
    one = limits.P2
    return words.say(
        "Morning pain of at least {least}/10, and at least {rise} points above the median of the 7 "
        "mornings before, says: look this week. Twice on 4 mornings, or within 48 hours of a jump "
        "in load, says: call today. From a usual of {high} on, {small} point on 3 mornings in a "
        "row is enough.",
        least=one.least_score,
        rise=one.rise,
        high=one.high_baseline,
        small=one.high_rise,
    )


def _p3(limits: Thresholds, words: Words) -> str:
    one = limits.P3
    return words.say(
        "The mean morning pain of 7 days at least {rise} points above that of the 7 days before "
        "says: call today. It takes {mornings} mornings with a score in both weeks.",
        rise=one.rise,
        mornings=one.least_mornings,
    )


def _c1(limits: Thresholds, words: Words) -> str:
    one = limits.C1
    return words.say(
        "A jump in load (one of the rules S1 to S4), and within 24 to 48 hours morning pain of at "
        "least {least}/10 and at least {rise} points above usual, says: call today.",
        least=one.least_score,
        rise=one.rise,
    )


def _times(ratio: float, words: Words) -> str:
    return words.number(ratio, TWO)


_BY_RULE: Final[dict[Rule, Callable[[Thresholds, Words], str]]] = {
    Rule.S1: _s1,
    Rule.S1B: _s1b,
    Rule.S1W: _s1w,
    Rule.S2: _s2,
    Rule.S3: _s3,
    Rule.S4: _s4,
    Rule.P1: _p1,
    Rule.P2: _p2,
    Rule.P3: _p3,
    Rule.C1: _c1,
}
