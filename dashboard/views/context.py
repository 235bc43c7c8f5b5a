"""What happened that no sensor saw? Told in ten seconds."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from typing import Final

import streamlit as st

from dashboard.access.authors import author
from dashboard.entry.context_words import FLOORS, KINDS, SHIFT, hours, told
from dashboard.frame import shared
from dashboard.frame.back import back_from
from dashboard.frame.style import muted
from dashboard.views.pain import day_name
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.context import EVENTS, MOST_LETTERS, TIMED, ContextKind, ContextNote
from plantar.errors import PlantarError
from plantar.plan import DeclaredShift
from plantar.runner import Runner
from plantar.words.catalogue import Words
from processing.tell_context import BACK_DAYS, Kept, Told, take_back, tell, told_since

#: Half hours up to twelve, for what lasts; minutes for what somebody does on purpose.
HALF_HOURS: Final = tuple(30.0 * n for n in range(1, 25))
WALKS: Final = (10.0, 15.0, 20.0, 30.0, 40.0, 45.0, 60.0, 75.0, 90.0, 120.0, 150.0, 180.0)
BY_MINUTES: Final = frozenset({ContextKind.WALKED, ContextKind.RAN})
NO_FLOOR: Final = ""
CHOSEN, SAVED = "context-chosen", "context-saved"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was just kept, so that it can be taken back."""

    runner_id: str
    kept: Kept


def page(visit: Visit) -> None:
    """Draw the kinds, and keep what is tapped."""
    words = visit.words
    runner = named(visit.store, words)
    if runner is None:
        return
    today = runner.days.day_of(visit.now)
    with st.container(key="tell"):
        back_from(visit, runner.id)
        st.title(words.say("What happened?"), anchor=False)
        muted(visit.store.display_names().get(runner.id, runner.id))
        if visit.may_plan(runner.id):
            _told_now(visit, runner, today)
        else:
            shared.read_only(visit)
        _recent(visit, runner, today)
        muted(
            words.say(
                "What you tell here is an estimate: shown apart, and never added to what was "
                "measured."
            )
        )


def _told_now(visit: Visit, runner: Runner, today: date) -> None:
    """Ask for a day and what happened on it, and keep that."""
    words = visit.words
    back = st.selectbox(
        words.say("Day"),
        [n for n in range(BACK_DAYS + 1) if runner.days.hours(today - timedelta(days=n))],
        format_func=lambda n: day_name(today - timedelta(days=n), today, words),
        key="context-day",
    )
    day = today - timedelta(days=back)
    chosen = _chosen(words)
    if chosen in EVENTS:
        event = ContextKind(chosen)
        _keep(visit, runner, ContextNote(day, event, author=_author(visit, runner)))
    elif chosen is not None:
        _asked(visit, runner, chosen, day)
    _confirmation(visit, runner)


def _chosen(words: Words) -> str | ContextKind | None:
    """The kind that was tapped last; one that happens on a day is told by that tap alone."""
    with st.container(key="kinds"):
        for kind in KINDS:
            is_open = st.session_state.get(CHOSEN) == kind
            if st.button(
                words.say(KINDS[kind]),
                key=f"kind-{kind}",
                type="primary" if is_open else "secondary",
                width="stretch",
            ):
                st.session_state.pop(SAVED, None)
                if kind in EVENTS:
                    st.session_state.pop(CHOSEN, None)
                    return kind
                st.session_state[CHOSEN] = kind
                st.rerun()
    chosen: str | ContextKind | None = st.session_state.get(CHOSEN)
    return chosen


def _asked(visit: Visit, runner: Runner, chosen: str | ContextKind, day: date) -> None:
    """How long, or in which words; what is answered is kept."""
    words, by = visit.words, _author(visit, runner)
    if chosen == ContextKind.OTHER:
        text = st.text_input(
            words.say("In a few words"), key="context-text", max_chars=MOST_LETTERS
        )
        if st.button(words.say("Save"), key="context-save", type="primary") and text.strip():
            _keep(visit, runner, ContextNote(day, ContextKind.OTHER, None, text.strip(), by))
        return
    floor = _floor(visit, runner) if chosen == SHIFT else NO_FLOOR
    minutes = _how_long(chosen, words)
    if minutes is None:
        return
    if chosen in TIMED:
        _keep(visit, runner, ContextNote(day, ContextKind(chosen), minutes, author=by))
    else:
        _keep(visit, runner, DeclaredShift(day, minutes, floor, by))


def _how_long(chosen: str | ContextKind, words: Words) -> float | None:
    """The button of a length that was tapped."""
    by_minutes = chosen in BY_MINUTES
    muted(
        words.say("How many minutes, about?") if by_minutes else words.say("How many hours, about?")
    )
    tapped = None
    with st.container(key="lengths"):
        for minutes in WALKS if by_minutes else HALF_HOURS:
            label = words.number(minutes) if by_minutes else hours(minutes, words)
            if st.button(label, key=f"length-{minutes:g}", width="stretch"):
                tapped = minutes
    return tapped


def _floor(visit: Visit, runner: Runner) -> str:
    """The floor, as it was the last time unless another one is tapped; nobody has to."""
    words = visit.words
    shifts = visit.store.declared_shifts(runner.id)
    last = shifts[-1].record.floor if shifts else NO_FLOOR
    chosen = st.segmented_control(
        words.say("Floor (may be left out)"),
        list(FLOORS),
        default=last if last in FLOORS else None,
        format_func=lambda floor: words.say(FLOORS[floor]),
        key="context-floor",
    )
    return chosen or NO_FLOOR


def _keep(visit: Visit, runner: Runner, what: Told) -> None:
    try:
        kept = tell(visit.store, runner.id, what, visit.now)
    except PlantarError:
        st.html(
            '<p class="refused" role="alert">'
            + escape(
                visit.words.say("Not kept: a day has 24 hours, and the shifts of it pass that.")
            )
            + "</p>"
        )
        return
    st.session_state[SAVED] = Saved(runner.id, kept)
    st.session_state.pop(CHOSEN, None)
    st.rerun()


def _confirmation(visit: Visit, runner: Runner) -> None:
    saved, words = st.session_state.get(SAVED), visit.words
    if not isinstance(saved, Saved) or saved.runner_id != runner.id:
        return
    record = saved.kept.record
    said = words.say(
        "Saved: {what}, {day}",
        what=told(record, words),
        day=words.date(record.day, "weekday"),
    )
    st.html(f'<p class="saved" role="status"><b>✓ {escape(said)}</b></p>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(words.say("Undo"), key="undo"):
            take_back(visit.store, runner.id, saved.kept)
            del st.session_state[SAVED]
            st.rerun()
        if isinstance(record, ContextNote) and not record.text:
            text = st.text_input(
                words.say("Add a few words (may be left out)"),
                key=f"words-{saved.kept.id}",
                max_chars=MOST_LETTERS,
            )
            if text.strip():
                take_back(visit.store, runner.id, saved.kept)
                _keep(visit, runner, replace(record, text=text.strip()))


def _recent(visit: Visit, runner: Runner, today: date) -> None:
    """What was told about the last week; each can be taken back."""
    words = visit.words
    recent = told_since(visit.store, runner.id, today - timedelta(days=BACK_DAYS))
    if not recent:
        return
    names, writes = visit.store.account_names(), visit.may_plan(runner.id)
    st.header(words.say("Told about the last 7 days"), anchor=False)
    for kept in reversed(recent):
        with st.container(
            key=f"told-{kept.id}",
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
        ):
            said = f"{words.date(kept.record.day, 'weekday')}: {told(kept.record, words)}"
            if kept.record.author:
                who = author(kept.record.author, names, words)
                said = words.say("{told}, by {who}", told=said, who=who)
            st.html(f'<p class="told">{escape(said)}</p>')
            if writes and st.button(words.say("Take back"), key=f"back-{kept.id}"):
                take_back(visit.store, runner.id, kept)
                st.session_state.pop(SAVED, None)
                st.rerun()


def _author(visit: Visit, runner: Runner) -> str:
    """Who tells it: nobody is named where it is the runner."""
    return "" if visit.viewer.runner_id == runner.id else visit.viewer.account
