"""Where one can go, and the frame that every page has: header and foot."""

from html import escape
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.frame import language
from dashboard.frame.language import PARAMETER
from plantar.viewer import Role, Viewer
from plantar.words.catalogue import Words

RUNNER = "runner"
#: Pages of the bar that a phone has room for; `phone.css` hides the others.
PHONE_WAYS: Final = 3
#: Pages that are about one runner, and from the menu about oneself.
OWN: Final = frozenset({"today", "runner", "runners", "add", "sensors", "own"})


class Places:
    """The pages one can go to, by the last part of their address."""

    def __init__(self) -> None:
        self._pages: dict[str, StreamlitPage] = {}

    def add(self, name: str, page: StreamlitPage) -> None:
        """Let a page be gone to."""
        self._pages[name] = page

    def __getitem__(self, name: str) -> StreamlitPage:
        return self._pages[name]

    def __contains__(self, name: str) -> bool:
        return name in self._pages

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
    """The bar above every page: where one can go, and a menu with who is signed in.

    Whoever is a runner alone has no bar of pages: there is one page of theirs, and the menu.
    """
    with st.container(key="hidden"):
        language.tell_browser(words)
    with st.container(key="top", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<p class="brand">Plantar</p>', width="content")
        ways = _ways(words, viewer)
        if is_kinesist(viewer):
            with st.container(key="ways", horizontal=True, gap="small", width="stretch"):
                for place, text in ways:
                    link(places[place], text, words)
        _menu(places, words, name, viewer, ways)


def is_kinesist(viewer: Viewer) -> bool:
    """Whether somebody looks after runners: whose pages have a bar."""
    return Role.KINESIST in viewer.roles


def _menu(
    places: Places, words: Words, name: str, viewer: Viewer, ways: list[tuple[str, str]]
) -> None:
    with st.container(key="me", width="content"), st.popover(words.say("Menu"), type="tertiary"):
        # A name is no label: a label reads Markdown, and a name could then fetch a picture.
        st.html(f'<p class="me"><bdi class="long">{escape(name)}</bdi></p>')
        # A phone has room for the first pages of the bar; the others stand here then.
        with st.container(key="ways-more" if is_kinesist(viewer) else "ways-all", gap=None):
            for place, text in ways[PHONE_WAYS:] if is_kinesist(viewer) else ways:
                link(places[place], text, words, _about(place, viewer))
        for place, text in _beside(words, viewer):
            link(places[place], text, words, _about(place, viewer))
        language.switch(words)
        mine, to = escape(words.say("My account")), f"/account?{PARAMETER}={words.language}"
        st.html(f'<p class="me"><a href="{to}" target="_self">{mine}</a></p>')
        out = escape(words.say("Sign out"))
        st.html(f'<p class="me"><a href="/sign-out" target="_self">{out}</a></p>')


def _about(place: str, viewer: Viewer) -> str | None:
    """The runner whose page a way leads to: one's own."""
    return viewer.runner_id if place in OWN else None


def _ways(words: Words, viewer: Viewer) -> list[tuple[str, str]]:
    """The pages that somebody comes for, for who is what."""
    if is_kinesist(viewer):
        return [
            ("overview", words.say("Overview")),
            ("alerts", words.say("Alerts")),
            ("runners", words.say("Runners")),
            ("messages", words.say("Messages")),
            ("settings", words.say("Settings")),
        ]
    ways = []
    if viewer.runner_id is not None:
        ways += _of_oneself(words)
    ways.append(("messages", words.say("Messages")))
    if Role.ADMIN in viewer.roles:
        ways.append(("people", words.say("Accounts")))
    return ways


def _of_oneself(words: Words) -> list[tuple[str, str]]:
    """The pages of a runner about their own feet."""
    return [
        ("today", words.say("My feet")),
        ("runner", words.say("My load over time")),
        ("add", words.say("Add data")),
        ("sensors", words.say("My sensors")),
    ]


def _beside(words: Words, viewer: Viewer) -> list[tuple[str, str]]:
    """The pages that stand in the menu, for everybody; in the order in which they are listed."""
    beside = []
    if viewer.runner_id is not None:
        if is_kinesist(viewer):
            beside += _of_oneself(words)
        beside += [
            ("runners", words.say("My particulars")),
            ("sharing", words.say("Sharing")),
            ("own", words.say("My data")),
        ]
    if is_kinesist(viewer) and Role.ADMIN in viewer.roles:
        beside.append(("people", words.say("Accounts")))
    beside.append(("numbers", words.say("What do these numbers mean?")))
    return beside


def foot(words: Words) -> None:
    """What this is meant for, under every page."""
    purpose = words.say("A training and pain log; no diagnosis, no prediction.")
    st.html(f'<p class="foot">Plantar · {escape(purpose)}</p>')
