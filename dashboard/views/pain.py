"""How much did it hurt? One tap answers; what else there is to say comes after it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import streamlit as st

from dashboard.entry import pain_entry
from dashboard.entry.pain_entry import SAVED, Saved
from dashboard.frame.back import back_from
from dashboard.frame.style import muted
from dashboard.present import SIDES
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.errors import PainRefused, UnknownRecord
from plantar.pain import Side
from plantar.runner import Runner
from plantar.store import Store
from plantar.words.catalogue import Words, mark
from plantar.words.pain_refusals import refusal
from processing.given_pain import LONGEST_NOTE, LONGEST_SHOE, Given
from processing.tell_pain import BACK_DAYS, amend_pain

#: Whether a painkiller was taken, as the page asks it.
TAKEN: Final = {True: mark("yes"), False: mark("no")}


def page(visit: Visit) -> None:
    """Draw the question, and keep the answer that is tapped."""
    store, words, now = visit.store, visit.words, visit.now
    runner = named(store, words)
    if runner is None:
        return
    days = runner.days
    today = days.day_of(now)
    with st.container(key="pain"):
        back_from(visit, runner.id)
        st.title(words.say("How much pain did you have?"), anchor=False)
        muted(store.display_names().get(runner.id, runner.id))
        back = st.selectbox(
            words.say("Day"),
            [back for back in range(BACK_DAYS + 1) if days.hours(today - timedelta(days=back))],
            format_func=lambda back: day_name(today - timedelta(days=back), today, words),
            key="pain-day",
        )
        moment = pain_entry.moment(now, days, words)
        side = st.segmented_control(
            words.say("Side"),
            list(Side),
            default=runner.side or Side.BOTH,
            required=True,
            format_func=lambda side: words.say(SIDES[side]),
            key="pain-side",
        )
        about = (today - timedelta(days=back), moment, side)
        pain_entry.scores(store, runner, about, now, words)
        saved = pain_entry.confirmation(store, runner, words)
        if saved is not None:
            _beside(store, runner, saved, words)


def day_name(day: date, today: date, words: Words) -> str:
    """A date as one says it on the day itself."""
    if day == today:
        return words.say("today, {day}", day=words.date(day, "weekday"))
    if day == today - timedelta(days=1):
        return words.say("yesterday, {day}", day=words.date(day, "weekday"))
    return words.date(day, "weekday")


def _beside(store: Store, runner: Runner, saved: Saved, words: Words) -> None:
    """What may be said beside the score that is kept already; each is kept when it is given."""
    report = saved.kept.report
    of = saved.kept.recorded_at.isoformat()  # another answer, other fields
    with st.container(key="beside"):
        muted(words.say("If you like, say more. The score is kept already."))
        analgesic = st.segmented_control(
            words.say("Painkiller"),
            list(TAKEN),
            default=report.analgesic,
            format_func=lambda taken: words.say(TAKEN[taken]),
            key=f"analgesic-{of}",
        )
        flare = st.checkbox(words.say("Flare-up"), value=report.flare, key=f"flare-{of}")
        shoe = st.text_input(
            words.say("Shoe"), report.shoe, max_chars=LONGEST_SHOE, key=f"shoe-{of}"
        )
        note = st.text_area(
            words.say("Note"), report.note, max_chars=LONGEST_NOTE, key=f"note-{of}", height=80
        )
        given = Given(note=note, analgesic=analgesic, shoe=shoe, flare=flare)
        _amend(store, runner, saved, given, words)


def _amend(store: Store, runner: Runner, saved: Saved, given: Given, words: Words) -> None:
    try:
        kept = amend_pain(store, runner.id, saved.kept, given)
    except PainRefused as refused:
        st.error(refusal(refused, words))
    except UnknownRecord:  # taken back elsewhere
        del st.session_state[SAVED]
        st.rerun()
    else:
        st.session_state[SAVED] = replace(saved, kept=kept)
