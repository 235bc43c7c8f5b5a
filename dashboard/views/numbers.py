"""What do these numbers mean? In plain words, with an example that the real code reckons."""

from html import escape

import streamlit as st

from dashboard.frame import packaged
from dashboard.frame.explained import SECTIONS
from dashboard.frame.places import RUNNER, link
from dashboard.frame.style import muted
from dashboard.numbers import numbers_own, worked_words
from dashboard.numbers import numbers_text as text
from dashboard.numbers import said_text as said
from dashboard.visit import Visit
from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.consent import Scope
from plantar.day import LocalDays
from plantar.plan import RuleOverride
from plantar.runner import Runner
from plantar.words.catalogue import Words
from processing.explain.worked import (
    MASS_KG,
    TUESDAY_RUN_MIN,
    TUESDAY_STAND_H,
    TUESDAY_STEPS,
    WALK_SPM,
    Worked,
    worked,
)
from processing.rules.in_force import InForce
from processing.rules.thresholds import Thresholds

#: By whose clock it is today, for who is no runner.
SOMEWHERE = LocalDays("UTC")
#: What the sliders offer.
MOST_RUN_MIN, MOST_STAND_H = 90, 8.0
#: A run that a rule speaks about, told beside the one that none does.
LONGER_RUN_MIN = 40


def page(visit: Visit) -> None:
    """Draw the whole page; of a runner, where one is named, with their own last day."""
    words, runner = visit.words, _runner(visit)
    own, clinic = _thresholds(visit, runner)
    packaged.mount("section", key="section")
    with st.container(key="numbers"):
        if runner is not None:
            link(visit.places["runner"], words.say("← To the runner"), words, runner.id)
        st.title(words.say("What do these numbers mean?"), anchor=False)
        muted(words.say("In plain words, for runners and kinesists. Every number has a unit."))
        _contents(words)
        parts = {
            "wse": text.wse(words),
            "upright": text.upright(words),
            "usual": text.usual(words),
            "week": text.week(words),
            "coverage": text.coverage(words),
            "sources": text.sources(words),
            "pain": said.pain(words, None if runner is None else runner.pain_limit),
            "rules": said.rules(words, *_in_force(own, clinic, visit, runner)),
            "levels": said.levels(words),
            "episodes": said.episodes(words),
        }
        for anchor, told in parts.items():
            _section(anchor, words)
            st.html(f'<div class="numbers">{told}</div>')
        _section("example", words)
        _example(words, own, clinic)
        if runner is not None and Scope.LOAD in visit.sees(runner.id):
            numbers_own.draw(visit, runner)
        _section("claims", words)
        st.html(f'<div class="numbers">{said.claims(words)}</div>')


def _runner(visit: Visit) -> Runner | None:
    """Whoever the address names, else the viewer themselves where they are a runner."""
    asked = st.query_params.get(RUNNER) or visit.viewer.runner_id
    return None if asked is None else visit.store.runner(asked)


def _thresholds(
    visit: Visit, runner: Runner | None
) -> tuple[list[RuleOverride], list[ClinicThreshold]]:
    own = [] if runner is None else visit.store.overrides(runner.id)
    today = (SOMEWHERE if runner is None else runner.days).day_of(visit.now)
    agreed = InForce(own, visit.store.clinic_thresholds())
    return list(agreed.on(today)), list(agreed.clinic_on(today))


def _in_force(
    own: list[RuleOverride], clinic: list[ClinicThreshold], visit: Visit, runner: Runner | None
) -> tuple[Thresholds, set[Rule]]:
    today = (SOMEWHERE if runner is None else runner.days).day_of(visit.now)
    changed = {one.rule for one in own} | {one.rule for one in clinic}
    return InForce(own, clinic).thresholds(today), changed


def _section(anchor: str, words: Words) -> None:
    st.header(words.say(SECTIONS[anchor]), anchor=anchor)


def _contents(words: Words) -> None:
    items = "".join(
        f'<li><a href="#{anchor}" target="_self">{escape(words.say(SECTIONS[anchor]))}</a></li>'
        for anchor in SECTIONS
    )
    label = escape(words.say("On this page"))
    st.html(f'<nav class="contents" aria-label="{label}"><ul>{items}</ul></nav>')


def _example(words: Words, own: list[RuleOverride], clinic: list[ClinicThreshold]) -> None:
    st.html(
        '<div class="numbers"><p>'
        + escape(
            words.say(
                "An invented runner of {mass} kg with an invented Tuesday: {steps} walking steps "
                "at {cadence} a minute, {run} min of running and {stand} h of standing. Every "
                "figure below is reckoned by the same code as yours.",
                mass=MASS_KG,
                steps=TUESDAY_STEPS,
                cadence=WALK_SPM,
                run=TUESDAY_RUN_MIN,
                stand=TUESDAY_STAND_H,
            )
        )
        + "</p></div>"
    )
    with st.container(horizontal=True, key="example-sliders"):
        run_min = st.slider(
            words.say("Running on this Tuesday (min)"),
            0,
            MOST_RUN_MIN,
            TUESDAY_RUN_MIN,
            5,
            key="example-run",
        )
        stand_h = st.slider(
            words.say("Standing on this Tuesday (h)"),
            0,
            round(MOST_STAND_H),
            round(TUESDAY_STAND_H),
            1,
            key="example-stand",
        )
    one = worked(run_min, float(stand_h), own, clinic)
    st.html(_told(one, words))
    longer = worked(LONGER_RUN_MIN, TUESDAY_STAND_H, own, clinic)
    with_longer = words.say("With {n} min of running:", n=LONGER_RUN_MIN)
    st.html(
        f'<div class="numbers"><p>{escape(with_longer)}</p>'
        f"{worked_words.spoken(longer.alerts, words)}</div>"
    )


def _told(one: Worked, words: Words) -> str:
    title = words.say("From minutes to the load of the day")
    after = words.say("From 28 days to the week")
    rules = words.say("Which rule would speak")
    return (
        f'<div class="numbers"><h3>{escape(title)}</h3>{worked_words.steps(one, words)}'
        f"<h3>{escape(after)}</h3>{worked_words.days(one, words)}{worked_words.weeks(one, words)}"
        f"<h3>{escape(rules)}</h3>{worked_words.spoken(one.alerts, words)}</div>"
    )
