"""What is left today before a rule of load speaks: the answer in minutes, with its pace."""

from datetime import date, datetime
from html import escape
from typing import Final

import streamlit as st

from plantar.alert import Level, Rule
from plantar.store import Store
from plantar.words.catalogue import Words, mark
from processing.left_today import left_today
from processing.what_is_left import Doing, Left

NAMES: Final = {
    Doing.WALKING: mark("walking"),
    Doing.RUNNING: mark("running"),
    Doing.STANDING: mark("standing"),
}
#: What would be said by then, by rule.
WOULD_SAY: Final = {
    Rule.S1: mark("a run beyond the longest of 30 days"),
    Rule.S1W: mark("a walk beyond the longest of 30 days"),
    Rule.S2: mark("a day above the highest of 30 days"),
    Rule.S3: mark("longer on the feet than on any of 30 days"),
    Rule.S4: mark("a week above the 3 weeks before"),
}
#: Of the rules that answer about a way of being on the feet.
ASKED: Final = {
    Doing.WALKING: (Rule.S1W, Rule.S2, Rule.S3, Rule.S4),
    Doing.RUNNING: (Rule.S1, Rule.S2, Rule.S3, Rule.S4),
    Doing.STANDING: (Rule.S2, Rule.S3, Rule.S4),
}
#: Words of S1 on a day that has a plan.
BEYOND_PLAN: Final = ("s1-plan-caution", "s1-plan-alert", "s1-plan-double")
HOUR_MIN = 60


@st.cache_data(show_spinner=False, max_entries=500)
def reckoned(
    _store: Store,
    runner_id: str,
    seen: tuple[str, ...],  # noqa: ARG001  part of the key: others see less of the same runner
    today: date,  # noqa: ARG001  part of the key, as what follows
    computed_at: datetime,  # noqa: ARG001  other figures, other answers
    _now: datetime,
) -> tuple[Left, ...]:
    """What is left, reckoned once for every time the runner was computed."""
    return left_today(_store, runner_id, _now)


def panel(left: tuple[Left, ...], words: Words) -> str:
    """The panel as HTML; every text in it is escaped."""
    title = words.say("Left today before a rule speaks")
    return f"<h2>{escape(title)}</h2>{rows(left, words)}"


def rows(left: tuple[Left, ...], words: Words) -> str:
    """The answers and what they rest on, without a title."""
    if not left:
        said = words.say("Without measurements nothing can be said about what is left.")
        return f'<p class="muted">{escape(said)}</p>'
    found = "".join(_row(one, words) for one in left)
    note = words.say(
        "So many minutes more, at your own pace of 4 weeks where it is known. Below it nothing is "
        "promised; it is no advice."
    )
    if any(one.from_nothing for one in left):
        nothing = words.say("Nothing was measured yet today: counted from nothing.")
        note = f"{nothing} {note}"
    return f'<table class="left">{found}</table><p class="muted">{escape(note)}</p>'


def _row(left: Left, words: Words) -> str:
    name, long = escape(words.say(NAMES[left.doing])), escape(answer(left, words))
    then = f'<p class="muted">{escape(why(left, words))}</p>'
    return f"<tr><th>{name}</th><td><b>{long}</b>{then}</td></tr>"


def answer(left: Left, words: Words) -> str:
    """How long, or why there is no number."""
    if left.minutes is not None:
        return duration(left.minutes, words)
    if _silent(left) == set(ASKED[left.doing]):
        return words.say("cannot be said")
    if left.level_now >= Level.CAUTION:
        return words.say("a rule speaks already today")
    return words.say("no rule would speak today")


def why(left: Left, words: Words) -> str:
    """Which rule speaks then, and which could not be asked."""
    parts = []
    if left.rule is not None:
        said = words.say(WOULD_SAY[left.rule]) if left.rule in WOULD_SAY else left.rule.value
        if left.word is not None and left.word.code in BEYOND_PLAN:
            said = words.say("more running than planned")
        parts.append(words.say("then {rule} speaks: {said}", rule=left.rule.value, said=said))
    if silent := sorted(rule.value for rule in _silent(left)):
        parts.append(words.say("could not be asked: {rules}", rules=", ".join(silent)))
    if left.uncertain_wse > 0:
        about = words.about(left.uncertain_wse)
        parts.append(
            words.say("{load} of today may be walking or running: S2 leaves it out", load=about)
        )
    return " · ".join(parts)


def _silent(left: Left) -> set[Rule]:
    return {one.rule for one in left.not_evaluated if one.rule in ASKED[left.doing]}


def duration(minutes: float, words: Words) -> str:
    """Hours and minutes, rounded down: what is left is never told too long."""
    hours, rest = divmod(int(minutes), HOUR_MIN)
    if hours:
        return words.say("{hours} h {minutes} min", hours=hours, minutes=rest)
    return words.say("{minutes} min", minutes=rest)
