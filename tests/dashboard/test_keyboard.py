"""The whole way with a keyboard alone: in, to the first runner, an answer, and out."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.web.password import hash_of
from plantar.response import Reason, ResponseKind
from plantar.store import Store
from tests.dashboard.browser_rig import DESK
from tests.dashboard.signed_in import sees_all

pytestmark = pytest.mark.browser
PASSWORD = "three steps to the door"  # noqa: S105  of this test alone
#: What has the focus, into components: what it is called, and how it shows that it has it.
FOCUSED = """() => {
  let one = document.activeElement;
  while (one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    name: (one.getAttribute("aria-label") || one.labels?.[0]?.textContent
      || one.textContent || "").trim().replace(/^keyboard_arrow_(right|down)/, ""),
    tag: one.tagName,
    shows: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.width === 0 || (box.bottom > 0 && box.top < innerHeight),
  };
}"""
IN_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}"""
#: What takes longer to move than anybody sees. [s]
MOVES = """() => [...document.querySelectorAll("*")].filter(one => {
  const style = getComputedStyle(one);
  return [style.animationDuration, style.transitionDuration]
    .some(all => all.split(",").some(part => parseFloat(part) > 0.0001));
}).map(one => one.outerHTML.slice(0, 80))"""
#: More stops than any of these pages has: then the keyboard is caught somewhere.
MOST_STOPS = 60


def test_somebody_without_a_mouse_answers_an_alert(
    browser: Browser, address: str, place: Store
) -> None:
    account = sees_all(place, "keys")
    place.set_password(account.id, hash_of(PASSWORD))
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page = context.new_page()

    page.goto(f"{address}/sign-in?lang=nl")
    to(page, "Naam om mee aan te melden")
    page.keyboard.type("keys")
    to(page, "Wachtwoord")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wie heeft vandaag aandacht nodig?")).to_be_visible()
    expect(page.get_by_role("link", name="Ben Zwaenepoel")).to_be_visible()

    to(page, "Ben Zwaenepoel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ben Zwaenepoel")).to_be_visible()
    expect(page.locator(".foot")).to_be_visible()

    to(page, "6 weken")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="6 weken")).to_be_checked()

    to(page, "De week en de ochtenden in cijfers")
    page.keyboard.press("Enter")
    expect(page.locator("details[open]")).to_have_count(1)

    to(page, "Beantwoorden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Meldingen")).to_be_visible()
    to(page, "Gebeld, plan aangepast")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Afhandelen")).to_be_enabled()
    to(page, "Afhandelen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Afgehandeld 1")).to_be_visible()
    (answer,) = (one.response for one in place.answers("r-017"))
    assert (answer.kind, answer.reason) == (ResponseKind.ACKNOWLEDGED, Reason.CALLED)
    assert datetime.now(UTC) - answer.at < timedelta(hours=1)

    to(page, "Menu")
    page.keyboard.press("Enter")
    to(page, "Afmelden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Afmelden")).to_be_visible()
    page.wait_for_load_state("load")  # its style too, which shows the focus
    to(page, "Afmelden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    context.close()


def to(page: Page, name: str) -> None:
    """Press Tab until something of that name has the focus; each stop on the way shows it."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        stops.append(stop["name"][:30] or stop["tag"])
        if stop["tag"] == "BODY":  # past the last one: the browser begins anew
            continue
        assert stop["shows"], f"{stop['tag']} {stop['name'][:40]!r} does not show its focus"
        if not stop["inside"]:  # the page is still on its way there
            page.wait_for_function(IN_SIGHT)
        if stop["name"].startswith(name):
            return
    pytest.fail(f"no way to {name!r} by Tab, past {stops}")


def test_nothing_moves_for_whoever_wants_it_still(address: str, desk: Page) -> None:
    desk.emulate_media(reduced_motion="reduce")
    desk.goto(f"{address}/?lang=nl")
    expect(desk.get_by_role("link", name="Ben Zwaenepoel")).to_be_visible()

    assert desk.evaluate(MOVES) == []
