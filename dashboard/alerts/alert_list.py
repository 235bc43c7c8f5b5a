"""The list of alerts: one row each, whole names and reasons, all of it reached by the keyboard."""

import re
from html import escape
from typing import Final

import streamlit as st

from dashboard.alerts.answered import Listed
from dashboard.frame import marks
from plantar.alert import Family, Level
from plantar.state import Attention
from plantar.words import episode_sentences
from plantar.words.catalogue import Words

#: So many rows at first, and so many more with each tap.
ROWS: Final = 20
CHOSEN: Final = "alert-chosen"
_MARKDOWN: Final = re.compile(r"([!-/:-@\[-`{-~])")


def choose(shown: list[Listed], tab: str, words: Words) -> Listed:
    """Draw the list, one of which is always chosen: at first the one that comes first."""
    chosen = next((one for one in shown if one.key == st.session_state.get(CHOSEN)), shown[0])
    count = st.session_state.setdefault(f"alerts-shown-{tab}", ROWS)
    with st.container(key="alert-list", gap=None):
        for n, one in enumerate(shown[:count]):
            is_chosen = one is chosen
            with st.container(key=f"alert-{'chosen' if is_chosen else 'row'}-{n}", gap=None):
                st.html(row(one, words))
                st.button(
                    label(one, words),
                    key=f"choose {one.key}",
                    type="tertiary",
                    width="stretch",
                    on_click=_chosen,
                    args=(one.key,),
                )
        if len(shown) > count and st.button(
            words.say("Show {n} more", n=min(ROWS, len(shown) - count)), key=f"more-{tab}"
        ):
            st.session_state[f"alerts-shown-{tab}"] = count + ROWS
            st.rerun()
    return chosen


def _chosen(key: str) -> None:
    st.session_state[CHOSEN] = key


def row(one: Listed, words: Words) -> str:
    """What a row shows; the button over it says the same aloud."""
    glyph = marks.image(_level(one))
    since = words.date(one.episode.silent_since or one.episode.opened)
    return (
        f'<div class="alert-row" aria-hidden="true"><p class="who">{glyph}'
        f"<bdi>{escape(one.name)}</bdi><span>{escape(since)}</span></p>"
        f"<p>{escape(episode_sentences.reason(one.episode, words))}</p></div>"
    )


def label(one: Listed, words: Words) -> str:
    """The row for the ear; a label reads Markdown, and nothing in it may be any."""
    said = words.say(
        "{name}: {reason}",
        name=one.name,
        reason=episode_sentences.reason(one.episode, words),
    )
    return _MARKDOWN.sub(r"\\\1", said)


def _level(one: Listed) -> Attention | Level:
    return Attention.NO_DATA if one.episode.family is Family.NO_DATA else one.episode.level
