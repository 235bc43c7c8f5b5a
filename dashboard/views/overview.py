"""Who needs attention today, and why?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import NoReturn
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.frame import live
from dashboard.frame.language import PARAMETER
from dashboard.frame.places import Places, go
from dashboard.frame.style import muted
from dashboard.overview import triage_rows
from dashboard.overview.triage import triage
from dashboard.overview.triage_rows import EVERYBODY, GROUPS, Entry, Row
from dashboard.runner import rehab_panel
from dashboard.visit import Visit
from plantar.day import civil_day, zone
from plantar.rehab import programme_on
from plantar.store.things import StrengthWork
from plantar.viewer import Role
from plantar.words.catalogue import Words
from processing.rehab.adherence import WINDOW_DAYS

ROWS_A_PAGE = 25
#: A day begins for everybody within this, and with it new figures: older than that says so.
OLD = timedelta(hours=26)
#: The groups in which somebody asks for attention.
ASKED = frozenset(GROUPS) - {"quiet", "no-data"}
#: Where a browser does not tell its time zone.
NO_BROWSER_ZONE = "Europe/Brussels"


def page(visit: Visit) -> None:
    """Draw the list of runners, those who need attention first."""
    if Role.KINESIST not in visit.viewer.roles:
        _elsewhere(visit)
    store, words, now = visit.store, visit.words, visit.now
    where = zone(st.context.timezone or NO_BROWSER_ZONE)
    states = store.states()
    runners = store.runners()
    everybody = [runner.id for runner in runners]
    entries = triage_rows.listed(
        runners,
        states,
        store.display_names(),
        now,
        episodes=store.episodes_of(everybody, civil_day(now, UTC)),
        own=visit.own_accounts(),
    )
    computed = max((state.computed_at for state in states), default=None)
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        with st.container(width=560):
            st.title(words.say("Who needs attention today?"), anchor=False)
            muted(_dateline(words, now, computed, where))
        text = st.text_input(
            words.say("Find a runner"), key="search", width=260, disabled=not entries
        )
    live.follow(lambda: store.last_moved(everybody))
    if not entries:
        _nobody_yet(words, visit.places)
        return
    if computed is not None and now - computed > OLD:
        _not_computed(words, computed, where)
    found = triage_rows.matching(entries, text)
    totals = triage_rows.counts(found)
    group = st.segmented_control(
        words.say("Show"),
        [EVERYBODY, *GROUPS],
        default=EVERYBODY,
        required=True,
        format_func=lambda key: f"{_segment(key, words)} **{totals[key]}**",
        label_visibility="collapsed",
        key="group",
    )
    if entries and not any(entry.group in ASKED for entry in entries):
        said = calm(triage_rows.counts(entries)["no-data"], words)
        st.html(f'<p class="calm">{escape(said)}</p>')
    shown = [entry for entry in found if group in (EVERYBODY, entry.group)]
    _listed(visit, shown, totals, f"{words.language} {group} {text}")


def _elsewhere(visit: Visit) -> NoReturn:
    """Who has no list of runners begins at their own feet, or at the accounts they keep."""
    own = visit.viewer.runner_id
    if own is not None:
        go(visit.places["today"], own, visit.words)
    st.switch_page(visit.places["people"], query_params={PARAMETER: visit.words.language})


def _listed(visit: Visit, entries: Sequence[Entry], totals: dict[str, int], chosen: str) -> None:
    store, words = visit.store, visit.words
    if not entries:
        muted(words.say("Nobody in this list."))
        return
    pages = -(-len(entries) // ROWS_A_PAGE)
    at = min(st.session_state.get("page", 1), pages)
    on_page = entries[(at - 1) * ROWS_A_PAGE : at * ROWS_A_PAGE]
    authors = store.account_names() if any(entry.episodes for entry in on_page) else {}
    since = civil_day(visit.now, UTC) - timedelta(days=WINDOW_DAYS)
    work = store.strength_work([entry.runner_id for entry in on_page], since)
    rows = [triage_rows.row(entry, words, visit.now, authors) for entry in on_page]
    rows = [triage_rows.with_work(row, work.get(row.runner_id), words) for row in rows]
    rows = [with_rehab(visit, row, work.get(row.runner_id)) for row in rows]
    opened = triage(rows, totals, words, f"{chosen} {at}")
    if pages > 1:
        st.pagination(pages, key="page")
    if opened is not None:
        go(visit.places["runner"], opened, words)


def with_rehab(visit: Visit, row: Row, work: StrengthWork | None) -> Row:
    """The row with what mornings say after the pain.

    The diary is read only where the row says that pain may have come back: there are 25 rows.
    """
    store, words = visit.store, visit.words
    if row.may_be_relapse:
        programme = None if work is None else programme_on(work.programmes, row.today)
        watched = rehab_panel.watch_of(store, store.runner(row.runner_id), row.today)
        said = rehab_panel.watch_facts(programme, watched, words)
    elif row.month is not None and row.month.is_quiet:
        programme = None if work is None else programme_on(work.programmes, row.month.day)
        said = rehab_panel.maintenance_asked(programme, row.month, words)
    else:
        return row
    return replace(row, told=(*row.told, *said))


def _segment(group: str, words: Words) -> str:
    return words.say("Everybody") if group == EVERYBODY else words.say(GROUPS[group])


def _dateline(words: Words, now: datetime, computed: datetime | None, where: ZoneInfo) -> str:
    today = civil_day(now, where)
    date = words.date(today, "full")
    line = date[:1].upper() + date[1:]
    if computed is None:
        return line
    if civil_day(computed, where) == today:
        return words.say("{date} · data up to {time}", date=line, time=words.time(computed, where))
    return words.say(
        "{date} · data up to {day}, {time}",
        date=line,
        day=words.date(civil_day(computed, where), "weekday"),
        time=words.time(computed, where),
    )


def _not_computed(words: Words, computed: datetime, where: ZoneInfo) -> None:
    """That the figures are old, which the list would not show."""
    said = words.say(
        "No figure is newer than {day}, {time}: new data has not been computed since.",
        day=words.date(civil_day(computed, where), "weekday"),
        time=words.time(computed, where),
    )
    st.html(f'<p class="old-figures" role="status">{escape(said)}</p>')


def calm(silent: int, words: Words) -> str:
    """That no rule spoke; of who is silent nobody knows, and that is not quiet."""
    if not silent:
        return words.say("Nobody asks for attention today: no rule spoke loudly enough.")
    return words.plural(
        "No rule spoke loudly enough today; of {n} runner there is no data.",
        "No rule spoke loudly enough today; of {n} runners there is no data.",
        silent,
    )


def _nobody_yet(words: Words, places: Places) -> None:
    """The two ways to begin; whoever keeps the place may do the same in a terminal."""
    st.header(words.say("There are no runners yet"), anchor=False)
    muted(words.say("Begin with a runner; then add what a watch or a sole recorded."))
    with st.container(key="begin", horizontal=True):
        if st.button(words.say("A new runner"), key="begin-runner", type="primary"):
            st.switch_page(places["runners"], query_params={PARAMETER: words.language})
        if st.button(words.say("Add data"), key="begin-add"):
            st.switch_page(places["add"], query_params={PARAMETER: words.language})
    with st.expander(words.say("The same in a terminal")):
        muted(words.say("Add a runner in a terminal:"))
        # Nobody sees a runner who did not agree, whoever added them.
        added = "./run runner add anna --body-mass 62 --zone Europe/Brussels --lang nl"
        st.code(f"{added}\n./run consent grant anna LOGIN", language=None)
        muted(words.say("Import recordings: soles, a watch, a step table."))
        st.code("./run import recording.fit steps.csv --runner anna", language=None)
        muted(words.say("Or look around in a demo clinic:"))
        st.code("./run up --demo", language=None)
