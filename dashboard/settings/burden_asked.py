"""Of whom it is asked what the last four weeks would have brought, and how far that is."""

import streamlit as st

from dashboard.frame.style import muted
from dashboard.settings import burden_panel, burdens
from dashboard.settings.threshold_words import (
    Threshold,
    value_of,
)
from dashboard.settings.whose import Asked
from dashboard.visit import Visit
from plantar.consent import Scope
from processing.burden import Burden

#: From so many runners on asking all of them may take a second, and a bar tells how far it is.
MANY_RUNNERS = 60
#: What a runner is told hangs on both.
TOLD_BY = frozenset({Scope.LOAD, Scope.PAIN})


def burden_of(visit: Visit, asked: Asked, threshold: Threshold, value: float) -> Burden | None:
    """Draw what the last four weeks would have brought; None where it cannot be told."""
    words, store = visit.words, visit.store
    everybody = store.runners() if asked.runner is None else [asked.runner]
    # Of whom only a part is seen, less would be told than really was.
    runners = [runner for runner in everybody if visit.sees(runner.id) >= TOLD_BY]
    if asked.runner is not None and not runners:
        muted(words.say("What it would bring is told by load and pain: both must be shared."))
        return None
    own = None if asked.runner is None else asked.own
    same = value == value_of(asked.now, threshold)
    tried = () if same else (asked.tried(threshold, value, visit.now),)
    place = st.empty()

    def tell(share: float) -> None:
        if len(runners) >= MANY_RUNNERS:
            place.progress(share, text=words.say("Asking about the last four weeks"))

    found = burdens.compared(store, runners, tried, own=own, now=visit.now, tell=tell)
    place.empty()
    st.html(
        burden_panel.panel(
            *found, store.display_names(), asked.today, words, of_practice=asked.runner is None
        )
    )
    return found[1]
