"""Eleven buttons that keep a score of pain: wherever a page asks for it, it is asked like this."""

from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Final, Literal

import streamlit as st

from dashboard.frame.style import muted
from dashboard.present import MOMENTS, SIDES
from plantar.day import LocalDays
from plantar.errors import PainRefused
from plantar.pain import NO_PAIN, WORST_PAIN, PainMoment, PainReport, Side
from plantar.runner import Runner
from plantar.store import Store
from plantar.words.catalogue import Words
from plantar.words.pain_refusals import refusal
from processing.given_pain import Given
from processing.tell_pain import Kept, counting, likely_moment, tell_pain, usual_moment

SAVED: Final = "pain-saved"


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that was just kept, so that more can be said, or it can be taken back."""

    runner_id: str
    kept: Kept


def moment(now: datetime, days: LocalDays, words: Words) -> PainMoment:
    """The moment that is asked about; the clock proposes one."""
    chosen: PainMoment = st.segmented_control(
        words.say("Moment"),
        list(PainMoment),
        default=likely_moment(now, days),
        required=True,
        format_func=lambda one: words.say(MOMENTS[one]),
        key="pain-moment",
    )
    return chosen


def scores(
    store: Store,
    runner: Runner,
    about: tuple[date, PainMoment, Side],
    now: datetime,
    words: Words,
) -> None:
    """The buttons, the answer that counts filled in; one that is tapped is kept."""
    days = runner.days
    day, asked, side = about
    at = usual_moment(day, asked, now, days)
    known = counting(store, runner.id, PainReport(at, asked, NO_PAIN, side), days)
    tapped = _tapped(None if known is None else known.report.score, words)
    if tapped is not None:
        # Not in a callback: that would file the answer when the page was last drawn.
        _keep(store, runner, Given(tapped, asked, side, at), now, words)


def saved(runner: Runner) -> Saved | None:
    """What was kept of this runner in this session, if it was not taken back."""
    found = st.session_state.get(SAVED)
    return found if isinstance(found, Saved) and found.runner_id == runner.id else None


def confirmation(store: Store, runner: Runner, words: Words) -> Saved | None:
    """That an answer is kept, where it was tapped, and the way back; None where there is none."""
    found = saved(runner)
    if found is None:
        return None
    st.html(f'<p class="saved" role="status"><b>✓ {escape(_said(found.kept, words))}</b></p>')
    if st.button(words.say("Undo"), key="undo"):
        store.withdraw_pain(runner.id, found.kept.report, found.kept.recorded_at)
        del st.session_state[SAVED]
        st.rerun()
    return found


def _keep(store: Store, runner: Runner, given: Given, now: datetime, words: Words) -> None:
    try:
        kept = tell_pain(store, runner.id, given, now)
    except PainRefused as refused:  # a page that lay open for a week
        st.error(refusal(refused, words))
        return
    st.session_state[SAVED] = Saved(runner.id, kept)
    st.rerun()


def _tapped(known: int | None, words: Words) -> int | None:
    """The score that was tapped."""
    muted(words.say("0 = no pain, 10 = worst imaginable"))
    tapped = None
    with st.container(key="scores"):
        for score in range(NO_PAIN, WORST_PAIN + 1):
            kind: Literal["primary", "secondary"] = "primary" if score == known else "secondary"
            if st.button(str(score), key=f"score-{score}", type=kind, width="stretch"):
                tapped = score
    return tapped


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
