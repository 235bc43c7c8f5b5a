"""The small question marks: one for each subject, where its number is first met."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from dashboard.frame.explained import SECTIONS, explained
from dashboard.overview import triage_help
from plantar.sensor import SensorTold
from plantar.store import Store
from plantar.words.catalogue import words
from tests.dashboard.browser_rig import Seen
from tests.dashboard.test_pages import html, opened

RUNNER = "r-017"
#: What each page asks about, in the order in which it is met.
ASKED = {
    "runner": ["wse", "pain", "week", "coverage"],
    "today": ["wse", "usual"],
    "sensors": ["coverage"],
}
#: Whether whoever touches so far from the middle touches the mark. [px]
REACH_PX = 11
TOUCHED = """(one, reach) => {
  one.scrollIntoView({ block: "center" });
  const box = one.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return [[-reach, 0], [reach, 0], [0, -reach], [0, reach], [0, 0]]
    .every(([dx, dy]) => one.getRootNode().elementFromPoint(x + dx, y + dy) === one);
}"""


def heard() -> SensorTold:
    """A sole that was heard today."""
    now = datetime.now(UTC)
    return SensorTold("sole", now, "open-plantar", now, heard_at=now, battery_percent=62)


def asked(shown: str) -> list[str]:
    return re.findall(r'class="explained" href="[^"#]*#(\w+)"', shown)


@pytest.mark.parametrize("page", ASKED)
def test_each_subject_is_asked_about_once_on_a_page(practice: Store, page: str) -> None:
    practice.keep_sensor(RUNNER, "soles", heard())

    shown = html(opened(page, lang="nl", runner=RUNNER))

    assert asked(shown) == ASKED[page]
    assert f'href="/numbers?lang=nl&amp;runner={RUNNER}#{ASKED[page][0]}"' in shown


def test_thresholds_lead_to_the_rules(practice: Store) -> None:
    assert practice.runners()
    assert asked(html(opened("settings", lang="nl"))) == ["rules"]


def test_every_column_of_the_overview_but_exercises_leads_to_a_section() -> None:
    shown = triage_help.html(words("fr"))

    assert asked(shown) == ["levels", "rules", "wse", "week", "pain", "coverage"]
    assert set(triage_help.SECTION_OF) == set(triage_help.HEADS) - {"work"}


def test_a_name_in_the_address_is_no_markup() -> None:
    shown = explained(words("nl"), "week", 'x"><b>')

    assert "<b>" not in shown
    assert set(asked(shown)) <= set(SECTIONS)


@pytest.mark.browser
@pytest.mark.parametrize("page", [*ASKED, "settings", ""])
def test_a_mark_is_large_enough_for_a_thumb(
    address: str, place: Store, phone: Page, page: str
) -> None:
    place.keep_sensor(RUNNER, "soles", heard())
    phone.goto(f"{address}/{page}?lang=nl&runner={RUNNER if page in ASKED else ''}")
    expect(phone.locator(".foot")).to_be_visible()
    if not page:
        phone.get_by_text("Hoe je deze lijst leest").click()
    marks = phone.locator(".explained")
    expect(marks.first).to_be_visible()

    for mark in marks.all():
        assert mark.evaluate(TOUCHED, REACH_PX), mark.get_attribute("title")


@pytest.mark.browser
def test_a_mark_leads_to_its_section_and_back_to_the_runner(
    address: str, phone: Page, seen: Seen
) -> None:
    phone.goto(f"{address}/runner?runner={RUNNER}&lang=nl")
    phone.get_by_role("link", name="Wat betekent dit? Week t.o.v. gewoon").click()

    expect(phone.get_by_role("heading", name="Week t.o.v. gewoon")).to_be_in_viewport()
    phone.get_by_role("link", name="← Naar de loper").click()
    expect(phone.locator("h1.name")).to_be_visible()
    assert seen.complaints == []
