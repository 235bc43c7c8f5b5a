"""How am I doing, and what is left today? A runner's own page, made for a thumb."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from dashboard import present
from dashboard.charting import history
from dashboard.charting.history import Stretch
from dashboard.entry import exercise_entry, pain_entry
from dashboard.frame import live, marks
from dashboard.frame.places import RUNNER, link
from dashboard.frame.style import muted
from dashboard.reasons import why
from dashboard.runner import left_today
from dashboard.sensors import sensor_words
from dashboard.today import today_head, today_load
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.consent import Scope
from plantar.measured import SourceClass
from plantar.pain import Side
from plantar.pain_link import PATH
from plantar.rehab import programme_on
from plantar.runner import Runner
from plantar.state import State
from plantar.store import RunnersSensor
from plantar.words import demo_words
from plantar.words.catalogue import Words
from processing.days.build import Calendar
from processing.ratio import HISTORY_DAYS
from processing.rehab.due import asked_on


def page(visit: Visit) -> None:
    """Draw the day of the runner whom the address names; of whoever looks, where it names none."""
    if visit.viewer.runner_id is not None and RUNNER not in st.query_params:
        st.query_params[RUNNER] = visit.viewer.runner_id
    store, words = visit.store, visit.words
    runner = named(store, words)
    if runner is None:
        return
    day = runner.days.day_of(visit.now)
    state = store.state(runner.id)
    seen = visit.sees(runner.id)
    live.follow(lambda: None if (now := store.state(runner.id)) is None else now.computed_at)
    with st.container(key="today"):
        _head(visit, runner, state, day)
        found = None if Scope.LOAD not in seen else _stretch(visit, runner, state, day)
        if found is not None and state is not None:
            with st.container(key="load-today"):
                st.html(today_load.today(found, state, words))
        if Scope.PAIN in seen:
            _pain(visit, runner, day)
        if Scope.LOAD in seen:
            _left(visit, runner, state, day)
        if seen & {Scope.LOAD, Scope.PLAN}:
            _exercises(visit, runner, day)
        if found is not None and state is not None:
            _section(words.say("This week"), today_load.week(found, state, words), "load-week")
        if Scope.LOAD in seen:
            _synced(visit, runner, state)
        _contact(words)
        _onward(visit, runner)


def _head(visit: Visit, runner: Runner, state: State | None, day: date) -> None:
    words = visit.words
    name = visit.store.display_names().get(runner.id, runner.id)
    sees_load = Scope.LOAD in visit.sees(runner.id)
    head = today_head.head(runner, state, day, words, sees_load=sees_load)
    greeting = words.say("Hello {name}", name=name)
    date_ = words.date(day, "full").rpartition(" ")[0]
    more = " · ".join(head.more)
    st.html(
        f'<p class="muted long">{escape(greeting)} · {escape(date_)}</p>'
        f'<h1 class="headline">{marks.image(head.attention)}<span>{escape(head.title)}</span></h1>'
        f'<p class="lead">{escape(head.sentence)}</p>'
        + (f'<p class="muted">{escape(more)}</p>' if more else "")
    )
    if head.alert is not None:
        why.why_link(visit, runner.id, head.alert)


def _stretch(visit: Visit, runner: Runner, state: State | None, day: date) -> Stretch | None:
    """The days that the week and its usual rest on, and no more: a phone waits for them."""
    if state is None or state.source_class is None:
        return None
    first = day - timedelta(days=HISTORY_DAYS)
    days = visit.store.days(runner.id, state.source_class, first, day)
    plans = tuple(visit.store.wear_plans(runner.id))
    return history.stretch(days, Calendar(runner.days, plans, day))


def _section(title: str, inside: str, key: str) -> None:
    with st.container(key=key):
        st.html(f"<h2>{escape(title)}</h2>{inside}")


def _title(text: str) -> None:
    st.html(f"<h2>{escape(text)}</h2>")


def _pain(visit: Visit, runner: Runner, day: date) -> None:
    """One tap where the clock guessed the moment, two where it did not."""
    store, words, now = visit.store, visit.words, visit.now
    with st.container(key="pain", border=True):
        _title(words.say("How much pain did you have?"))
        moment = pain_entry.moment(now, runner.days, words)
        about = (day, moment, runner.side or Side.BOTH)
        pain_entry.scores(store, runner, about, now, words)
        kept = pain_entry.confirmation(store, runner, words)
        more = words.say("Another day or side") if kept is None else words.say("Say more about it")
        link(visit.places["pain"], more, words, runner.id)


def _left(visit: Visit, runner: Runner, state: State | None, day: date) -> None:
    words, seen = visit.words, tuple(sorted(visit.sees(runner.id)))
    asked = visit.store, runner.id, seen, day
    left = () if state is None else left_today.reckoned(*asked, state.computed_at, visit.now)
    title = words.say("Left today before a rule speaks")
    _section(title, left_today.rows(left, words), "left")


def _exercises(visit: Visit, runner: Runner, day: date) -> None:
    words, store = visit.words, visit.store
    programmes = store.programmes(runner.id)
    programme = programme_on(programmes, day)
    with st.container(key="exercises"):
        _title(words.say("Exercises today"))
        if programme is None or programme.phase_on(day) is None:
            muted(words.say("No programme is in force on this day. Your kinesist writes it."))
            return
        asked = asked_on(programmes, store.strength_log(runner.id), day)
        waiting = [one for one in asked if one.is_due or one.today]
        if not waiting:
            muted(words.say("None is due today."))
        for n, one in enumerate(waiting):
            with st.container(key=f"exercise-{n}", gap="small"):
                exercise_entry.in_short(visit, runner, one, day, n)
        link(visit.places["exercises"], words.say("All exercises"), words, runner.id)


def _synced(visit: Visit, runner: Runner, state: State | None) -> None:
    words = visit.words
    if state is None or state.source_class is None:
        return
    ago = (
        words.say("never")
        if state.last_data_at is None
        else words.ago(visit.now - state.last_data_at)
    )
    said = words.say(
        "Last data: {ago}, from {source}",
        ago=ago,
        source=demo_words.all_named(state.sources, words)
        or words.say(present.SOURCES_SHORT[state.source_class]),
    )
    told = _batteries(visit.store.sensors_of([runner.id]).get(runner.id, []), visit)
    muted(" · ".join([said, *told, present.coverage_words(state, words)]))
    if runner.body_mass_kg is None and state.source_class is SourceClass.INSOLE:
        muted(words.say("Your body weight is not known here: soles tell no load without it."))


def _batteries(sensors: Sequence[RunnersSensor], visit: Visit) -> list[str]:
    """How full each sensor was that told it, and when; of the others nothing is known."""
    words = visit.words
    return [
        words.say(
            "battery {sensor}: {percent}%, told {ago}",
            sensor=sensor_words.kind(one, words),
            percent=one.battery_percent,
            ago=words.ago(visit.now - (one.heard_at or one.at)),
        )
        for one in sorted((each.told for each in sensors), key=lambda told: told.sensor)
        if one.battery_percent is not None
    ]


def _contact(words: Words) -> None:
    st.html(
        '<p class="contact">'
        + escape(
            words.say(
                "Contact your kinesist for sudden severe pain, swelling, or pain at night. This "
                "page tells what was measured and told; it makes no diagnosis."
            )
        )
        + "</p>"
    )


def _onward(visit: Visit, runner: Runner) -> None:
    words, places = visit.words, visit.places
    is_own = visit.viewer.runner_id == runner.id
    with st.container(key="onward"):
        link(places["runner"], words.say("My load over time"), words, runner.id)
        link(places["context"], words.say("Tell what happened"), words, runner.id)
        if not is_own:
            return
        link(places["sharing"], words.say("Sharing"), words, runner.id)
        link(places["looks"], words.say("Who looked"), words, runner.id)
        link(places["messages"], words.say("Messages"), words)
        link(places["own"], words.say("My data"), words, runner.id)
        plain = escape(words.say("Bad reception? The pain form without anything else"))
        st.html(f'<p class="plain"><a href="{PATH}" target="_self">{plain}</a></p>')
