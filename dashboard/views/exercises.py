"""Which exercises wait today? Done as planned is one tap, the pain during it a second one."""

from datetime import timedelta

import streamlit as st

from dashboard.entry import exercise_entry
from dashboard.frame import shared
from dashboard.frame.back import back_from
from dashboard.frame.style import muted
from dashboard.views.pain import day_name
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.rehab import programme_on
from plantar.words import strength_sentences
from processing.rehab.adherence import adherence_on
from processing.rehab.due import asked_on
from processing.tell_context import BACK_DAYS


def page(visit: Visit) -> None:
    """Draw the exercises of today's phase, and keep what is tapped."""
    words, store = visit.words, visit.store
    runner = named(store, words)
    if runner is None:
        return
    today = runner.days.day_of(visit.now)
    programmes, log = store.programmes(runner.id), store.strength_log(runner.id)
    with st.container(key="exercises"):
        back_from(visit, runner.id)
        st.title(words.say("Exercises"), anchor=False)
        muted(store.display_names().get(runner.id, runner.id))
        back = st.selectbox(
            words.say("Day"),
            [n for n in range(BACK_DAYS + 1) if runner.days.hours(today - timedelta(days=n))],
            format_func=lambda n: day_name(today - timedelta(days=n), today, words),
            key="exercises-day",
        )
        day = today - timedelta(days=back)
        programme = programme_on(programmes, day)
        if programme is None or (phase := programme.phase_on(day)) is None:
            muted(words.say("No programme is in force on this day. Your kinesist writes it."))
            return
        muted(words.say("{phase}, week {week}", phase=phase.name, week=programme.week_on(day)))
        kept_to = adherence_on(today, programmes, [one.record for one in log])
        if kept_to is not None:
            muted(strength_sentences.adherence(kept_to.done, kept_to.prescribed, words))
            if kept_to.is_noted:
                muted(strength_sentences.few_logged(words))
        if not visit.may_plan(runner.id):
            shared.read_only(visit)
        for n, asked in enumerate(asked_on(programmes, log, day)):
            with st.container(border=True, key=f"exercise-{n}", gap="small"):
                exercise_entry.exercise(visit, runner, asked, day, n)
