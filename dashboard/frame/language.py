"""The language of the page: chosen in the header, kept in the address and the session."""

from html import escape

import streamlit as st

from dashboard.frame import packaged
from plantar.runner import LANGUAGES
from plantar.words.catalogue import Words, words

KEY = "language"
PARAMETER = "lang"


def chosen(default: str) -> Words:
    """The words of this session: what the switch says, else the address, else the default."""
    asked = st.session_state.get(KEY) or st.query_params.get(PARAMETER)
    language = asked if asked in LANGUAGES else default
    if st.query_params.get(PARAMETER) != language:
        st.query_params[PARAMETER] = language
    return words(language)


def switch(speak: Words) -> None:
    """Three buttons, NL, EN and FR, as Belgian pages have them."""
    st.session_state.setdefault(KEY, speak.language)
    st.segmented_control(
        speak.say("Language"),
        LANGUAGES,
        key=KEY,
        required=True,
        format_func=str.upper,
        label_visibility="collapsed",
    )


def tell_browser(speak: Words) -> None:
    """Say the language of the page to browsers, and put Streamlit's own link into it."""
    told = {"lang": escape(speak.language), "skip": speak.say("Skip to the content of the page")}
    packaged.mount("language", key="html-language", data=told)
