"""How much did it hurt? One tap answers; what else there is to say comes after it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape
from typing import Final, Literal

import streamlit as st

from dashboard.places import link
from dashboard.present import MOMENTS, SIDES
from dashboard.style import muted
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.errors import PainRefused, UnknownRecord
from plantar.pain import NO_PAIN, WORST_PAIN, PainMoment, PainReport, Side
from plantar.runner import Runner
from plantar.store import Store
from plantar.words.catalogue import Words, mark
from plantar.words.pain_refusals import refusal
from processing.given_pain import LONGEST_NOTE, LONGEST_SHOE, Given
from processing.tell_pain import (
    BACK_DAYS,
    Kept,
    amend_pain,
    counting,
    likely_moment,
    tell_pain,
    usual_moment,
)

SAVED = "pain-saved"
#: Whether a painkiller was taken, as the page asks it.
TAKEN: Final = {True: mark("yes"), False: mark("no")}


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that was just kept, so that more can be said, or it can be taken back."""

    runner_id: str
    kept: Kept


def page(visit: Visit) -> None:
    """Draw the question, and keep the answer that is tapped."""
    store, words, now = visit.store, visit.words, visit.now
    runner = named(store, words)
    if runner is None:
        return
    days = runner.days
    today = days.day_of(now)
    with st.container(key="pain"):
        link(visit.places["runner"], words.say("← Back to the runner"), words, runner.id)
        st.title(words.say("How much pain did you have?"), anchor=False)
        muted(store.display_names().get(runner.id, runner.id))
        back = st.selectbox(
            words.say("Day"),
            [back for back in range(BACK_DAYS + 1) if days.hours(today - timedelta(days=back))],
            format_func=lambda back: day_name(today - timedelta(days=back), today, words),
            key="pain-day",
        )
        moment = st.segmented_control(
            words.say("Moment"),
            list(PainMoment),
            default=likely_moment(now, days),
            required=True,
            format_func=lambda moment: words.say(MOMENTS[moment]),
            key="pain-moment",
        )
        side = st.segmented_control(
            words.say("Side"),
            list(Side),
            default=runner.side or Side.BOTH,
            required=True,
            format_func=lambda side: words.say(SIDES[side]),
            key="pain-side",
        )
        at = usual_moment(today - timedelta(days=back), moment, now, days)
        known = counting(store, runner.id, PainReport(at, moment, NO_PAIN, side), days)
        tapped = _scores(None if known is None else known.report.score, words)
        if tapped is not None:
            # Not in a callback: that would file the answer when the page was last drawn.
            _keep(store, runner, Given(tapped, moment, side, at), now, words)
        _confirmation(store, runner, words)


def day_name(day: date, today: date, words: Words) -> str:
    """A date as one says it on the day itself."""
    if day == today:
        return words.say("today, {day}", day=words.date(day, "weekday"))
    if day == today - timedelta(days=1):
        return words.say("yesterday, {day}", day=words.date(day, "weekday"))
    return words.date(day, "weekday")


def _keep(store: Store, runner: Runner, given: Given, now: datetime, words: Words) -> None:
    try:
        kept = tell_pain(store, runner.id, given, now)
    except PainRefused as refused:  # a page that lay open for a week
        st.error(refusal(refused, words))
        return
    st.session_state[SAVED] = Saved(runner.id, kept)
    st.rerun()


def _scores(known: int | None, words: Words) -> int | None:
    """Eleven buttons, the answer that counts filled in; the one that was tapped."""
    muted(words.say("0 = no pain, 10 = worst imaginable"))
    tapped = None
    with st.container(key="scores"):
        for score in range(NO_PAIN, WORST_PAIN + 1):
            kind: Literal["primary", "secondary"] = "primary" if score == known else "secondary"
            if st.button(str(score), key=f"score-{score}", type=kind, width="stretch"):
                tapped = score
    return tapped


def _saved(runner: Runner) -> Saved | None:
    saved = st.session_state.get(SAVED)
    return saved if isinstance(saved, Saved) and saved.runner_id == runner.id else None


def _confirmation(store: Store, runner: Runner, words: Words) -> None:
    saved = _saved(runner)
    if saved is None:
        return
    st.html(f'<p class="saved" role="status"><b>✓ {escape(_said(saved.kept, words))}</b></p>')
    if st.button(words.say("Undo"), key="undo"):
        store.withdraw_pain(runner.id, saved.kept.report, saved.kept.recorded_at)
        del st.session_state[SAVED]
        st.rerun()
    _beside(store, runner, saved, words)


def _said(kept: Kept, words: Words) -> str:
    report = kept.report
    text = words.say(
        "Saved: {moment}, {side}, {day}: {score}/10",
        moment=words.say(MOMENTS[report.moment]),
        side="" if report.side is None else words.say(SIDES[report.side]),
        day=words.date(kept.day, "weekday"),
        score=report.score,
    )
    if kept.replaced is None or kept.replaced.score == report.score:
        return text
    instead = words.say("in place of {score}/10", score=kept.replaced.score)
    return f"{text}, {instead}"


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
