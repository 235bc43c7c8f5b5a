"""A new runner, from the first click of the kinesist to what the runner sees on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from plantar.runner import WearKind
from plantar.store import Store
from tests.dashboard.browser_rig import PHONE, overflow, rest

pytestmark = pytest.mark.browser
#: As docs/journeys.md tells; typing is no click.
KINESIST_CLICKS, RUNNER_CLICKS = 8, 1


class Clicks:
    """Clicks, counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, page: Page, label: str, *, role: str = "button", nth: int = 0) -> None:
        page.get_by_role(role, name=label, exact=True).nth(nth).click()  # type: ignore[arg-type]
        self.count += 1


@pytest.fixture
def phone_of_hers(browser: Browser) -> Iterator[Page]:
    """A phone that nobody is signed in on."""
    context = browser.new_context(viewport=PHONE, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_a_kinesist_makes_a_runner_who_comes_in_on_a_phone(
    address: str, place: Store, desk: Page, phone_of_hers: Page
) -> None:
    expect.set_options(timeout=60_000)
    click = Clicks()
    desk.goto(f"{address}/?lang=en")
    click(desk, "Runners", role="link")
    expect(desk.get_by_role("heading", name="Runners")).to_be_visible()
    rest(desk)
    desk.get_by_text("A new runner").click()
    click.count += 1
    rest(desk)
    desk.get_by_label("Name for the screen").fill("Greet Wouters")
    click(desk, "shifts", role="radio")
    expect(desk.get_by_role("radio", name="shifts")).to_be_checked()
    desk.get_by_text("They agreed that I see").click()
    click.count += 1
    click(desk, "Make the runner")
    expect(desk.get_by_text("Made: Greet Wouters")).to_be_visible()

    for day in ("Mon", "Wed"):
        hours = desk.get_by_label(f"{day}, h")
        hours.fill("8")
        hours.press("Tab")
    click(desk, "Keep the wear plan")
    expect(desk.get_by_text("Saved: the wear plan")).to_be_visible()
    click(desk, "Make a link for their account")
    link = desk.locator("[data-testid=stCode]").filter(has_text="/in/").first
    expect(link).to_be_visible()
    way_in = link.inner_text().strip()
    click(desk, "Done")
    expect(desk.get_by_role("link", name="Greet Wouters", exact=True)).to_be_visible()
    row = desk.get_by_role("row").filter(has_text="Greet Wouters")
    expect(row).to_contain_text("shifts · Mon, Wed: 8 h")
    expect(row).to_contain_text("invited, 7 days left")
    assert click.count == KINESIST_CLICKS

    (made,) = [one for one, name in place.display_names().items() if name == "Greet Wouters"]
    (plan,) = place.wear_plans(made)
    assert (plan.kind, sum(plan.hours)) == (WearKind.SHIFTS, 16.0)

    hers = Clicks()
    phone_of_hers.goto(f"{way_in}?lang=en")
    phone_of_hers.get_by_label("Name to sign in with").fill("greet")
    phone_of_hers.get_by_label("Password").fill("a few plain words")
    hers(phone_of_hers, "Make the account")
    expect(phone_of_hers.locator(".foot")).to_be_visible()
    expect(phone_of_hers.get_by_text("Greet Wouters").first).to_be_visible()
    assert overflow(phone_of_hers) <= 0
    assert hers.count == RUNNER_CLICKS
    assert "Ben Zwaenepoel" not in phone_of_hers.inner_text("body")
