"""What Streamlit's box for files says, in the language of the page: it speaks English alone.

A style sheet (`assets/css/add.css`) shows these words in the place of its own, and a script gives
them to screen readers, which do not read what a style sheet says.
"""

from typing import Final

import streamlit as st

from dashboard.frame import packaged
from plantar.words.catalogue import Words

BOX: Final = "drop"


def speak(words: Words, most_mb: int) -> None:
    """Let the box speak the language of the page; called beside it, each time it is drawn."""
    choose = words.say("Choose files")
    said = {
        "--choose": choose,
        "--or-drop": words.say("or drop them here"),
        "--let-go": words.say("Let go to add them"),
    }
    told = ";".join(f"{name}:{_css_text(text)}" for name, text in said.items())
    st.html(f"<style>.st-key-{BOX}{{{told}}}</style>")
    large = words.say("Too large: at most {most} MB.", most=most_mb)
    told_to = {"box": BOX, "choose": choose, "large": large}
    packaged.mount("drop_words", key="drop-words", data=told_to)


def _css_text(text: str) -> str:
    plain = "".join(letter for letter in text if letter not in '"\\<>\n')
    return f'"{plain}"'
