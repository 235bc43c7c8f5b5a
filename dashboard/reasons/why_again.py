"""Whether an alert still follows from what is stored: really asked again, and not assumed."""

from datetime import date, datetime
from html import escape

import streamlit as st

from dashboard.frame.explained import heading
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.alert import Alert
from plantar.runner import Runner
from plantar.store import Store
from plantar.words import sentences
from processing.explain.again import Again, asked_again, can_be_asked, looked_back_from


def draw(alert: Alert, runner: Runner, visit: Visit) -> None:
    """Ask the rule again, and say whether the answer is the same."""
    words, store, seen = visit.words, visit.store, visit.sees(runner.id)
    st.html(heading(words.say("Asked once more"), "coverage", words))
    if not can_be_asked(alert, seen):
        muted(
            words.say(
                "It cannot be asked again here: it rests on something that is not shared with you."
            )
        )
        return
    state = store.state(runner.id)
    computed_at = visit.now if state is None else state.computed_at
    told = {one for one in store.alerts(runner.id, alert.day, alert.day) if one.rule is alert.rule}
    again = _answer(store, runner.id, alert.day, tuple(sorted(seen)), computed_at)
    now = again.of_rules_like([alert])
    if now == told:
        st.html(
            '<p class="saved">'
            + escape(
                words.say(
                    "Just now the days were made again from their stored minutes and totals, and "
                    "the rule was asked again: the same answer, to the last digit."
                )
            )
            + "</p>"
        )
        return
    said = " ".join(sentences.sentence(one, words) for one in now) or words.say("nothing")
    st.html(
        '<p class="refused">'
        + escape(
            words.say(
                "Asked again from what is stored now, the answer differs. Now the rule says: "
                "{said} What is shown here is replaced as soon as the runner is computed again.",
                said=said,
            )
        )
        + "</p>"
    )


@st.cache_data(show_spinner=False, max_entries=200)
def _answer(
    _store: Store,
    runner_id: str,
    day: date,
    seen: tuple[str, ...],  # noqa: ARG001  part of the key: others see less of the same runner
    computed_at: datetime,
) -> Again:
    """The rules about that day, once for every time the runner was computed."""
    runner = _store.runner(runner_id)
    return asked_again(_store, runner, day, now=computed_at, since=looked_back_from(day))
