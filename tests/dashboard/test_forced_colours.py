"""Where a system chooses the colours: what is a number still stands out from the page around it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from plantar.measured import Origin, OriginKind
from plantar.minute import FootMinute, Moments
from plantar.sample import Foot
from plantar.sensor import SensorTold
from plantar.store import Batch, Store
from tests.dashboard.browser_rig import DESK
from tests.dashboard.signed_in import in_browser, sees_all, token_of

pytestmark = pytest.mark.browser
#: What is drawn by its background alone, by page.
DRAWN = {
    "runner?runner=r-017": (".keys .bar", ".keys .line", ".keys .band", ".side .bar"),
    "today?runner=r-017": (".day-bar .boxes i", ".week .stack i:not(.missing)", ".split .key"),
    "sensors?runner=r-017": (".battery i", ".worn .bar:not(.missing):not(.free) i"),
    "settings?": (".burden .bars i", "[data-testid=stSlider] [data-rac] > div:empty"),
}
#: The background of everything that is as large as a dot, and a colour of the system.
BACKGROUNDS = """(all) => all
  .filter(one => one.offsetWidth > 0 && one.offsetHeight > 0)
  .map(one => getComputedStyle(one))
  .map(style => style.backgroundImage === "none" ? style.backgroundColor : style.backgroundImage)"""
SYSTEM = """(name) => {
  const one = document.body.appendChild(document.createElement("i"));
  one.style.cssText = `background: ${name}; forced-color-adjust: none`;
  const colour = getComputedStyle(one).backgroundColor;
  one.remove();
  return colour;
}"""
NOTHING = "rgba(0, 0, 0, 0)"


@pytest.fixture(params=["light", "dark"])
def forced(
    request: pytest.FixtureRequest, browser: Browser, address: str, place: Store
) -> Iterator[Page]:
    """A page in the colours of a system, on white and on black."""
    context = browser.new_context(
        viewport=DESK,  # type: ignore[arg-type]
        forced_colors="active",
        color_scheme=request.param,
        timezone_id="Europe/Brussels",
    )
    in_browser(context, address, token_of(place, sees_all(place)))
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    yield context.new_page()
    context.close()


def wears_a_sole(place: Store) -> None:
    """A runner with an hour of one foot on the day before, and a battery that is known."""
    now = datetime.now(UTC)
    told = SensorTold("sole", now, "open-plantar", now, Foot.LEFT, now, battery_percent=62)
    place.keep_sensor("r-017", "soles", told)
    began = (now - timedelta(days=1)).replace(hour=11, minute=0, second=0, microsecond=0)
    minutes = tuple(
        FootMinute(began + timedelta(minutes=n), Foot.LEFT, 0, 100.0, 60.0, 0.0, Moments())
        for n in range(60)
    )
    place.put("r-017", Batch(Origin("forced", OriginKind.STREAM, "soles", now), "soles", minutes))


def system(page: Page, name: str) -> str:
    """What the system chose for that."""
    return str(page.evaluate(SYSTEM, name))


def backgrounds(page: Page, drawn: str) -> list[str]:
    """Of everything there that can be seen."""
    expect(page.locator(drawn).first).to_be_attached()
    found: list[str] = page.locator(drawn).evaluate_all(BACKGROUNDS)
    assert found, drawn
    return found


@pytest.mark.parametrize("path", DRAWN)
def test_what_is_drawn_stands_out_from_the_page(
    address: str, place: Store, forced: Page, path: str
) -> None:
    wears_a_sole(place)
    forced.goto(f"{address}/{path}&lang=nl")
    expect(forced.locator(".foot")).to_be_visible()

    around = {NOTHING, system(forced, "Canvas")}
    for drawn in DRAWN[path]:
        assert not around & set(backgrounds(forced, drawn)), drawn


def test_what_is_chosen_is_told_from_what_is_not(address: str, forced: Page) -> None:
    forced.goto(f"{address}/alerts?lang=nl")
    expect(forced.locator(".foot")).to_be_visible()
    segment = "[data-testid=stButtonGroup] button[role=radio]"

    chosen = set(backgrounds(forced, f"{segment}[aria-checked=true]"))

    assert chosen == {system(forced, "Highlight")}
    assert not chosen & set(backgrounds(forced, f"{segment}[aria-checked=false]"))
    said = forced.locator(f"{segment}[aria-checked=true] p").first
    expect(said).to_have_css("color", system(forced, "HighlightText"))
    one, other = (
        forced.locator(f"[class*='st-key-alert-{kind}-']").first for kind in ("chosen", "row")
    )
    expect(one).to_have_css("border-left-width", "6px")
    expect(other).to_have_css("border-left-width", "0px")


def test_the_focus_is_seen(address: str, forced: Page) -> None:
    forced.goto(f"{address}/?lang=nl")
    runner = forced.get_by_role("link", name="Ben Zwaenepoel")
    runner.focus()

    around = system(forced, "Canvas")
    style, colour = runner.evaluate(
        "(one) => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineColor]"
    )
    assert style == "solid"
    assert colour not in (NOTHING, around)
