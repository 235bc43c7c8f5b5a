"""In a real browser: data that are taken out, and who erased themselves is told so and goes."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from plantar.runner import Runner
from plantar.store import Store
from tests.dashboard.browser_rig import PHONE
from tests.dashboard.signed_in import RUNNER, account, in_browser, token_of

pytestmark = pytest.mark.browser
HERS = "Name of own-zoe"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield context.new_page()
    context.close()


def test_who_erased_themselves_reads_that_it_is_done_and_nothing_else_stays(
    address: str, place: Store, page: Page, tmp_path: Path
) -> None:
    place.add_runner(Runner("r-zoe"))
    mine = account(place, "own-zoe", RUNNER, "r-zoe")
    in_browser(page.context, address, token_of(place, mine))
    page.goto(f"{address}/own?runner=r-zoe&lang=en")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Download my data").click()
    loading.value.save_as(tmp_path / "own.zip")
    with ZipFile(tmp_path / "own.zip") as archive:
        assert '"r-zoe"' in archive.read("runner.json").decode()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_text(HERS)).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_text("I want to erase my data").click()
    page.get_by_label("Type r-zoe to erase everything").fill("r-zoe")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Erase everything now").click()
    told = page.get_by_role("heading", name="Your data are erased")
    expect(told).to_be_visible()

    # The page looks by itself whether anybody is signed in, and blanks what may not stay; at once
    # when it is shown anew.
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    expect(page.get_by_role("link")).to_have_count(0)
    expect(page.get_by_text(HERS)).to_have_count(0)
    expect(told).to_be_visible()
    page.screenshot(path=str(tmp_path / "told.png"))
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
