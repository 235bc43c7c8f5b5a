"""One exercise and what is done of it: done as planned is one tap, wherever it is asked."""

from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st

from dashboard.entry import exercise_words
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.pain import NO_PAIN, WORST_PAIN
from plantar.rehab import MOST_LOAD_KG, MOST_REPS, MOST_SETS, StrengthSession
from plantar.runner import Runner
from plantar.store import Noted
from plantar.words.catalogue import Words
from processing.rehab.due import Asked
from processing.rehab.log_set import as_planned, log_set, with_pain

#: Loads are told in steps of half a kilo. [kg]
LOAD_STEP_KG = 0.5


def exercise(visit: Visit, runner: Runner, asked: Asked, day: date, n: int) -> None:
    """An exercise with everything that can be told of it on a day."""
    words, prescribed = visit.words, asked.exercise
    st.html(
        f'<h2 class="exercise">{escape(prescribed.name)}</h2>'
        f'<p class="muted">{escape(exercise_words.dose(prescribed, words))}</p>'
        + (f'<p class="muted">{escape(prescribed.note)}</p>' if prescribed.note else "")
        + f'<p class="muted">{escape(_last(asked, words))}</p>'
    )
    if asked.today:
        for noted in asked.today:
            _done(visit, runner, noted)
        return
    if not visit.may_plan(runner.id):
        muted(words.say("Not logged on this day.") if asked.is_due else _not_due(words))
        return
    if not asked.is_due:
        muted(_not_due(words))
    planned = as_planned(prescribed, day, asked.last)
    _one_tap(visit, runner, planned, n, is_due=asked.is_due)
    with st.expander(words.say("It went otherwise")):
        # By name and day: the order changes with what is due, and a field would keep its number.
        other = _adjusted(planned, f"{day}-{prescribed.name}", words)
        if st.button(words.say("Save this"), key=f"save-{n}"):
            log_set(visit.store, runner.id, other, visit.now)
            st.rerun()


def in_short(visit: Visit, runner: Runner, asked: Asked, day: date, n: int) -> None:
    """An exercise as it stands among other things of the day: done as planned, or undone."""
    words, prescribed = visit.words, asked.exercise
    st.html(
        f'<h3 class="exercise">{escape(prescribed.name)}</h3>'
        f'<p class="muted">{escape(exercise_words.dose(prescribed, words))}</p>'
    )
    may_write = visit.may_plan(runner.id)
    for noted in asked.today:
        _done_line(noted, words)
        if may_write and st.button(words.say("Undo"), key=f"undo-{noted.id}"):
            visit.store.withdraw_strength(runner.id, noted.id)
            st.rerun()
    if asked.today:
        return
    if may_write:
        _one_tap(visit, runner, as_planned(prescribed, day, asked.last), n, is_due=asked.is_due)
    else:
        muted(words.say("Not logged on this day."))


def _one_tap(
    visit: Visit, runner: Runner, planned: StrengthSession, n: int, *, is_due: bool
) -> None:
    words = visit.words
    if st.button(
        words.say(
            "Done as planned: {amount}",
            amount=exercise_words.amount(planned.sets, planned.reps, planned.load_kg, words),
        ),
        key=f"done-{n}",
        type="primary" if is_due else "secondary",
        width="stretch",
    ):
        log_set(visit.store, runner.id, planned, visit.now)
        st.rerun()


def _done_line(noted: Noted[StrengthSession], words: Words) -> None:
    """Stands where the button was, so that a second tap hits nothing."""
    said = words.say("Done: {what}", what=exercise_words.done(noted.record, words))
    st.html(f'<p class="saved done" role="status"><b>✓ {escape(said)}</b></p>')


def _done(visit: Visit, runner: Runner, noted: Noted[StrengthSession]) -> None:
    """What was logged today, how much it hurt, and what can be changed of it."""
    words, store = visit.words, visit.store
    _done_line(noted, words)
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
