"""The dashboard: run by Streamlit, and the second place that reads the clock and the settings."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import streamlit as st

from dashboard.access import who
from dashboard.access.guard import Guarded, NotedLooks
from dashboard.access.rights import KnownRights, Rights, signed_in
from dashboard.frame import language, shared
from dashboard.frame.places import RUNNER, Places, foot, header
from dashboard.frame.watch import watch
from dashboard.pages import FIRST, PAGES, TITLES, Entry
from dashboard.visit import Visit
from plantar.account import Looking
from plantar.delivery.door import Door
from plantar.errors import NotAllowed, UnknownRunner
from plantar.influx_place import InfluxPlace
from plantar.settings import Settings, load_settings
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words.catalogue import Words

ICON = Path(__file__).parent / "assets" / "plantar.png"


@st.cache_resource(show_spinner=False)
def opened(store_url: str, mirror: InfluxPlace | None, backups: Path | None) -> Store:
    """Open the store, one for all sessions; with a mirror its histories come from there.

    It is nobody's: what somebody sees of it is asked of a guard before it, each time.
    """
    if mirror is None:
        return open_store(store_url, backups=backups)
    from plantar.influx.histories import open_with_histories  # noqa: PLC0415  most have none

    return open_with_histories(store_url, mirror, backups=backups)


@st.cache_resource(show_spinner=False)
def noted() -> NotedLooks:
    """Which looks the store knows already."""
    return NotedLooks()


def now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


def whole_store(settings: Settings) -> Store:
    """The store of these settings, everything in it."""
    mirror = settings.influx if settings.histories == "influx" else None
    return opened(settings.store_url, mirror, settings.backups)


def main() -> None:
    """Draw the page that the address asks for, for whoever is signed in."""
    # Without a title of its own here: each page has one, and this would be said instead of it.
    st.set_page_config(page_icon=str(ICON), layout="wide")
    given, at = load_settings(), now()
    store = whole_store(given)
    token_hash = who.token_hash(behind_proxy=given.dashboard_behind_proxy)
    looking = signed_in(store, token_hash, at)
    if looking is None:
        st.set_page_config(page_title="Plantar")
        watch(out=True)
        st.stop()
    known = KnownRights()
    held = known.of(store, looking, at)
    guard = Guarded(store, token_hash, held, now, _draw_anew, noted(), known)
    words = language.chosen(looking.account.language)
    places = Places()
    visit = Visit(
        guard.as_store(),
        words,
        at,
        places,
        held.viewer,
        held.of,
        Door(given.broker),
        given.pages_url,
    )
    for name, entry in PAGES.items():
        is_first = name == FIRST
        page = st.Page(
            partial(_drawn, entry, visit),
            title=f"{words.say(TITLES[name])} · Plantar",
            url_path="" if is_first else name,
            default=is_first,
        )
        places.add(name, page)
    shown = st.navigation(places.all(), position="hidden")
    _frame(places, words, looking, held)
    shown.run()
    foot(words)


def _frame(places: Places, words: Words, looking: Looking, held: Rights) -> None:
    header(places, words, looking.name, held.viewer)
    watch()


def _drawn(entry: Entry, visit: Visit) -> None:
    """Draw a page; what is not for this viewer is said plainly, and not that it exists."""
    runner_id = st.query_params.get(RUNNER)
    if runner_id is not None and (seen := visit.sees(runner_id)):
        if entry.needs and not any(needed <= seen for needed in entry.needs):
            shared.nothing_here(visit)
            return
        shared.said(seen, visit)
    try:
        entry.draw(visit)
    except UnknownRunner:
        shared.no_such_runner(visit)
    except NotAllowed:
        shared.nothing_here(visit)


def _draw_anew() -> NoReturn:
    st.rerun()
    raise AssertionError("Streamlit ended this run")


if __name__ == "__main__":
    main()
