"""The answer to an alert: a reason, a note, and what is done; and all that was answered before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Final

import streamlit as st

from dashboard.alerts import answered
from dashboard.alerts.answered import Listed
from dashboard.frame import shared
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.consent import Scope
from plantar.errors import CannotAnswer, UnknownRecord
from plantar.response import LONGEST_NOTE, REASONS, Reason, Response
from plantar.words.catalogue import Words, mark
from processing import answering
from processing.answering import Said
from processing.episode_life import Standing, decisions

#: How long one can put it off with a tap. [d]
SNOOZES: Final = (1, 2, 3, 7, 14, 28)
#: That the last try came too late.
TOO_LATE: Final = "alert-too-late"
PILLS: Final = {
    Reason.CALLED: mark("Called, plan adapted"),
    Reason.MESSAGE_SENT: mark("Message sent"),
    Reason.KNOWN: mark("Known: race or holiday"),
    Reason.MEASUREMENT_ERROR: mark("Measurement or device error"),
    Reason.NEXT_VISIT: mark("Follow up at the next visit"),
}
#: What a runner can know of their own.
RUNNERS_REASONS: Final = [Reason.KNOWN, Reason.MEASUREMENT_ERROR, Reason.NEXT_VISIT]
OVER: Final = (Standing.CLOSED, Standing.CLOSED_BY_HAND, Standing.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class _Tapped:
    """Which of the buttons was tapped, if one was."""

    handle: bool
    snooze: bool
    close: bool
    until: datetime


def draw(one: Listed, visit: Visit) -> None:
    """Ask for an answer where one can be given, and show every one there has been."""
    if st.session_state.pop(TOO_LATE, False):
        text = visit.words.say("It was answered in the meantime: look at it again.")
        st.html(f'<p class="saved" role="alert">{escape(text)}</p>')
    if visit.may_plan(one.runner.id):
        if one.life.standing not in OVER:
            _ask(one, visit)
    else:
        shared.read_only(visit)
    _history(one, visit)


def _is_own(one: Listed, visit: Visit) -> bool:
    """Whether somebody looks at their own feet."""
    return visit.viewer.runner_id == one.runner.id


def _ask(one: Listed, visit: Visit) -> None:
    words, key, is_own = visit.words, one.key, _is_own(one, visit)
    with st.container(key="answer"):
        reason = st.pills(
            words.say("Why?") if is_own else words.say("What did you do?"),
            RUNNERS_REASONS if is_own else list(REASONS),
            format_func=lambda code: words.say(PILLS[code]),
            key=f"reason {key}",
        )
        note = st.text_area(
            words.say("Note (kept with the answer)"),
            max_chars=LONGEST_NOTE,
            height=68,
            key=f"note {key}",
        )
        tapped = _buttons(one, visit, ready=reason is not None)
        if reason is None:
            muted(words.say("Choose a reason first: it stays with the answer."))
        if is_own:
            muted(words.say("Whoever follows you sees that you put it off, and why."))
    if reason is not None:
        _answer(one, visit, Said(visit.viewer.account, reason, note), tapped)


def _buttons(one: Listed, visit: Visit, *, ready: bool) -> _Tapped:
    words, key = visit.words, one.key
    today = one.runner.days.day_of(visit.now)
    # A runner puts off what they know of; that it was dealt with is said by whoever did.
    may_end = not _is_own(one, visit)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        handle = (
            may_end
            and one.life.standing is not Standing.ACKNOWLEDGED
            and st.button(
                words.say("Handle"), type="primary", disabled=not ready, key=f"handle {key}"
            )
        )
        days = st.selectbox(
            words.say("Snooze until"),
            SNOOZES,
            format_func=lambda n: _named(today, n, words),
            width=190,
            key=f"until {key}",
        )
        snooze = st.button(words.say("Snooze"), disabled=not ready, key=f"snooze {key}")
        close = may_end and st.button(words.say("Close"), disabled=not ready, key=f"close {key}")
    until = one.runner.days.begins(today + timedelta(days=days))
    return _Tapped(handle, snooze, close, until)


def _named(today: date, days: int, words: Words) -> str:
    day = words.date(today + timedelta(days=days), "weekday")
    return words.say("tomorrow, {day}", day=day) if days == 1 else day


def _answer(one: Listed, visit: Visit, said: Said, tapped: _Tapped) -> None:
    store, runner, episode, now = visit.store, one.runner, one.episode, visit.now
    if tapped.handle:
        _keep(lambda: answering.acknowledge(store, runner, episode, said, now=now))
    elif tapped.snooze:
        _keep(lambda: answering.snooze(store, runner, episode, said, tapped.until, now=now))
    elif tapped.close:
        _keep(lambda: answering.close(store, runner, episode, said, now=now))


def _keep(answer: Callable[[], Response]) -> None:
    """Keep an answer and draw anew; who comes too late is told so."""
    try:
        answer()
    except (CannotAnswer, UnknownRecord):
        st.session_state[TOO_LATE] = True
    st.rerun()


def _history(one: Listed, visit: Visit) -> None:
    words, now = visit.words, visit.now
    told = answered.history(one.episode, one.runner, words, visit.store.account_names())
    if not told:
        return
    title = escape(words.say("Answers"))
    st.html(f'<div class="side"><h2>{title}</h2>{told}</div>')
    last = next(reversed(decisions(one.episode.responses)), None)
    mine = last is not None and last.author == visit.viewer.account
    if last is None or not mine or Scope.PLAN not in visit.sees(one.runner.id):
        return
    if st.button(words.say("Take back the last answer"), key=f"take back {one.key}"):
        account = visit.viewer.account
        _keep(
            lambda: answering.take_back(
                visit.store, one.runner, one.episode, last.id, account, now=now
            )
        )
