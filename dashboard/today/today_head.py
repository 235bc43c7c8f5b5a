"""How somebody stands today, in one headline and one sentence: facts, and nothing to do.

The rules decide, and nothing here does: the state that the overview lists and that messages tell
from is put in words, so that no page says another thing. Pain goes before load: whoever has a
painful morning does not read of a quiet week first.
"""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from dashboard import present
from plantar.alert import Alert
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.which_first import pain_first
from plantar.words import sentences
from plantar.words.catalogue import Words


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top; texts are plain, not yet escaped."""

    attention: Attention  # the same as on the overview: its mark
    title: str
    sentence: str
    more: tuple[str, ...] = ()  # what else was said, in a few words each
    alert: Alert | None = None  # what the title tells of: one may ask why


def head(
    runner: Runner, state: State | None, today: date, words: Words, *, sees_load: bool = True
) -> Head:
    """The headline of a runner's own page, for whoever may see their load or not."""
    if not sees_load and (state is None or not state.reasons):
        # Without load nothing says that it is quiet, nor that nothing was measured.
        title, why = words.say("No rule of pain spoke"), words.say("Load is not shared with you.")
        return Head(Attention.NO_DATA, title, why)
    if state is None:
        return Head(Attention.NO_DATA, _nothing_yet(words), _pain_already(words))
    match state.attention:
        case Attention.CALL_TODAY | Attention.LOOK_THIS_WEEK:
            return _spoken(state, words)
        case Attention.NO_DATA:
            return _without_data(runner, state, today, words)
        case Attention.BUILDING:
            why = "" if state.ratio is None else sentences.no_ratio(state.ratio, words)
            title = _begun(why) or words.say("There is no usual load to compare with yet.")
            quiet = words.say("No rule spoke.")
            meanwhile = words.say("A week is compared once enough days are measured.")
            return Head(state.attention, title, f"{quiet} {meanwhile}")
        case Attention.QUIET:
            title = words.say("No rule spoke")
            return Head(state.attention, title, present.week_sentence(state, words))
        case _:
            assert_never(state.attention)


def _spoken(state: State, words: Words) -> Head:
    first, *others = pain_first(state.reasons)
    is_loud = state.attention is Attention.CALL_TODAY
    strength = words.say("strong alert") if is_loud else words.say("alert")
    more = [strength, *(sentences.reason(alert, words) for alert in others)]
    if state.since is not None:
        more.append(words.say("since {day}", day=words.date(state.since, "weekday")))
    return Head(
        state.attention,
        sentences.reason(first, words),
        sentences.sentence(first, words),
        tuple(more),
        first,
    )


def _without_data(runner: Runner, state: State, today: date, words: Words) -> Head:
    if state.last_data_at is None:
        return Head(state.attention, _nothing_yet(words), _pain_already(words))
    silent = (today - runner.days.day_of(state.last_data_at)).days
    title = words.plural("No data for {n} day", "No data for {n} days", silent)
    return Head(state.attention, title, present.no_data_sentence(runner, state, words))


def _nothing_yet(words: Words) -> str:
    return words.say("Nothing measured yet")


def _pain_already(words: Words) -> str:
    return words.say(
        "Pain can be told from the first day. Load appears here as soon as a sensor, a watch or a "
        "file brings it in: your kinesist sees to that."
    )


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
