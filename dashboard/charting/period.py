"""The chart of a runner with its period: another period draws this part anew, and no more."""

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Final, TypeVar

import streamlit as st

from dashboard.charting import beside, canvas, chart, history, keys, runs, spoken, story
from dashboard.charting.history import Stretch
from dashboard.charting.story import Story
from dashboard.frame.palette import recoloured
from dashboard.frame.style import is_dark, muted
from dashboard.runner import facts, pain_told
from dashboard.visit import Visit
from plantar.consent import Scope
from plantar.runner import Runner
from plantar.words.catalogue import Words, mark

#: Periods one can look at, in days; the second is shown first.
PERIODS: Final = {
    42: mark("6 weeks"),
    84: mark("12 weeks"),
    182: mark("6 months"),
    364: mark("1 year"),
}
ACTIVITY, FOOT = "activity", "foot"
BY: Final = {ACTIVITY: mark("By activity"), FOOT: mark("Per foot")}


@st.fragment
def draw(visit: Visit, runner: Runner, found: Stretch) -> None:
    """Draw the chart and what belongs to its days."""
    words = visit.words
    with st.container(horizontal=True, key="period-row", gap="small"):
        period = _chosen("period", words.say("Period"), PERIODS, 84, words)
        by = _chosen("by", words.say("Bars"), BY, ACTIVITY, words)
    told = _told(visit, runner, found, period)
    is_by_foot = by == FOOT
    drawn = canvas.canvas(told, words, by_foot=is_by_foot)
    if is_by_foot and not told.has_feet():
        muted(words.say("This source does not tell the feet apart: the bars are of activities."))
    st.html(keys.keys(drawn, runner.id))
    said = spoken.summary(told, words)
    st.echarts_chart(
        recoloured(chart.option(told, words, by_foot=is_by_foot), dark=is_dark()),
        height=drawn.height,
        renderer="svg",
        key="chart",
        alt=said,
    )
    if told.beside.minutes:
        muted(
            words.say(
                "Hours told by hand are estimates: they are in no load, no mean and no ratio above."
            )
        )
    if told.beside.notes:
        st.html(facts.notes_list(told, words))
    _in_words(visit, runner, told, said)


Named = TypeVar("Named", int, str)


def _chosen(
    key: str, label: str, names: Mapping[Named, str], default: Named, words: Words
) -> Named:
    return st.segmented_control(
        label,
        list(names),
        default=default,
        required=True,
        format_func=lambda one: words.say(names[one]),
        label_visibility="collapsed",
        key=key,
    )


def _told(visit: Visit, runner: Runner, found: Stretch, period: int) -> Story:
    store, first = visit.store, history.window_start(found.last, period)
    since, until = runner.days.begins(first), runner.days.bounds(found.last)[1]
    return story.tell(
        runner,
        found,
        period,
        store.pain(runner.id, since, until),
        store.episodes(runner.id),
        beside=beside.beside(store, runner.id, first, found.last),
        runs=runs.runs_beside(store, runner, found.days, first, found.last),
        hides_pain=Scope.PAIN not in visit.sees(runner.id),
    )


def _in_words(visit: Visit, runner: Runner, told: Story, said: str) -> None:
    """The same for whoever reads: it is sent when it is opened, since it is long."""
    words, store = visit.words, visit.store
    table = st.expander(
        words.say("The same in words and as a table"), key="as-table", on_change="rerun"
    )
    if table.open:
        with table:
            st.html(f"<p>{escape(said)}</p>")
            st.html(facts.days_table(told, words))
    since = runner.days.begins(told.dates[0])
    until = runner.days.bounds(told.dates[-1])[1] + timedelta(seconds=1)
    if told.pain:
        history_ = st.expander(words.say("Pain as it was told"), key="as-told", on_change="rerun")
        if history_.open:
            with history_:
                answers = store.pain_history(runner.id, since, until)
                st.html(pain_told.table(answers, runner, words))
