"""A new runner on a phone, without help: comes in, tells first-step pain, sees what is left today.

The taps are counted here and told in docs/journeys.md.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from plantar.account import INVITATION_LASTS, Door, Invitation
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.pain import PainMoment
from plantar.runner import Runner
from plantar.secret import hashed, new_token
from plantar.store import Batch, Store
from processing.recompute import recompute
from processing.tell_pain import likely_moment
from tests.dashboard.browser_rig import PHONE, Seen, overflow
from tests.dashboard.signed_in import RUNNER, account, in_browser, token_of

pytestmark = pytest.mark.browser

WHO = "r-inge"
#: No lower than a thumb in bed wants; six abreast on the slimmest phone are this wide. [px]
LEAST_PX, LEAST_ACROSS_PX = 48, 44
SLIMMEST = {"width": 360, "height": 740}
NAME, PASSWORD = "inge", "vier woorden met kalk"


@pytest.fixture
def hand(browser: Browser, seen: Seen) -> Iterator[Page]:
    """A phone that nobody signed in on."""
    context = browser.new_context(viewport=PHONE, locale="nl-BE", timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    page = context.new_page()
    seen.watch(page)
    yield page
    context.close()


@pytest.fixture(scope="module")
def inge(place: Store) -> Runner:
    """Forty days of a step table, reckoned by the pipeline; today is not in it yet."""
    now = datetime.now(UTC)
    runner = Runner(WHO, "Europe/Brussels", 61.0)
    place.add_runner(runner, "Inge")
    today = runner.days.day_of(now)
    days = (today - timedelta(days=ago) for ago in range(40, 0, -1))
    steps = tuple(DayTotal(day, 7_000 + 250 * (day.toordinal() % 7)) for day in days)
    table = Origin("steps-of-inge", OriginKind.IMPORT, "steps.csv", now)
    place.put(WHO, Batch(table, "step table", steps))
    recompute(place, WHO, now=now)
    return runner


class Taps:
    """Counts, and lets a thumb hit nothing that is too small."""

    def __init__(self) -> None:
        self.made = 0

    def on(self, it: Locator) -> None:
        it.scroll_into_view_if_needed()
        box = it.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_PX
        it.click()
        self.made += 1


def test_a_new_runner_comes_in_tells_first_step_pain_and_sees_what_is_left_today(
    address: str, place: Store, hand: Page, seen: Seen, inge: Runner
) -> None:
    code, now = new_token(), datetime.now(UTC)
    place.invite(
        Invitation(hashed(code), Door.RUNNER, now, now + INVITATION_LASTS, runner_id=inge.id)
    )
    taps = Taps()

    # From the link to their own day: a name, a password, one button.
    hand.goto(f"{address}/in/{code}")
    taps.on(hand.locator("#login"))
    hand.keyboard.type(NAME)
    taps.on(hand.locator("#password"))
    hand.keyboard.type(PASSWORD)
    taps.on(hand.get_by_role("button", name="Maak het account"))
    expect(hand.get_by_role("heading", name="Geen enkele regel sprak")).to_be_visible()
    assert "/today" in hand.url
    assert taps.made == 3

    # First-step pain: one tap in the morning, one more where the clock asks about another moment.
    at = datetime.now(UTC)
    pain = Taps()
    is_asked = likely_moment(at, inge.days) is PainMoment.FIRST_STEPS
    if not is_asked:
        hand.get_by_role("radio", name="eerste stappen").click()
        pain.made += 1
    pain.on(hand.get_by_role("button", name="4", exact=True))
    expect(hand.get_by_role("status").filter(has_text="eerste stappen")).to_contain_text("4/10")
    assert pain.made == (1 if is_asked else 2)
    (told,) = place.pain(WHO, at - timedelta(days=1), at + timedelta(hours=1))
    assert (told.score, told.moment) == (4, PainMoment.FIRST_STEPS)

    # What is left today stands on the same page: no tap, and numbers of the rules themselves.
    left = hand.locator(".st-key-left")
    expect(left.get_by_role("heading", name="Wat rest er vandaag")).to_be_visible()
    expect(left.get_by_role("row", name="wandelen")).to_contain_text("min")
    expect(left).to_contain_text("geteld vanaf niets")

    assert overflow(hand) <= 0
    assert seen.hosts == {"127.0.0.1"}
    assert seen.complaints == []


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_nothing_sticks_out_of_the_slimmest_phone(
    address: str, place: Store, hand: Page, language: str
) -> None:
    painful = account(place, "ben-himself", RUNNER, "r-017")
    in_browser(hand.context, address, token_of(place, painful))

    hand.goto(f"{address}/today?lang={language}")
    expect(hand.locator(".st-key-onward")).to_be_visible()

    assert overflow(hand) <= 0
    hand.set_viewport_size(SLIMMEST)  # type: ignore[arg-type]
    assert overflow(hand) <= 0
    scores = hand.locator(".st-key-scores button")
    expect(scores).to_have_count(11)
    for box in (one.bounding_box() for one in scores.all()):
        assert box is not None
        assert box["height"] >= LEAST_PX
        assert box["width"] >= LEAST_ACROSS_PX
