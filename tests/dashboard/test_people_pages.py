"""The pages on which people are let in, shared with and looked up."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.views.looks import stretches
from plantar.account import Door, Invitation
from plantar.audit import Part, look
from plantar.consent import EVERYTHING, Basis, Scope
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from tests.dashboard.signed_in import ADMIN, KINESIST, RUNNER, account, as_page, consent, token_of

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    st.cache_resource.clear()
    with open_store(tmp_path / "plantar.db") as one:
        one.add_runner(Runner("r-1"), "Anna Peeters")
        yield one
    st.cache_resource.clear()


def opened(page: str, token: str, monkeypatch: pytest.MonkeyPatch, language: str = "en") -> AppTest:
    as_page(monkeypatch, token)
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.query_params["lang"] = language
    test._page_hash = calc_hash(page)
    test.run()
    assert not test.exception, test.exception
    return test


def press(test: AppTest, label: str) -> None:
    (button,) = [one for one in test.button if one.label == label]
    button.click().run()
    assert not test.exception, test.exception


def said(test: AppTest) -> str:
    return "\n".join(part.value for part in test.get("html"))


def test_a_runner_lets_a_kinesist_in_and_ends_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(store, account(store, "anna", RUNNER, "r-1"))
    test = opened("sharing", token, monkeypatch)
    assert "Nobody but you sees your load and your pain." in said(test)

    press(test, "Make a link")

    (link,) = store.invitations()
    assert (link.door, link.runner_id) == (Door.SHARE, "r-1")
    assert link.scopes == {Scope.LOAD, Scope.PAIN}
    assert link.until is not None
    assert any("/in/" in code.value for code in test.code)
    press(test, "Take it back")
    assert store.invitations() == []
    assert not test.code

    given = consent(store, account(store, "fien"), "r-1")
    test = opened("sharing", token, monkeypatch)
    assert "Name of fien" in said(test)
    press(test, "End this now")
    (ended,) = store.consents_of("r-1")
    assert ended.id == given.id
    assert ended.revoked_at is not None


def test_a_kinesist_makes_a_runner_who_agreed_and_a_link_for_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinesist = account(store, "fien")
    test = opened("runners", token_of(store, kinesist), monkeypatch)
    test.text_input(key="runner-name").set_value("Bert \u202e")
    press(test, "Make the runner")
    test.text_input(key="runner-name").set_value("Bert Maes")
    press(test, "Make the runner")
    assert len(store.runners()) == 1  # nobody was asked yet

    test.text_input(key="runner-name").set_value("Bert Maes")
    test.checkbox(key="runner-agreed").check()
    press(test, "Make the runner")

    (made,) = [one for one in store.runners() if one.id != "r-1"]
    assert "bert" not in made.id
    assert store.display_names()[made.id] == "Bert Maes"
    (given,) = store.consents_of(made.id)
    told = (given.account, given.scopes, given.basis)
    assert told == (kinesist.id, EVERYTHING, Basis.PRACTICE)
    press(test, "Make a link for their account")
    (link,) = store.invitations()
    assert (link.door, link.runner_id) == (Door.RUNNER, made.id)


def test_a_keeper_of_accounts_invites_disables_and_lets_in_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fien = account(store, "fien")
    session = token_of(store, fien)
    test = opened("people", token_of(store, account(store, "an", ADMIN)), monkeypatch)
    assert "Name of fien" in said(test)
    assert "Anna Peeters" not in said(test)

    press(test, "Make a link")
    press(test, "Disable")

    assert store.account(fien.id).disabled_at is not None
    assert store.looking(session) is None
    press(test, "Let them in again")
    assert store.account(fien.id).disabled_at is None
    press(test, "Link for a new password")
    assert {(link.door, link.roles) for link in store.invitations()} == {
        (Door.ACCOUNT, KINESIST),
        (Door.PASSWORD, frozenset()),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_runner_reads_who_looked_in_every_language(
    store: Store, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    fien = account(store, "fien")
    token = token_of(store, account(store, "anna", RUNNER, "r-1"))
    assert "<table" not in said(opened("looks", token, monkeypatch, language))
    store.note_looks([look("r-1", fien.id, part, NOW) for part in Part])

    told = said(opened("looks", token, monkeypatch, language))

    assert told.count("Name of fien") == 1
    assert "10:00–11:00" in told  # in Brussels


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_runner_reads_that_who_may_look_got_a_new_password_and_by_whose_link(
    store: Store, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    anna, fien = account(store, "anna", RUNNER, "r-1"), account(store, "fien")
    keeper = account(store, "keeper<b>", ADMIN)
    consent(store, fien, "r-1")
    for made_by in (keeper.id, None):
        link = Invitation(
            f"h-{made_by}", Door.PASSWORD, NOW, NOW + timedelta(days=7),
            made_by=made_by, account=fien.id,
        )  # fmt: skip
        store.invite(link)
        store.use_invitation(link.token_hash, NOW)
    speak = words(language)

    told = said(opened("looks", token_of(store, anna), monkeypatch, language))

    assert told.count("Name of fien") == 2
    assert "Name of keeper&lt;b&gt;" in told
    assert speak.say("whoever runs this Plantar") in told
    assert speak.say("Link made by") in told


def test_looks_that_follow_one_another_are_one_and_others_are_their_own() -> None:
    minutes = [0, 1, 2, 20, 90]
    looks = [look("r-1", "a", Part.LOAD, NOW + timedelta(minutes=n)) for n in minutes]
    looks.append(look("r-1", "b", Part.PAIN, NOW))

    found = stretches(reversed(looks))

    assert [(one.account, one.parts) for one in found] == [
        ("a", {Part.LOAD}),
        ("b", {Part.PAIN}),
        ("a", {Part.LOAD}),
    ]
    assert found[2].last - found[2].first == timedelta(minutes=21)


def test_who_has_no_feet_here_has_nothing_to_share_and_nobody_looked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(store, account(store, "fien"))

    assert "none to share" in said(opened("sharing", token, monkeypatch))
    assert "nobody looked" in said(opened("looks", token, monkeypatch))
