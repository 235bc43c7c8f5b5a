"""What is said where a runner does not share everything, or is nobody one may see."""

import streamlit as st

from dashboard.access.sharing_words import SCOPES
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.consent import EVERYTHING, Scope


def said(seen: frozenset[Scope], visit: Visit) -> None:
    """What this runner does not share, so that an empty place is not taken for a quiet foot."""
    words = visit.words
    hidden = [words.say(SCOPES[scope]) for scope in SCOPES if scope in EVERYTHING - seen]
    if {Scope.LOAD, Scope.PAIN} <= seen:
        return  # what they may write they find out where they would write it
    muted(words.say("Not shared with you: {what}.", what=", ".join(hidden)))


def read_only(visit: Visit) -> None:
    """That one may look here, and where it is said who may write."""
    muted(visit.words.say("You may look here, not write: the runner says who may, under Sharing."))


def nothing_here(visit: Visit) -> None:
    """A page, or a deed, that is not for this viewer."""
    words = visit.words
    st.title(words.say("This is not shared with you"), anchor=False)
    muted(words.say("The runner says who may see and do what, under Sharing."))


def no_such_runner(visit: Visit) -> None:
    """The same for who is not there and for who may not be seen."""
    words = visit.words
    st.title(words.say("There is no such runner"), anchor=False)
    muted(words.say("The overview lists everybody whom you may see."))
