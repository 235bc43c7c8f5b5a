"""Is every alert answered, by whom, and why?"""

from datetime import UTC, timedelta
from typing import Final

import streamlit as st

from dashboard import alert_detail, answered, marks
from dashboard.answered import OPEN, TABS, Listed
from dashboard.places import RUNNER, link
from dashboard.style import muted
from dashboard.visit import Visit
from plantar.alert import Family
from plantar.day import civil_day
from plantar.state import Attention
from plantar.viewer import Role
from plantar.words import episode_sentences
from plantar.words.catalogue import Words

#: Handled ones are shown for as long after their end. Our choice. [d]
SHOWN_DAYS: Final = 28
ROW_PX: Final = 38
MOST_ROWS: Final = 14
ROOM: Final = "-9 -12 37 37"


def page(visit: Visit) -> None:
    """Draw the alerts of everybody, or of the runner that the address names."""
    store, words, now = visit.store, visit.words, visit.now
    st.title(words.say("Alerts"), anchor=False)
    runners = store.runners()
    only = st.query_params.get(RUNNER)
    if only is not None:
        runners = [runner for runner in runners if runner.id == only]
        if Role.KINESIST in visit.viewer.roles:
            link(visit.places["alerts"], words.say("← The alerts of everybody"), words)
    since = civil_day(now, UTC) - timedelta(days=SHOWN_DAYS)
    episodes = store.episodes_of([runner.id for runner in runners], since)
    found = answered.listed(runners, store.display_names(), episodes, now, visit.own_accounts())
    tab = _tab(found, words)
    shown = [one for one in found if one.tab == tab]
    if not shown:
        muted(words.say("Nothing in this list."))
        return
    chosen, detail = st.columns([1, 1.35], gap="large")
    with chosen:
        one = _chosen(shown, tab, words)
    with detail:
        alert_detail.draw(one, visit)


def _tab(found: list[Listed], words: Words) -> str:
    counts = {tab: sum(one.tab == tab for one in found) for tab in TABS}
    return st.segmented_control(
        words.say("Show"),
        list(TABS),
        default=OPEN,
        required=True,
        format_func=lambda tab: f"{words.say(TABS[tab])} **{counts[tab]}**",
        label_visibility="collapsed",
        key="alerts-tab",
    )


def _chosen(shown: list[Listed], tab: str, words: Words) -> Listed:
    """The list, one of which is always chosen: at first the one that comes first."""
    rows = {
        "mark": [_mark(one) for one in shown],
        "name": [one.name for one in shown],
        "why": [episode_sentences.reason(one.episode, words) for one in shown],
        "since": [words.date(one.episode.silent_since or one.episode.opened) for one in shown],
    }
    columns = {
        "mark": st.column_config.ImageColumn("", width=44),
        "name": st.column_config.TextColumn(words.say("Runner"), width=130),
        "why": st.column_config.TextColumn(words.say("Why"), width=250),
        "since": st.column_config.TextColumn(words.say("Since"), width=66),
    }
    drawn = st.dataframe(
        rows,
        column_config=columns,
        hide_index=True,
        height=ROW_PX * (1 + min(len(shown), MOST_ROWS)),
        row_height=ROW_PX,
        on_select="rerun",
        selection_mode="single-row-required",
        key=f"alerts-{tab}",
    )
    at = next(iter(drawn.selection.rows), 0)
    return shown[at] if at < len(shown) else shown[0]


def _mark(one: Listed) -> str:
    """The mark with room around it: the list draws an image as high as its row."""
    silent = one.episode.family is Family.NO_DATA
    return marks.address(Attention.NO_DATA if silent else one.episode.level, ROOM)
