"""The last weeks of many runners as they were, and as they would be; what is reckoned is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import streamlit as st

from plantar.alert import Alert
from plantar.clinic import ClinicThreshold
from plantar.plan import RuleOverride
from plantar.runner import Runner
from plantar.store import Store
from processing.burden import (
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
