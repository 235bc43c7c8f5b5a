"""The loop beside other work: it ends when it is told to, and a store that is away ends nothing."""

import logging
from pathlib import Path
from threading import Event, Thread

import pytest

from cli import messaging
from cli.home import Home
from cli.messaging import keep_messaging
from plantar.account import Account
from plantar.channel import Channel, Way
from plantar.consent import EVERYTHING, Consent
from plantar.delivery.door import Door
from plantar.errors import StoreError
from plantar.message import Sending
from plantar.store.sql import open_store
from plantar.viewer import Role
from tests.broker.broker_rig import PATIENCE_S, wait_for
from tests.messages.place import NOW, Place, episode, of_kine, of_runner, tell
from tests.messages.servers import Web, silence

SECRET = "of the first webhook"  # noqa: S105 - of nobody


def test_who_is_told_to_stop_does_not_wait_for_a_host_that_is_silent(place: Place) -> None:
    stop = Event()
    with silence() as port:
        hook = Channel(Way.WEBHOOK, f"http://127.0.0.1:{port}/", SECRET, local=True)
        place.store.add_recipient(of_runner("w", hook))
        tell(place.store, episode())
        place.planning.look(NOW)
        sender = place.sender_through(place.store, Door(None, timeout_s=100 * PATIENCE_S))
        working = Thread(target=sender.send_due, args=(lambda: NOW, stop), daemon=True)
        working.start()
        wait_for(lambda: place.store.messages()[0].trying_since is not None, "it is taken")

        stop.set()
        working.join(PATIENCE_S)

        assert not working.is_alive()
    (message,) = place.store.messages()
    assert (message.state, message.tries) == (Sending.WAITING, 0)


def test_the_loop_writes_to_people_and_ends(
    place: Place, web_server: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messaging.clock, "now", lambda: NOW)
    hook = Channel(Way.WEBHOOK, web_server.hook, SECRET, local=True)
    place.store.add_recipient(of_runner("w", hook))
    place.store.add_recipient(of_kine("k", hook, at_once=True))
    place.store.add_account(Account("kine-a", "kine-a", frozenset({Role.KINESIST})), None, None)
    place.store.grant(Consent("c", "anna", "kine-a", EVERYTHING, NOW))
    tell(place.store, episode())
    stop = Event()
    home = Home(tmp_path, str(tmp_path / "plantar.db"), pages_url="https://pages.example")
    working = Thread(target=keep_messaging, args=(home, place.store, stop), daemon=True)
    working.start()
    try:
        wait_for(lambda: len(web_server.taken) >= 2, "both are written to")
    finally:
        stop.set()
        working.join(PATIENCE_S)

    assert not working.is_alive()
    assert "https://pages.example" in web_server.taken[0].told["body"]


def test_a_store_that_is_away_is_told_once_and_once_that_it_is_back(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "disk" / "away.db"
    monkeypatch.setattr(messaging, "LOOK_EVERY_S", 0.01)
    stop = Event()
    store = open_store(path)
    store.close()
    path.parent.rename(tmp_path / "aside")  # as a disk that is not mounted
    home = Home(tmp_path, str(path))
    with caplog.at_level(logging.WARNING, "cli.messaging"), pytest.raises(StoreError):
        store.recipients()
    with caplog.at_level(logging.WARNING, "cli.messaging"):
        working = Thread(target=keep_messaging, args=(home, store, stop), daemon=True)
        working.start()
        wait_for(lambda: "messages wait" in caplog.text, "it is told")
        (tmp_path / "aside").rename(path.parent)
        wait_for(lambda: "messages are sent again" in caplog.text, "it is back")
        stop.set()
        working.join(PATIENCE_S)
    store.close()

    assert caplog.text.count("messages wait") == 1
