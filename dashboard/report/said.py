"""What people put into a report by hand: bounded, in plain text, and never markup."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from plantar.errors import BadInput

#: What fits on the page beside the figures. [characters]
MOST_TEXT, MOST_NEXT, MOST_AUTHOR = 800, 250, 80
#: Lines that a text may have.
MOST_LINES = 8
#: A name, or any other word that the store holds, is cut after this many. [characters]
MOST_NAME = 80
#: From here on a word is let go over into the next line, in pieces this long. [characters]
LONG_WORD, PIECE = 40, 20
#: Marks between letters that are part of how some scripts are written.
JOINERS: Final = frozenset("\u200c\u200d\u200e\u200f")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of whoever writes the report; empty where nothing was written."""

    text: str = ""
    next_step: str = ""
    author: str = ""
    name: str = ""  # of the runner; without it the page has their id alone

    def __post_init__(self) -> None:
        for field, most in (("text", MOST_TEXT), ("next_step", MOST_NEXT), ("author", MOST_AUTHOR)):
            written = getattr(self, field)
            if len(written) > most:
                raise BadInput(field, _beginning(written), f"at most {most} characters")
            if len(lines(written)) > MOST_LINES:
                raise BadInput(field, _beginning(written), f"at most {MOST_LINES} lines")


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that have anything in them, spaces in a row made one."""
    return tuple(" ".join(plain(line).split()) for line in text.splitlines() if plain(line).strip())


def line(text: str, most: int = MOST_NAME) -> str:
    """A text on one line, cut where it is longer than a page has room for."""
    whole = " ".join(plain(text).split())
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


def plain(text: str) -> str:
    """The text without what is no sign: controls, marks that turn the reading order, no characters.

    Letters stay as they are, from right to left too.
    """
    return "".join(
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or sign in JOINERS or unicodedata.category(sign)[0] != "C"
    )


def breakable(text: str) -> str:
    """The text, with places to go on in the next line inside words that no line could hold."""
    return " ".join(
        word
        if len(word) <= LONG_WORD
        else "\u200b".join(word[at : at + PIECE] for at in range(0, len(word), PIECE))
        for word in text.split(" ")
    )


def _beginning(text: str) -> str:
    return line(text, PIECE)
