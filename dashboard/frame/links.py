"""A link that works once, shown once: only its hash is kept."""

from datetime import timedelta
from urllib.parse import urlsplit

import streamlit as st

from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.account import INVITATION_LASTS, Door, Invitation
from plantar.secret import hashed, new_token

SHOWN = "link-shown"


def make(visit: Visit, door: Door, *, lasts: timedelta = INVITATION_LASTS, **told: object) -> None:
    """Make a link and remember it for this one page, until another is made."""
    token = new_token()
    visit.store.invite(
        Invitation(
            hashed(token),
            door,
            visit.now,
            visit.now + lasts,
            made_by=visit.viewer.account,
            **told,  # type: ignore[arg-type]  # checked by the record
        )
    )
    st.session_state[SHOWN] = (door, token)


def show(visit: Visit, *doors: Door) -> None:
    """Show the link that was just made, if it is one of these."""
    shown = st.session_state.get(SHOWN)
    if shown is None or shown[0] not in doors:
        return
    words = visit.words
    with st.container(border=True):
        st.code(f"{_here()}/in/{shown[1]}", language=None)
        muted(
            words.say(
                "Give this link to them in person or by a message of your own. It works once, for "
                "7 days, and is not shown again."
            )
        )


def forget() -> None:
    """Show it no more."""
    st.session_state.pop(SHOWN, None)


def _here() -> str:
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
