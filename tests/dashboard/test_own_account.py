"""One's own account: its name and language, its password, and where it is signed in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from dashboard.web import password
from plantar.account import Account, Door, Invitation
from plantar.patience import OF_ACCOUNT
from plantar.runner import LANGUAGES, Runner
from plantar.secret import hashed
from plantar.store import Store
from plantar.store.sql import open_store
from tests.dashboard.asking import NOW, Browser
from tests.dashboard.signed_in import KINESIST, RUNNER, token_of

WORD, NEW = "a few plain words", "some other plain words"
FIEN = Account("a-fien", "fien", KINESIST)
ANNA = Account("a-anna", "anna", RUNNER, "r-1")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash for these tests alone in a millisecond."""
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


def signed_in(store: Store, login: str, word: str = WORD) -> Browser:
    browser = Browser(store)
    assert browser.fill_in("/sign-in", {"login": login, "password": word}).status == 303
    return browser


def change(browser: Browser, old: str, new: str) -> int:
    return browser.fill_in("/account", {"do": "password", "old": old, "password": new}).status


def test_whoever_is_not_signed_in_has_no_account_page_and_changes_nothing(store: Store) -> None:
    browser = Browser(store)
    before = store.account_of_login("fien")

    assert browser.get("/account").header("location") == "/sign-in?next=%2Faccount"
    assert change(browser, WORD, NEW) in (303, 401)
    assert store.account_of_login("fien") == before


def test_the_page_runs_no_script_and_is_kept_by_nobody(store: Store) -> None:
    page = signed_in(store, "fien").get("/account")

    assert page.status == 200
    assert "Fien De Smet" in page.body
    assert "default-src 'none'" in str(page.header("content-security-policy"))
    assert "no-store" in str(page.header("cache-control"))
    assert WORD not in page.body


@pytest.mark.parametrize("login", ["fien", "anna"])
def test_somebody_changes_their_own_name_and_language_and_nobody_elses(
    store: Store, login: str
) -> None:
    browser = signed_in(store, login)
    form = {"do": "about", "name": "  Another   Name ", "language": "fr"}

    answer = browser.fill_in("/account", form)

    assert answer.header("location") == "/account?lang=fr&done=about"
    changed = {one.login: one.language for one in store.accounts()}
    assert changed == {"fien": "nl", "anna": "nl"} | {login: "fr"}
    other = {"fien": "a-anna", "anna": "a-fien"}[login]
    assert store.account_names()[f"a-{login}"] == "Another Name"
    assert store.account_names().get(other, "") != "Another Name"
    # A runner is called and written to in the same way everywhere.
    runner = store.runner("r-1")
    called = ("Another Name", "fr") if login == "anna" else ("Anna Peeters", "nl")
    assert (store.display_names()["r-1"], runner.language) == called
    assert "Enregistré" in browser.get("/account?lang=fr&done=about").body


def test_a_runner_who_saves_what_stands_there_is_called_as_before(store: Store) -> None:
    browser = signed_in(store, "anna")
    assert 'value="Anna Peeters"' in browser.get("/account").body

    browser.fill_in("/account", {"do": "about", "name": "Anna Peeters", "language": "nl"})

    assert store.display_names()["r-1"] == "Anna Peeters"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"do": "about", "name": "\u202eeman", "language": "nl"}, "1 to 80 characters"),
        ({"do": "about", "name": "x" * 81, "language": "nl"}, "1 to 80 characters"),
        ({"do": "about", "name": "Fien", "language": "de"}, "Choose one of the answers"),
        ({"do": "everything"}, "Choose one of the answers"),
        ({}, "Choose one of the answers"),
    ],
    ids=["turned", "long", "language", "unknown", "empty"],
)
def test_what_cannot_be_is_refused_whole(store: Store, form: dict[str, str], said: str) -> None:
    answer = signed_in(store, "fien").fill_in("/account", form)

    assert answer.status == 400
    assert said in answer.body
    assert store.account(FIEN.id) == FIEN
    assert store.account_names()[FIEN.id] == "Fien De Smet"


def test_a_hostile_name_is_only_a_name(store: Store) -> None:
    browser = signed_in(store, "fien")
    browser.fill_in(
        "/account", {"do": "about", "name": '"><script>alert(1)</script>', "language": "en"}
    )

    assert "<script" not in browser.get("/account").body


def test_a_form_of_another_page_or_another_site_changes_nothing(store: Store) -> None:
    browser = signed_in(store, "fien")
    form = {"do": "password", "old": WORD, "password": NEW}
    token = browser.get("/account").body.partition('name="token" value="')[2].partition('"')[0]

    assert browser.send("/account", form).status == 403
    assert browser.send("/account", {"token": "guessed", **form}).status == 403
    foreign = browser.send("/account", {"token": token, **form}, origin="https://evil.example")
    assert foreign.status == 403
    assert change(signed_in(store, "fien"), WORD, NEW) == 303  # it is still the old one


def test_a_new_password_ends_every_other_session_and_this_one_goes_on_under_a_new_secret(
    store: Store,
) -> None:
    here, there = signed_in(store, "fien"), signed_in(store, "fien")
    somebody = signed_in(store, "anna")
    before = here.cookies["plantar"]

    assert change(here, WORD, NEW) == 303

    assert here.cookies["plantar"] != before
    assert here.get("/account?done=password").status == 200
    assert store.looking(hashed(before)) is None
    assert there.get("/account").status == 303
    assert somebody.get("/account").status == 200
    assert Browser(store).fill_in("/sign-in", {"login": "fien", "password": WORD}).status == 401
    signed_in(store, "fien", NEW)


@pytest.mark.parametrize("old", ["", "wrong words of nobody", NEW])
def test_who_does_not_know_the_old_password_changes_nothing(store: Store, old: str) -> None:
    here, there = signed_in(store, "fien"), signed_in(store, "fien")
    before = store.account_of_login("fien")

    answer = here.fill_in("/account", {"do": "password", "old": old, "password": NEW})

    assert answer.status == 401
    assert "not the password now" in answer.body
    assert NEW not in answer.body
    assert store.account_of_login("fien") == before
    assert there.get("/account").status == 200


@pytest.mark.parametrize("new", ["short", "fien", "fiendesmet", "aaaaaaaaaaaa"])
def test_a_password_that_others_would_try_is_refused_and_the_old_one_stays(
    store: Store, new: str
) -> None:
    browser = signed_in(store, "fien")

    assert change(browser, WORD, new) == 400
    assert change(browser, WORD, NEW) == 303


def test_wrong_old_passwords_lock_the_form_and_the_door_together(store: Store) -> None:
    browser = signed_in(store, "fien")
    for _ in range(OF_ACCOUNT.free):
        assert change(browser, "wrong words of nobody", NEW) == 401

    assert change(browser, WORD, NEW) == 429  # also the right one
    at_the_door = Browser(store)
    assert at_the_door.fill_in("/sign-in", {"login": "fien", "password": WORD}).status == 429

    browser.wait(OF_ACCOUNT.first + timedelta(seconds=1))
    assert change(browser, WORD, NEW) == 303


def test_somebody_ends_one_session_of_theirs_or_all_the_others(store: Store) -> None:
    here, there, third = (signed_in(store, "fien") for _ in range(3))
    somebody = signed_in(store, "anna")
    page = here.get("/account").body
    assert page.count('name="session"') == 2
    assert not [one for one in (here, there, third) if hashed(one.cookies["plantar"]) in page]
    called = hashed(f"session {hashed(there.cookies['plantar'])}")[:16]

    here.fill_in("/account", {"do": "session", "session": called})
    assert (there.get("/account").status, third.get("/account").status) == (303, 200)

    here.fill_in("/account", {"do": "others"})
    assert (third.get("/account").status, here.get("/account").status) == (303, 200)
    assert somebody.get("/account").status == 200


def test_nobody_ends_a_session_of_somebody_else(store: Store) -> None:
    hers, his = signed_in(store, "anna"), signed_in(store, "fien")
    called = hashed(f"session {hashed(hers.cookies['plantar'])}")[:16]

    his.fill_in("/account", {"do": "session", "session": called})

    assert hers.get("/account").status == 200


def test_whose_account_it_is_reads_who_made_a_link_for_its_password(store: Store) -> None:
    assert "Links that were made" not in signed_in(store, "anna").get("/account").body
    made = Invitation(
        hashed("t"), Door.PASSWORD, NOW, NOW + timedelta(days=7), made_by="a-fien", account="a-anna"
    )
    store.invite(made)

    page = signed_in(store, "anna").get("/account").body
    assert "Links that were made for a new password of yours" in page
    assert "Fien De Smet" in page
    assert "not used yet" in page
    assert "Links that were made" not in signed_in(store, "fien").get("/account").body

    store.use_invitation(hashed("t"), NOW + timedelta(minutes=5))
    assert "used 23 Nov" in signed_in(store, "anna").get("/account").body


def test_an_account_without_a_password_is_told_so_in_every_language(store: Store) -> None:
    demo = Account("a-demo", "demo", KINESIST)
    store.add_account(demo, "Demo", None)
    browser = Browser(store, cookies={"plantar": token_of(store, demo, NOW)})

    assert "has no password" in browser.get("/account").body
    assert change(browser, "", NEW) == 401
    for language in LANGUAGES:
        page = browser.get(f"/account?lang={language}")
        assert f'<html lang="{language}"' in page.body
