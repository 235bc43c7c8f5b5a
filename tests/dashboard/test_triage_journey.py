"""A new kinesist finds today's three most pressing runners, and why: counted in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from plantar.alert import Level
from plantar.store import Store
from plantar.words import sentences
from plantar.words.catalogue import words
from tests.dashboard.browser_rig import Seen

pytestmark = pytest.mark.browser


def test_who_is_pressing_and_why_is_read_without_a_click(
    address: str, place: Store, desk: Page, seen: Seen
) -> None:
    clicks = 0
    nl = words("nl")
    desk.goto(f"{address}/?lang=nl")
    rows = desk.locator("tr[data-open]")
    expect(rows.nth(2)).to_be_in_viewport(ratio=1)

    strong = {one.runner_id: one for one in place.states() if one.level is Level.ALERT}
    names = place.display_names()
    for n in range(3):
        told = str(rows.nth(n).inner_text())
        opens = str(rows.nth(n).get_attribute("data-open"))
        reasons = strong[opens].reasons
        assert names[opens] in told
        said = {sentences.reason(one, nl) for one in reasons if one.level is Level.ALERT}
        assert any(one in told for one in said), told

    first = str(rows.first.get_attribute("data-open"))
    desk.get_by_role("link", name=names[first]).click()
    clicks += 1
    expect(desk.get_by_role("heading", name=names[first])).to_be_visible()
    desk.get_by_role("link", name=re.compile("^Waarom")).first.click()
    clicks += 1
    expect(desk.get_by_role("heading", name="Waarom?")).to_be_visible()
    expect(desk.get_by_role("heading", name=re.compile("^De regel"))).to_be_visible()
    assert clicks == 2
    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []
