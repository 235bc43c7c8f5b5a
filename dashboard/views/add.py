"""Add data: files are dropped here, read elsewhere, and each has its verdict, and its undo."""

import streamlit as st

from dashboard.adding.before import earlier
from dashboard.adding.deeds import said_last
from dashboard.adding.dropping import drop
from dashboard.adding.uploads import SHOWN, draw_uploads, follow
from dashboard.frame import shared
from dashboard.frame.places import RUNNER, go, link
from dashboard.frame.style import muted
from dashboard.views.runner import named
from dashboard.visit import Visit


def page(visit: Visit) -> None:
    """Draw where files are dropped, what became of them, and what was added before."""
    words = visit.words
    if RUNNER not in st.query_params:
        with st.container(key="add-begins"):
            is_known = _whose(visit)
        if not is_known:
            return
    runner = named(visit.store, words)
    if runner is None:
        return
    with st.container(key="add"):
        link(visit.places["runner"], words.say("← Back to the runner"), words, runner.id)
        st.title(words.say("Add data"), anchor=False)
        muted(visit.store.display_names().get(runner.id, runner.id))
        writes = visit.may_plan(runner.id)
        if writes:
            drop(visit, runner)
        else:
            shared.read_only(visit)
        said_last()
        uploads = visit.store.uploads(runner.id, SHOWN)
        follow(visit, runner, uploads)
        draw_uploads(visit, uploads, writes=writes)
        earlier(visit, runner, uploads, writes=writes)


def _whose(visit: Visit) -> bool:
    """Whose files they are, where the address does not say; true where there is but one answer."""
    words, store = visit.words, visit.store
    if visit.viewer.runner_id is not None:
        st.query_params[RUNNER] = visit.viewer.runner_id
        return True
    st.title(words.say("Add data"), anchor=False)
    ids = [one.id for one in store.runners() if visit.may_plan(one.id)]
    if not ids:
        muted(words.say("A file is always of somebody: begin with a new runner."))
        link(visit.places["runners"], words.say("A new runner"), words)
        return False
    names = store.display_names()
    chosen = st.selectbox(
        words.say("Whose files are they?"),
        sorted(ids, key=lambda one: names.get(one, one).casefold()),
        index=None,
        placeholder=words.say("Choose a runner"),
        format_func=lambda one: names.get(one, one),
        key="add-whose",
    )
    if chosen is not None:
        go(visit.places["add"], chosen, words)
    return False
