"""From records to what a list shows: rows, groups and sentences. Nothing here touches a screen."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, assert_never

from dashboard import answered, marks, sparkline
from dashboard.authors import NO_NAMES
from dashboard.palette import INK, LEVEL_COLOURS, css
from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.load import Method
from plantar.measured import SourceClass
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.words import pain_refusals, sentences
from plantar.words.catalogue import NO_NUMBER, Words, mark
from processing.overview import SILENT_HOURS
from processing.rehab.relapse import TOLD_DAYS, Month, month_of

#: The groups of the overview, in the order in which they are read.
GROUPS: Final = {
    "call-today": mark("Call today"),
    "look-this-week": mark("Look this week"),
    "quiet": mark("Quiet"),
    "no-data": mark("No data"),
}
EVERYBODY = "everybody"
NO_EPISODES: Final[Mapping[str, Sequence[Episode]]] = MappingProxyType({})
WEEK_DAYS = 7
HUNDRED = 100

METHODS: Final = {
    Method.UNCOUPLED: mark("7 days over the 21 days before, uncoupled"),
    Method.COUPLED: mark("7 days over 28 days, coupled"),
    Method.EWMA: mark("exponentially weighted, 7 over 28 days"),
    Method.EWMA_SEED: mark("exponentially weighted from the first day, 7 over 28 days"),
}
SOURCES: Final = {
    SourceClass.INSOLE: mark("pressure insole"),
    SourceClass.WATCH: mark("watch, load estimated from steps"),
    SourceClass.DAY_TOTALS: mark("daily steps, load estimated"),
    SourceClass.SESSIONS: mark("sessions only, load estimated"),
}
SOURCES_SHORT: Final = {
    SourceClass.INSOLE: mark("insole"),
    SourceClass.WATCH: mark("watch"),
    SourceClass.DAY_TOTALS: mark("daily steps"),
    SourceClass.SESSIONS: mark("sessions only"),
}
SIDES: Final = pain_refusals.SIDES
MOMENTS: Final = pain_refusals.MOMENTS


@dataclass(frozen=True, slots=True)
class Row:
    """One runner as the overview shows them; texts are plain, not yet escaped."""

    runner_id: str
    name: str
    side: str
    group: str  # a key of GROUPS
    mark: str  # SVG
    status: str  # the mark in words
    why: str
    details: tuple[str, ...]
    loud: bool  # a rule spoke, or data stopped
    load_svg: str
    ratio: str  # empty when there is none
    ratio_words: str
    ratio_svg: str
    week: str  # what it adds up to, and in how many days; empty when nothing was measured
    pain: str
    pain_svg: str
    source: str
    coverage: str
    seen: str
    stale: bool  # no data for so long that nothing else can be trusted
    order: tuple[int, bool, int, float, str]
    month: Month | None = None  # the first steps of four weeks
    may_be_relapse: bool = False  # whether the diary is worth reading for it


def rows(
    runners: Iterable[Runner],
    states: Iterable[State],
    names: Mapping[str, str],
    words: Words,
    now: datetime,
    *,
    episodes: Mapping[str, Sequence[Episode]] = NO_EPISODES,
    authors: Mapping[str, str] = NO_NAMES,
    own: Mapping[str, Collection[str]] = answered.NOBODYS,
) -> list[Row]:
    """Every runner as a row, those who need attention first; who was answered comes after."""
    known = {state.runner_id: state for state in states}
    found = [
        _with_answers(
            _row(runner, known.get(runner.id), names.get(runner.id, runner.id), words, now),
            answered.in_overview(episodes.get(runner.id, ()), runner, now, words, authors),
            answered=answered.all_answered(
                episodes.get(runner.id, ()), now, own.get(runner.id, ())
            ),
        )
        for runner in runners
    ]
    return sorted(found, key=lambda row: row.order)


def _with_answers(row: Row, told: tuple[str, ...], *, answered: bool) -> Row:
    """The row with what was answered to its episodes, in the why cell."""
    group, _, reasons, since, name = row.order
    order = (group, answered, reasons, since, name)
    return replace(row, details=(*row.details, *told), order=order)


def counts(found: Sequence[Row]) -> dict[str, int]:
    """How many rows each group holds, and all of them together."""
    per_group = {group: sum(row.group == group for row in found) for group in GROUPS}
    return {EVERYBODY: len(found), **per_group}


def matching(found: Sequence[Row], text: str) -> list[Row]:
    """The rows whose name or id holds that text."""
    wanted = text.strip().casefold()
    return [row for row in found if wanted in f"{row.name} {row.runner_id}".casefold()]


def group_of(attention: Attention) -> str:
    """The group a runner is listed in; who has no usual yet is quiet."""
    match attention:
        case Attention.CALL_TODAY | Attention.LOOK_THIS_WEEK | Attention.NO_DATA | Attention.QUIET:
            return attention.value
        case Attention.BUILDING:
            return Attention.QUIET.value
        case _:
            assert_never(attention)


def ratio_words(state: State, words: Words) -> str:
    """How the week compares, or why that cannot be said."""
    ratio = state.ratio
    if ratio is None:
        return words.say("no figure")
    if ratio.ratio is None:
        return sentences.no_ratio(ratio, words)
    percent = round((ratio.ratio - 1) * HUNDRED)
    if percent > 0:
        return words.say("{percent}% above usual", percent=percent)
    if percent < 0:
        return words.say("{percent}% below usual", percent=-percent)
    return words.say("as usual")


def status_sentence(runner: Runner, state: State | None, words: Words) -> str:
    """The state of a runner in one or two sentences: the text version of their page."""
    if state is None:
        return words.say("Nothing has been measured or computed yet.")
    if state.attention is Attention.NO_DATA:
        return no_data_sentence(runner, state, words)
    said = [sentences.sentence(alert, words) for alert in leading(state.reasons)]
    if not said:
        said = [week_sentence(state, words), words.say("No rule spoke.")]
    return " ".join(said)


def no_data_sentence(runner: Runner, state: State, words: Words) -> str:
    """That there is nothing to go by, and since when."""
    if state.last_data_at is None:
        return words.say("Nothing has been measured yet.")
    return words.say(
        "No data since {day}: nothing can be said about this week.",
        day=words.date(runner.days.day_of(state.last_data_at), "weekday"),
    )


def leading(reasons: Sequence[Alert]) -> list[Alert]:
    """The first reason of each family, strongest first."""
    first: dict[Family, Alert] = {}
    for alert in reasons:
        first.setdefault(alert.rule.family, alert)
    return list(first.values())


def coverage_words(state: State, words: Words) -> str:
    """How much of the week was measured."""
    if state.coverage is None:
        share = words.say("coverage unknown")
    else:
        share = words.say("{percent}% of wear", percent=round(state.coverage * HUNDRED))
    days = words.say("{n} of {week} days", n=state.worn_days, week=WEEK_DAYS)
    return f"{days} · {share}"


def sum_words(total_wse: float, worn_days: int, words: Words) -> str:
    """What a week adds up to, and the days it rests on: they stand beside every mean."""
    return words.say(
        "{sum} WSE in {n} of {week} days", sum=words.about(total_wse), n=worn_days, week=WEEK_DAYS
    )


def week_sum(state: State, words: Words) -> str:
    """What the week of a state adds up to; empty when nothing of it was measured."""
    if state.week_sum_wse is None:
        return ""
    return sum_words(state.week_sum_wse, state.worn_days, words)


def week_sentence(state: State, words: Words) -> str:
    """How the week of a state compares with the three before it, by its numbers."""
    ratio = state.ratio
    if ratio is None or ratio.ratio is None or ratio.acute is None or ratio.chronic is None:
        why = "" if ratio is None else sentences.no_ratio(ratio, words)
        if not why:
            return words.say("There is no usual load to compare with yet.")
        return words.say("This week cannot be compared yet: {why}.", why=why)
    return words.say(
        "This week: {compared}: {acute} step equivalents a day, usually {chronic}; {sum}.",
        compared=ratio_words(state, words),
        acute=words.about(ratio.acute),
        chronic=words.about(ratio.chronic),
        sum=week_sum(state, words),
    )


def _row(runner: Runner, state: State | None, name: str, words: Words, now: datetime) -> Row:
    attention = Attention.NO_DATA if state is None else state.attention
    group = group_of(attention)
    loud = attention not in (Attention.QUIET, Attention.BUILDING)
    why, details = _why(runner, state, words)
    position = list(GROUPS).index(group)
    reasons = () if state is None else state.reasons
    since = state.since.toordinal() if state is not None and state.since is not None else 0
    has_ratio = state is not None and state.ratio is not None and state.ratio.ratio is not None
    return Row(
        runner_id=runner.id,
        name=name,
        side=words.say(SIDES[runner.side]) if runner.side is not None else "",
        group=group,
        mark=marks.mark(attention),
        status=words.say(GROUPS[group]),
        why=why,
        details=details,
        loud=loud,
        load_svg="" if state is None else _load_svg(state, words),
        ratio=_ratio_number(state, words) if has_ratio else "",
        ratio_words="" if state is None else ratio_words(state, words),
        ratio_svg=_ratio_svg(state) if has_ratio else "",
        week="" if state is None else week_sum(state, words),
        pain=_pain_number(state, words),
        pain_svg="" if state is None else _pain_svg(runner, state, words),
        source=_source(state, words),
        coverage="" if state is None else coverage_words(state, words),
        seen=_seen(state, words, now),
        stale=state is None or _is_stale(state, now),
        order=(position, False, -len(leading(reasons)), -since, name.casefold()),
        month=None if state is None else _month(state),
        may_be_relapse=state is not None and _may_be_relapse(runner, state),
    )


def _month(state: State) -> Month:
    """The last four weeks of mornings, from the row that the list is drawn from."""
    mornings = {
        state.as_of - timedelta(days=ago): round(score)
        for ago, score in enumerate(reversed(state.pain_spark))
        if not math.isnan(score)
    }
    return month_of(mornings, state.as_of)


def _may_be_relapse(runner: Runner, state: State) -> bool:
    """Whether something in the row may be pain that came back; most rows have none."""
    if any(alert.rule is Rule.P3 for alert in state.reasons):
        return True
    limit, month = runner.pain_limit, state.pain_spark[-TOLD_DAYS:]
    return limit is not None and any(score > limit for score in month)


def _why(runner: Runner, state: State | None, words: Words) -> tuple[str, tuple[str, ...]]:
    if state is None:
        return words.say("Nothing measured yet"), ()
    if state.attention is Attention.NO_DATA:
        return words.say("No data"), (no_data_sentence(runner, state, words),)
    if not state.reasons:
        return words.say("No rule spoke"), ()
    first, *others = leading(state.reasons)
    details = [sentences.numbers(first, words)]
    if first.day != state.as_of:  # the numbers are those of the day it spoke about
        details = [f"{details[0]} · {words.date(first.day, 'short')}"]
    details += [sentences.reason(alert, words) for alert in others]
    if state.since is not None:
        details.append(words.say("since {day}", day=words.date(state.since, "weekday")))
    return sentences.reason(first, words), tuple(details)


def speaks_of_load(state: State) -> bool:
    """Whether a load rule speaks, loudly enough to colour a figure of load."""
    return any(
        alert.rule.family is Family.LOAD and alert.level >= Level.CAUTION for alert in state.reasons
    )


def _colour(state: State) -> str:
    return css(LEVEL_COLOURS[state.level] if speaks_of_load(state) else INK)


def _ratio_number(state: State | None, words: Words) -> str:
    if state is None or state.ratio is None:
        return ""
    return f"{words.number(state.ratio.ratio, 2)}×"


def _ratio_svg(state: State | None) -> str:
    if state is None or state.ratio is None or state.ratio.ratio is None:
        return ""
    return sparkline.bullet(state.ratio.ratio, _colour(state))


def _pain_number(state: State | None, words: Words) -> str:
    if state is None or state.morning_pain is None:
        return NO_NUMBER
    return words.number(state.morning_pain)


def _load_svg(state: State, words: Words) -> str:
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


def _pain_svg(runner: Runner, state: State, words: Words) -> str:
    label = words.say(
        "Morning pain of {days} days on a scale of 0 to 10, last {score}",
        days=len(state.pain_spark),
        score=words.number(_last(state.pain_spark)),
    )
    return sparkline.pain(state.pain_spark, runner.pain_limit, label)


def _source(state: State | None, words: Words) -> str:
    if state is None or state.source_class is None:
        return words.say("no source")
    return words.say(SOURCES_SHORT[state.source_class])


def _seen(state: State | None, words: Words, now: datetime) -> str:
    if state is None or state.last_data_at is None:
        return words.say("never")
    return words.ago(now - state.last_data_at)


def _is_stale(state: State, now: datetime) -> bool:
    if state.last_data_at is None:
        return True
    return now - state.last_data_at > timedelta(hours=SILENT_HOURS)


def _last(series: Sequence[float]) -> float | None:
    return next((value for value in reversed(series) if not math.isnan(value)), None)
