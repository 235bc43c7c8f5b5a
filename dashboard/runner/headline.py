"""How a runner stands in two sentences at most: facts with their numbers, and of which day."""

from collections.abc import Sequence

from dashboard import present
from plantar.alert import Alert, Family, Rule
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.words import sentences
from plantar.words.catalogue import Words


def headline(runner: Runner, state: State | None, words: Words) -> str:
    """The state of a runner; from the same reasons as their line in the overview."""
    if state is None or state.attention is Attention.NO_DATA or not state.reasons:
        return present.status_sentence(runner, state, words)
    said = [_fact(alert, state, words) for alert in _leading(state.reasons)]
    if len(said) == 1 and (week := _week(state, words)):
        said.append(week)
    return " ".join(said)


def _leading(reasons: Sequence[Alert]) -> list[Alert]:
    """The first reason of each family; of load the jump itself, and not that pain followed it."""
    found = present.leading(reasons)
    jumps = [one for one in reasons if one.rule.family is Family.LOAD and one.rule is not Rule.C1]
    if len(found) > 1 and jumps:
        found = [jumps[0] if one.rule is Rule.C1 else one for one in found]
    return found


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
