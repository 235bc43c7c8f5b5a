"""One alert in full: what fired, what it looks like, what the runner said, and the answers."""

from datetime import timedelta
from html import escape
from typing import Final

import streamlit as st

from dashboard.alerts import answered, answering_form
from dashboard.alerts.answered import Listed
from dashboard.charting import canvas, chart, history, keys, spoken, story
from dashboard.frame import marks
from dashboard.frame.palette import recoloured
from dashboard.frame.places import link
from dashboard.frame.style import is_dark
from dashboard.present import MOMENTS, SIDES, figure
from dashboard.reasons import why
from dashboard.visit import Visit
from plantar import which_first
from plantar.alert import Alert, Episode, Family
from plantar.consent import Scope
from plantar.state import Attention
from plantar.words import episode_sentences, sentences
from plantar.words.catalogue import Words
from processing.silence import SILENT_DAYS

CHART_DAYS: Final = 42
#: So many facts stand in the sentence; every rule has its line below it.
MOST_SAID: Final = 2
#: What the runner said is shown from so long before the last word. Our choice. [d]
NOTE_DAYS: Final = 14


def draw(one: Listed, visit: Visit) -> None:
    """Draw an alert, and keep the answer that is given."""
    _head(one, visit)
    _chart(one, visit)
    _notes(one, visit)
    answering_form.draw(one, visit)


def _head(one: Listed, visit: Visit) -> None:
    words, runner, episode = visit.words, one.runner, one.episode
    silent = episode.family is Family.NO_DATA
    with st.container(horizontal=True, vertical_alignment="center", key="alert-head"):
        side = "" if runner.side is None else words.say(SIDES[runner.side])
        about = " · ".join(part for part in (runner.id, side) if part and part != one.name)
        st.html(
            f'<h2 class="name"><bdi>{escape(one.name)}</bdi> <small>{escape(about)}</small></h2>',
            width="stretch",
        )
        with st.container(
            horizontal=True, width="content", gap="small", vertical_alignment="center"
        ):
            link(visit.places["runner"], words.say("Open the runner"), words, runner.id)
    glyph = marks.image(Attention.NO_DATA if silent else episode.level)
    st.html(f'<p class="status">{glyph}{escape(said(episode, words))}</p>{_rules(episode, words)}')
    if not silent:
        why.why_links(visit, runner.id, which_first.of_episode(episode))
    stands = answered.standing(episode, runner, visit.now, words, visit.store.account_names())
    if stands:
        st.html(f'<p class="saved"><b>{escape(stands)}</b></p>')


def said(episode: Episode, words: Words) -> str:
    """The first two things that the rules said, with their numbers."""
    if episode.silent_since is not None:
        return episode_sentences.sentence(episode, words)
    return " ".join(
        words.say(
            "{reason}: {numbers}.",
            reason=sentences.reason(alert, words),
            numbers=sentences.numbers(alert, words),
        )
        for alert in which_first.of_episode(episode)[:MOST_SAID]
    )


def _rules(episode: Episode, words: Words) -> str:
    """The rules that fired, a line each: threshold, method and day."""
    if episode.family is Family.NO_DATA:
        told = words.say(
            "Told when {n} days on which wear was planned pass without anything new, and longer "
            "than twice what is usual between two arrivals. Counted by when data arrived.",
            n=SILENT_DAYS,
        )
        return f'<p class="muted">{escape(told)}</p>'
    said = which_first.of_episode(episode)
    items = "".join(f"<li>{escape(_rule(alert, words))}</li>" for alert in said)
    return f'<ul class="rules muted">{items}</ul>'


def _rule(alert: Alert, words: Words) -> str:
    return words.say(
        "Rule {rule}, {day}: {method}; threshold {threshold}",
        rule=alert.rule.value,
        method=sentences.method(alert, words),
        threshold=figure(alert.threshold, words),
        day=words.date(alert.day, "weekday"),
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
    told = story.tell(
        runner,
        found,
        CHART_DAYS,
        reports,
        store.episodes(runner.id),
        hides_pain=Scope.PAIN not in visit.sees(runner.id),
    )
    st.html(keys.keys(canvas.canvas(told, words, compact=True)))
    st.echarts_chart(
        recoloured(chart.option(told, words, compact=True), dark=is_dark()),
        height=chart.height(told, words, compact=True),
        renderer="svg",
        key=f"chart {one.key}",
        alt=spoken.summary(told, words),
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
