"""What happened to one runner, and what explains it?"""

from datetime import date, datetime
from html import escape

import streamlit as st

from dashboard import (
    answered,
    aside,
    beside,
    chart,
    diary,
    facts,
    history,
    left_today,
    live,
    marks,
    pain_told,
    present,
    rehab_panel,
    story,
    why,
)
from dashboard.history import Stretch
from dashboard.palette import recoloured
from dashboard.places import RUNNER, go, link
from dashboard.style import is_dark, muted
from dashboard.visit import Visit
from plantar.alert import Episode
from plantar.consent import Scope
from plantar.errors import PlantarError
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.store import Store
from plantar.words import sentences
from plantar.words.catalogue import Words
from processing import pain_and_load
from processing.evidence import first_day, stored_evidence
from processing.pain_and_load import Association, EventTable, NotShown
from processing.what_is_left import Left, what_is_left

#: Periods one can look at, in days; the second is shown first.
PERIODS = (42, 84, 182, 364)


def page(visit: Visit) -> None:
    """Draw the page of the runner that the address names."""
    store, words, now = visit.store, visit.words, visit.now
    runner = named(store, words)
    if runner is None:
        return
    today = runner.days.day_of(now)
    state = store.state(runner.id)
    live.follow(lambda: _computed_at(store, runner.id))
    _head(visit, runner, state)
    _episodes(visit, runner)
    found = history.stored_stretch(store, runner, state, today)
    main, side = st.columns([3.3, 1], gap="large")
    with main:
        if found is None:
            _nothing_measured(runner)
        else:
            _chart(store, runner, found, words)
        if state is not None:
            _not_evaluated(state, words)
            _beside(visit, runner, state)
    with side:
        if state is not None:
            st.html(aside.aside(state, found, words, now))
        st.html(
            rehab_panel.panel(rehab_panel.rehab_of(store, runner, today), words) or "<div></div>"
        )
    if visit.viewer.runner_id == runner.id:
        link(visit.places["own"], words.say("My data"), words, runner.id)


def named(store: Store, words: Words) -> Runner | None:
    """The runner of the address; says so when there is none of that id."""
    try:
        return store.runner(st.query_params.get(RUNNER, ""))
    except PlantarError:
        st.title(words.say("There is no such runner"), anchor=False)
        muted(words.say("The overview lists everybody whom you may see."))
        return None


def _computed_at(store: Store, runner_id: str) -> datetime | None:
    state = store.state(runner_id)
    return None if state is None else state.computed_at


def _head(visit: Visit, runner: Runner, state: State | None) -> None:
    words = visit.words
    name = visit.store.display_names().get(runner.id, runner.id)
    attention = Attention.NO_DATA if state is None else state.attention
    with st.container(horizontal=True, vertical_alignment="top"):
        with st.container():
            # Not st.title: that reads Markdown, and a name could then fetch a picture.
            about = escape(_about(runner, name, words))
            st.html(f'<h1 class="name">{escape(name)}</h1><p class="muted">{about}</p>')
        with st.container(horizontal=True, key="actions", width="content"):
            seen = visit.sees(runner.id)
            if Scope.PAIN in seen and st.button(
                words.say("Enter pain"), type="primary", key="enter-pain"
            ):
                go(visit.places["pain"], runner.id, words)
            for place, text in (
                ("today", words.say("As the runner sees it")),
                ("exercises", words.say("Exercises")),
                ("context", words.say("Tell what happened")),
                ("programme", words.say("Programme")),
                ("add", words.say("Add data")),
                ("sensors", words.say("Sensors")),
                ("report", words.say("Report for the doctor")),
            ):
                reports = place != "report" or {Scope.LOAD, Scope.PAIN} <= seen
                if reports and st.button(text, key=f"go-{place}"):
                    go(visit.places[place], runner.id, words)
    said = escape(present.status_sentence(runner, state, words))
    st.html(f'<p class="status">{marks.image(attention)}{said}</p>')


def _about(runner: Runner, name: str, words: Words) -> str:
    parts = [] if name == runner.id else [runner.id]
    if runner.side is not None:
        parts.append(words.say("heel: {side}", side=words.say(present.SIDES[runner.side])))
    if runner.body_mass_kg is not None:
        parts.append(words.say("{mass} kg", mass=words.number(runner.body_mass_kg)))
    if runner.pain_limit is not None:
        parts.append(words.say("agreed pain limit {limit}/10", limit=runner.pain_limit))
    return " · ".join(parts)


def _episodes(visit: Visit, runner: Runner) -> None:
    episodes = visit.store.episodes(runner.id)
    shown = [each for each in episodes if each.closed is None and each.alerts]
    if shown:
        for column, episode in zip(st.columns(max(2, len(shown))), shown, strict=False):
            with column:
                _episode(episode, runner, visit)
        with st.container(width="content"):
            link(visit.places["alerts"], visit.words.say("Answer"), visit.words, runner.id)


def _not_evaluated(state: State, words: Words) -> None:
    """The rules that could not be asked, said quietly."""
    silent = dict.fromkeys(
        words.say(
            "Rule {rule} could not be asked: {why}",
            rule=answer.rule.value,
            why=sentences.not_evaluated(answer, words),
        )
        for answer in state.not_evaluated
    )
    if silent:
        muted(" ".join(silent))


def _episode(episode: Episode, runner: Runner, visit: Visit) -> None:
    words, names = visit.words, visit.store.account_names()
    with st.container(border=True, gap="small"):
        st.html(facts.episode_head(episode, words))
        why.why_links(visit, runner.id, facts.latest(episode))
        stands = answered.standing(episode, runner, visit.now, words, names)
        if stands:
            st.html(f'<p class="reason"><b>{escape(stands)}</b></p>')
        told = answered.history(episode, runner, words, names)
        if told:
            with st.expander(words.say("Answers")):
                st.html(f'<div class="side">{told}</div>')
        with st.expander(words.say("The numbers behind it")):
            for alert in facts.latest(episode):
                st.html(facts.alert_facts(alert, words, names))


def _beside(visit: Visit, runner: Runner, state: State) -> None:
    """What is left today, and how the mornings answered."""
    words, today = visit.words, runner.days.day_of(visit.now)
    seen = tuple(sorted(visit.sees(runner.id)))
    left, (table, found) = _asked(visit.store, runner.id, seen, today, state.computed_at, visit.now)
    panels = [left_today.panel(left, words)] if left else []
    if table.after.count + table.others.count:
        panels.append(diary.panel(table, found, words))
    for column, panel in zip(st.columns(2, gap="large"), panels, strict=False):
        column.html(f'<div class="side">{panel}</div>')


@st.cache_data(show_spinner=False, max_entries=500)
def _asked(
    _store: Store,
    runner_id: str,
    seen: tuple[str, ...],  # noqa: ARG001  part of the key: others see less of the same runner
    today: date,
    computed_at: datetime,  # noqa: ARG001  part of the cache's key: other figures, other answers
    _now: datetime,
) -> tuple[tuple[Left, ...], tuple[EventTable, Association | NotShown]]:
    """Both answers, reckoned once for every time the runner was computed."""
    evidence = stored_evidence(_store, runner_id, now=_now)
    first = first_day(evidence) or today
    alerts = _store.alerts(runner_id, first, today)
    return (
        what_is_left(evidence, first, today) if evidence.days else (),
        pain_and_load.diary(evidence.days, evidence.mornings, alerts),
    )


def _nothing_measured(runner: Runner) -> None:
    """How to begin; that there is nothing yet is said above."""
    st.code(f"./run import recording.fit --runner {runner.id}", language=None)


@st.fragment
def _chart(store: Store, runner: Runner, found: Stretch, words: Words) -> None:
    names = {
        PERIODS[0]: words.say("6 weeks"),
        PERIODS[1]: words.say("12 weeks"),
        PERIODS[2]: words.say("6 months"),
        PERIODS[3]: words.say("1 year"),
    }
    period = st.segmented_control(
        words.say("Period"),
        PERIODS,
        default=PERIODS[1],
        required=True,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        key="period",
    )
    first = history.window_start(found.last, period)
    since, until = runner.days.begins(first), runner.days.bounds(found.last)[1]
    reports = store.pain(runner.id, since, until)
    stands = beside.beside(store, runner.id, first, found.last)
    told = story.tell(runner, found, period, reports, store.episodes(runner.id), beside=stands)
    st.echarts_chart(
        recoloured(chart.option(told, words), dark=is_dark()),
        height=chart.height(told, words),
        renderer="svg",
        key="chart",
        alt=words.say("Daily load, pain and wear; the table below holds the same figures."),
    )
    if told.beside.minutes:
        muted(
            words.say(
                "Hours told by hand are estimates: they are in no load, no mean and no ratio above."
            )
        )
    if told.beside.notes:
        st.html(facts.notes_list(told, words))
    with st.expander(words.say("The same days as a table")):
        st.html(facts.days_table(told, words))
    answers = store.pain_history(runner.id, since, until)
    if answers:
        with st.expander(words.say("Pain as it was told")):
            st.html(pain_told.table(answers, runner, words))
