"""The page on which somebody says how they are written to, and sees what did not arrive."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from plantar.channel import Channel, Way
from plantar.errors import NotAllowed
from plantar.message import Attempt, Kind, Message, Outcome, Sending
from plantar.recipient import Recipient
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from tests.dashboard.signed_in import account, as_page, sees_all, token_of
from tests.dashboard.test_pages import html, opened
from tests.dashboard.test_wrong_users import guard
from tests.messages.servers import Web, web

HOOK = Channel(Way.WEBHOOK, "https://geheim.example/hook", "of the first webhook")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    st.cache_resource.clear()
    with open_store(tmp_path / "plantar.db") as one:
        one.add_runner(Runner("anna"))
        as_page(monkeypatch, token_of(one, sees_all(one)))
        yield one
    st.cache_resource.clear()


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as one:
        yield one


def mine(store: Store, channel: Channel = HOOK) -> Recipient:
    now, kinesist = datetime.now(UTC), account(store, "kinesist")
    return Recipient("r", channel, now, account=kinesist.id, time_zone="Europe/Brussels")


def shown(test: AppTest) -> str:
    return html(test) + "".join(one.value for one in (*test.error, *test.markdown))


def test_somebody_adds_a_way_and_the_secret_is_shown_once(store: Store) -> None:
    test = opened("messages", lang="nl")
    test.text_input(key="add-address").set_value("https://geheim.example/hook")
    test.toggle(key="add-quiet").set_value(True)
    test.segmented_control(key="add-language").set_value("fr")
    test.button[-1].click().run()
    assert not test.exception

    (kept,) = store.recipients()
    assert (kept.account, kept.language) == (account(store, "kinesist").id, "fr")
    assert (kept.channel.address, kept.channel.local) == ("https://geheim.example/hook", False)
    assert kept.quiet is not None
    assert kept.health_details is False
    assert [one.value for one in test.code] == [kept.channel.secret]
    assert "Toegevoegd" in shown(test)
    test.run()
    assert list(test.code) == []
    assert "geheim" not in shown(test)


@pytest.mark.parametrize(
    "address", ["", "json://geheim", "http://127.0.0.1:1/", "ntfy://127.0.0.1/geheim", "geheim"]
)
def test_an_address_that_is_not_let_in_is_refused_and_not_repeated(
    store: Store, address: str
) -> None:
    test = opened("messages", lang="nl")
    test.text_input(key="add-address").set_value(address)
    test.button[-1].click().run()

    assert store.recipients() == []
    assert "Daar kan niets heen" in shown(test)
    assert "geheim" not in shown(test)


def test_the_test_button_says_whether_it_arrived(store: Store, server: Web) -> None:
    store.add_recipient(mine(store, Channel(Way.APPRISE, server.ntfy, local=True)))

    test = opened("messages", lang="nl")
    test.button(key="test-r").click().run()
    assert "De test is aangekomen" in shown(test)
    server.answer = 401
    test.button(key="test-r").click().run()

    assert "De test kwam niet aan" in shown(test)
    assert "(401)" in shown(test)
    assert len(server.taken) == 2
    assert "hidden-topic" not in shown(test)


def test_what_was_not_delivered_is_said_with_its_tries_and_can_be_tried_again(
    store: Store,
) -> None:
    past = datetime.now(UTC) - timedelta(days=4)
    store.add_recipient(mine(store))
    store.add_recipient(replace(mine(store), id="other", account="kine-b"))
    for key, whose in (("m-1", "r"), ("m-2", "other")):
        one = Message(key, whose, Kind.DIGEST, past, past)
        store.enqueue("anna", [], [one], [], at=past)
        store.settle_message(key, Attempt(past, Outcome.SERVER_ERROR, 500), None)

    test = opened("messages", lang="nl")

    assert "Niet afgeleverd" in [one.value for one in test.header]
    assert "1 keer geprobeerd: de andere kant had zelf een fout (500)" in shown(test)
    retries = [one for one in test.button if one.key and one.key.startswith("retry")]
    assert [one.key for one in retries] == ["retry-m-1"]
    retries[0].click().run()
    states = {one.id: one.state for one in store.messages()}
    assert states == {"m-1": Sending.WAITING, "m-2": Sending.GIVEN_UP}
    assert "Niet afgeleverd" not in [one.value for one in test.header]


def test_somebody_changes_pauses_and_removes_what_is_theirs(store: Store) -> None:
    store.add_recipient(mine(store))
    test = opened("messages", lang="nl")

    test.toggle(key="change-r-details").set_value(True)
    next(one for one in test.button if one.label == "Bewaren").click().run()
    assert store.recipient("r").health_details
    test.button(key="pause-r").click().run()
    assert store.recipient("r").paused
    test.button(key="remove-r").click().run()

    assert store.recipients() == []


def test_no_page_makes_a_way_on_this_network(store: Store) -> None:
    token = token_of(store, account(store, "kinesist"))
    seen = guard(store, token, lambda: datetime.now(UTC))
    near = mine(store, Channel(Way.APPRISE, "ntfy://127.0.0.1/topic", local=True))

    with pytest.raises(NotAllowed):
        seen.add_recipient(near)
    store.add_recipient(mine(store))
    with pytest.raises(NotAllowed):
        seen.save_recipient(near)
    assert store.recipient("r").channel == HOOK

    # What somebody at a shell let in can be paused from a page.
    store.remove_recipient("r")
    store.add_recipient(near)
    seen.save_recipient(replace(near, paused=True))
    assert store.recipient("r").paused


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_page_speaks_every_language(store: Store, language: str) -> None:
    store.add_recipient(mine(store))

    test = opened("messages", lang=language)

    title = {"nl": "Berichten", "en": "Messages", "fr": "Messages"}[language]
    assert [one.value for one in test.title] == [title]
