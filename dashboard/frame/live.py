"""Keeps an open page with the times: looks at one small row, and draws anew when it changed."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

#: Often enough for a live runner's open minute, which comes every ten seconds. [s]
EVERY_S = 5


def follow(newest: Callable[[], datetime | None]) -> None:
    """Draw the page anew when the moment that `newest` gives is another than at first.

    The only timer of a page: fragments with a timer must never lie inside one another.
    """
    seen = newest()

    @st.fragment(run_every=EVERY_S)
    def watch() -> None:
        if changed(seen, newest()):
            st.rerun()

    watch()


def changed(seen: datetime | None, newest: datetime | None) -> bool:
    """Whether there is something newer to draw than what was seen."""
    return newest is not None and newest != seen
