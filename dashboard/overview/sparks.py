"""A runner's state drawn small: the figures and sparklines of one row, each also in words."""

import math
from collections.abc import Sequence

from dashboard.charting import sparkline
from dashboard.frame.palette import INK, LEVEL_COLOURS, css
from dashboard.present import week_sum
from plantar.alert import Family, Level
from plantar.runner import Runner
from plantar.state import State
from plantar.words.catalogue import NO_NUMBER, Words


def speaks_of_load(state: State) -> bool:
    """Whether a load rule speaks, loudly enough to colour a figure of load."""
    return any(
        alert.rule.family is Family.LOAD and alert.level >= Level.CAUTION for alert in state.reasons
    )


def _colour(state: State) -> str:
    return css(LEVEL_COLOURS[state.level] if speaks_of_load(state) else INK)


def ratio_number(state: State | None, words: Words) -> str:
    """The ratio as a number; empty where there is none."""
    if state is None or state.ratio is None:
        return ""
    return f"{words.number(state.ratio.ratio, 2)}×"


def ratio_svg(state: State | None) -> str:
    """The ratio on its scale; empty where there is none."""
    if state is None or state.ratio is None or state.ratio.ratio is None:
        return ""
    return sparkline.bullet(state.ratio.ratio, _colour(state))


def pain_number(state: State | None, words: Words) -> str:
    """The last morning's score; a dash where there was none."""
    if state is None or state.morning_pain is None:
        return NO_NUMBER
    return words.number(state.morning_pain)


def load_svg(state: State, words: Words) -> str:
    """Six weeks of load, with the usual band and the 7-day mean."""
    band = None
    if state.band_low_wse is not None and state.band_high_wse is not None:
        band = (state.band_low_wse, state.band_high_wse)
    missing = sum(math.isnan(day) for day in state.load_spark)
    label = words.say(
        "Daily load of {days} days, {missing} without a figure; last 7-day mean {acute} step "
        "equivalents, usual {usual}; this week {sum}",
        days=len(state.load_spark),
        missing=missing,
        acute=words.about(_last(state.acute_spark)),
        usual=words.about(state.usual_wse),
        sum=week_sum(state, words) or NO_NUMBER,
    )
    return sparkline.load(state.load_spark, state.acute_spark, band, _colour(state), label)


def pain_svg(runner: Runner, state: State, words: Words) -> str:
    """Six weeks of mornings, with the agreed limit."""
    label = words.say(
        "Morning pain of {days} days on a scale of 0 to 10, last {score}",
        days=len(state.pain_spark),
        score=words.number(_last(state.pain_spark)),
    )
    return sparkline.pain(state.pain_spark, runner.pain_limit, label)


def _last(series: Sequence[float]) -> float | None:
    return next((value for value in reversed(series) if not math.isnan(value)), None)
