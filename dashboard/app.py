"""The dashboard: run by Streamlit, and the second place that reads the clock and the settings."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from dashboard import language
from dashboard.places import Places, foot, header
from dashboard.views import overview, pain, runner
from plantar.influx_place import InfluxPlace
from plantar.settings import load_settings
from plantar.store import Store
from plantar.store.sql import open_store

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
    title = words.say("Overview")
    places = Places(
        st.Page(lambda: overview.page(store, words, now, places), title=title, default=True),
        st.Page(lambda: runner.page(store, words, now, places), title=title, url_path="runner"),
        st.Page(lambda: pain.page(store, words, now, places), title=title, url_path="pain"),
    )
    shown = st.navigation([places.overview, places.runner, places.pain], position="hidden")
    header(places, words)
    shown.run()
    foot(words)


if __name__ == "__main__":
    main()
