"""A new runner in one short form, and what comes after it: a link, data, sensors."""

from zoneinfo import available_timezones

import streamlit as st

from dashboard.frame import links
from dashboard.frame.places import link
from dashboard.frame.style import muted
from dashboard.runners import particular_fields, wear_form
from dashboard.runners.wear_words import EXPLAINED, KINDS
from dashboard.visit import Visit
from plantar.account import Door, shown_name
from plantar.consent import EVERYTHING, Basis, Consent
from plantar.errors import BadInput
from plantar.runner import LANGUAGES, Runner, WearKind
from plantar.secret import new_id

HOME_ZONE = "Europe/Brussels"
RUNNER_LETTERS = 10
MADE = "runner-made"


def draw(visit: Visit, *, is_first: bool) -> None:
    """Draw the form, open where there is nobody yet; and how to go on with who was just made."""
    words = visit.words
    made = st.session_state.get(MADE)
    if made is not None and visit.sees(made):
        _go_on(visit, made)
        return
    if is_first:
        muted(words.say("Nobody yet. Everybody whom you see has agreed that you do."))
    with st.expander(words.say("A new runner"), expanded=is_first):
        _form(visit)


def _form(visit: Visit) -> None:
    words = visit.words
    with st.form("new-runner", border=False), st.container(key="new-runner-fields"):
        name = st.text_input(words.say("Name for the screen"), max_chars=80, key="runner-name")
        left, right = st.columns(2)
        with left:
            language = st.segmented_control(
                words.say("Language"), LANGUAGES, default=words.language, format_func=str.upper,
                required=True, key="runner-language",
            )  # fmt: skip
            side = particular_fields.side(None, words, key="runner-side")
            limit = particular_fields.limit(None, words, key="runner-limit")
        with right:
            zones = sorted(available_timezones())
            where = st.selectbox(
                words.say("Time zone"), zones, index=zones.index(HOME_ZONE), key="runner-zone"
            )
            mass = particular_fields.mass(None, words, key="runner-mass")
            wears = st.segmented_control(
                words.say("Wear plan"),
                (WearKind.ALL_DAY, WearKind.SHIFTS, WearKind.RUNS_ONLY, WearKind.OWN),
                default=WearKind.ALL_DAY, required=True, key="runner-wear",
                format_func=lambda one: words.say(KINDS[one]),
                help=words.say(EXPLAINED[WearKind.ALL_DAY]),
            )  # fmt: skip
        agreed = st.checkbox(
            words.say("They agreed that I see and note their load, their pain and their plan."),
            key="runner-agreed",
        )
        if not st.form_submit_button(words.say("Make the runner"), type="primary"):
            return
    if not agreed:
        st.error(words.say("Ask them first: without their agreement nobody is made."), icon=None)
        return
    try:
        shown = shown_name(name)
        runner = Runner(
            f"r-{new_id()[:RUNNER_LETTERS]}", where, mass, language, side=side, pain_limit=limit
        )
    except BadInput as refused:
        st.error(particular_fields.refusal(refused, words), icon=None)
        return
    consent = Consent(
        new_id(), runner.id, visit.viewer.account, EVERYTHING, visit.now, basis=Basis.PRACTICE
    )
    visit.store.take_on(runner, shown, consent)
    st.session_state[MADE] = runner.id
    if wears is not WearKind.ALL_DAY:
        # Which hours is asked next, where there is place to say it.
        st.session_state[particular_fields.WEAR_FIRST] = (runner.id, wears)
    st.rerun()


def _go_on(visit: Visit, runner_id: str) -> None:
    """What is done next for a runner who was just made."""
    words = visit.words
    with st.container(border=True, key="go-on"):
        name = visit.store.display_names().get(runner_id, runner_id)
        st.html(particular_fields.told(words.say("Made: {name}. What comes next:", name=name)))
        with st.container(horizontal=True):
            if st.button(words.say("Make a link for their account"), type="primary", key="invite"):
                links.make(visit, Door.RUNNER, runner_id=runner_id)
            if st.button(words.say("Done"), key="made-done"):
                st.session_state.pop(MADE, None)
                st.session_state.pop(particular_fields.WEAR_FIRST, None)
                links.forget()
                st.rerun()
        links.show(visit, Door.RUNNER)
        first = st.session_state.get(particular_fields.WEAR_FIRST)
        if first is not None and first[0] == runner_id:
            wear_form.draw(visit, visit.store.runner(runner_id), writes=True, kind=first[1])
        with st.container(horizontal=True, key="go-on-ways"):
            link(visit.places["runners"], words.say("Particulars and wear plan"), words, runner_id)
            link(visit.places["programme"], words.say("Programme and runs"), words, runner_id)
            particular_fields.ways_if_there(visit, runner_id)
        with st.expander(words.say("Sensors and recordings from a terminal")):
            st.code(
                f"./run sensor add --runner {runner_id}\n"
                f"./run import recording.fit steps.csv --runner {runner_id}",
                language=None,
            )
