"""Signing in: who comes in, who does not, and what neither of them learns."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from dashboard.web import password
from plantar.account import AT_WORK, OWN_PHONE, Account, Door, Invitation
from plantar.consent import EVERYTHING, Scope
from plantar.errors import BadInput
from plantar.patience import OF_ACCOUNT, OF_ADDRESS
from plantar.runner import Runner
from plantar.secret import hashed
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.viewer import Role
from tests.dashboard.asking import NOW, Browser
from tests.dashboard.signed_in import KINESIST, RUNNER

OURS = password.hasher
WORD = "a few plain words"
FIEN = Account("a-fien", "fien", KINESIST)
ANNA = Account("a-anna", "anna", RUNNER, "r-1")
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash for these tests alone in a millisecond; one test asks for what really counts."""
    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(password, "hasher", lambda: light)
    monkeypatch.setattr(password, "nobody", lambda: light.hash("nobody"))


@pytest.fixture
def store() -> Iterator[Store]:
    kept = password.hash_of(WORD)
    with open_store("sqlite://") as one:
        one.add_runner(Runner("r-1"), "Anna Peeters")
        one.add_account(FIEN, "Fien De Smet", kept)
        one.add_account(ANNA, None, kept)
        yield one


@pytest.fixture
def browser(store: Store) -> Browser:
    return Browser(store)


def sign_in(browser: Browser, login: str = "fien", word: str = WORD, **more: str) -> int:
    return browser.fill_in("/sign-in", {"login": login, "password": word, **more}).status


def link(store: Store, door: Door, **told: object) -> str:
    token = f"secret-of-{door}"
    made = Invitation(hashed(token), door, NOW, NOW + timedelta(days=7), **told)  # type: ignore[arg-type]
    store.invite(made)
    return f"/in/{token}"


def test_whoever_is_not_signed_in_is_shown_where_to_and_a_script_is_told_no(
    browser: Browser,
) -> None:
    page = browser.get("/runner?runner=r-1")
    script = browser.get("/runner?runner=r-1", sec_fetch_dest="empty")

    assert page.status == 303
    assert page.header("location") == "/sign-in?next=%2Frunner%3Frunner%3Dr-1"
    assert script.status == 401
    assert "the pages" not in page.body + script.body
    assert browser.get("/_stcore/health").status == 200


def test_who_signs_in_sees_the_page_they_asked_for(browser: Browser) -> None:
    asked = browser.get("/runner?runner=r-1").header("location")
    answer = browser.fill_in(str(asked), {"login": " FIEN ", "password": WORD})

    assert (answer.status, answer.header("location")) == (303, "/runner?runner=r-1")
    assert browser.get("/runner?runner=r-1").body == "the pages"


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_by_a_link_to_the_sign_in(browser: Browser, next_: str) -> None:
    answer = browser.fill_in("/sign-in", {"login": "fien", "password": WORD, "next": next_})

    assert answer.header("location") == "/"


def test_a_session_has_a_new_secret_each_time_and_the_old_one_is_dead(browser: Browser) -> None:
    browser.cookies["plantar"] = "set-by-somebody-else"
    assert sign_in(browser) == 303
    first = browser.cookies["plantar"]
    browser.get("/sign-in")
    assert sign_in(browser) == 303

    assert first not in {"set-by-somebody-else", browser.cookies["plantar"]}
    browser.cookies["plantar"] = first
    assert browser.get("/").status == 303


def test_the_cookie_is_for_no_script_no_other_site_and_behind_tls_for_no_plain_page(
    store: Store,
) -> None:
    plain, tls = Browser(store), Browser(store, behind_proxy=True, host="centre.example")
    word = {"login": "fien", "password": WORD}
    told = plain.fill_in("/sign-in", word)
    by_proxy = {"x_forwarded_proto": "https"}
    page = tls.get("/sign-in", **by_proxy).body
    token = page.partition('name="token" value="')[2].partition('"')[0]
    behind = tls.send("/sign-in", {"token": token, **word}, **by_proxy)

    (cookie,) = [t for n, t in told.headers if n == "set-cookie" and t.startswith("plantar=")]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    (cookie,) = [t for n, t in behind.headers if n == "set-cookie" and "__Host-plantar=" in t]
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Secure"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_signed_out_cookie_that_somebody_took_is_useless(browser: Browser, store: Store) -> None:
    sign_in(browser)
    thief = Browser(store, cookies=dict(browser.cookies))
    assert thief.get("/").status == 200

    answer = browser.fill_in("/sign-out", {})

    assert answer.status == 303
    assert "plantar" not in browser.cookies
    assert thief.get("/").status == 303


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/in", "/in/secret-of-account"])
def test_a_form_of_somebody_elses_making_changes_nothing(
    browser: Browser, store: Store, path: str
) -> None:
    sign_in(browser)
    link(store, Door.ACCOUNT, roles=KINESIST)
    fields = {"login": "mallory", "password": WORD, "name": "M", "code": "x", "token": "guessed"}

    forged = browser.send(path, fields)
    missing = browser.send(path, {name: fields[name] for name in ("login", "password", "name")})

    assert (forged.status, missing.status) == (403, 403)
    assert browser.get("/").status == 200
    assert len(store.accounts()) == 2


def test_another_site_can_send_nothing_and_a_strange_host_is_refused(browser: Browser) -> None:
    sign_in(browser)

    assert browser.send("/sign-out", {}, origin="https://evil.example").status == 403
    assert browser.send("/sign-out", {}, origin="null").status == 403
    assert browser.send("/sign-out", {}, sec_fetch_site="cross-site").status == 403
    assert browser.send("/anything", {}, origin="http://localhost:99").status == 403
    for host in ("evil.example", "127.0.0.1.evil.example", "", "[::1", "localhost.evil"):
        browser.host = host
        assert browser.get("/").status == 421
    for host in ("localhost:8501", "127.0.0.1", "[::1]:8501"):
        browser.host = host
        assert browser.get("/").status == 200


def test_who_guesses_is_locked_out_with_the_same_words_for_a_name_that_nobody_has(
    store: Store,
) -> None:
    said = {}
    for login in ("fien", "nobody"):
        browser = Browser(store)
        said[login] = [
            (answer.status, answer.body.replace(browser.cookies["plantar-form"], ""))
            for _ in range(OF_ACCOUNT.free + 2)
            for answer in [browser.fill_in("/sign-in", {"login": login, "password": "guess"})]
        ]

    statuses = [status for status, _ in said["fien"]]
    assert statuses == [401] * OF_ACCOUNT.free + [429] * 2
    assert [status for status, _ in said["nobody"]] == statuses
    alike = {login: "belong together" in told[0][1] for login, told in said.items()}
    assert alike == {"fien": True, "nobody": True}


def test_a_lock_holds_for_the_right_password_too_and_ends_by_itself(browser: Browser) -> None:
    for _ in range(OF_ACCOUNT.free):
        assert sign_in(browser, word="guess") == 401
    assert sign_in(browser) == 429

    browser.wait(OF_ACCOUNT.first - timedelta(seconds=1))
    assert sign_in(browser) == 429
    browser.wait(timedelta(seconds=1))
    assert sign_in(browser) == 303
    assert sign_in(browser, word="guess") == 401


def test_one_address_that_tries_many_names_is_locked_out(browser: Browser) -> None:
    statuses = [sign_in(browser, f"name{n}", "guess") for n in range(OF_ADDRESS.free + 1)]

    assert statuses == [401] * OF_ADDRESS.free + [429]


def test_a_disabled_account_is_answered_as_one_that_is_not_there(
    browser: Browser, store: Store
) -> None:
    sign_in(browser)
    store.save_account(replace(FIEN, disabled_at=NOW))

    assert browser.get("/").status == 303
    assert sign_in(browser) == 401


def test_a_session_ends_when_nobody_clicks_and_asking_whether_it_holds_is_no_click(
    browser: Browser,
) -> None:
    sign_in(browser)
    for _ in range(14):
        browser.wait(timedelta(minutes=1))
        assert browser.get("/still-in", sec_fetch_dest="empty").status == 200
        assert browser.get("/media/picture", sec_fetch_dest="image").status == 200
    assert browser.get("/still-in", sec_fetch_dest="empty").body == '{"left_s":60.0}'

    browser.wait(timedelta(minutes=1))

    assert browser.get("/still-in", sec_fetch_dest="empty").status == 401
    assert browser.get("/").status == 303


def test_loading_a_page_is_a_click_and_even_so_a_day_of_work_ends(browser: Browser) -> None:
    sign_in(browser)
    loaded = 0
    while browser.get("/").status == 200:
        browser.wait(AT_WORK.idle - timedelta(minutes=1))
        loaded += 1

    assert loaded == -(-AT_WORK.whole // (AT_WORK.idle - timedelta(minutes=1)))


def test_a_runner_stays_signed_in_on_their_own_phone_for_a_month(browser: Browser) -> None:
    sign_in(browser, "anna", own_phone="yes")
    browser.wait(OWN_PHONE.whole - timedelta(seconds=1))
    assert browser.get("/still-in", sec_fetch_dest="empty").status == 200

    browser.wait(timedelta(seconds=1))

    assert browser.get("/").status == 303


def test_every_answer_says_what_browsers_may_do_with_it(browser: Browser) -> None:
    for path in ("/", "/sign-in", "/static/x.js", "/plain.css"):
        answer = browser.get(path)
        csp = str(answer.header("content-security-policy"))

        assert "frame-ancestors 'none'" in csp
        assert "http:" not in csp
        assert "https:" not in csp
        assert "unsafe-eval'" not in csp.replace("wasm-unsafe-eval'", "")
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("x-frame-options") == "DENY"
        if path != "/static/x.js":
            assert answer.header("cache-control") == "no-store"


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_plain_pages_speak_every_language_and_say_what_they_are_meant_for(
    browser: Browser, language: str
) -> None:
    page = browser.get(f"/sign-in?lang={language}").body

    assert f'<html lang="{language}">' in page
    purpose = {"nl": "geen diagnose", "en": "no diagnosis", "fr": "diagnostic"}
    assert purpose[language] in page
    assert browser.get("/sign-in").body.count(f'<html lang="{language}">') == 1
    assert page.count("<label") >= page.count("<input") - 2  # all but the hidden ones


def test_a_page_longer_than_any_of_ours_is_refused(browser: Browser) -> None:
    assert browser.send("/sign-in", {"login": "x" * 20_000}).status == 413


@pytest.mark.parametrize(
    "word", ["short", "password123", "wachtwoord", "aaaaaaaaaaaa", "Anna  Peeters", "x" * 201]
)
def test_a_password_that_others_would_try_first_is_refused_and_never_repeated(word: str) -> None:
    with pytest.raises(BadInput, match="password") as refused:
        password.check(word, "annapeeters")

    assert word not in str(refused.value)


def test_a_password_kept_with_weaker_parameters_is_kept_anew_at_the_next_sign_in(
    browser: Browser, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(password, "hasher", OURS)

    assert sign_in(browser) == 303

    found = store.account_of_login("fien")
    assert found is not None
    assert "m=65536,t=3,p=4" in str(found[1])
    assert password.fits(found[1], WORD)


@pytest.mark.parametrize("kept", [None, "", "no hash", "$argon2id$v=19$broken"])
def test_what_is_no_hash_fits_nothing(kept: str | None) -> None:
    assert not password.fits(kept, WORD)
    assert not password.fits(kept, "nobody signs in with this")


def test_the_first_account_is_made_by_a_link_and_only_the_first(store: Store) -> None:
    with open_store("sqlite://") as empty:
        empty.add_runner(Runner("anna"))
        browser = Browser(empty)
        assert "Nobody can sign in here yet" in browser.get("/sign-in").body
        path = link(empty, Door.SET_UP)
        told = {"login": "Fien", "name": "Fien", "password": WORD, "for": "practice", "care": "yes"}

        assert browser.fill_in(path, {**told, "password": "short"}).status == 200
        assert browser.fill_in(path, {**told, "for": "nobody"}).status == 200
        assert empty.accounts() == []
        assert browser.fill_in(path, told).status == 303

        (made,) = empty.accounts()
        assert made.roles == {Role.KINESIST, Role.ADMIN}
        assert [one.runner_id for one in empty.consents_for(made.id)] == ["anna"]
        assert browser.get("/").body == "the pages"
        assert browser.get(path).status == 404


def test_who_is_here_for_their_own_feet_gets_a_runner_of_their_own() -> None:
    with open_store("sqlite://") as empty:
        browser = Browser(empty)
        told = {"login": "ben", "name": "Ben", "password": WORD, "for": "own"}

        assert browser.fill_in(link(empty, Door.SET_UP), told).status == 303

        (made,), (runner,) = empty.accounts(), empty.runners()
        assert made.roles == {Role.RUNNER, Role.ADMIN}
        assert made.runner_id == runner.id
        assert "ben" not in runner.id
        assert empty.display_names() == {runner.id: "Ben"}


def test_a_runner_hears_who_sees_them_before_they_come_in(store: Store, browser: Browser) -> None:
    store.add_runner(Runner("r-2"), "Bert")
    from tests.dashboard.signed_in import consent  # noqa: PLC0415  beside its one use

    consent(store, FIEN, "r-2", frozenset({Scope.LOAD}))
    path = link(store, Door.RUNNER, runner_id="r-2")
    page = browser.get(path).body

    assert "Fien De Smet" in page
    assert browser.fill_in(path, {"login": "bert", "password": WORD}).status == 303
    found = store.account_of_login("bert")
    assert found is not None
    assert (found[0].roles, found[0].runner_id) == (RUNNER, "r-2")


def test_a_kinesist_accepts_what_a_runner_shares_with_or_without_an_account(store: Store) -> None:
    for browser, known in ((Browser(store), True), (Browser(store), False)):
        until = NOW + timedelta(days=28)
        path = link(store, Door.SHARE, runner_id="r-1", scopes=frozenset({Scope.PAIN}), until=until)
        if known:
            sign_in(browser)
            answer = browser.fill_in(path, {})
        else:
            told = {"login": "wout", "name": "Wout", "password": WORD}
            answer = browser.fill_in(path, told)
        store.withdraw_invitation(hashed(path.rpartition("/")[2]))

        assert answer.status == 303
    given = store.consents_of("r-1")
    assert len(given) == 2
    assert all(one.scopes == {Scope.PAIN} and one.until == until for one in given)


def test_a_runner_cannot_take_what_was_meant_for_a_kinesist(store: Store, browser: Browser) -> None:
    sign_in(browser, "anna")
    path = link(store, Door.SHARE, runner_id="r-1", scopes=EVERYTHING)

    assert browser.fill_in(path, {}).status == 403
    assert store.consents_of("r-1") == []


def test_a_new_password_ends_every_session_and_its_link(store: Store, browser: Browser) -> None:
    elsewhere = Browser(store)
    sign_in(elsewhere)
    path = link(store, Door.PASSWORD, account="a-fien")

    assert browser.fill_in(path, {"password": "quite another word"}).status == 303

    assert elsewhere.get("/").status == 303
    assert browser.get("/").status == 200
    assert browser.get(path).status == 404
    assert sign_in(elsewhere, word="quite another word") == 303


def test_a_demo_is_looked_into_from_this_computer_alone(store: Store) -> None:
    path = link(store, Door.SIGN_IN, account="a-fien")
    away = Browser(store, behind_proxy=True, host="centre.example")

    assert away.get(path, x_forwarded_proto="https").status == 404
    here = Browser(store)
    assert here.get(path).status == 200  # to look at it uses nothing up
    assert here.fill_in(path, {}).status == 303
    assert here.get("/").body == "the pages"
    assert Browser(store).get(path).status == 404


@pytest.mark.parametrize("name", [HOSTILE, "'; DROP TABLE account; --", "x" * 10_000, "a\u202eb"])
def test_a_hostile_name_is_text_or_refused(store: Store, browser: Browser, name: str) -> None:
    path = link(store, Door.ACCOUNT, roles=KINESIST)

    answer = browser.fill_in(path, {"login": "mallory", "name": name, "password": WORD})
    page = browser.get("/sign-out").body

    assert HOSTILE not in answer.body + page
    assert len(answer.body) + len(page) < 12_000
    assert answer.status == (303 if len(name) < 80 and "\u202e" not in name else 200)
