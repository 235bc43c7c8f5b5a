"""A question mark beside a number, which leads to what the number means."""

from html import escape
from typing import Final
from urllib.parse import urlencode

from dashboard.frame.language import PARAMETER
from dashboard.frame.places import RUNNER
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


def heading(title: str, anchor: str, words: Words, runner_id: str | None = None) -> str:
    """A heading with the small link beside it."""
    return f"<h2>{escape(title)} {explained(words, anchor, runner_id)}</h2>"


def explained(words: Words, anchor: str, runner_id: str | None = None) -> str:
    """A small link, as HTML, to the section of that anchor on the page of numbers.

    Of a runner it leads to that page with their own numbers and thresholds, and with a way back.

    Raises
    ------
    KeyError
        There is no such section.
    """
    about = words.say("What does this mean? {section}", section=words.say(SECTIONS[anchor]))
    asked = {PARAMETER: words.language} | ({} if runner_id is None else {RUNNER: runner_id})
    return (
        f'<a class="explained" href="/{NUMBERS}?{escape(urlencode(asked))}#{anchor}" '
        f'target="_self" aria-label="{escape(about)}" title="{escape(about)}">?</a>'
    )
