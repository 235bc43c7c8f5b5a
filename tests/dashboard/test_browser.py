"""The dashboard in a real browser: from the list to a runner, to an answer that is kept."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from plantar.day import zone
from plantar.pain import PainMoment
from plantar.store import Derived, Store
from plantar.store.sql import open_store
from tests.dashboard.read_pdf import opened, said
from tests.dashboard.signed_in import in_browser, sees_all, token_of

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
#: Streamlit looks for its health address below the page's own path first; that is harmless.
PROBES = ("/_stcore/health", "/_stcore/host-config")
STARTS_WITHIN_S = 60.0


@dataclass
class Seen:
    """What a browser asked for and complained about."""

    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket_: self._asked(socket_.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(f"{said.text} {said.location.get('url', '')}")
                if said.type == "error" and not said.location.get("url", "").endswith(PROBES)
                else None
            ),
        )

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.hostname or url)


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if "PLANTAR_" not in name} | {
        "PLANTAR_HOME": str(home),
        "PLANTAR_STORE_URL": f"sqlite:///{home / 'clinic.sqlite'}",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "dashboard.serve", "--port", str(port)]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 (our own server)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the dashboard did not start")


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
    yield from _page(browser, address, place, seen, DESK)


@pytest.fixture
def phone(browser: Browser, address: str, place: Store, seen: Seen) -> Iterator[Page]:
    yield from _page(browser, address, place, seen, PHONE)


def _page(
    browser: Browser, address: str, place: Store, seen: Seen, size: dict[str, int]
) -> Iterator[Page]:
    context = browser.new_context(viewport=size, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    in_browser(context, address, token_of(place, sees_all(place)))
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    page = context.new_page()
    seen.watch(page)
    yield page
    context.close()


def overflow(page: Page) -> int:
    main = "document.querySelector('[data-testid=stMain]')"
    return int(page.evaluate(f"{main}.scrollWidth - {main}.clientWidth"))


def test_from_the_list_to_a_runner_to_an_answer_that_is_kept(
    address: str, place: Store, desk: Page, seen: Seen
) -> None:
    desk.goto(f"{address}/?lang=nl")
    desk.get_by_role("link", name="Nieuwe loper").click()

    expect(desk.get_by_role("heading", name="Nieuwe loper")).to_be_visible()
    assert "runner=r-050" in desk.url
    desk.get_by_role("button", name="Pijn noteren").click()
    desk.get_by_text("avond", exact=True).click()
    desk.get_by_role("button", name="4", exact=True).click()
    expect(desk.get_by_role("status").filter(has_text="Bewaard")).to_be_visible()

    now = datetime.now(UTC)
    (report,) = place.pain("r-050", now - timedelta(hours=1), now + timedelta(hours=1))
    assert (report.score, report.moment) == (4, PainMoment.EVENING)
    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []


def test_a_whole_row_opens_and_so_does_the_keyboard(address: str, desk: Page, seen: Seen) -> None:
    desk.goto(f"{address}/?lang=nl")
    desk.get_by_text("16,4\u00a0km tegenover 11,8\u00a0km").click()
    expect(desk.get_by_role("heading", name="Hilde Aerts")).to_be_visible()

    desk.goto(f"{address}/?lang=nl")
    desk.get_by_role("link", name="Ben Zwaenepoel").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Ben Zwaenepoel")).to_be_visible()
    expect(desk.locator(".st-key-chart svg path").first).to_be_visible()

    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []


@pytest.mark.parametrize(
    "path", ["/", "/alerts", "/runner?runner=r-017", "/pain?runner=r-017", "/report?runner=r-017"]
)
@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_on_a_phone_nothing_sticks_out_and_the_page_says_its_language(
    address: str, phone: Page, seen: Seen, path: str, language: str
) -> None:
    phone.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    expect(phone.locator(".foot")).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("lang", language)

    assert overflow(phone) <= 0
    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []


def test_the_buttons_of_pain_are_large_enough_for_a_thumb(address: str, phone: Page) -> None:
    phone.goto(f"{address}/pain?runner=r-017&lang=nl")
    buttons = phone.locator(".st-key-scores button")
    expect(buttons).to_have_count(11)

    boxes = [box for box in (button.bounding_box() for button in buttons.all()) if box]

    assert len(boxes) == 11
    assert all(box["height"] >= 48 and box["width"] >= 44 for box in boxes)
    assert len({round(box["y"]) for box in boxes}) == 2


def test_a_report_is_downloaded_as_one_page_of_pdf(address: str, desk: Page, seen: Seen) -> None:
    desk.goto(f"{address}/runner?runner=r-017&lang=nl")
    desk.get_by_role("button", name="Verslag voor de arts").click()
    desk.get_by_label("Wat je de arts wilt vertellen").fill("Echo: 5,2 mm")
    desk.get_by_role("button", name="In het verslag zetten").click()
    expect(desk.locator(".facts").get_by_text("Echo: 5,2 mm")).to_be_visible()

    with desk.expect_download() as download:
        desk.get_by_role("button", name="Verslag downloaden (PDF)").click()

    content = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename.startswith("plantar-r-017-")
    assert len(opened(content).pages) == 1
    assert "Echo:5,2mm" in said(content)
    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []


def test_the_switch_changes_the_language_of_an_open_page(address: str, desk: Page) -> None:
    desk.goto(f"{address}/?lang=nl")
    expect(desk.get_by_role("heading", name="Wie heeft vandaag aandacht nodig?")).to_be_visible()

    desk.get_by_text("FR", exact=True).click()

    expect(desk.get_by_role("heading", name="Qui demande de l’attention")).to_be_visible()
    expect(desk.locator("html")).to_have_attribute("lang", "fr")
    expect(desk.get_by_role("columnheader", name="Coureur")).to_be_visible()
    desk.get_by_role("link", name="Anna Peeters").click()
    expect(desk.get_by_text("Aucune règle ne s’est exprimée.")).to_be_visible()


def test_an_open_page_moves_with_the_runner(address: str, place: Store, desk: Page) -> None:
    desk.goto(f"{address}/runner?runner=r-001&lang=en")
    expect(desk.get_by_role("heading", name="Anna Peeters")).to_be_visible()
    _compute(place, "r-001", week_sum_wse=123_000.0)

    expect(desk.get_by_text("123,000 WSE")).to_be_visible()


def _compute(store: Store, runner_id: str, week_sum_wse: float) -> None:
    """What the pipeline does when a minute comes in: the same days, and a newer state."""
    state = store.state(runner_id)
    assert state is not None
    assert state.source_class is not None
    moved = replace(state, computed_at=datetime.now(UTC), week_sum_wse=week_sum_wse)
    today = datetime.now(zone("Europe/Brussels")).date()
    days = store.days(runner_id, state.source_class, date(2020, 1, 1), today)
    store.save(
        Derived(
            runner_id=runner_id,
            settled=store.dirty(runner_id),
            days=tuple(days),
            days_from=days[0].day,
            days_until=days[-1].day,
            alerts=(),
            episodes=(),
            alerts_from=days[0].day,
            state=moved,
        )
    )
