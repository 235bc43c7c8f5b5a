"""A question mark beside a number, which leads to what the number means."""

from html import escape
from typing import Final

from dashboard.frame.language import PARAMETER
from plantar.words.catalogue import Words, mark

NUMBERS: Final = "numbers"
#: The sections of the page of numbers by their anchor, with what they are about.
SECTIONS: Final = {
    "wse": mark("Daily Plantar Load"),
    "upright": mark("Upright Load Time"),
    "usual": mark("Usual, and the usual band"),
    "week": mark("Week vs usual"),
    "coverage": mark("Coverage"),
    "sources": mark("Sources"),
    "pain": mark("Pain, and the agreed limit"),
    "rules": mark("The rules"),
    "levels": mark("Levels and their shapes"),
    "episodes": mark("Episodes"),
    "example": mark("A worked example"),
    "claims": mark("What is not claimed"),
}


def heading(title: str, anchor: str, words: Words) -> str:
    """A heading with the small link beside it."""
    return f"<h2>{escape(title)} {explained(words, anchor)}</h2>"


def explained(words: Words, anchor: str) -> str:
    """A small link, as HTML, to the section of that anchor on the page of numbers.

    Raises
    ------
    KeyError
        There is no such section.
    """
    about = words.say("What does this mean? {section}", section=words.say(SECTIONS[anchor]))
    return (
        f'<a class="explained" href="/{NUMBERS}?{PARAMETER}={words.language}#{anchor}" '
        f'target="_self" aria-label="{escape(about)}" title="{escape(about)}">?</a>'
    )
