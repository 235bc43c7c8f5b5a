"""What an attacker would try, on every page, route and form there is: see docs/security.md."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit as st
from argon2 import PasswordHasher
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect
from starlette.routing import Route
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.pages import FIRST, PAGES
from dashboard.web import password
from dashboard.web.doors import routes
from dashboard.web.place import Place
from plantar.patience import OF_ACCOUNT
from plantar.store import Store
from plantar.store.sql import open_store
from tests.dashboard.asking import NOW, Browser
from tests.dashboard.browser_rig import PHONE, Seen, overflow
from tests.dashboard.hostile_house import HERS, hostile_house
from tests.dashboard.signed_in import account, as_page, in_browser, token_of
from tests.dashboard.test_wrong_users import APP

WORD = "a few plain words"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond; test_door.py asks once for what really counts."""
    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(password, "hasher", lambda: light)
    monkeypatch.setattr(password, "nobody", lambda: light.hash("nobody"))


@pytest.fixture
def two_processes(tmp_path: Path, quick: None) -> Iterator[tuple[Store, Store]]:
    """The same place, opened as two processes would."""
    path = tmp_path / "plantar.db"
    with open_store(path) as one, open_store(path) as other:
        made = account(one, "fien")
        one.set_password(made.id, password.hash_of(WORD))
        yield one, other


def test_guesses_are_counted_together_whichever_process_is_asked(
    two_processes: tuple[Store, Store],
) -> None:
    browsers = [Browser(store) for store in two_processes]

    def guess(n: int, word: str = "guess") -> int:
        form = {"login": "fien", "password": word}
        return browsers[n % 2].fill_in("/sign-in", form).status

    assert [guess(n) for n in range(OF_ACCOUNT.free)] == [401] * OF_ACCOUNT.free
    assert [guess(n, WORD) for n in range(2)] == [429, 429]


def test_a_session_that_ends_in_one_process_has_ended_in_all(
    two_processes: tuple[Store, Store],
) -> None:
    one, other = map(Browser, two_processes)
    assert one.fill_in("/sign-in", {"login": "fien", "password": WORD}).status == 303
    other.cookies = dict(one.cookies)
    assert other.get("/").status == 200

    one.fill_in("/sign-out", {})

    assert other.get("/").status == 303


def forms(store: Store) -> list[str]:
    """The address of every route that takes a form."""
    found = routes(Place(lambda: store, lambda: NOW, "en", behind_proxy=False))
    assert all(isinstance(route, Route) for route in found)
    paths = [route.path for route in found if "POST" in (route.methods or ())]
    return [path.replace("{code:str}", "x").replace("{key}", "x" * 12) for path in paths]


def test_no_form_of_any_route_is_taken_from_another_page(
    two_processes: tuple[Store, Store],
) -> None:
    store, _ = two_processes
    browser = Browser(store)
    browser.fill_in("/sign-in", {"login": "fien", "password": WORD})
    fields = {"token": "guessed", "score": "9", "login": "mallory", "password": WORD, "name": "m"}
    paths = forms(store)
    assert {"/sign-in", "/sign-out", "/in", "/in/x"} < set(paths)

    for path in paths:
        elsewhere = browser.send(path, fields, origin="https://evil.example")
        by_link = browser.send(path, fields, sec_fetch_site="cross-site")
        forged = browser.send(path, fields)

        assert (elsewhere.status, by_link.status) == (403, 403), path
        assert forged.status in (303, 403, 404), path  # 303: to the sign-in, of a form for runners
    assert browser.get("/").status == 200
    assert [one.login for one in store.accounts()] == ["fien"]


# The real server.

HEADERS = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def answered(address: str, request: str, *lines: str) -> tuple[int, dict[str, str], str]:
    """The answer to bytes that no browser would send."""
    parts = urlsplit(address)
    head = "\r\n".join([f"{request} HTTP/1.1", f"Host: {parts.netloc}", *lines])
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=120) as one:
        one.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode())
        got = b""
        while part := one.recv(65_536):
            got += part
    told, _, body = got.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *rest = told.split("\r\n")
    pairs = (line.partition(": ") for line in rest)
    return int(first.split()[1]), {name.lower(): text for name, _, text in pairs}, body


@pytest.mark.browser
def test_every_answer_of_the_server_has_its_headers_errors_and_files_too(
    address: str, place: Store
) -> None:
    who = account(place, "asks")
    cookie = f"Cookie: plantar={token_of(place, who)}"
    page = answered(address, "GET /", cookie)[2]
    script = page.partition('src="./static/js/')[2].partition('"')[0]
    assert script

    for request, expected in {
        "GET /": 200,
        f"GET /static/js/{script}": 200,
        "GET /static/../../../etc/passwd": 400,
        "GET /static/%2e%2e/%2e%2e/etc/passwd": 400,
        "GET /media/nowhere.pdf": 404,
        "GET /component/nowhere/x.js": 404,
        "GET /_stcore/health": 200,
        "GET /_stcore/host-config": 200,
        "GET /sign-in": 200,
        "GET /in/nobodys": 404,
        "GET /plain.css": 200,
        "PUT /sign-in": 405,
        "DELETE /": 405,
    }.items():
        for known in ((cookie,), ()):
            status, headers, body = answered(address, request, *known)
            lacking = [name for name, word in HEADERS.items() if word not in headers.get(name, "")]
            assert lacking == [], (request, known)
            assert status == (expected if known else status), request
            assert "Traceback (most" not in body
            assert "root:x:0" not in body
    # What is no request is answered in a few words, before anything of ours is asked.
    for request, *lines in (("GARBAGE",), ("GET /", "Host: evil.example")):
        status, _, body = answered(address, request, *lines)
        assert (status, len(body) < 100) == (400, True)


# The walk: everything there is to name is hostile, on every page there is.


@pytest.fixture
def _hostile_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    monkeypatch.setenv("PLANTAR_STORE_URL", f"sqlite:///{tmp_path / 'plantar.db'}")
    st.cache_resource.clear()
    with open_store(tmp_path / "plantar.db") as store:
        as_page(monkeypatch, token_of(store, hostile_house(store)))
        yield
    st.cache_resource.clear()


#: What would be drawn or run, if a name were HTML.
DRAWN = ("<script>window", "<img src=//evil", "onerror=window.hit=2>")


@pytest.mark.usefixtures("_hostile_pages")
def test_a_hostile_name_is_text_in_the_markup_of_every_page() -> None:
    for page in PAGES:
        markup = drawn(page)

        assert [part for part in DRAWN if part in markup] == [], page


def drawn(page: str) -> str:
    """All HTML of a page about the hostile runner."""
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.query_params["runner"] = HERS
    test.query_params["lang"] = "en"
    test._page_hash = "" if page == FIRST else calc_hash(page)
    test.run()

    assert not test.exception, test.exception
    return "\n".join(part.value for part in test.get("html"))


#: How much of the page is of the attacker's making: scripts inside it, and what leads elsewhere.
TAKEN = """
[...document.scripts].filter(one => !one.src && one.text.includes('hit')).length
+ document.querySelectorAll('[src*="evil"], [href*="evil"], [href^="javascript"]').length
"""


@pytest.mark.browser
def test_hostile_names_do_nothing_on_any_page_and_leave_no_trace_outside_it(
    browser: Chromium, address: str, place: Store, home: Path
) -> None:
    token = token_of(place, hostile_house(place))
    context = browser.new_context(viewport=PHONE, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    in_browser(context, address, token)
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page, seen, dialogs = context.new_page(), Seen(), list[str]()
    seen.watch(page)
    page.on("dialog", lambda one: (dialogs.append(one.message), one.dismiss()))
    text, wide = "", {}

    for name in PAGES:
        page.goto(f"{address}/{'' if name == FIRST else name}?runner={HERS}&lang=en")
        expect(page.locator(".foot")).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-script-state", "notRunning"
        )
        assert page.evaluate("window.hit") is None, name
        assert page.evaluate(TAKEN) == 0, name
        assert "Zw" not in page.title() + page.url, name
        assert "plantar=" not in page.evaluate("document.cookie"), name
        wide |= {name: overflow(page)} if overflow(page) > 0 else {}
        text += page.inner_text("body")

    context.close()
    assert text.count("{name}%s") > len(PAGES)  # else nothing hostile was ever drawn
    assert dialogs == []
    assert seen.hosts == {"127.0.0.1"}
    assert wide == {}
    log = (home / "server.log").read_text()
    assert not [word for word in ("Zw", "evil", token, HERS) if word in log]
