"""What is open of a runner, one line each: shape, first reason, since when; the rest on demand."""

from html import escape

import streamlit as st

from dashboard.alerts import answered
from dashboard.alerts.answered import FAMILIES
from dashboard.frame import marks
from dashboard.reasons import why
from dashboard.visit import Visit
from plantar import which_first
from plantar.alert import Episode
from plantar.runner import Runner
from plantar.words import sentences


def open_episodes(visit: Visit, runner: Runner) -> list[Episode]:
    """The episodes that are not over, with something a rule said."""
    episodes = visit.store.episodes(runner.id)
    return [one for one in episodes if one.closed is None and one.alerts]


def draw(visit: Visit, runner: Runner, episodes: list[Episode]) -> None:
    """Draw the lines, each with the way to what is behind it."""
    with st.container(key="episodes", gap=None):
        for n, episode in enumerate(episodes):
            with st.container(
                horizontal=True, vertical_alignment="center", gap="small", key=f"episode-{n}"
            ):
                st.html(line(episode, runner, visit), width="stretch")
                why.rule_links(visit, runner.id, which_first.of_episode(episode))


def line(episode: Episode, runner: Runner, visit: Visit) -> str:
    """One line: what it is about, its first reason, since when, and what was answered."""
    words = visit.words
    first, *others = which_first.of_episode(episode)
    said = [
        f"<b>{escape(words.say(FAMILIES[episode.family]))}</b>",
        escape(sentences.reason(first, words)),
    ]
    if others:
        said.append(escape(words.plural("and {n} other", "and {n} others", len(others))))
    level = words.say(
        "{level}, since {day}",
        level=sentences.level(episode.level, words),
        day=words.date(episode.opened, "weekday"),
    )
    said.append(f'<span class="muted">{escape(level)}</span>')
    names = visit.store.account_names()
    stands = answered.standing(episode, runner, visit.now, words, names)
    if stands:
        said.append(f"<b>{escape(stands)}</b>")
    return f'<p class="episode">{marks.image(episode.level)}{" · ".join(said)}</p>'
