"""What the demo calls its file and its sensors, said in the language of whoever looks."""

from collections.abc import Iterable
from typing import Final

from plantar.words.catalogue import Words, mark

FILE: Final = mark("made-up demo data")
SOLES: Final = mark("simulated soles")
WATCH: Final = mark("demo watch")
STEP_TABLE: Final = mark("demo step table")
#: How the simulated soles are stored while they are collected from: their device, no sentence.
COLLECTED_SOLES: Final = "simulated-soles"
_SAID: Final = {name: name for name in (FILE, SOLES, WATCH, STEP_TABLE)} | {COLLECTED_SOLES: SOLES}


def named(stored: str, words: Words) -> str:
    """The name of a file or a source for a page: anybody's own stays as they wrote it."""
    return words.say(_SAID[stored]) if stored in _SAID else stored


def all_named(stored: Iterable[str], words: Words) -> str:
    """The names of several in one line; empty where there is none."""
    return ", ".join(named(one, words) for one in stored)
