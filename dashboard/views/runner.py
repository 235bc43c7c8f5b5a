"""What happened to one runner, what explains it, and what is there to discuss?"""

from datetime import date, datetime
from html import escape

import streamlit as st

from dashboard import present
from dashboard.charting import history, period
from dashboard.charting.history import Stretch
from dashboard.frame import live, marks
from dashboard.frame.places import RUNNER, link
from dashboard.frame.style import muted
from dashboard.runner import (
    actions,
    aside,
    diary,
    episode_lines,
    headline,
    left_today,
    pain_told,
    rehab_panel,
)
from dashboard.visit import Visit
from plantar.consent import Scope
from plantar.errors import NotAllowed, PlantarError, UnknownRunner
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.store import Store
from plantar.words.catalogue import Words
from processing import pain_and_load
from processing.evidence import first_day, stored_evidence
from processing.pain_and_load import Association, EventTable, NotShown
from processing.what_is_left import Left

#: Without load to draw, pain is told in a list of so many days.
TOLD_DAYS = 84


def page(visit: Visit) -> None:
    """Draw the page of the runner that the address names."""
    runner = named(visit.store, visit.words)
    if runner is None:
        return
    try:
        _page(visit, runner)
    except (NotAllowed, UnknownRunner):
        raise  # said by whoever draws every page
    except PlantarError as wrong:
        st.html(f'<p class="refused" role="alert">{escape(str(wrong))}</p>')


def _page(visit: Visit, runner: Runner) -> None:
    store, words, now = visit.store, visit.words, visit.now
    today = runner.days.day_of(now)
    state = store.state(runner.id)
    live.follow(lambda: _computed_at(store, runner.id))
    episodes = episode_lines.open_episodes(visit, runner)
    _head(visit, runner, state, has_open=bool(episodes))
    if episodes:
        episode_lines.draw(visit, runner, episodes)
    found = history.stored_stretch(store, runner, state, today)
    with st.container(key="panels"):
        main, side = st.columns([3.4, 1], gap="large")
    with main:
        if found is not None:
            period.draw(visit, runner, found)
        else:
            _without_load(visit, runner)
    left, mornings = ((), None) if state is None else _beside(visit, runner, state)
    with side:
        _side(visit, runner, state, found, left)
    if state is not None and found is not None:
        _in_full(state, found, mornings, words)


def _side(
    visit: Visit, runner: Runner, state: State | None, found: Stretch | None, left: tuple[Left, ...]
) -> None:
    words, today = visit.words, runner.days.day_of(visit.now)
    parts = []
    if state is not None and found is not None:
        parts.append(aside.aside(state, found, words))
    if state is not None and Scope.LOAD in visit.sees(runner.id):
        parts.append(f'<div class="side">{left_today.panel(left, words)}</div>')
    parts.append(rehab_panel.panel(rehab_panel.rehab_of(visit.store, runner, today), words))
    if state is not None and found is not None:
        parts.append(aside.source(state, words, visit.now))
    st.html(f'<div class="sides">{"".join(parts)}</div>')


def _in_full(state: State, found: Stretch, mornings: str | None, words: Words) -> None:
    """Every figure of the week and of the mornings, folded: seldom asked for, never missing."""
    title = escape(words.say("The week and the mornings in figures"))
    columns = aside.figures(state, found, words)
    columns += f'<div class="side">{mornings}</div>' if mornings else ""
    st.html(
        f'<details class="in-full"><summary>{title}</summary>'
        f'<div class="columns">{columns}</div></details>'
    )


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


def _head(visit: Visit, runner: Runner, state: State | None, *, has_open: bool) -> None:
    words = visit.words
    name = visit.store.display_names().get(runner.id, runner.id)
    attention = Attention.NO_DATA if state is None else state.attention
    about = escape(_about(runner, name, words))
    said = escape(headline.headline(runner, state, words))
    status = f'<p class="status">{marks.image(attention)}{said}</p>'
    # Without load to look at, silence is no state of the runner: only what a rule said is told.
    hides_load = Scope.LOAD not in visit.sees(runner.id)
    if hides_load and (state is None or not state.reasons):
        status = ""
    with st.container(horizontal=True, vertical_alignment="top", key="head"):
        # Not st.title: that reads Markdown, and a name could then fetch a picture.
        st.html(
            f'<h1 class="name"><bdi>{escape(name)}</bdi> <small>{about}</small></h1>{status}',
            width="stretch",
        )
        actions.draw(visit, runner, has_open=has_open)


def _about(runner: Runner, name: str, words: Words) -> str:
    parts = [] if name == runner.id else [runner.id]
    if runner.side is not None:
        parts.append(words.say("heel: {side}", side=words.say(present.SIDES[runner.side])))
    if runner.body_mass_kg is not None:
        parts.append(words.say("{mass} kg", mass=words.number(runner.body_mass_kg)))
    if runner.pain_limit is not None:
        parts.append(words.say("agreed pain limit {limit}/10", limit=runner.pain_limit))
    return " · ".join(parts)


def _beside(visit: Visit, runner: Runner, state: State) -> tuple[tuple[Left, ...], str | None]:
    """What is left today, and how the mornings answered, as HTML where they did."""
    words, today = visit.words, runner.days.day_of(visit.now)
    seen = tuple(sorted(visit.sees(runner.id)))
    asked = (visit.store, runner.id, seen, today, state.computed_at, visit.now)
    left, (table, found) = left_today.reckoned(*asked), _asked(*asked)
    if not table.after.count + table.others.count:
        return left, None
    return left, diary.panel(table, found, words)


@st.cache_data(show_spinner=False, max_entries=500)
def _asked(
    _store: Store,
    runner_id: str,
    seen: tuple[str, ...],  # noqa: ARG001  part of the key: others see less of the same runner
    today: date,
    computed_at: datetime,  # noqa: ARG001  part of the cache's key: other figures, other answers
    _now: datetime,
) -> tuple[EventTable, Association | NotShown]:
    """How the mornings answered, reckoned once for every time the runner was computed."""
    evidence = stored_evidence(_store, runner_id, now=_now)
    alerts = _store.alerts(runner_id, first_day(evidence) or today, today)
    return pain_and_load.diary(evidence.days, evidence.mornings, alerts)


def _without_load(visit: Visit, runner: Runner) -> None:
    """What there is without a day of load: how to begin, or the pain that was told."""
    words, seen = visit.words, visit.sees(runner.id)
    if Scope.LOAD in seen:
        muted(words.say("The chart begins with the first data that arrives."))
        if visit.may_plan(runner.id):
            link(visit.places["add"], words.say("Add data"), words, runner.id)
            with st.expander(words.say("The same in a terminal")):
                st.code(f"./run import recording.fit --runner {runner.id}", language=None)
    else:
        muted(words.say("Load is not shared with you: there is no chart of it here."))
    first, until = _last_days(runner, visit.now)
    answers = visit.store.pain_history(runner.id, first, until)
    if answers:
        st.header(words.say("Pain as it was told"), anchor=False)
        st.html(pain_told.table(answers, runner, words))


def _last_days(runner: Runner, now: datetime) -> tuple[datetime, datetime]:
    today = runner.days.day_of(now)
    since = history.window_start(today, TOLD_DAYS)
    return runner.days.begins(since), runner.days.bounds(today)[1]
