"""The overview's list: a table that a screen reader can walk, drawn by one component.

The component takes HTML, so everything that comes from outside is escaped here.
"""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import quote

from dashboard import packaged
from dashboard.triage_rows import GROUPS, Row
from plantar.words.catalogue import Words


def triage(rows: Sequence[Row], totals: dict[str, int], words: Words) -> str | None:
    """Draw the list; the id of the runner whose row was clicked, if one was."""
    drawn: Any = packaged.mount(
        "triage",
        html='<div id="rows"></div>',
        key="triage",
        data={"html": table(rows, totals, words)},
        on_open_change=lambda: None,
    )
    return None if drawn.open is None else str(drawn.open)


def table(rows: Sequence[Row], totals: dict[str, int], words: Words) -> str:
    """The list as HTML, grouped by what is asked of the kinesist."""
    heads = (
        words.say("Runner"),
        words.say("Why"),
        words.say("Load, 6 weeks"),
        words.say("Week vs usual"),
        words.say("Morning pain, 0–10"),
        words.say("Source and coverage"),
        words.say("Last data"),
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    bodies = []
    for group, members in groupby(rows, key=lambda row: row.group):
        title = escape(words.say(GROUPS[group]))
        bodies.append(
            f'<tbody><tr class="group"><th colspan="{len(heads)}" scope="rowgroup">{title} '
            f"<span>{totals[group]}</span></th></tr>"
            + "".join(_row(row, words) for row in members)
            + "</tbody>"
        )
    caption = escape(words.say("Who needs attention today?"))
    return (
        f'<table><caption class="unseen">{caption}</caption><thead><tr>{head}</tr></thead>'
        + "".join(bodies)
        + "</table>"
    )


def _row(row: Row, words: Words) -> str:
    opens = escape(row.runner_id)
    link = f"runner?runner={quote(row.runner_id)}&lang={words.language}"
    pain = escape(words.say("morning pain"))
    side = f'<br><span class="muted">{escape(row.side)}</span>' if row.side else ""
    return (
        f'<tr data-open="{opens}"><td class="who">'
        f'<span class="mark">{row.mark}</span>'
        f'<span class="unseen">{escape(row.status)}: </span>'
        f'<a href="{escape(link)}">{escape(row.name)}</a>{side}</td>'
        f'<td class="why">{_why(row)}</td>'
        f'<td class="load">{row.load_svg}</td>'
        f'<td class="ratio">{_ratio(row)}</td>'
        f'<td class="pain"><div data-label="{pain}">{row.pain_svg}'
        f'<span class="number">{escape(row.pain)}</span></div></td>'
        f'<td class="source">{escape(row.source)}<br>'
        f'<span class="muted">{escape(row.coverage)}</span></td>'
        f'<td class="seen{" stale" if row.stale else ""}">{escape(row.seen)}</td></tr>'
    )


def _why(row: Row) -> str:
    details = "".join(f'<span class="muted">{escape(text)}</span>' for text in row.details)
    if not row.loud:
        return f'<span class="muted">{escape(row.why)}</span>{details}'
    return f"<b>{escape(row.why)}</b>{details}"


def _ratio(row: Row) -> str:
    week = f'<span class="week">{escape(row.week)}</span>' if row.week else ""
    if not row.ratio:
        return f'<span class="reason">{escape(row.ratio_words)}</span>{week}'
    return (
        f'<span class="number">{escape(row.ratio)}</span>{row.ratio_svg}'
        f'<span class="unseen">{escape(row.ratio_words)}</span>{week}'
    )
