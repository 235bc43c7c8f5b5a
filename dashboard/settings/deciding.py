"""A threshold is chosen, tried at another value, and kept with a reason."""

from datetime import date, timedelta
from html import escape

import streamlit as st

from dashboard.frame.style import muted
from dashboard.settings.threshold_words import (
    ALL,
    RULES,
    Threshold,
    choices,
    named,
    value_of,
    written,
)
from dashboard.settings.whose import PRACTICE, Asked
from dashboard.visit import Visit
from plantar.clinic import ClinicThreshold
from plantar.errors import BadInput
from plantar.plan import RuleOverride
from plantar.words.catalogue import Words
from processing.rules.thresholds import DEFAULTS
from processing.setting_thresholds import (
    end_for_runner,
    set_for_clinic,
    set_for_runner,
)

SAVED = "threshold-saved"


def choose(asked: Asked, words: Words) -> tuple[Threshold, float]:
    """Draw which threshold is looked at, and the value it is tried at."""
    threshold = st.selectbox(
        words.say("Threshold"),
        ALL,
        format_func=lambda one: named(one, words),
        key="threshold",
    )
    muted(words.say(RULES[threshold[0]]))
    now, ships = value_of(asked.now, threshold), value_of(asked.without, threshold)
    whose = asked.runner.id if asked.runner else PRACTICE
    value = st.select_slider(
        words.say("Value"),
        choices(threshold, now, ships, value_of(DEFAULTS, threshold)),
        value=now,
        format_func=lambda one: written(threshold, one, words),
        key=f"value-{whose}-{threshold[0].value}-{threshold[1]}-{now:g}",
    )
    return threshold, float(value)


def form(visit: Visit, asked: Asked, threshold: Threshold, value: float) -> None:
    """Draw what it takes to keep a value, or to put back what was."""
    words = visit.words
    saved = st.session_state.get(SAVED, 0)
    until = st.date_input(
        words.say("Last day, if it is to end by itself"),
        value=None,
        min_value=asked.today,
        format="DD/MM/YYYY",
        key=f"until-{saved}",
    )
    reason = st.text_input(
        words.say("Reason of the change (it is kept)"), key=f"reason-{saved}", max_chars=200
    )
    with st.container(horizontal=True):
        same = value == value_of(asked.now, threshold)
        save = st.button(words.say("Save"), key="save", type="primary", disabled=same)
        back = st.button(
            words.say("As the practice has it") if asked.runner else words.say("As it ships"),
            key="back",
            disabled=not asked.is_set(threshold),
        )
    if save or back:
        last = until if isinstance(until, date) else None
        _keep(visit, asked, (threshold, None if back else value), reason, last)
    elif saved:
        said = words.say("Saved; it holds from now on.")
        st.html(f'<p class="saved" role="status"><b>✓ {escape(said)}</b></p>')


def _keep(
    visit: Visit,
    asked: Asked,
    what: tuple[Threshold, float | None],
    reason: str,
    until: date | None,
) -> None:
    words, store, now = visit.words, visit.store, visit.now
    (rule, field), value = what
    if not reason.strip():
        st.error(words.say("Say why: the reason is kept with the change."))
        return
    author = visit.viewer.account
    try:
        if asked.runner is None:
            ends = None if value is None else until
            decided = ClinicThreshold(
                rule, field, value, author, reason, asked.today, decided_at=now, until=ends
            )
            set_for_clinic(store, decided, now=now)
        elif value is None:
            yesterday = asked.today - timedelta(days=1)
            end_for_runner(store, asked.runner.id, rule, field, yesterday, now=now)
        else:
            agreed = RuleOverride(rule, field, value, author, reason, asked.today, until)
            set_for_runner(store, asked.runner.id, agreed, now=now)
    except BadInput:
        # The day turned since the page was drawn: it is drawn again, for the new one.
        st.error(words.say("A new day has begun: look at it again, and save once more."))
        return
    st.session_state[SAVED] = st.session_state.get(SAVED, 0) + 1
    st.rerun()
