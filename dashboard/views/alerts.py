"""Is every alert answered, by whom, and why?"""

from datetime import UTC, timedelta
from typing import Final

import streamlit as st

from dashboard.alerts import alert_detail, alert_list, answered
from dashboard.alerts.answered import EMPTY, OPEN, TABS, Listed
from dashboard.frame.places import RUNNER, link
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.day import civil_day
from plantar.viewer import Role
from plantar.words.catalogue import Words

#: Handled ones are shown for as long after their end. Our choice. [d]
SHOWN_DAYS: Final = 28


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
        muted(words.say(EMPTY[tab], n=SHOWN_DAYS))
        return
    chosen, detail = st.columns([1, 1.75], gap="large")
    with chosen:
        one = alert_list.choose(shown, tab, words)
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
