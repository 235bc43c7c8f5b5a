"""Who needs attention today, and why?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import live, rehab_panel, triage_rows
from dashboard.language import PARAMETER
from dashboard.places import Places, go, link
from dashboard.style import muted
from dashboard.triage import triage
from dashboard.triage_rows import EVERYBODY, GROUPS, Row
from dashboard.visit import Visit
from plantar.day import civil_day, zone
from plantar.rehab import programme_on
from plantar.store import Store
from plantar.viewer import Role
from plantar.words.catalogue import Words

ROWS_A_PAGE = 25
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
    episodes = store.episodes_of([runner.id for runner in runners], civil_day(now, UTC))
    rows = triage_rows.rows(
        runners,
        states,
        store.display_names(),
        words,
        now,
        episodes=episodes,
        authors=store.account_names(),
        own=visit.own_accounts(),
    )
    computed = max((state.computed_at for state in states), default=None)
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        with st.container(width=560):
            st.title(words.say("Who needs attention today?"), anchor=False)
            muted(_dateline(words, now, computed, where))
        text = st.text_input(words.say("Find a runner"), key="search", width=260, disabled=not rows)
    live.follow(lambda: _newest(store))
    if not rows:
        _nobody_yet(words, visit.places)
        return
    found = triage_rows.matching(rows, text)
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
    shown = [row for row in found if group in (EVERYBODY, row.group)]
    _listed(visit, shown, totals)


def _elsewhere(visit: Visit) -> NoReturn:
    """Who has no list of runners begins at their own feet, or at the accounts they keep."""
    own = visit.viewer.runner_id
    if own is not None:
        go(visit.places["today"], own, visit.words)
    st.switch_page(visit.places["people"], query_params={PARAMETER: visit.words.language})


def _listed(visit: Visit, rows: Sequence[Row], totals: dict[str, int]) -> None:
    words = visit.words
    if not rows:
        muted(words.say("Nobody in this list."))
        return
    pages = -(-len(rows) // ROWS_A_PAGE)
    at = min(st.session_state.get("page", 1), pages)
    on_page = rows[(at - 1) * ROWS_A_PAGE : at * ROWS_A_PAGE]
    opened = triage([with_rehab(visit, row) for row in on_page], totals, words)
    if pages > 1:
        st.pagination(pages, key="page")
    if opened is not None:
        go(visit.places["runner"], opened, words)


def with_rehab(visit: Visit, row: Row) -> Row:
    """The row with what mornings say after the pain.

    The diary is read only where the row says that pain may have come back: there are 25 rows.
    """
    store, words = visit.store, visit.words
    if row.may_be_relapse:
        runner = store.runner(row.runner_id)
        today = runner.days.day_of(visit.now)
        said = rehab_panel.watch_facts(rehab_panel.rehab_of(store, runner, today), words)
    elif row.month is not None and row.month.is_quiet:
        programme = programme_on(store.programmes(row.runner_id), row.month.day)
        said = rehab_panel.maintenance_asked(programme, row.month, words)
    else:
        return row
    return replace(row, details=(*row.details, *said))


def _newest(store: Store) -> datetime | None:
    return max((state.computed_at for state in store.states()), default=None)


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


def _nobody_yet(words: Words, places: Places) -> None:
    st.header(words.say("There are no runners yet"), anchor=False)
    link(places["people"], words.say("A new runner"), words)
    muted(words.say("Add a runner in a terminal:"))
    # Nobody sees a runner who did not agree, whoever added them.
    added = "./run runner add anna --body-mass 62 --zone Europe/Brussels --lang nl"
    st.code(f"{added}\n./run consent grant anna LOGIN", language=None)
    imports = words.say("Import recordings: soles, a watch, a step table.")
    muted(imports)
    st.code("./run import recording.fit steps.csv --runner anna", language=None)
    muted(words.say("Or look around in a demo clinic:"))
    st.code("./run up --demo", language=None)
