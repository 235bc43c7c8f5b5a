"""How the overview's list is read: what each column shows, and on which scale."""

from html import escape
from typing import Final

from dashboard.frame.explained import explained
from plantar.words.catalogue import Words, mark

HEADS: Final = {
    "who": mark("Runner"),
    "why": mark("Why"),
    "load": mark("Load, 6 weeks"),
    "ratio": mark("Week vs usual"),
    "pain": mark("Morning pain, 0–10"),
    "work": mark("Exercises, 14 d"),
    "data": mark("Last data"),
}
HELP: Final = {
    "who": mark(
        "Two triangles: call today. One: look this week. Dot: quiet. Quarter: the usual load is "
        "not known yet. Dashed ring: no data. Most reasons first, then the longest open; who was "
        "answered comes last."
    ),
    "why": mark(
        "The first rule that spoke, its numbers, and what was answered. Every rule with all of its "
        "numbers stands on the runner's page."
    ),
    "load": mark(
        "A bar is a day, hatched where nothing was measured. The band is what the three weeks "
        "before were like (10th to 90th percentile), the line the mean of 7 days. Each runner has "
        "a height of their own: compare a runner with themselves, not with others."
    ),
    "ratio": mark(
        "The mean of 7 days over that of the 21 days before. The scale runs from 0.5 to 2 for "
        "everybody, with a tick at 1; an arrow lies beyond it. WSE are walking-step equivalents."
    ),
    "pain": mark(
        "First steps in the morning, always on 0 to 10. The grey line is the agreed limit; the "
        "number is the last morning."
    ),
    "work": mark(
        "Sessions logged of those in the programme, in 14 days; bold below 6 in 10. What was not "
        "logged may still have been done."
    ),
    "data": mark(
        "When the last data came, bold after 72 hours; what measured them, on how many of 7 days, "
        "and how much of the planned wear."
    ),
}
#: Where a number of a column is told of in full.
SECTION_OF: Final = {
    "who": "levels",
    "why": "rules",
    "load": "wse",
    "ratio": "week",
    "pain": "pain",
    "data": "coverage",
}


def html(words: Words) -> str:
    """A part that opens by touch or by keyboard, every text in it escaped."""
    told = "".join(
        f"<dt>{escape(words.say(HEADS[name]))}</dt>"
        f"<dd>{escape(words.say(HELP[name]))}{_asks(name, words)}</dd>"
        for name in HEADS
    )
    title = escape(words.say("How this list is read"))
    return f"<details><summary>{title}</summary><dl>{told}</dl></details>"


def _asks(name: str, words: Words) -> str:
    section = SECTION_OF.get(name)
    return "" if section is None else f"&nbsp;{explained(words, section)}"
