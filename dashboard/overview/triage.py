"""The overview's list: a table that a screen reader can walk, drawn by one component.

The component takes HTML, so everything that comes from outside is escaped here.
"""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

from dashboard.frame import packaged
from dashboard.overview import triage_help
from dashboard.overview.triage_rows import GROUPS, Row
from plantar.words.catalogue import Words

#: The columns, by which a style sheet knows them.
COLUMNS: Final = ("who", "why", "load", "ratio", "pain", "work", "data")
#: Lines beside the reason, at most: a row is read in a glance, the runner's page tells it all.
LINES: Final = 2
HTML: Final = '<div id="help"></div><div id="rows"></div><p class="unseen" role="status"></p>'


def triage(rows: Sequence[Row], totals: dict[str, int], words: Words, view: str) -> str | None:
    """Draw the list; the id of the runner whose row was clicked, if one was.

    `view` says what was chosen to be shown: what changes while it stays moved by itself, and is
    told to who listens.
    """
    drawn: Any = packaged.mount(
        "triage",
        html=HTML,
        key="triage",
        data={
            "html": table(rows, totals, words),
            "help": triage_help.html(words),
            "view": view,
            # The names are put in where it is known which rows changed.
            "changed": words.say("Changed: {names}", names="{names}"),
        },
        on_open_change=lambda: None,
    )
    return None if drawn.open is None else str(drawn.open)


def table(rows: Sequence[Row], totals: dict[str, int], words: Words) -> str:
    """The list as HTML, grouped by what is asked of the kinesist."""
    columns = "".join(f'<col class="{name}">' for name in COLUMNS)
    head = "".join(
        f'<th scope="col">{escape(words.say(triage_help.HEADS[name]))}</th>' for name in COLUMNS
    )
    bodies = []
    for group, members in groupby(rows, key=lambda row: row.group):
        title = escape(words.say(GROUPS[group]))
        bodies.append(
            f'<tbody><tr class="group"><th colspan="{len(COLUMNS)}" scope="rowgroup">{title} '
            f"<span>{totals[group]}</span></th></tr>"
            + "".join(_row(row, words) for row in members)
            + "</tbody>"
        )
    caption = escape(words.say("Who needs attention today?"))
    return (
        f'<table><caption class="unseen">{caption}</caption><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead>" + "".join(bodies) + "</table>"
    )


def _row(row: Row, words: Words) -> str:
    opens = escape(row.runner_id)
    link = f"runner?runner={quote(row.runner_id)}&lang={words.language}"
    pain = escape(words.say("morning pain"))
    loud = ' class="loud"' if row.loud else ""
    return (
        f'<tr data-open="{opens}"{loud}><td class="who">'
        f'<span class="mark">{row.mark}</span>'
        f'<span class="unseen">{escape(row.status)}: </span>'
        f'<a href="{escape(link)}"><bdi>{escape(row.name)}</bdi></a>{_beside(row)}</td>'
        f'<td class="why">{_why(row)}</td>'
        f'<td class="load">{row.load_svg}</td>'
        f'<td class="ratio">{_ratio(row)}</td>'
        f'<td class="pain"><div data-label="{pain}">{row.pain_svg}'
        f'<span class="number">{escape(row.pain)}</span></div></td>'
        f'<td class="work">{_work(row, words)}</td>'
        f'<td class="data"><span class="{"stale" if row.stale else "seen"}">{escape(row.seen)}'
        f'</span><span class="muted"> · {escape(row.source)}</span>'
        f'<span class="muted covered">{escape(row.coverage)}</span></td></tr>'
    )


def _beside(row: Row) -> str:
    """What stands under a name."""
    facts = " · ".join(filter(None, (row.side, row.work, row.contact)))
    return f'<span class="muted facts">{escape(facts)}</span>' if facts else ""


def _why(row: Row) -> str:
    details = "".join(f'<span class="muted">{escape(text)}</span>' for text in _lines(row))
    if not row.loud:
        return f'<span class="muted">{escape(row.why)}</span>{details}'
    return f"<b>{escape(row.why)}</b>{details}"


def _lines(row: Row) -> tuple[str, ...]:
    """The numbers of the first reason, then what was answered, then what else speaks."""
    return (*row.details[:1], *row.told, *row.details[1:])[: max(LINES, len(row.told))]


def _work(row: Row, words: Words) -> str:
    """Exercises done of those planned; a dash where no programme is in force."""
    if not row.exercises:
        unseen = escape(words.say("no programme"))
        return (
            f'<span class="muted" aria-hidden="true">–</span><span class="unseen">{unseen}</span>'
        )
    said = f'<span class="unseen">{escape(row.exercises_words)}</span>'
    label = escape(words.say("exercises"))
    few = "few" if row.few else "done"
    return (
        f'<span class="{few}" aria-hidden="true" data-label="{label}">{escape(row.exercises)}'
        f"</span>{said}"
    )


def _ratio(row: Row) -> str:
    week = f'<span class="week">{escape(row.week)}</span>' if row.week else ""
    if not row.ratio:
        return f'<span class="reason">{escape(row.ratio_words)}</span>{week}'
    return (
        f'<span class="number">{escape(row.ratio)}</span>{row.ratio_svg}'
        f'<span class="unseen">{escape(row.ratio_words)}</span>{week}'
    )
