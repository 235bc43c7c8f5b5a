"""A report for the referring doctor: what the kinesist adds, a look at it, and the page itself."""

from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st

from dashboard.frame.places import link
from dashboard.frame.style import muted
from dashboard.report import pdf
from dashboard.report.facts import gather
from dashboard.report.said import MOST_AUTHOR, MOST_LINES, MOST_NEXT, MOST_TEXT, Said, lines
from dashboard.report.sheet import Sheet, sheet
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.runner import LANGUAGES
from plantar.words.catalogue import Words, mark, words

#: The languages as a list of them names each, in the language of the page.
LANGUAGE_NAMES: Final = {"nl": mark("Dutch"), "en": mark("English"), "fr": mark("French")}


def page(visit: Visit) -> None:
    """Draw the form, what the page will say, and the button that gives it."""
    store, shown, now = visit.store, visit.words, visit.now
    runner = named(store, shown)
    if runner is None:
        return
    name = store.display_names().get(runner.id, runner.id)
    link(visit.places["runner"], shown.say("← Back to the runner"), shown, runner.id)
    st.title(shown.say("Report for the doctor"), anchor=False)
    muted(name)
    facts = gather(store, runner.id, now=now)
    form, preview = st.columns([1, 1.6], gap="large")
    with form:
        spoken, said = _form(visit)
    if said is None:
        return
    said = replace(said, name=name if name != runner.id else "")
    with form:
        st.download_button(
            shown.say("Download the report (PDF)"),
            data=lambda: pdf.report(facts, said, spoken),
            file_name=pdf.file_name(facts),
            mime="application/pdf",
            type="primary",
            key="report-download",
            on_click="ignore",
        )
    # After the button: who sees these words finds the button that gives them.
    with preview:
        st.html(_preview(sheet(facts, said, spoken), spoken.language))


def _form(visit: Visit) -> tuple[Words, Said | None]:
    """The language of the report and what is written into it; nothing where it does not fit.

    A form, so that a page is never given out without the last words typed: what it will say
    stands beside it before the button that gives it is there.
    """
    shown = visit.words
    mine = visit.store.account_names().get(visit.viewer.account, "")[:MOST_AUTHOR]
    with st.form("report-form", border=False):
        language = st.segmented_control(
            shown.say("Language of the report"),
            LANGUAGES,
            default=shown.language,
            required=True,
            format_func=lambda one: shown.say(LANGUAGE_NAMES[one]),
            key="report-language",
        )
        text = st.text_area(
            shown.say("What you want to tell the doctor"),
            max_chars=MOST_TEXT,
            height=150,
            key="report-text",
        )
        next_step = st.text_area(
            shown.say("Next step"), max_chars=MOST_NEXT, height=90, key="report-next"
        )
        author = st.text_input(
            shown.say("Your name"), mine, max_chars=MOST_AUTHOR, key="report-author"
        )
        muted(shown.say("These words stand in the report alone and are not kept."))
        st.form_submit_button(shown.say("Put it in the report"), key="report-put")
    if len(lines(text)) > MOST_LINES or len(lines(next_step)) > MOST_LINES:
        st.warning(shown.say("There is room for {n} lines.", n=MOST_LINES))
        return words(language), None
    return words(language), Said(text, next_step, author)


def _preview(told: Sheet, language: str) -> str:
    """Everything that the page says, without its chart; every text in it is escaped."""
    rows = "".join(
        f'<tr><th scope="row">{escape(row.what)}</th><td>{escape(row.figure)}'
        + "".join(f'<div class="muted">{escape(line)}</div>' for line in row.rests_on)
        + "</td></tr>"
        for row in told.rows
    )
    complete = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        for name, value in told.complete
    )
    text = "".join(f"<p>{escape(line)}</p>" for line in told.text)
    last = " ".join((*told.rules, *told.claims))
    return (
        f'<div class="facts" lang="{language}"><h2>{escape(told.title)}</h2>'
        f"<p><b>{escape(told.name)}</b> · {escape(told.about)}</p>{text}"
        f"<p>{escape(told.status)}</p><table>{rows}</table>"
        f"<h3>{escape(told.complete_head)}</h3><table>{complete}</table>"
        f'<p class="muted">{escape(last)}</p><p>{escape(told.signed)}</p></div>'
    )
