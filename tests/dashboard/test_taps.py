"""A thumb at 360 px: how many taps a set, a shift and a race take, and that two taps are one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from plantar.context import ContextKind
from plantar.rehab import Exercise, Phase, Programme
from plantar.store import Store
from tests.dashboard import browser_rig as rig
from tests.dashboard.signed_in import in_browser, sees_all, token_of

pytestmark = pytest.mark.browser

THUMB = {"width": 360, "height": 740}
#: No smaller than a thumb wants, by WCAG 2.2. [px]
LEAST_PX = 44


@dataclass
class Thumb:
    """A phone in somebody's hand, and the taps they made."""

    page: Page
    taps: int = 0

    def tap(self, on: Locator) -> None:
        box = on.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_PX
        on.click()
        self.taps += 1

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


@pytest.fixture
def thumb(browser: Browser, address: str, place: Store) -> Iterator[Thumb]:
    context = browser.new_context(viewport=THUMB, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    in_browser(context, address, token_of(place, sees_all(place)))
    expect.set_options(timeout=30_000)
    yield Thumb(context.new_page())
    context.close()


def saved(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def test_a_shift_is_two_taps_and_a_race_is_one(address: str, place: Store, thumb: Thumb) -> None:
    thumb.page.goto(f"{address}/context?runner=r-001&lang=nl")

    thumb.tap(thumb.button("Werkdag op de been"))
    thumb.tap(thumb.button("7,5"))
    saved(thumb.page, "Bewaard: Werkdag op de been, 7,5 u (geschat)")

    assert thumb.taps == 2
    assert [one.record.upright_min for one in place.declared_shifts("r-001")] == [450.0]
    thumb.tap(thumb.button("Wedstrijd"))
    saved(thumb.page, "Bewaard: Wedstrijd")
    assert thumb.taps == 3
    assert [one.record.kind for one in place.notes("r-001")] == [ContextKind.RACE]
    assert rig.overflow(thumb.page) <= 0


def test_a_set_is_two_taps_with_its_pain(address: str, place: Store, thumb: Thumb) -> None:
    _prescribe(place, "r-002")
    thumb.page.goto(f"{address}/exercises?runner=r-002&lang=nl")

    thumb.tap(thumb.button("Gedaan zoals gepland: 3 × 12, 10 kg"))
    saved(thumb.page, "Gedaan: 3 × 12, 10 kg")
    thumb.tap(thumb.button("3"))
    saved(thumb.page, "pijn 3/10")

    assert thumb.taps == 2
    assert [one.record.worst_pain for one in place.strength_log("r-002")] == [3]
    assert rig.overflow(thumb.page) <= 0


def test_a_double_tap_logs_one_set_and_no_pain(address: str, place: Store, thumb: Thumb) -> None:
    _prescribe(place, "r-003")
    thumb.page.goto(f"{address}/exercises?runner=r-003&lang=nl")

    thumb.button("Gedaan zoals gepland: 3 × 12, 10 kg").dblclick()
    saved(thumb.page, "Gedaan: 3 × 12, 10 kg")

    assert [one.record.worst_pain for one in place.strength_log("r-003")] == [None]


def _prescribe(store: Store, runner_id: str) -> None:
    begun = store.runner(runner_id).days.day_of(datetime.now(UTC)) - timedelta(days=3)
    raises = Exercise("hielheffen", 3, 12, 10.0, "3-2-3", every_days=2)
    store.keep_programme(runner_id, Programme(begun, (Phase("1", 1, (raises,)),), "kine-a"))
