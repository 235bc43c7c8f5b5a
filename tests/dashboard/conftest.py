"""A clinic of invented runners in a real store."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.components.v2 import manifest_scanner

from dashboard.web import ready
from plantar.store import Store
from plantar.store.sql import open_store
from tests.dashboard.browser_rig import CHROMIUM, DESK, PHONE, QUIET, Seen, looking, serving
from tests.dashboard.clinic import fill
from tests.dashboard.signed_in import as_page, sees_all, token_of


@pytest.fixture(scope="session", autouse=True)
def _once() -> None:
    """What a server does once, and Streamlit's own tests would do for each of a thousand pages.

    It looks through everything that is installed for components, and collects garbage after a run.
    """
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    ready.load()


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A dozen runners; for tests that only read."""
    with open_store(tmp_path_factory.mktemp("clinic") / "plantar.sqlite") as store:
        fill(store)
        yield store


@pytest.fixture(scope="session")
def clinic_of_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the same clinic up to today, closed: to be copied."""
    path = tmp_path_factory.mktemp("today") / "plantar.sqlite"
    with open_store(path) as store:
        fill(store, datetime.now(UTC))
    return path


@pytest.fixture
def practice(
    tmp_path: Path, clinic_of_today: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """The store that the pages open, a copy of the clinic of today: to be written in.

    Whoever opens them is a kinesist to whom every runner consented.
    """
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    url = f"sqlite:///{tmp_path / 'clinic.sqlite'}"
    shutil.copy(clinic_of_today, tmp_path / "clinic.sqlite")
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    monkeypatch.setenv("PLANTAR_STORE_URL", url)
    st.cache_resource.clear()
    with open_store(url) as store:
        as_page(monkeypatch, token_of(store, sees_all(store)))
        yield store
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def home(clinic_of_today: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    shutil.copy(clinic_of_today, folder / "clinic.sqlite")
    return folder


@pytest.fixture(scope="module")
def place(home: Path) -> Iterator[Store]:
    with open_store(home / "clinic.sqlite") as store:
        yield store


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(home) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def desk(browser: Browser, address: str, place: Store, seen: Seen) -> Iterator[Page]:
    with looking(browser, address, place, seen, DESK) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, address: str, place: Store, seen: Seen) -> Iterator[Page]:
    with looking(browser, address, place, seen, PHONE) as page:
        yield page
