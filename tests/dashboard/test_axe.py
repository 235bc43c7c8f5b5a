"""What axe-core says of every page; and pages enlarged, narrow or on their side keep everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.pages import PAGES
from plantar.store import Store
from tests.dashboard.browser_rig import CHROMIUM, QUIET
from tests.dashboard.windows import Windows, main_states, windows
from tests.screens import axe
from tests.screens.looking import settle, sticks_out, visit
from tests.screens.place import made, serving
from tests.screens.states import STATES, states
from tests.screens.walking import Walk

pytestmark = pytest.mark.browser
STATE_OF = main_states()
#: A window of 1440 px at 200 %, and the narrowest in which nothing may stick out (WCAG 1.4.10); a
#: tablet, and a phone on its side.
OTHERS = {"desk": ((720, 450), (768, 1024)), "phone": ((320, 640), (740, 360))}


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str, place: Store) -> Iterator[Windows]:
    with windows(browser, address, place) as found:
        yield found


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out_of_a_page_of_another_size(
    opened: Windows, address: str, name: str
) -> None:
    state = STATE_OF[name]
    size, dark = (("desk", False), ("phone", True))[list(PAGES).index(name) % 2]
    page = opened.of(state, size, dark=dark)
    before = page.viewport_size
    assert before is not None

    visit(page, address, state, "nl")
    found = axe.violations(page)
    beyond = {}
    for width, height in OTHERS[size]:
        page.set_viewport_size({"width": width, "height": height})
        settle(page, state)
        beyond[width] = sticks_out(page)
    page.set_viewport_size(before)

    assert found == []
    assert max(beyond.values()) <= 0, beyond
    assert page.title().endswith("· Plantar")
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.locator("h1").count() == 1


def test_a_page_says_its_language_before_any_script_ran(opened: Windows, address: str) -> None:
    page = opened.of(STATE_OF["overview"], "desk", dark=False)

    answer = page.request.get(f"{address}/?lang=fr", headers={"sec-fetch-dest": "document"})

    assert '<html lang="fr">' in answer.text()
    assert "<title>Plantar</title>" in answer.text()


def test_axe_sees_a_picture_without_words_and_grey_on_white(page_of_faults: Page) -> None:
    rules = {line.split(" ")[0] for line in axe.violations(page_of_faults)}

    assert {"image-alt", "color-contrast"} <= rules


@pytest.fixture
def page_of_faults(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content(
        '<html lang="nl"><title>x</title><main><h1>x</h1><img src="data:,">'
        '<p style="color:#bbb">grey words on white</p></main>'
    )
    yield page
    page.close()


def test_every_page_has_a_state_in_the_walk_and_every_state_another_name() -> None:
    assert {one.page for one in states() if not one.is_plain} == set(PAGES)
    assert len({one.key for one in STATES}) == len(STATES)


@pytest.mark.long
def test_axe_finds_nothing_in_any_state_of_any_page(tmp_path: Path) -> None:
    made(tmp_path)
    with serving(tmp_path) as at, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        walk = Walk(chromium, at, tmp_path)
        for state in states():
            walk.at(state)
        chromium.close()

    assert walk.wrong == []
