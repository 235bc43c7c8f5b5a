"""What can be done on the page of a runner: two or three buttons, and the rest under one."""

from typing import Final

import streamlit as st

from dashboard.frame.places import go, is_kinesist
from dashboard.visit import Visit
from plantar.consent import Scope
from plantar.runner import Runner
from plantar.words.catalogue import mark

#: Under the last button, in this order; those that this Plantar has.
MORE: Final = {
    "exercises": mark("Exercises"),
    "context": mark("Tell what happened"),
    "programme": mark("Programme"),
    "sensors": mark("Sensors"),
    "add": mark("Add data"),
    "today": mark("As the runner sees it"),
}


def draw(visit: Visit, runner: Runner, *, has_open: bool) -> None:
    """Draw the buttons: what this viewer came for first."""
    words, seen = visit.words, visit.sees(runner.id)
    there = {page.url_path for page in visit.places.all()}
    own = visit.viewer.runner_id == runner.id
    first = "alerts" if has_open and is_kinesist(visit.viewer) and not own else "pain"
    with st.container(
        horizontal=True, key="actions", width="content", gap="small", vertical_alignment="center"
    ):
        if has_open:
            _button(visit, runner, "alerts", words.say("Answer"), first)
        if Scope.PAIN in seen:
            _button(visit, runner, "pain", words.say("Enter pain"), first)
        if {Scope.LOAD, Scope.PAIN} <= seen:
            _button(visit, runner, "report", words.say("Report (PDF)"), first)
        with st.popover(words.say("More"), key="more"):
            for place in MORE:
                if place in there and not (place == "today" and own):
                    _button(visit, runner, place, words.say(MORE[place]), first)


def _button(visit: Visit, runner: Runner, place: str, text: str, first: str) -> None:
    key = "enter-pain" if place == "pain" else f"go-{place}"
    kind = "primary" if place == first else "secondary"
    inside = "stretch" if place in MORE else "content"
    if st.button(text, key=key, type=kind, width=inside):  # type: ignore[arg-type]
        go(visit.places[place], runner.id, visit.words)
