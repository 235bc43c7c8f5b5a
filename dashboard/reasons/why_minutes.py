"""The day or the outing that a rule spoke about, down to its minutes, as far as they are kept."""

from datetime import date, datetime

import streamlit as st

from dashboard.frame.explained import heading
from dashboard.frame.style import muted
from dashboard.reasons import entered, minute_strip, why
from dashboard.visit import Visit
from plantar.alert import Alert, Rule
from plantar.consent import Scope
from plantar.measured import SourceClass
from plantar.runner import Runner
from plantar.store import Store
from plantar.words import demo_words
from plantar.words.catalogue import Words
from processing.evidence import stored_days
from processing.explain.chain import OF_OUTINGS, Chain
from processing.explain.minutes import DayMinutes, minutes_of


def draw(alert: Alert, found: Chain, runner: Runner, visit: Visit) -> None:
    """Draw the minutes; of what was only told there are none."""
    words, seen = visit.words, visit.sees(runner.id)
    asked = entered.days_in_question(alert)
    if alert.rule in (Rule.P1, Rule.P3) or alert.code == "s3-declared":
        return
    st.html(heading(words.say("The minutes"), "wse", words))
    if Scope.LOAD not in seen:
        muted(words.say("The load is not shared with you, so neither are its minutes."))
        return
    day = _chosen_day(alert, asked, visit.store, runner, words)
    told = _day_minutes(visit.store, runner, alert, day)
    if told is None:
        muted(_no_minutes(visit.store, runner, day, words))
        return
    within = _within(alert, found, runner, day)
    st.html(minute_strip.strip(told, runner.days, words, within))
    of_day = words.say(
        "{day}: {load} WSE together, from {source}.",
        day=words.date(day, "weekday"),
        load=words.about(told.load_wse),
        source=demo_words.named(told.source, words),
    )
    muted(of_day)
    st.html(minute_strip.hours_table(told, runner.days, words))
    if within is not None:
        of_outing = minute_strip.minutes_table(told, runner.days, words, within)
        if of_outing:
            with st.expander(words.say("Minute by minute")):
                st.html(of_outing)
    with st.expander(words.say("The day in stretches")):
        st.html(minute_strip.stretches_table(told, runner.days, words))


def _chosen_day(
    alert: Alert, asked: tuple[date, ...], store: Store, runner: Runner, words: Words
) -> date:
    """The day looked at: of a week the heaviest first; of a jump the day itself."""
    if len(asked) == 1:
        return asked[0]
    first = asked[0]
    if alert.rule is Rule.S4:
        loads = {
            day.day: day.load_wse or 0.0
            for kind, days in stored_days(store, runner.id, asked[-1], asked[0]).items()
            if kind is alert.source_class
            for day in days.values()
        }
        first = max(asked, key=lambda day: loads.get(day, 0.0))
    return st.segmented_control(
        words.say("Day"),
        sorted(asked),
        default=first,
        required=True,
        format_func=lambda day: words.date(day, "weekday"),
        label_visibility="collapsed",
        key=f"minutes-{why.key(runner.id, alert)}",
    )


def _kinds(alert: Alert) -> list[SourceClass]:
    """The classes a day is looked for in: that of the alert, else the best that has minutes."""
    return [alert.source_class] if alert.source_class is not None else list(SourceClass)


def _day_minutes(store: Store, runner: Runner, alert: Alert, day: date) -> DayMinutes | None:
    known = stored_days(store, runner.id, day, day)
    for kind in _kinds(alert):
        one = known[kind].get(day)
        found = None if one is None else minutes_of(store, runner, one)
        if found is not None:
            return found
    return None


def _no_minutes(store: Store, runner: Runner, day: date, words: Words) -> str:
    known = stored_days(store, runner.id, day, day)
    if not any(known.values()):
        return words.say(
            "Nothing was measured on {day}, so there are no minutes to show.",
            day=words.date(day, "long"),
        )
    return words.say(
        "Of {day} only the total is kept, and no minutes: the source tells no more.",
        day=words.date(day, "long"),
    )


def _within(
    alert: Alert, found: Chain, runner: Runner, day: date
) -> tuple[datetime, datetime] | None:
    """From when to when the run or the walk in question lasted; of another day, the longest."""
    if alert.rule not in OF_OUTINGS:
        return None
    there = [one for one in entered.outings(alert, found, runner) if one.day == day]
    start = dict(alert.inputs).get("session_start")
    of_alert = [one for one in there if one.start.isoformat() == start]
    one = next(iter(of_alert or sorted(there, key=lambda each: each.end - each.start)[-1:]), None)
    return None if one is None else (one.start, one.end)
