"""Pain on a phone of 360 pixels: the plain form without JavaScript, and three taps to the chart."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from plantar.measured import DayTotal, Origin, OriginKind
from plantar.pain import PainMoment, Side
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.pain_links import give_link
from processing.recompute import recompute
from tests.dashboard.browser_rig import CHROMIUM, QUIET, ROOT, overflow, wait_for
from tests.dashboard.signed_in import RUNNER, account, in_browser, token_of
from tests.house.web_door import free_port
from tests.pain.form_server import Server, serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]
SMALL_PHONE = {"width": 360, "height": 740}
SHOTS = os.environ.get("PLANTAR_TEST_SHOTS")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    """A runner with a painful left heel and a month of steps."""
    folder = tmp_path_factory.mktemp("phone")
    now = datetime.now(UTC)
    with open_store(folder / "plantar.db") as store:
        store.add_runner(Runner("anna", body_mass_kg=62.0, side=Side.LEFT))
        steps = [DayTotal(now.date() - timedelta(days=n), 7_000 + 90 * n) for n in range(1, 40)]
        origin = Origin("steps", OriginKind.IMPORT, "steps.csv", now)
        store.put("anna", Batch(origin, "watch", tuple(steps)))
        recompute(store, "anna", now=now)
        yield folder, store


@pytest.fixture
def server(walked: tuple[Path, Store]) -> Iterator[Server]:
    with serving(lambda: walked[1]) as one:
        yield one


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def told(store: Store) -> list[tuple[int, PainMoment, Side | None]]:
    now = datetime.now(UTC)
    found = store.pain("anna", now - timedelta(days=9), now + timedelta(days=1))
    return [(one.score, one.moment, one.side) for one in found]


def test_the_form_works_on_a_small_phone_without_javascript(
    browser: Browser, server: Server, walked: tuple[Path, Store]
) -> None:
    _, store = walked
    address = (
        f"http://127.0.0.1:{server.port}/pijn/{give_link(store, 'anna', 'a', datetime.now(UTC))}"
    )
    context = browser.new_context(
        viewport=SMALL_PHONE,  # type: ignore[arg-type]  # as Playwright types it
        java_script_enabled=False,
        color_scheme="dark",
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(address)
        shot(page, "form")
        buttons = page.locator("button[name=score]")
        boxes = [box for one in buttons.all() if (box := one.bounding_box())]
        assert len(boxes) == 11
        assert all(box["height"] >= 48 and box["width"] >= 47 for box in boxes)
        assert len({round(box["y"]) for box in boxes}) == 2
        labels = [box for one in page.locator(".c label").all() if (box := one.bounding_box())]
        assert all(box["height"] >= 48 for box in labels)
        right = max(box["x"] + box["width"] for box in (*boxes, *labels))
        assert right <= SMALL_PHONE["width"]

        # The keyboard alone: Enter in a field presses no score, and Tab reaches every button.
        page.get_by_text("avond").click()
        page.locator("summary").click()
        page.get_by_label("Schoen").fill("klompen")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Schoen")).to_have_value("klompen")
        shot(page, "form-more")
        page.get_by_role("button", name="3", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Bewaard")
        shot(page, "form-saved")
        assert (3, PainMoment.EVENING, Side.LEFT) in told(store)
        page.reload()
        expect(page.get_by_role("status")).to_contain_text("Bewaard")
        page.get_by_role("button", name="Ongedaan maken").click()
        expect(page.get_by_role("status")).to_contain_text("Teruggenomen")
        assert told(store) == []
        page.get_by_role("link", name="Nog een antwoord").click()
        expect(page.get_by_role("heading")).to_contain_text("pijn")
    finally:
        context.close()
    assert all(one.startswith((address, "data:")) for one in asked), "nothing else is fetched"


@pytest.fixture(scope="module")
def dashboard(walked: tuple[Path, Store]) -> Iterator[str]:
    folder, _ = walked
    port = free_port()
    environment = {name: text for name, text in os.environ.items() if "PLANTAR_" not in name} | {
        "PLANTAR_HOME": str(folder),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "dashboard.serve", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def test_a06_a_four_of_the_left_foot_in_three_taps_and_on_the_chart_at_once(
    browser: Browser, dashboard: str, walked: tuple[Path, Store]
) -> None:
    _, store = walked
    context = browser.new_context(viewport=SMALL_PHONE)  # type: ignore[arg-type]  # as Playwright types it
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    anna = account(store, "anna", RUNNER, "anna")
    in_browser(context, dashboard, token_of(store, anna))
    page = context.new_page()
    try:
        page.goto(f"{dashboard}/runner?runner=anna&lang=nl")
        page.get_by_role("button", name="Pijn noteren").click()
        page.get_by_text("eerste stappen", exact=True).click()
        page.get_by_role("button", name="4", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="Bewaard")).to_be_visible()
        assert overflow(page) <= 0
        shot(page, "page-saved")

        assert told(store) == [(4, PainMoment.FIRST_STEPS, Side.LEFT)]
        page.get_by_role("link", name="Terug naar vandaag").click()
        page.get_by_role("link", name="Mijn belasting in de tijd").click()
        page.get_by_text("Hetzelfde in woorden en als tabel").click()
        expect(page.get_by_role("cell", name="4 (links)")).to_be_visible()
        page.get_by_text("Pijn zoals ze gemeld werd").click()
        expect(page.get_by_role("columnheader", name="gewijzigd op")).to_be_visible()
        shot(page, "runner")
    finally:
        context.close()
