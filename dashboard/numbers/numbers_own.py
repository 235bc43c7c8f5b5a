"""The same steps with the last day of one's own that was measured in full."""

from html import escape

import streamlit as st

from dashboard import present
from dashboard.charting import history
from dashboard.charting.sheet import status_words
from dashboard.frame.style import muted
from dashboard.numbers.pieces import table
from dashboard.visit import Visit
from plantar.load import Activity, Day, DayStatus
from plantar.runner import Runner
from plantar.words import demo_words
from plantar.words.catalogue import NO_NUMBER, Words


def draw(visit: Visit, runner: Runner) -> None:
    """Draw the runner's own last valid day, and how its week compares."""
    words, store = visit.words, visit.store
    title = words.say("The same with the runner's own last day")
    st.html(f"<h3>{escape(title)}</h3>")
    state = store.state(runner.id)
    found = history.stored_stretch(store, runner, state, runner.days.day_of(visit.now))
    valid = (
        [day for day in found.days.values() if day.status is DayStatus.VALID]
        if found is not None
        else []
    )
    if state is None or found is None or not valid:
        muted(words.say("No day was measured in full yet, so there is none to show."))
        return
    day = max(valid, key=lambda one: one.day)
    source = words.say(present.SOURCES[day.source_class])
    about = words.say(
        "{day}: {source} ({devices}), {coverage}.",
        day=words.date(day.day, "full"),
        source=source,
        devices=demo_words.all_named(day.sources, words) or NO_NUMBER,
        coverage=status_words(day, words),
    )
    st.html(
        f'<div class="numbers"><p>{escape(about)}</p>{_day(day, words)}'
        f"<p>{escape(present.ratio_words(state, words))}"
        f"{_ratio(state.ratio.ratio if state.ratio else None, words)}</p></div>"
    )


def _day(day: Day, words: Words) -> str:
    parts: list[tuple[str, Activity | None]] = [
        (words.say("walking"), day.walking),
        (words.say("running"), day.running),
        (words.say("standing"), day.standing),
    ]
    rows = [
        (
            name,
            NO_NUMBER if part is None else words.number(part.minutes),
            words.number(None if part is None else part.steps),
            NO_NUMBER if part is None else words.about(part.load_wse),
            NO_NUMBER if part is None else words.about(part.upright_bw_min),
        )
        for name, part in parts
    ]
    rows.append(
        (
            words.say("together"),
            "",
            words.number(day.steps),
            words.about(day.load_wse),
            words.about(day.upright_bw_min),
        )
    )
    heads = (
        words.say("activity"),
        words.say("minutes"),
        words.say("steps"),
        words.say("load (WSE)"),
        words.say("upright (BW·min)"),
    )
    return table(heads, rows)


def _ratio(ratio: float | None, words: Words) -> str:
    return "" if ratio is None else escape(f" ({words.number(ratio, 2)}×)")
