"""The fields of a runner's particulars, each with why it is asked; and what cannot be in them."""

from html import escape

import streamlit as st

from dashboard.frame.places import link
from dashboard.present import SIDES
from dashboard.visit import Visit
from plantar.errors import BadInput
from plantar.pain import Side
from plantar.words.catalogue import NO_NUMBER, Words

LEAST_KG, MOST_KG, STEP_KG = 20.0, 300.0, 0.5
WORST_PAIN = 10
#: The runner whose wear plan is to be written first, and of which kind.
WEAR_FIRST = "wear-first"


def side(before: Side | None, words: Words, *, key: str) -> Side | None:
    """Which heel hurts."""
    return st.segmented_control(
        words.say("Heel"),
        list(Side),
        default=before,
        format_func=lambda one: words.say(SIDES[one]),
        key=key,
    )


def limit(before: int | None, words: Words, *, key: str) -> int | None:
    """The agreed limit of pain."""
    chosen: int | None = st.selectbox(
        words.say("Agreed limit of pain during a run"),
        [None, *range(WORST_PAIN + 1)],
        index=0 if before is None else before + 1,
        format_func=lambda one: words.say("none agreed") if one is None else f"{one}/10",
        key=key,
    )
    return chosen


def mass(before: float | None, words: Words, *, key: str) -> float | None:
    """What somebody weighs."""
    return st.number_input(
        words.say("Body mass, kg"),
        LEAST_KG,
        MOST_KG,
        before,
        STEP_KG,
        format="%g",
        placeholder=NO_NUMBER,
        key=key,
        help=words.say(
            "Soles measure newtons; load is told in body weights. Without it soles tell no load; "
            "a watch or steps need none."
        ),
    )


def refusal(refused: BadInput, words: Words) -> str:
    """What cannot be, with the field and the value."""
    if refused.field == "name":
        return words.say("A name for the screen has 1 to 80 characters that can be shown.")
    return words.say(
        "{field}: {value} cannot be kept. Nothing was changed.",
        field=refused.field,
        value=str(refused.value),
    )


def told(text: str) -> str:
    """A line that says what was done."""
    return f'<p class="saved" role="status"><b>✓ {escape(text)}</b></p>'


def ways_if_there(visit: Visit, runner_id: str) -> None:
    """Links to the pages that not every Plantar has yet."""
    words = visit.words
    texts = {"add": words.say("Add data"), "sensors": words.say("Sensors")}
    for page, text in texts.items():
        if page in visit.places:
            link(visit.places[page], text, words, runner_id)
