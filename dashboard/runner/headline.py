"""How a runner stands in two sentences at most: facts with their numbers, and of which day."""

from dashboard import present
from plantar.alert import Alert, Rule
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.which_first import jump_beside_pain
from plantar.words import sentences
from plantar.words.catalogue import Words


def headline(runner: Runner, state: State | None, words: Words) -> str:
    """The state of a runner; from the same reasons as their line in the overview."""
    if state is None or state.attention is Attention.NO_DATA or not state.reasons:
        return present.status_sentence(runner, state, words)
    said = [_fact(alert, state, words) for alert in jump_beside_pain(state.reasons)]
    if len(said) == 1 and (week := _week(state, words)):
        said.append(week)
    return " ".join(said)


def _fact(alert: Alert, state: State, words: Words) -> str:
    reason, numbers = sentences.reason(alert, words), sentences.numbers(alert, words)
    if alert.day == state.as_of:
        return words.say("{reason}: {numbers}.", reason=reason, numbers=numbers)
    day = words.date(alert.day, "weekday")
    return words.say("{reason}: {numbers} ({day}).", reason=reason, numbers=numbers, day=day)


def _week(state: State, words: Words) -> str:
    ratio = state.ratio
    if ratio is None or ratio.ratio is None:
        return ""
    if any(alert.rule is Rule.S4 for alert in state.reasons):
        return ""  # said already, by the rule
    return words.say("This week: {compared}.", compared=present.ratio_words(state, words))
