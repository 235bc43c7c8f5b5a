"""The dashboard: run by Streamlit, and the second place that reads the clock and the settings."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import language
from dashboard.places import Places, foot, header
from dashboard.views import context, exercises, overview, pain, runner
from dashboard.visit import Visit
from plantar.influx_place import InfluxPlace
from plantar.settings import load_settings
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.viewer import Role, Viewer

#: Every page, by the last part of its address.
PAGES: Final[dict[str, Callable[[Visit], None]]] = {
    "overview": overview.page,
    "runner": runner.page,
    "pain": pain.page,
    "context": context.page,
    "exercises": exercises.page,
}
FIRST: Final = "overview"
#: Whoever reaches these pages: there are no accounts yet.
EVERYBODY: Final = Viewer("everybody", frozenset({Role.KINESIST}))
ICON = Path(__file__).parent / "assets" / "plantar.png"


@st.cache_resource(show_spinner=False)
def opened(store_url: str, mirror: InfluxPlace | None, backups: Path | None) -> Store:
    """Open the store, one for all sessions; with a mirror its histories come from there."""
    if mirror is None:
        return open_store(store_url, backups=backups)
    from plantar.influx.histories import open_with_histories  # noqa: PLC0415  most have none

    return open_with_histories(store_url, mirror, backups=backups)


def main() -> None:
    """Draw the page that the address asks for."""
    st.set_page_config(page_title="Plantar", page_icon=str(ICON), layout="wide")
    settings, now = load_settings(), datetime.now(UTC)
    mirror = settings.influx if settings.histories == "influx" else None
    store = opened(settings.store_url, mirror, settings.backups)
    words = language.chosen(settings.language)
    places = Places()
    visit = Visit(store, words, now, places, EVERYBODY)
    title = words.say("Overview")
    for name, draw in PAGES.items():
        is_first = name == FIRST
        page = st.Page(
            partial(draw, visit), title=title, url_path="" if is_first else name, default=is_first
        )
        places.add(name, page)
    shown = st.navigation(places.all(), position="hidden")
    header(places, words)
    shown.run()
    foot(words)


if __name__ == "__main__":
    main()
