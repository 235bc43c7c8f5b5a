"""From where on do rules speak, and what would another number bring?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape

import streamlit as st

from dashboard.frame import places, shared
from dashboard.frame.explained import explained
from dashboard.frame.style import muted
from dashboard.sensors import devices, sensor_table
from dashboard.settings import burden_panel, display_settings
from dashboard.settings.threshold_table import decided_table, in_force_table
from dashboard.settings.threshold_words import (
    ALL,
    RULES,
    Threshold,
    choices,
    named,
    value_of,
    written,
)
from dashboard.visit import Visit
from plantar.clinic import ClinicThreshold
from plantar.consent import Scope
from plantar.errors import BadInput
from plantar.plan import RuleOverride
from plantar.runner import Runner
from plantar.viewer import Role
from plantar.words.catalogue import Words
from processing.burden import Burden, Tried
from processing.rules.in_force import InForce
from processing.rules.thresholds import DEFAULTS, Thresholds
from processing.sensors import sensors_of
from processing.setting_thresholds import (
    end_for_runner,
    set_for_clinic,
    set_for_runner,
)

PRACTICE, RUNNER = "practice", "runner"
SAVED = "threshold-saved"
#: From so many runners on asking all of them may take a second, and a bar tells how far it is.
MANY_RUNNERS = 60
#: What a runner is told hangs on both.
TOLD_BY = frozenset({Scope.LOAD, Scope.PAIN})
#: As a threshold that is only tried is signed; nothing of it is kept.
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose thresholds are looked at, and what holds for them on the first day one can set."""

    runner: Runner | None  # None: the whole practice
    clinic: tuple[ClinicThreshold, ...]
    own: tuple[RuleOverride, ...]
    today: date

    @property
    def now(self) -> Thresholds:
        """What holds."""
        return InForce(self.own, self.clinic).thresholds(self.today)

    @property
    def decided(self) -> tuple[Tried, ...]:
        """What was ever set here."""
        return self.own if self.runner else self.clinic

    def is_set(self, threshold: Threshold) -> bool:
        """Whether a threshold is another one here than it would be without."""
        holding = InForce(self.own, self.clinic)
        here: tuple[Tried, ...] = (
            holding.on(self.today) if self.runner else holding.clinic_on(self.today)
        )
        return any((one.rule, one.field) == threshold for one in here)

    @property
    def without(self) -> Thresholds:
        """What would hold without what was set here."""
        return InForce((), self.clinic).thresholds(self.today) if self.runner else DEFAULTS

    def tried(self, threshold: Threshold, value: float | None, now: datetime) -> Tried:
        """A threshold as if it had always held."""
        if self.runner is None:
            return ClinicThreshold(*threshold, value, NOBODY, NOBODY, date.min, now)
        tried = value_of(self.without, threshold) if value is None else value
        return RuleOverride(*threshold, tried, NOBODY, NOBODY, date.min)


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
    asked = _whose(visit)
    if asked is None:
        muted(words.say("No runner lets you set thresholds of their own."))
        return
    left, right = st.columns([1, 1], gap="large")
    with left:
        threshold, value = _chosen(asked, words)
        line = st.empty()
        if asked.runner is None or visit.may_plan(asked.runner.id):
            _form(visit, asked, threshold, value)
        else:
            shared.read_only(visit)
    with right:
        would_be = _burden(visit, asked, threshold, value)
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


def _whose(visit: Visit) -> Asked | None:
    words, store = visit.words, visit.store
    # Of whom they may set nothing, there is nothing to choose.
    runners = [runner for runner in store.runners() if Scope.PLAN in visit.sees(runner.id)]
    ids = [runner.id for runner in runners]
    asked_for = st.query_params.get(places.RUNNER)
    whose = st.segmented_control(
        words.say("Whose thresholds"),
        [PRACTICE, RUNNER],
        default=RUNNER if asked_for in ids else PRACTICE,
        required=True,
        format_func={
            PRACTICE: words.say("The whole practice"),
            RUNNER: words.say("One runner"),
        }.__getitem__,
        key="whose",
    )
    clinic = tuple(store.clinic_thresholds())
    if whose == PRACTICE:
        return Asked(None, clinic, (), store.first_open_day(visit.now))
    if not runners:
        return None
    names = store.display_names()
    chosen = st.selectbox(
        words.say("Runner"),
        ids,
        index=ids.index(asked_for) if asked_for in ids else 0,
        format_func=lambda one: names.get(one, one),
        key="whose-runner",
    )
    runner = next(one for one in runners if one.id == chosen)
    own = tuple(store.overrides(runner.id))
    return Asked(runner, clinic, own, runner.days.day_of(visit.now))


def _chosen(asked: Asked, words: Words) -> tuple[Threshold, float]:
    threshold = st.selectbox(
        words.say("Threshold"),
        ALL,
        format_func=lambda one: named(one, words),
        key="threshold",
    )
    muted(words.say(RULES[threshold[0]]))
    now, ships = value_of(asked.now, threshold), value_of(asked.without, threshold)
    whose = asked.runner.id if asked.runner else PRACTICE
    value = st.select_slider(
        words.say("Value"),
        choices(threshold, now, ships, value_of(DEFAULTS, threshold)),
        value=now,
        format_func=lambda one: written(threshold, one, words),
        key=f"value-{whose}-{threshold[0].value}-{threshold[1]}-{now:g}",
    )
    return threshold, float(value)


def _form(visit: Visit, asked: Asked, threshold: Threshold, value: float) -> None:
    words = visit.words
    saved = st.session_state.get(SAVED, 0)
    until = st.date_input(
        words.say("Last day, if it is to end by itself"),
        value=None,
        min_value=asked.today,
        format="DD/MM/YYYY",
        key=f"until-{saved}",
    )
    reason = st.text_input(
        words.say("Reason of the change (it is kept)"), key=f"reason-{saved}", max_chars=200
    )
    with st.container(horizontal=True):
        same = value == value_of(asked.now, threshold)
        save = st.button(words.say("Save"), key="save", type="primary", disabled=same)
        back = st.button(
            words.say("As the practice has it") if asked.runner else words.say("As it ships"),
            key="back",
            disabled=not asked.is_set(threshold),
        )
    if save or back:
        last = until if isinstance(until, date) else None
        _keep(visit, asked, (threshold, None if back else value), reason, last)
    elif saved:
        said = words.say("Saved; it holds from now on.")
        st.html(f'<p class="saved" role="status"><b>✓ {escape(said)}</b></p>')


def _keep(
    visit: Visit,
    asked: Asked,
    what: tuple[Threshold, float | None],
    reason: str,
    until: date | None,
) -> None:
    words, store, now = visit.words, visit.store, visit.now
    (rule, field), value = what
    if not reason.strip():
        st.error(words.say("Say why: the reason is kept with the change."))
        return
    author = visit.viewer.account
    try:
        if asked.runner is None:
            ends = None if value is None else until
            decided = ClinicThreshold(
                rule, field, value, author, reason, asked.today, decided_at=now, until=ends
            )
            set_for_clinic(store, decided, now=now)
        elif value is None:
            yesterday = asked.today - timedelta(days=1)
            end_for_runner(store, asked.runner.id, rule, field, yesterday, now=now)
        else:
            agreed = RuleOverride(rule, field, value, author, reason, asked.today, until)
            set_for_runner(store, asked.runner.id, agreed, now=now)
    except BadInput:
        # The day turned since the page was drawn: it is drawn again, for the new one.
        st.error(words.say("A new day has begun: look at it again, and save once more."))
        return
    st.session_state[SAVED] = st.session_state.get(SAVED, 0) + 1
    st.rerun()


def _burden(visit: Visit, asked: Asked, threshold: Threshold, value: float) -> Burden | None:
    words, store = visit.words, visit.store
    everybody = store.runners() if asked.runner is None else [asked.runner]
    # Of whom only a part is seen, less would be told than really was.
    runners = [runner for runner in everybody if visit.sees(runner.id) >= TOLD_BY]
    if asked.runner is not None and not runners:
        muted(words.say("What it would bring is told by load and pain: both must be shared."))
        return None
    own = None if asked.runner is None else asked.own
    same = value == value_of(asked.now, threshold)
    tried = () if same else (asked.tried(threshold, value, visit.now),)
    place = st.empty()

    def tell(share: float) -> None:
        if len(runners) >= MANY_RUNNERS:
            place.progress(share, text=words.say("Asking about the last four weeks"))

    burdens = burden_panel.compared(store, runners, tried, own=own, now=visit.now, tell=tell)
    place.empty()
    st.html(
        burden_panel.panel(
            *burdens, store.display_names(), asked.today, words, of_practice=asked.runner is None
        )
    )
    return burdens[1]
