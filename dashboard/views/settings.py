"""From where on do rules speak, and what would another number bring?"""

from html import escape

import streamlit as st

from dashboard.frame import shared
from dashboard.frame.explained import explained
from dashboard.frame.style import muted
from dashboard.sensors import devices, sensor_table
from dashboard.settings import burden_panel, display_settings
from dashboard.settings.burden_asked import burden_of
from dashboard.settings.deciding import choose, form
from dashboard.settings.threshold_table import decided_table, in_force_table
from dashboard.settings.whose import whose_thresholds
from dashboard.visit import Visit
from plantar.viewer import Role
from processing.sensors import sensors_of


def page(visit: Visit) -> None:
    """Draw three tabs: thresholds, devices, language and display."""
    words = visit.words
    st.title(words.say("Settings"), anchor=False)
    if Role.KINESIST not in visit.viewer.roles:
        muted(words.say("Thresholds are set by a kinesist."))
        return
    thresholds, of_devices, display = st.tabs(
        [words.say("Thresholds"), words.say("Devices"), words.say("Language and display")],
        key="settings-tab",
        on_change="rerun",
    )
    # Only the one that is looked at is drawn: a slider waits for no list of devices.
    draws = ((thresholds, _thresholds), (of_devices, _devices), (display, display_settings.draw))
    for tab, draw in draws:
        if tab.open:
            with tab:
                draw(visit)


def _devices(visit: Visit) -> None:
    """The sensors of everybody, and what brought the figures of each, how long ago."""
    words, store = visit.words, visit.store
    runners, names = store.runners(), store.display_names()
    sensors = sensors_of(store, [one.id for one in runners])
    listed = devices.table(runners, store.states(), names, words, visit.now)
    if not sensors and not listed:
        muted(words.say("Nothing was measured of anybody yet."))
        return
    if sensors:
        st.header(words.say("Sensors"), anchor=False)
        muted(words.say("As the collector beside each last told; the longest silent first."))
        st.html(sensor_table.of_practice(sensors, names, visit.now, words))
    if not listed:
        return
    st.header(words.say("Last data of each runner"), anchor=False)
    muted(
        words.say(
            "The longest silent first; ▲ stands where nothing came for {hours} hours.",
            hours=devices.LATE_HOURS,
        )
    )
    if not sensors:
        muted(words.say("No sensor told its battery: that is known where a collector listens."))
    st.html(listed)


def _thresholds(visit: Visit) -> None:
    """Draw the thresholds, what another one would bring, and who decided what."""
    words = visit.words
    about = escape(words.say("Thresholds: from where on a rule speaks. They hold from today on."))
    st.html(f'<p class="muted">{about} {explained(words, "rules")}</p>')
    asked = whose_thresholds(visit)
    if asked is None:
        muted(words.say("No runner lets you set thresholds of their own."))
        return
    left, right = st.columns([1, 1], gap="large")
    with left:
        threshold, value = choose(asked, words)
        line = st.empty()
        if asked.runner is None or visit.may_plan(asked.runner.id):
            form(visit, asked, threshold, value)
        else:
            shared.read_only(visit)
    with right:
        would_be = burden_of(visit, asked, threshold, value)
    # On a phone the columns stand below each other: what it brings is told before the button too.
    if would_be is not None:
        line.html(f'<p class="on-phone">{burden_panel.in_short(would_be, words)}</p>')
    own = None if asked.runner is None else asked.own
    st.header(words.say("What holds today"), anchor=False)
    st.html(in_force_table(asked.clinic, own, asked.today, words))
    st.header(words.say("Who decided what"), anchor=False)
    if asked.decided:
        st.html(decided_table(asked.decided, asked.today, words, visit.store.account_names()))
    else:
        muted(words.say("Nothing yet: everything is as it ships."))
