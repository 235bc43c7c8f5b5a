"""What can be done about what was added: taking it back with a second tap, and saying so."""

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from dashboard.visit import Visit
from plantar.errors import PlantarError

REFUSED, ASKED, SAID = "add-refused", "add-asked", "add-said"


def undo(visit: Visit, runner_id: str, origin_id: str, name: str, key: str) -> None:
    """Take it back, with a second tap."""
    words = visit.words
    if st.session_state.get(ASKED) != key:
        if st.button(words.say("Undo"), key=f"undo-{key}"):
            st.session_state[ASKED] = key
            st.rerun()
        return
    if st.button(words.say("Yes, undo"), key=f"yes-{key}", type="primary"):
        try_it(visit, partial(_undone, visit, runner_id, origin_id, name))
    if st.button(words.say("No, keep it"), key=f"no-{key}"):
        st.session_state.pop(ASKED, None)
        st.rerun()


def _undone(visit: Visit, runner_id: str, origin_id: str, name: str) -> str:
    st.session_state.pop(ASKED, None)
    visit.store.withdraw_import(runner_id, origin_id)
    return visit.words.say("Undone: {name}. Its days are computed again.", name=name)


def try_it(visit: Visit, deed: Callable[[], str]) -> None:
    """Do something; where somebody was first, what is drawn anew shows how it stands."""
    try:
        said = deed()
    except PlantarError:
        said = visit.words.say("That had changed meanwhile: look again how it stands.")
    st.session_state[SAID] = said
    st.session_state.pop(REFUSED, None)
    st.rerun()


def said_last() -> None:
    """Say what was done last."""
    said = st.session_state.get(SAID)
    if said:
        st.html(f'<p class="saved long" role="status"><b>{escape(said)}</b></p>')
