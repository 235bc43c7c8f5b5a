"""What the demo calls its file and its sensors stands on no page in another language."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st

from cli.demo.lives import CLINIC, LIVE_RUNNER
from cli.demo.soles import DEVICE
from dashboard.reasons import why
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from plantar.words.demo_words import all_named, named
from tests.dashboard.signed_in import as_page, sees_all, token_of
from tests.dashboard.test_devices import devices
from tests.dashboard.test_pages import html, opened
from tests.demo_lives import live

JUMPS = "demo-jump-pain"
PAGES = ("sensors", "add", "runner", "today", "numbers")
SAID = {
    "nl": ("verzonnen gegevens van de demo", "horloge van de demo", "gesimuleerde zolen"),
    "fr": ("données inventées de la démo", "montre de la démo", "semelles simulées"),
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A watch and a pair of soles of the demo, five weeks of each."""
    path = tmp_path_factory.mktemp("demo") / "clinic.sqlite"
    with open_store(path) as store:
        live(store, (JUMPS, LIVE_RUNNER), datetime.now(UTC), 36)
        yield path


@pytest.fixture
def demo(lived: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("PLANTAR_HOME", str(lived.parent))
    monkeypatch.setenv("PLANTAR_STORE_URL", f"sqlite:///{lived}")
    st.cache_resource.clear()
    with open_store(lived) as store:
        as_page(monkeypatch, token_of(store, sees_all(store)))
        yield store
    st.cache_resource.clear()


@pytest.mark.parametrize("language", SAID)
def test_no_page_says_them_in_english(demo: Store, language: str) -> None:
    told = {
        (page, runner_id): html(opened(page, lang=language, runner=runner_id))
        for page in PAGES
        for runner_id in (JUMPS, LIVE_RUNNER)
    }
    state = demo.state(JUMPS)
    assert state is not None
    assert state.reasons
    for alert in state.reasons:
        asked = {"lang": language, "runner": JUMPS, "alert": why.key(JUMPS, alert)}
        told["why", alert.code] = html(opened("why", **asked))
    told["settings", ""] = devices(language)
    file, watch, soles = SAID[language]

    names = "|".join(re.escape(one.name) for one in CLINIC)
    for where, shown in told.items():
        said = re.sub(names, "", shown)  # what runners are called are names
        assert not [one for one in ("made-up", "simulated", "demo watch") if one in said], where
    assert file in told["sensors", JUMPS]
    assert file in told["add", JUMPS]
    assert watch in told["runner", JUMPS]
    assert soles in told["sensors", LIVE_RUNNER]
    assert watch in told["settings", ""]


def test_what_anybody_else_named_stays_as_they_wrote_it() -> None:
    dutch = words("nl")

    assert named("simulated soles of anna", dutch) == "simulated soles of anna"
    assert named(DEVICE, dutch) == "gesimuleerde zolen"
    assert all_named(("anna.fit", "demo step table"), dutch) == "anna.fit, stappentabel van de demo"
