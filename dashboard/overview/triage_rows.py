"""The overview's rows: who is in which group, why, and in which order."""

import math
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, assert_never

from dashboard.access.authors import NO_NAMES
from dashboard.alerts import answered
from dashboard.frame import marks
from dashboard.overview import sparks
from dashboard.present import (
    SIDES,
    SOURCES_SHORT,
    coverage_words,
    no_data_sentence,
    ratio_words,
    week_sum,
)
from plantar.alert import Episode, Rule
from plantar.rehab import programme_on
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.store.things import StrengthWork
from plantar.which_first import of_each_family
from plantar.words import sentences, strength_sentences
from plantar.words.catalogue import Words, mark
from processing.overview import SILENT_HOURS
from processing.rehab.adherence import adherence_on
from processing.rehab.relapse import Month, may_have_come_back, month_of

#: The groups of the overview, in the order in which they are read.
GROUPS: Final = {
    "call-today": mark("Call today"),
    "look-this-week": mark("Look this week"),
    "quiet": mark("Quiet"),
    "no-data": mark("No data"),
}
EVERYBODY = "everybody"
NO_EPISODES: Final[Mapping[str, Sequence[Episode]]] = MappingProxyType({})


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
    today: date  # the runner's own
    told: tuple[str, ...] = ()  # what was answered, and what mornings say after the pain
    contact: str = ""  # when somebody last called or wrote
    work: str = ""  # the week of the programme that is in force
    exercises: str = ""  # done of planned; empty where no programme is
    exercises_words: str = ""
    few: bool = False  # fewer done than the runner's page leaves without a word
    month: Month | None = None  # the first steps of four weeks
    may_be_relapse: bool = False  # whether the diary is worth reading for it


@dataclass(frozen=True, slots=True)
class Entry:
    """One runner in the list, not drawn yet: of 500 a page shows 25."""

    runner: Runner
    state: State | None
    name: str
    episodes: Sequence[Episode]
    group: str  # a key of GROUPS
    order: tuple[int, bool, int, float, str]

    @property
    def runner_id(self) -> str:
        """Whose it is."""
        return self.runner.id


def listed(
    runners: Iterable[Runner],
    states: Iterable[State],
    names: Mapping[str, str],
    now: datetime,
    *,
    episodes: Mapping[str, Sequence[Episode]] = NO_EPISODES,
    own: Mapping[str, Collection[str]] = answered.NOBODYS,
) -> list[Entry]:
    """Everybody, those who need attention first; who was answered comes after."""
    known = {state.runner_id: state for state in states}
    found = []
    for runner in runners:
        state, stories = known.get(runner.id), episodes.get(runner.id, ())
        name = names.get(runner.id, runner.id)
        group = group_of(Attention.NO_DATA if state is None else state.attention)
        order = (
            list(GROUPS).index(group),
            answered.all_answered(stories, now, own.get(runner.id, ())),
            -len(of_each_family(() if state is None else state.reasons)),
            -state.since.toordinal() if state is not None and state.since is not None else 0,
            name.casefold(),
        )
        found.append(Entry(runner, state, name, stories, group, order))
    return sorted(found, key=lambda entry: entry.order)


def row(entry: Entry, words: Words, now: datetime, authors: Mapping[str, str] = NO_NAMES) -> Row:
    """A runner as the list shows them, with what was answered to their episodes."""
    drawn = _row(entry.runner, entry.state, entry.name, words, now)
    told = answered.in_overview(entry.episodes, entry.runner, now, words, authors)
    contact = answered.last_contact(entry.episodes)
    said = "" if contact is None else words.say("contact {day}", day=words.date(contact, "short"))
    return replace(drawn, told=told, contact=said)


def with_work(drawn: Row, work: StrengthWork | None, words: Words) -> Row:
    """The row with the strength work of 14 days; as it was where no programme was in force."""
    kept_to = None
    if work is not None:
        kept_to = adherence_on(drawn.today, work.programmes, work.sessions)
    if work is None or kept_to is None:
        return drawn
    programme = programme_on(work.programmes, drawn.today)
    week = "" if programme is None else words.say("week {n}", n=programme.week_on(drawn.today))
    planned = words.number(kept_to.prescribed, 0 if kept_to.prescribed.is_integer() else 1)
    return replace(
        drawn,
        work=week,
        exercises=f"{words.number(kept_to.done)} / {planned}",
        exercises_words=strength_sentences.adherence(kept_to.done, kept_to.prescribed, words),
        few=kept_to.is_noted,
    )


def counts(found: Sequence[Row | Entry]) -> dict[str, int]:
    """How many rows each group holds, and all of them together."""
    per_group = {group: sum(row.group == group for row in found) for group in GROUPS}
    return {EVERYBODY: len(found), **per_group}


def matching(found: Sequence[Entry], text: str) -> list[Entry]:
    """Those whose name or id holds that text, with or without its accents."""
    wanted = _plain(text.strip())
    if not wanted:
        return list(found)
    return [one for one in found if wanted in _plain(f"{one.name} {one.runner_id}")]


def _plain(text: str) -> str:
    """The text in small letters without accents: `Zoë` is found by `zoe`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def group_of(attention: Attention) -> str:
    """The group a runner is listed in; who has no usual yet is quiet."""
    match attention:
        case Attention.CALL_TODAY | Attention.LOOK_THIS_WEEK | Attention.NO_DATA | Attention.QUIET:
            return attention.value
        case Attention.BUILDING:
            return Attention.QUIET.value
        case _:
            assert_never(attention)


def _row(runner: Runner, state: State | None, name: str, words: Words, now: datetime) -> Row:
    attention = Attention.NO_DATA if state is None else state.attention
    group = group_of(attention)
    loud = attention not in (Attention.QUIET, Attention.BUILDING)
    why, details = _why(runner, state, words)
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
        load_svg="" if state is None else sparks.load_svg(state, words),
        ratio=sparks.ratio_number(state, words) if has_ratio else "",
        ratio_words="" if state is None else ratio_words(state, words),
        ratio_svg=sparks.ratio_svg(state) if has_ratio else "",
        week="" if state is None else week_sum(state, words),
        pain=sparks.pain_number(state, words),
        pain_svg="" if state is None else sparks.pain_svg(runner, state, words),
        source=_source(state, words),
        coverage="" if state is None else coverage_words(state, words),
        seen=_seen(state, words, now),
        stale=state is None or _is_stale(state, now),
        today=runner.days.day_of(now),
        month=None if state is None else _month(state),
        may_be_relapse=state is not None and _may_be_relapse(runner, state),
    )


def _month(state: State) -> Month:
    """The last four weeks of mornings, from the row that the list is drawn from."""
    return month_of(_mornings(state), state.as_of)


def _mornings(state: State) -> dict[date, int]:
    return {
        state.as_of - timedelta(days=ago): round(score)
        for ago, score in enumerate(reversed(state.pain_spark))
        if not math.isnan(score)
    }


def _may_be_relapse(runner: Runner, state: State) -> bool:
    """Whether something in the row may be pain that came back; most rows have none."""
    weeks = any(alert.rule is Rule.P3 for alert in state.reasons)
    since = state.as_of - timedelta(days=max(len(state.pain_spark), 1) - 1)
    return may_have_come_back(_mornings(state), since, state.as_of, runner.pain_limit, weeks=weeks)


def _why(runner: Runner, state: State | None, words: Words) -> tuple[str, tuple[str, ...]]:
    if state is None:
        return words.say("Nothing measured yet"), ()
    if state.attention is Attention.NO_DATA:
        return words.say("No data"), (no_data_sentence(runner, state, words),)
    if not state.reasons:
        return words.say("No rule spoke"), ()
    first, *others = of_each_family(state.reasons)
    numbers = [sentences.numbers(first, words)]
    if first.day not in (state.as_of, state.since):  # the numbers are those of the day it spoke of
        numbers.append(words.date(first.day, "short"))
    beside = [sentences.reason(alert, words) for alert in others]
    if state.since is not None:
        beside.append(words.say("since {day}", day=words.date(state.since, "weekday")))
    lines = (" · ".join(numbers), " · ".join(beside))
    return sentences.reason(first, words), tuple(line for line in lines if line)


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
