"""Where one can go, and the frame that every page has: header and foot."""

from html import escape

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import language
from dashboard.language import PARAMETER
from dashboard.style import style
from plantar.viewer import Role, Viewer
from plantar.words.catalogue import Words

RUNNER = "runner"


class Places:
    """The pages one can go to, by the last part of their address."""

    def __init__(self) -> None:
        self._pages: dict[str, StreamlitPage] = {}

    def add(self, name: str, page: StreamlitPage) -> None:
        """Let a page be gone to."""
        self._pages[name] = page

    def __getitem__(self, name: str) -> StreamlitPage:
        return self._pages[name]

    def all(self) -> list[StreamlitPage]:
        """Every page, the first of which is where one comes in."""
        return list(self._pages.values())


def go(place: StreamlitPage, runner_id: str, words: Words) -> None:
    """Leave for the page of one runner."""
    st.switch_page(place, query_params={RUNNER: runner_id, PARAMETER: words.language})


def link(place: StreamlitPage, text: str, words: Words, runner_id: str | None = None) -> None:
    """A link to a page, in the same language."""
    asked = {PARAMETER: words.language}
    if runner_id is not None:
        asked[RUNNER] = runner_id
    st.page_link(place, label=text, query_params=asked)


def header(places: Places, words: Words, name: str, viewer: Viewer) -> None:
    """The bar above every page: where one can go, who is signed in, and the way out."""
    with st.container(key="hidden"):
        style()
        language.tell_browser(words)
    with st.container(
        key="top", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.html('<p class="brand">Plantar</p>', width="content")
            for place, text in _ways(words, viewer):
                own = viewer.runner_id if place == "runner" else None
                link(places[place], text, words, own)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            out = escape(words.say("Sign out"))
            st.html(
                f'<p class="me"><bdi class="long">{escape(name)}</bdi> '
                f'<a href="/sign-out" target="_self">{out}</a></p>',
                width="content",
            )
            language.switch(words)


def _ways(words: Words, viewer: Viewer) -> list[tuple[str, str]]:
    """The pages that the bar leads to, for who is what."""
    ways = []
    if Role.KINESIST in viewer.roles:
        ways += [("overview", words.say("Overview")), ("alerts", words.say("Alerts"))]
    if viewer.runner_id is not None:
        ways += [("runner", words.say("My feet")), ("sharing", words.say("Sharing"))]
    ways.append(("messages", words.say("Messages")))
    if Role.KINESIST in viewer.roles:
        ways.append(("settings", words.say("Settings")))
    if viewer.roles & {Role.KINESIST, Role.ADMIN}:
        ways.append(("people", words.say("People")))
    return ways


def foot(words: Words) -> None:
    """What this is meant for, under every page."""
    purpose = words.say("A training and pain log; no diagnosis, no prediction.")
    st.html(f'<p class="foot">Plantar · {escape(purpose)}</p>')
