"""One alert in full: what fired, what it looks like, what the runner said, and the answers."""

from datetime import timedelta
from html import escape
from typing import Final

import streamlit as st

from dashboard import answered, answering_form, chart, facts, history, marks, story, why
from dashboard.answered import Listed
from dashboard.palette import recoloured
from dashboard.places import link
from dashboard.present import MOMENTS, SIDES
from dashboard.style import is_dark, muted
from dashboard.visit import Visit
from plantar.alert import Alert, Episode, Family
from plantar.state import Attention
from plantar.words import episode_sentences, sentences
from plantar.words.catalogue import Words
from processing.silence import SILENT_DAYS

CHART_DAYS: Final = 42
#: What the runner said is shown from so long before the last word. Our choice. [d]
NOTE_DAYS: Final = 14


def draw(one: Listed, visit: Visit) -> None:
    """Draw an alert, and keep the answer that is given."""
    words = visit.words
    _head(one, visit)
    if one.episode.family is Family.NO_DATA:
        _silence(words)
    else:
        _rules(one.episode, one.runner.id, visit)
    _chart(one, visit)
    _notes(one, visit)
    answering_form.draw(one, visit)


def _head(one: Listed, visit: Visit) -> None:
    words, runner, episode = visit.words, one.runner, one.episode
    silent = episode.family is Family.NO_DATA
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        side = "" if runner.side is None else f" · {words.say(SIDES[runner.side])}"
        st.html(
            f'<h2 class="name">{escape(one.name)}</h2>'
            f'<p class="muted">{escape(runner.id + side)}</p>'
        )
        with st.container(width="content"):
            link(visit.places["runner"], words.say("Open the runner"), words, runner.id)
    said = " ".join(_sentences(episode, words))
    glyph = marks.image(Attention.NO_DATA if silent else episode.level)
    st.html(f'<p class="status">{glyph}{escape(said)}</p>')
    stands = answered.standing(episode, runner, visit.now, words, visit.store.account_names())
    if stands:
        st.html(f'<p class="saved"><b>{escape(stands)}</b></p>')


def _sentences(episode: Episode, words: Words) -> list[str]:
    """What each rule said, the strongest first; of one rule the last."""
    if episode.silent_since is not None:
        return [episode_sentences.sentence(episode, words)]
    return [sentences.sentence(alert, words) for alert in facts.latest(episode)]


def _rules(episode: Episode, runner_id: str, visit: Visit) -> None:
    """The rules that fired, each with its numbers and threshold, and everything behind them."""
    words, fired, names = visit.words, facts.latest(episode), visit.store.account_names()
    for alert in fired:
        muted(_rule(alert, words))
    why.why_links(visit, runner_id, fired)
    with st.expander(words.say("The numbers behind it")):
        for alert in fired:
            st.html(facts.alert_facts(alert, words, names))


def _rule(alert: Alert, words: Words) -> str:
    return words.say(
        "Rule {rule}: {method}. {numbers}; threshold {threshold}. {day}.",
        rule=alert.rule.value,
        method=sentences.method(alert, words),
        numbers=sentences.numbers(alert, words),
        threshold=facts.figure(alert.threshold, words),
        day=words.date(alert.day, "weekday"),
    )


def _silence(words: Words) -> None:
    muted(
        words.say(
            "Told when {n} days on which wear was planned pass without anything new, and longer "
            "than twice what is usual between two arrivals. Counted by when data arrived.",
            n=SILENT_DAYS,
        )
    )


def _chart(one: Listed, visit: Visit) -> None:
    store, runner, words = visit.store, one.runner, visit.words
    today = runner.days.day_of(visit.now)
    found = history.stored_stretch(store, runner, store.state(runner.id), today)
    if found is None:
        return
    first = history.window_start(found.last, CHART_DAYS)
    since, until = runner.days.begins(first), runner.days.bounds(found.last)[1]
    reports = store.pain(runner.id, since, until)
    told = story.tell(runner, found, CHART_DAYS, reports, store.episodes(runner.id))
    st.echarts_chart(
        recoloured(chart.option(told, words, compact=True), dark=is_dark()),
        height=chart.height(told, words, compact=True),
        renderer="svg",
        key=f"chart {one.key}",
        alt=words.say("Daily load, pain and wear of six weeks; the runner's page has the figures."),
    )


def _notes(one: Listed, visit: Visit) -> None:
    """What the runner wrote with a score, newest first."""
    words, days = visit.words, one.runner.days
    since = days.begins(one.episode.opened - timedelta(days=NOTE_DAYS))
    reports = [
        report
        for report in visit.store.pain(one.runner.id, since, visit.now + timedelta(seconds=1))
        if report.note.strip()
    ]
    for report in reversed(reports[-3:]):
        about = words.say(
            "Note of the runner, {day}, {moment}: {score}/10",
            day=words.date(report.day(days), "weekday"),
            moment=words.say(MOMENTS[report.moment]),
            score=report.score,
        )
        st.html(
            f'<blockquote class="heard"><p class="muted">{escape(about)}</p>'
            f"<p>{escape(report.note)}</p></blockquote>"
        )
