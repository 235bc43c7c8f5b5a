"""The language kept with an account, and what the pages take from the device."""

from dataclasses import replace
from datetime import UTC

import streamlit as st

from dashboard.frame import language
from dashboard.frame.style import muted
from dashboard.runners import particular_fields
from dashboard.visit import Visit
from plantar.day import civil_day
from plantar.runner import LANGUAGE_NAMES, LANGUAGES

KEPT = "language-kept"


def draw(visit: Visit) -> None:
    """Draw the language of the account, and say what follows the device."""
    words = visit.words
    account = visit.store.account(visit.viewer.account)
    with st.container(key="display"):
        if st.session_state.pop(KEPT, None) == account.language:
            st.html(particular_fields.told(words.say("Saved")))
        chosen = st.radio(
            words.say("Language of your pages, on every device"),
            LANGUAGES,
            index=LANGUAGES.index(account.language),
            format_func=LANGUAGE_NAMES.__getitem__,
            key="account-language",
        )

        def keep() -> None:
            visit.store.save_account(replace(account, language=chosen))
            st.session_state[language.KEY] = chosen
            st.session_state[KEPT] = chosen

        st.button(
            words.say("Save"),
            key="display-save",
            type="primary",
            disabled=chosen == account.language,
            on_click=keep,
        )
        st.subheader(words.say("Light and dark"), anchor=False)
        muted(words.say("Plantar is dark where your device is: it follows the system by itself."))
        st.subheader(words.say("Numbers and dates"), anchor=False)
        muted(
            words.say(
                "They are written as in Belgium in the language above: 1234.5 is {number} here, "
                "and today is {day}.",
                number=words.number(1234.5, 1),
                day=words.date(civil_day(visit.now, UTC), "full"),
            )
        )
