"""The overview's list: a table that a screen reader can walk, drawn by one component.

The component takes HTML, so everything that comes from outside is escaped here.
"""

from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import streamlit as st

from dashboard.present import GROUPS, Row
from plantar.words.catalogue import Words

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

CSS = """
table { border-collapse: collapse; width: 100%; font-family: var(--st-font); font-size: 14px;
  color: var(--ink); }
thead th { text-align: left; font-weight: 500; font-size: 12.5px; color: var(--muted);
  padding: 6px 14px 6px 0; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
td { padding: 9px 14px 7px 0; border-bottom: 1px solid var(--rule); vertical-align: middle;
  line-height: 1.34; }
td:last-child, th:last-child { padding-right: 0; }
tr[data-open] { cursor: pointer; }
tr[data-open]:hover td { background: var(--panel); }
.group th { text-align: left; padding: 22px 0 6px; font-size: 15px; font-weight: 650;
  border-bottom: 1px solid var(--rule); }
tbody:first-of-type .group th { padding-top: 12px; }
.group span { font-weight: 400; color: var(--muted); padding-left: 4px; }
.who { min-width: 150px; padding-left: 28px; position: relative; }
.who a { color: var(--ink); font-weight: 600; text-decoration: none; border-radius: 3px; }
.who a:hover { text-decoration: underline; }
.who a:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
.mark { position: absolute; left: 0; padding-top: 3px; }
.why { max-width: 290px; }
.why b { font-weight: 620; }
.why span { display: block; }
.muted, .why .muted { color: var(--muted); }
.number { font-variant-numeric: tabular-nums; font-weight: 620; }
.ratio { white-space: nowrap; }
.ratio .reason { display: block; white-space: normal; max-width: 150px; color: var(--muted); }
.ratio .week { display: block; font-size: 12.5px; color: var(--muted); }
.pain div { display: flex; align-items: center; gap: 8px; }
.seen { white-space: nowrap; }
svg { display: block; }
.unseen { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden;
  white-space: nowrap; }
@media (max-width: 1100px) and (min-width: 721px) { .source { display: none; } }
@media (max-width: 720px) {
  thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
  table, tbody, tr, td, th { display: block; }
  .group th { padding: 18px 0 6px; }
  tr[data-open] { display: grid; grid-template-columns: minmax(0, 1fr) auto; column-gap: 12px;
    row-gap: 3px; border-bottom: 1px solid var(--rule); padding: 12px 0 12px 28px;
    position: relative; }
  td { border: 0; padding: 0; min-width: 0; }
  .who { grid-column: 1 / 3; position: static; padding: 0; }
  .who .muted { padding-left: 6px; }
  .who br { display: none; }
  .why { grid-column: 1 / 3; max-width: none; }
  .load { align-self: center; }
  .load svg { width: 100%; max-width: 212px; height: auto; }
  .ratio { align-self: center; }
  .ratio .reason { max-width: 116px; font-size: 12.5px; }
  .ratio .week { white-space: normal; max-width: 156px; }
  .pain { grid-column: 1 / 3; }
  .pain div::before { content: attr(data-label); color: var(--muted); font-size: 12.5px; order: 1; }
  .pain svg { height: 26px; width: auto; }
  .source, .seen { font-size: 12.5px; color: var(--muted); }
  .source br { display: none; }
  .source .muted::before { content: " · "; }
  .seen { align-self: end; }
}
.stale { font-weight: 650; color: var(--ink); }
"""
#: Opens a runner on a click anywhere in the row, and keeps the keyboard's place when the rows are
#: drawn anew. A click that asks for a new tab is left to the link.
JS = """
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector("#rows");
  if (root.rows !== data.html) {
    const at = parentElement.activeElement?.closest?.("[data-open]")?.dataset.open;
    root.innerHTML = data.html;
    root.rows = data.html;
    if (at) root.querySelector(`tr[data-open="${CSS.escape(at)}"] a`)?.focus();
  }
  root.onclick = (event) => {
    const row = event.target.closest("tr[data-open]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("open", row.dataset.open);
  };
}
"""


@cache
def _component() -> "ComponentRenderer":
    return st.components.v2.component(
        "plantar_triage", html='<div id="rows"></div>', css=CSS, js=JS
    )


def triage(rows: Sequence[Row], totals: dict[str, int], words: Words) -> str | None:
    """Draw the list; the id of the runner whose row was clicked, if one was."""
    drawn: Any = _component()(
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
