"""Real browsers and raw sockets at the gate: what ends, ends on the page that is open."""

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from plantar.runner import Runner
from plantar.secret import hashed
from plantar.store import Store
from plantar.store.accounts_tables import SIGNED_IN
from plantar.store.columns import moment_us
from plantar.store.engine import Database
from tests.dashboard.browser_rig import DESK, PHONE
from tests.dashboard.signed_in import (
    RUNNER,
    account,
    consent,
    in_browser,
    sees_all,
    token_of,
)

pytestmark = pytest.mark.browser
HERS = "Ben Zwaenepoel"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield context.new_page()
    context.close()


def upgraded(address: str, *lines: str) -> bytes:
    """What a WebSocket that was asked for by hand is answered with."""
    parts = urlsplit(address)
    head = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {parts.netloc}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *lines,
    ]
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=20) as one:
        one.sendall("\r\n".join([*head, "", ""]).encode())
        return one.recv(4096).partition(b"\r\n")[0]


def test_a_websocket_opens_for_a_session_from_our_own_page_and_for_nobody_else(
    address: str,
    place: Store,
) -> None:
    token = token_of(place, sees_all(place))
    ended = token_of(place, sees_all(place))
    place.end_session(hashed(ended))
    ours = f"Origin: {address}"
    cookie = f"Cookie: plantar={token}"

    assert b"101" in upgraded(address, ours, cookie)
    for lines in (
        (ours,),
        (),
        (ours, "Cookie: plantar=guessed"),
        (ours, f"Cookie: plantar={ended}"),
        ("Origin: https://evil.example", cookie),
        ("Origin: null", cookie),
    ):
        assert b"403" in upgraded(address, *lines), lines


def test_a_revoked_kinesist_sees_nothing_from_the_next_click_on_in_a_page_that_is_open(
    address: str,
    place: Store,
    page: Page,
) -> None:
    kinesist = account(place, "revoked-here")
    given = consent(place, kinesist, "r-017")
    in_browser(page.context, address, token_of(place, kinesist))
    page.goto(f"{address}/runner?runner=r-017&lang=en")
    expect(page.get_by_role("heading", name=HERS)).to_be_visible()
    expect(page.locator(".st-key-chart svg g text").first).to_be_visible()

    place.revoke("r-017", given.id, datetime.now(UTC))
    page.get_by_text("6 months", exact=True).click()

    expect(page.get_by_role("heading", name="There is no such runner")).to_be_visible()
    assert HERS not in str(page.inner_text("body"))
    assert page.locator(".st-key-chart").count() == 0
    page.goto(f"{address}/?lang=en")
    expect(page.locator(".foot")).to_be_visible()
    assert HERS not in str(page.inner_text("body"))


def test_signing_out_in_one_tab_blanks_the_other(
    address: str,
    place: Store,
    page: Page,
) -> None:
    in_browser(page.context, address, token_of(place, sees_all(place)))
    page.goto(f"{address}/?lang=en")
    expect(page.get_by_role("link", name=HERS)).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{address}/sign-out?lang=en")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert HERS not in str(page.inner_text("body"))


def seen(home: Path, token: str, at: datetime) -> None:
    """Let the last click of a session have been at a moment: as if nobody touched it since."""
    with closing(Database(home / "clinic.sqlite")) as database, database.writing() as connection:
        its_own = SIGNED_IN.c.token_hash == hashed(token)
        connection.execute(update(SIGNED_IN).where(its_own).values(seen=moment_us(at)))


def test_a_page_that_keeps_itself_up_to_date_goes_blank_when_nobody_clicks(
    address: str,
    place: Store,
    home: Path,
    page: Page,
) -> None:
    token = token_of(place, sees_all(place))
    in_browser(page.context, address, token)
    page.goto(f"{address}/runner?runner=r-017&lang=en")
    expect(page.locator(".st-key-chart svg g text").first).to_be_visible()
    polled: list[object] = []
    page.on("websocket", lambda one: one.on("framesent", polled.append))
    long_ago = datetime.now(UTC) - timedelta(minutes=14, seconds=45)
    seen(home, token, long_ago)

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    looking = place.looking(hashed(token))
    assert looking is not None
    assert looking.session.seen == long_ago  # it asked for news all the while
    assert HERS not in str(page.inner_text("body"))


def test_a_click_in_an_open_page_keeps_somebody_signed_in(
    address: str,
    place: Store,
    home: Path,
    page: Page,
) -> None:
    token = token_of(place, sees_all(place))
    in_browser(page.context, address, token)
    page.goto(f"{address}/runner?runner=r-017&lang=en")
    expect(page.locator(".st-key-chart svg g text").first).to_be_visible()
    before = datetime.now(UTC)
    seen(home, token, before - timedelta(minutes=5))

    page.get_by_text("6 months", exact=True).click()

    def clicked() -> bool:
        looking = place.looking(hashed(token))
        return looking is not None and looking.session.seen >= before

    for _ in range(100):
        if clicked():
            break
        page.wait_for_timeout(200)
    assert clicked()


def test_a_runner_shares_sees_who_looked_and_ends_it_on_a_phone(
    address: str,
    place: Store,
    browser: Browser,
) -> None:
    own = account(place, "ben", RUNNER, "r-017")
    context = browser.new_context(viewport=PHONE, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    in_browser(context, address, token_of(place, own))
    phone = context.new_page()
    kinesist = account(place, "shared-with")
    consent(place, kinesist, "r-017")
    phone.goto(f"{address}/sharing?lang=en")
    expect(phone.get_by_text("Name of shared-with").first).to_be_visible()
    box = phone.locator(".st-key-sharing").get_by_role("button", name="Make a link")
    box.click()
    expect(phone.get_by_text("/in/").first).to_be_visible()
    main = "document.querySelector('[data-testid=stMain]')"
    assert phone.evaluate(f"{main}.scrollWidth - {main}.clientWidth") <= 0

    phone.locator("[data-testid=stVerticalBlock]").filter(
        has_text="Name of shared-with"
    ).last.get_by_role("button", name="End this now").click()
    expect(phone.get_by_text("Name of shared-with").first).to_be_hidden()

    given = place.consents_for(kinesist.id)
    assert [one.revoked_at is not None for one in given] == [True]
    context.close()


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=document.title='owned'>", "\u202eeman desrever", "x" * 10_000]
)
def test_a_hostile_name_is_only_a_name(
    address: str,
    place: Store,
    page: Page,
    name: str,
) -> None:
    runner_id = f"r-{hashed(name)[:8]}"
    place.add_runner(Runner(runner_id), name)
    kinesist = account(place, f"of-{runner_id}")
    consent(place, kinesist, runner_id)
    in_browser(page.context, address, token_of(place, kinesist))
    hosts = set()
    page.on("request", lambda one: hosts.add(urlsplit(one.url).hostname))

    for path in ("/?lang=en", f"/runner?runner={runner_id}&lang=en", "/people?lang=en"):
        page.goto(f"{address}{path}")
        expect(page.locator(".foot")).to_be_visible()
        assert "owned" not in page.title()

    assert hosts <= {"127.0.0.1", None}
