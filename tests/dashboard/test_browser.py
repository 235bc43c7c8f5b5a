"""The dashboard in a real browser: from the list to a runner, to an answer that is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from plantar.day import zone
from plantar.pain import PainMoment
from plantar.store import Derived, Store
from tests.dashboard.browser_rig import Seen, overflow
from tests.dashboard.read_pdf import opened, said

pytestmark = pytest.mark.browser


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
    expect(desk.locator(".st-key-chart svg g text").first).to_be_visible()

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
    desk.get_by_role("button", name="Verslag (PDF)").click()
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

    desk.get_by_role("button", name="Menu").click()
    desk.get_by_text("FR", exact=True).click()

    expect(desk.get_by_role("heading", name="Qui demande de l’attention")).to_be_visible()
    expect(desk.locator("html")).to_have_attribute("lang", "fr")
    expect(desk.get_by_role("columnheader", name="Coureur")).to_be_visible()
    desk.get_by_role("link", name="Anna Peeters").click()
    expect(desk.get_by_text("Aucune règle ne s’est exprimée.")).to_be_visible()


def test_the_link_past_the_menu_speaks_the_language_of_the_page(address: str, desk: Page) -> None:
    desk.goto(f"{address}/?lang=nl")
    expect(desk.get_by_role("heading", name="Wie heeft vandaag aandacht nodig?")).to_be_visible()
    past = desk.get_by_role("link", name="Naar de inhoud van de pagina")
    expect(past).to_have_attribute("href", "#stMain")

    desk.get_by_role("button", name="Menu").click()
    desk.get_by_text("FR", exact=True).click()

    past = desk.get_by_role("link", name="Aller au contenu de la page")
    expect(past).to_have_count(1)
    past.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#stMain")).to_be_focused()


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


def test_the_list_moves_by_itself_says_so_and_leaves_the_keyboard_where_it_was(
    address: str, place: Store, desk: Page, seen: Seen
) -> None:
    desk.goto(f"{address}/?lang=nl")
    kept = desk.get_by_role("link", name="Anna Peeters")
    kept.focus()
    desk.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 40")
    _compute(place, "r-001", week_sum_wse=98_765.0)

    expect(desk.get_by_text("98.800 WSE")).to_be_visible()
    expect(desk.get_by_role("status").filter(has_text="Veranderd: Anna Peeters")).to_have_count(1)
    expect(kept).to_be_focused()
    assert desk.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 40

    with desk.context.expect_page() as opened:
        desk.get_by_text("98.800 WSE").click(button="middle")
    expect(opened.value.get_by_role("heading", name="Anna Peeters")).to_be_visible()
    expect(desk.get_by_role("heading", name="Wie heeft vandaag aandacht nodig?")).to_be_visible()
    assert seen.complaints == []
