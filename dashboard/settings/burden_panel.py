"""What the last four weeks would have brought, beside the thresholds that one looks at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

import streamlit as st

from plantar.alert import Alert
from plantar.clinic import ClinicThreshold
from plantar.plan import RuleOverride
from plantar.runner import Runner
from plantar.store import Store
from plantar.words.catalogue import Words
from processing.burden import (
    COUNTED_DAYS,
    Burden,
    Recent,
    Tried,
    hangs_on,
    spoken,
    together,
    told_by,
)
from processing.recents import recents
from processing.written import Message

#: Days between the dates under the bars.
WEEK_DAYS = 7
#: Runners who are named where a setting changes what is told of them.
NAMED = 8
#: What is kept in memory: the last weeks of so many runners, and so many answers about them.
RUNNERS_KEPT, ANSWERS_KEPT = 2_000, 100_000
#: Runners who are asked about at once: so often it is looked at who asks, and told how far it is.
AT_ONCE = 50

#: Told how far it is, from 0 to 1.
Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What does not hang on the threshold that is tried, and what was answered already.

    The key names when the runner was computed, so that nothing old is ever found. Only runners
    whose load and pain are both seen are asked about, so that it is the same for everybody.
    """

    recents: dict[Any, Recent] = field(default_factory=dict)
    spoken: dict[Any, tuple[Alert, ...]] = field(default_factory=dict)
    answers: dict[Any, tuple[Message, ...]] = field(default_factory=dict)


@st.cache_resource(show_spinner=False)
def kept() -> Kept:
    """One for all sessions."""
    return Kept()


def compared(
    store: Store,
    runners: Sequence[Runner],
    tried: tuple[Tried, ...],
    *,
    own: Sequence[RuleOverride] | None,
    now: datetime,
    tell: Tell,
) -> tuple[Burden, Burden]:
    """The burden of these runners as it is, and as it would be; load and pain of each are seen.

    `own` are the thresholds of the one runner there is, where they were just read: what was agreed
    a moment ago counts before it is computed.
    """
    practice = tuple(store.clinic_thresholds())
    computed = {state.runner_id: state.computed_at for state in store.states()}
    before: dict[str, tuple[Message, ...]] = {}
    after: dict[str, tuple[Message, ...]] = {}
    everybody = []
    for begin in range(0, len(runners), AT_ONCE):
        tell(begin / len(runners))
        some = runners[begin : begin + AT_ONCE]
        known = _recents(store, some, computed, now)
        if own is not None:
            agreed = tuple(own)
            known = [
                replace(one, evidence=replace(one.evidence, overrides=agreed)) for one in known
            ]
        for runner, one in zip(some, known, strict=True):
            everybody.append(one)
            version = (runner, computed.get(runner.id))
            before[runner.id] = _told(one, version, practice, ())
            after[runner.id] = (
                _told(one, version, practice, tried) if hangs_on(one, tried) else before[runner.id]
            )
    return together(everybody, before), together(everybody, after)


def panel(
    is_now: Burden,
    would_be: Burden,
    names: Mapping[str, str],
    today: date,
    words: Words,
    *,
    of_practice: bool,
) -> str:
    """The messages a week as one would have it, its days, and whose it changes.

    `of_practice` says that the threshold would hold for others too than those who are counted.
    """
    counts = words.say(
        "as it is now: {week} a week · per runner in 30 days: {month}, now {before}",
        week=words.number(is_now.a_week, 1),
        month=words.number(would_be.a_runner_month, 1),
        before=words.number(is_now.a_runner_month, 1),
    )
    title = words.say("What this would have brought")
    no_claim = words.say(
        "Does not predict injury: it only says how often load or pain rose faster than somebody "
        "is used to."
    )
    return (
        f'<div class="side burden"><h2>{escape(title)}</h2>'
        f"<p>{in_short(would_be, words)}</p>"
        f'<p class="muted">{escape(counts)}</p>{_bars(would_be, today, words)}'
        f"{_differing(is_now, would_be, names, words)}"
        f"{_counted(words, of_practice=of_practice)}"
        f'<p class="muted">{escape(no_claim)}</p></div>'
    )


def _counted(words: Words, *, of_practice: bool) -> str:
    """How it was counted, for who asks."""
    said = [
        words.say(
            "The 28 days up to yesterday, by today’s thresholds: the same rules, episodes and "
            "messages as the real ones. Nothing was sent."
        )
    ]
    if of_practice:
        said.append(
            words.say(
                "Counted over the runners whose load and pain you may see; the threshold holds "
                "for everybody in the practice."
            )
        )
    told = "".join(f'<p class="muted">{escape(one)}</p>' for one in said)
    title = escape(words.say("How this is counted"))
    return f"<details><summary>{title}</summary>{told}</details>"


def in_short(burden: Burden, words: Words) -> str:
    """The messages a week of everybody, in one line."""
    whom = words.plural("{n} runner", "{n} runners", len(burden.runner_days))
    a_week = words.say("messages a week, {whom}", whom=whom)
    week = words.number(burden.a_week, 1)
    return f'<span class="big">{escape(week)}</span> {escape(a_week)}'


def _bars(burden: Burden, today: date, words: Words) -> str:
    """Messages of each of the days, drawn as high as they are many, with a date under each week."""
    days = [today - timedelta(days=back) for back in range(COUNTED_DAYS, 0, -1)]
    counts = burden.by_day
    most = max((counts.get(day, 0) for day in days), default=0)
    if not most:
        return ""
    bars = "".join(
        f'<i style="height:{100 * counts.get(day, 0) / most:.0f}%" '
        f'title="{escape(words.date(day, "weekday"))}: {counts.get(day, 0)}"></i>'
        for day in days
    )
    label = words.say(
        "messages a day, {first} to {last}; most on one day: {n}",
        first=words.date(days[0], "long"),
        last=words.date(days[-1], "long"),
        n=most,
    )
    weeks = "".join(f"<span>{escape(words.date(day))}</span>" for day in days[::WEEK_DAYS])
    return (
        f'<div class="plot" role="img" aria-label="{escape(label)}">'
        f'<div class="scale"><span>{most}</span><span>0</span></div>'
        f'<div class="bars">{bars}</div><div class="weeks">{weeks}</div></div>'
        f'<p class="muted">{escape(label[:1].upper() + label[1:])}</p>'
    )


def _differing(is_now: Burden, would_be: Burden, names: Mapping[str, str], words: Words) -> str:
    differing = would_be.differs_from(is_now)
    if not differing:
        nobody = words.say("Nobody would have been told otherwise.")
        return f"<p>{escape(nobody)}</p>"
    rows = "".join(
        f"<tr><th>{escape(names.get(one, one))}</th>"
        f"<td>{len(is_now.messages.get(one, ()))} → {len(would_be.messages.get(one, ()))}</td></tr>"
        for one in differing[:NAMED]
    )
    head = words.plural(
        "{n} runner would have been told otherwise: messages in 28 days, now → then",
        "{n} runners would have been told otherwise: messages in 28 days, now → then",
        len(differing),
    )
    more = len(differing) - NAMED
    rest = words.say("and {n} more", n=more) if more > 0 else ""
    tail = f'<p class="muted">{escape(rest)}</p>' if rest else ""
    return f"<p>{escape(head)}</p><table>{rows}</table>{tail}"


def _recents(
    store: Store, runners: Sequence[Runner], computed: Mapping[str, datetime], now: datetime
) -> list[Recent]:
    """The last weeks of each of these; those that are not known are read together."""
    memory = kept().recents
    keys = [(one, computed.get(one.id), one.days.day_of(now)) for one in runners]
    found = {key: memory[key] for key in keys if key in memory}
    new = [key for key in keys if key not in found]
    if new:
        read = recents(store, [runner for runner, _, _ in new], now=now)
        _make_room(memory, RUNNERS_KEPT)
        for key, one in zip(new, read, strict=True):
            memory[key] = found[key] = one
    return [found[key] for key in keys]


def _told(
    known: Recent,
    version: tuple[Runner, datetime | None],
    practice: tuple[ClinicThreshold, ...],
    tried: tuple[Tried, ...],
) -> tuple[Message, ...]:
    memory = kept().answers
    settings = tuple((type(one), one.rule, one.field, one.value) for one in tried)
    key = (version, known.today, known.evidence.overrides, practice, settings)
    if key not in memory:
        _make_room(memory, ANSWERS_KEPT)
        now = _spoken(known, version, practice)
        said = spoken(known, practice, tried, before=now) if tried else now
        memory[key] = told_by(known, said)
    return memory[key]


def _spoken(
    known: Recent,
    version: tuple[Runner, datetime | None],
    practice: tuple[ClinicThreshold, ...],
) -> tuple[Alert, ...]:
    """What the rules say as it is: of every threshold that is tried, most of it stays."""
    memory, key = kept().spoken, (version, known.today, known.evidence.overrides, practice)
    if key not in memory:
        _make_room(memory, RUNNERS_KEPT)
        memory[key] = spoken(known, practice)
    return memory[key]


def _make_room(memory: dict[Any, Any], most: int) -> None:
    """Forget everything where there is too much of it: it is made again."""
    if len(memory) >= most:
        memory.clear()
