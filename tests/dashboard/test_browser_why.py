"""From a flag to the minutes behind it, in two clicks, counted in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from plantar.store import Store
from plantar.store.sql import open_store
from tests.dashboard.browser_rig import Seen, overflow
from tests.demo_lives import live

pytestmark = pytest.mark.browser

NAME = "Demo 03 · jump and pain"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice of one runner with real minutes, up to now."""
    folder = tmp_path_factory.mktemp("why")
    with open_store(folder / "clinic.sqlite") as store:
        live(store, ("demo-jump-pain",), datetime.now(UTC), 36)
    return folder


@pytest.fixture(scope="module")
def place(home: Path) -> Iterator[Store]:
    with open_store(home / "clinic.sqlite") as store:
        yield store


@dataclass
class Mouse:
    """A hand that counts what it clicks."""

    clicks: int = 0

    def click(self, on: Locator) -> None:
        on.click()
        self.clicks += 1


def test_from_the_flag_on_the_overview_to_the_minutes_in_two_clicks(
    address: str, desk: Page, seen: Seen
) -> None:
    mouse = Mouse()
    desk.goto(f"{address}/?lang=nl")

    mouse.click(desk.get_by_role("link", name=NAME))
    mouse.click(desk.get_by_role("link", name="S1", exact=True))

    expect(desk.get_by_role("heading", name="Waarom?")).to_be_visible()
    expect(desk.locator(".strip")).to_be_visible()
    expect(desk.get_by_role("table").filter(has_text="Minuten per uur")).to_be_visible()
    assert mouse.clicks == 2
    expect(desk.get_by_text("had de regel niets gezegd").first).to_be_visible()
    expect(desk.get_by_text("hetzelfde antwoord")).to_be_visible()
    assert "S1" not in desk.url
    assert NAME not in desk.url
    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []


def test_from_the_minutes_to_what_a_number_means_and_to_its_own_section_on_a_phone(
    address: str, phone: Page, seen: Seen
) -> None:
    phone.goto(f"{address}/alerts?lang=nl")
    phone.get_by_role("link", name="Waarom?").first.click()
    expect(phone.get_by_role("heading", name="Nog eens gevraagd")).to_be_visible()
    assert overflow(phone) <= 0

    phone.get_by_role("link", name="Wat betekent dit? De regels").first.click()

    rules = phone.locator("h2#rules")
    expect(rules).to_be_in_viewport()
    phone.get_by_role("link", name="Een uitgewerkt voorbeeld").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("h2#example")).to_be_in_viewport()
    assert overflow(phone) <= 0
    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []


#: Moves the page away from the section as soon as both are there, as a late part of it would.
MOVED_AWAY = """
const there = setInterval(() => {
  if (!window.plantarSection || !document.querySelector("h2#rules")) return;
  clearInterval(there);
  document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
  document.documentElement.dataset.moved = "away";
}, 20);
"""


def test_a_section_stays_where_it_was_asked_for_until_somebody_moves(
    address: str, phone: Page
) -> None:
    phone.add_init_script(MOVED_AWAY)
    phone.goto(f"{address}/numbers?lang=nl#rules")
    rules = phone.locator("h2#rules")

    phone.locator("html[data-moved]").wait_for(state="attached")
    expect(rules).to_be_in_viewport()

    phone.keyboard.press("Shift")
    phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    phone.wait_for_timeout(500)
    expect(rules).not_to_be_in_viewport()
