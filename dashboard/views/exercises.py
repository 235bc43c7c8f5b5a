"""Which exercises wait today? Done as planned is one tap, the pain during it a second one."""

from dataclasses import replace
from datetime import date, timedelta
from html import escape

import streamlit as st

from dashboard import exercise_words, shared
from dashboard.places import link
from dashboard.style import muted
from dashboard.views.pain import day_name
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.pain import NO_PAIN, WORST_PAIN
from plantar.rehab import MOST_LOAD_KG, MOST_REPS, MOST_SETS, StrengthSession, programme_on
from plantar.runner import Runner
from plantar.store import Noted
from plantar.words import strength_sentences
from plantar.words.catalogue import Words
from processing.rehab.adherence import adherence_on
from processing.rehab.due import Asked, asked_on
from processing.rehab.log_set import as_planned, log_set, with_pain
from processing.tell_context import BACK_DAYS

#: Loads are told in steps of half a kilo. [kg]
LOAD_STEP_KG = 0.5


def page(visit: Visit) -> None:
    """Draw the exercises of today's phase, and keep what is tapped."""
    words, store = visit.words, visit.store
    runner = named(store, words)
    if runner is None:
        return
    today = runner.days.day_of(visit.now)
    programmes, log = store.programmes(runner.id), store.strength_log(runner.id)
    with st.container(key="exercises"):
        link(visit.places["runner"], words.say("← Back to the runner"), words, runner.id)
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
                _exercise(visit, runner, asked, day, n)


def _exercise(visit: Visit, runner: Runner, asked: Asked, day: date, n: int) -> None:
    words = visit.words
    exercise = asked.exercise
    st.html(
        f'<h2 class="exercise">{escape(exercise.name)}</h2>'
        f'<p class="muted">{escape(exercise_words.dose(exercise, words))}</p>'
        + (f'<p class="muted">{escape(exercise.note)}</p>' if exercise.note else "")
        + f'<p class="muted">{escape(_last(asked, words))}</p>'
    )
    if asked.today:
        for noted in asked.today:
            _done(visit, runner, noted)
        return
    if not visit.may_plan(runner.id):
        muted(words.say("Not logged on this day.") if asked.is_due else _not_due(words))
        return
    planned = as_planned(exercise, day, asked.last)
    if not asked.is_due:
        muted(_not_due(words))
    if st.button(
        words.say(
            "Done as planned: {amount}",
            amount=exercise_words.amount(planned.sets, planned.reps, planned.load_kg, words),
        ),
        key=f"done-{n}",
        type="primary" if asked.is_due else "secondary",
        width="stretch",
    ):
        log_set(visit.store, runner.id, planned, visit.now)
        st.rerun()
    with st.expander(words.say("It went otherwise")):
        # By name and day: the order changes with what is due, and a field would keep its number.
        other = _adjusted(planned, f"{day}-{exercise.name}", words)
        if st.button(words.say("Save this"), key=f"save-{n}"):
            log_set(visit.store, runner.id, other, visit.now)
            st.rerun()


def _done(visit: Visit, runner: Runner, noted: Noted[StrengthSession]) -> None:
    """What was logged today: first a line where the button was, so that a second tap hits none."""
    words, store = visit.words, visit.store
    said = words.say("Done: {what}", what=exercise_words.done(noted.record, words))
    st.html(f'<p class="saved done" role="status"><b>✓ {escape(said)}</b></p>')
    if not visit.may_plan(runner.id):
        return
    muted(words.say("Pain during it? 0 = none, 10 = worst imaginable. May be left out."))
    with st.container(key=f"pain-{noted.id}"):
        for score in range(NO_PAIN, WORST_PAIN + 1):
            if st.button(
                str(score),
                key=f"pain-{noted.id}-{score}",
                type="primary" if score == noted.record.worst_pain else "secondary",
                width="stretch",
            ):
                with_pain(store, runner.id, noted, score)
                st.rerun()
    with st.expander(words.say("Adjust or undo")):
        other = _adjusted(noted.record, noted.id, words)
        if st.button(words.say("Save this"), key=f"change-{noted.id}"):
            store.change_strength(runner.id, noted.id, other)
            st.rerun()
        if st.button(words.say("Undo"), key=f"undo-{noted.id}"):
            store.withdraw_strength(runner.id, noted.id)
            st.rerun()


def _adjusted(session: StrengthSession, key: str, words: Words) -> StrengthSession:
    """The session with other sets, repetitions or load."""
    columns = st.columns(3)
    sets = columns[0].number_input(
        words.say("sets"), 1, MOST_SETS, value=session.sets, key=f"sets-{key}"
    )
    reps = columns[1].number_input(
        words.say("repetitions"), 1, MOST_REPS, value=session.reps, key=f"reps-{key}"
    )
    load = columns[2].number_input(
        words.say("load (kg)"),
        0.0,
        MOST_LOAD_KG,
        value=session.load_kg,
        step=LOAD_STEP_KG,
        format="%g",
        key=f"load-{key}",
    )
    return replace(
        session, sets=int(sets), reps=int(reps), load_kg=None if load is None else float(load)
    )


def _not_due(words: Words) -> str:
    return words.say("Not due on this day.")


def _last(asked: Asked, words: Words) -> str:
    if asked.last is None:
        return words.say("Not logged before.")
    return words.say(
        "Last time: {what}, {day}",
        what=exercise_words.done(asked.last, words),
        day=words.date(asked.last.day, "weekday"),
    )
