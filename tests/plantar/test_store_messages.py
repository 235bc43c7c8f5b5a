"""The outbox of messages: nothing in it is lost, and nothing is in it twice."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.channel import Channel, Way
from plantar.errors import StoreError, UnknownMessage, UnknownRecipient, UnknownRunner
from plantar.message import Attempt, Change, Item, Kind, Message, Outcome, Sending, Told
from plantar.recipient import QuietHours, Recipient, Wanted
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.store import Derived, Store
from plantar.store.sql import open_store

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
DAY = date(2026, 6, 5)
LEASE = timedelta(minutes=2)
INPUTS = (("measure", "distance"), ("value", 21.1), ("longest", 10.24), ("unit", "km"))
RUN = Alert(DAY, Rule.S1, Level.ALERT, "s1-alert", INPUTS, 1.3, "run distance", 1)
HOOK = Channel(Way.WEBHOOK, "https://hook.example/x", "sixteen characters", local=True)
ANNA = Recipient(
    "to-anna",
    HOOK,
    NOW - timedelta(days=1),
    runner_id="anna",
    language="fr",
    wants=frozenset({Wanted.ALERT, Wanted.REMINDER}),
    health_details=True,
    quiet=QuietHours(time(22), time(7)),
    morning=time(6, 45),
)
KINE = Recipient(
    "to-kine",
    Channel(Way.MQTT, "house"),
    NOW,
    account="kine-a",
    time_zone="Europe/Brussels",
    at_once=True,
    paused=True,
)
ITEM = Item("anna", Family.LOAD, Change.OPENED, Level.ALERT, DAY, None, (RUN,))
KNOWN = Told("anna", Family.LOAD, DAY, DAY, Level.ALERT, closed=False)


def message(key: str = "m-1", to: str = ANNA.id, due_at: datetime = NOW) -> Message:
    return Message(key, to, Kind.EPISODES, NOW, due_at, (ITEM,))


def episode() -> Episode:
    return Episode(Family.LOAD, DAY, Level.ALERT, DAY, None, (RUN,))


def tell(store: Store, *episodes: Episode) -> None:
    """Keep episodes of anna's as if they had been computed."""
    state = State("anna", DAY, NOW, Attention.CALL_TODAY, Level.ALERT)
    dirty = store.dirty("anna")
    alerts = tuple(alert for one in episodes for alert in one.alerts)
    assert store.save(Derived("anna", dirty, (), DAY, DAY, alerts, episodes, DAY, state))


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with an episode of anna's, and her to be written to."""
    store.add_recipient(ANNA)
    tell(store, episode())
    return store


def enqueue(store: Store, *messages: Message) -> bool:
    return store.enqueue("anna", store.episodes("anna"), messages, [(ANNA.id, KNOWN)], at=NOW)


def test_who_is_written_to_comes_back_as_they_were_told(store: Store) -> None:
    store.add_recipient(ANNA)
    store.add_recipient(KINE)

    assert store.recipients() == [ANNA, KINE]
    assert store.recipient(KINE.id) == KINE
    store.save_recipient(replace(KINE, paused=False, language="en"))
    assert store.recipient(KINE.id) == replace(KINE, paused=False, language="en")


def test_nobody_is_assumed(store: Store) -> None:
    with pytest.raises(UnknownRunner):
        store.add_recipient(replace(ANNA, runner_id="nobody"))
    for asked in (store.recipient, store.remove_recipient):
        with pytest.raises(UnknownRecipient, match="nobody"):
            asked("nobody")
    with pytest.raises(UnknownRecipient):
        store.save_recipient(ANNA)
    with pytest.raises(UnknownMessage):
        store.retry_message("nothing", NOW)


def test_a_message_goes_in_with_the_note_that_somebody_was_written_to(kept: Store) -> None:
    assert enqueue(kept, message())

    (known,) = kept.episodes("anna")
    assert (known.sent, known.sent_at) == (Level.ALERT, NOW)
    (waiting,) = kept.messages()
    assert waiting.items == (ITEM,)
    assert waiting.state is Sending.WAITING
    assert kept.told(ANNA.id) == [KNOWN]


def test_of_two_who_read_the_same_one_writes(kept: Store) -> None:
    about = kept.episodes("anna")

    first = kept.enqueue("anna", about, [message()], [], at=NOW)
    second = kept.enqueue("anna", about, [message("m-2")], [], at=NOW)

    assert (first, second) == (True, False)
    assert [one.id for one in kept.messages()] == ["m-1"]


def test_a_message_that_cannot_be_kept_leaves_the_episode_unsent(kept: Store) -> None:
    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        enqueue(kept, message(), replace(message("m-2"), recipient_id="nobody"))

    assert kept.messages() == []
    assert kept.episodes("anna")[0].sent is Level.OK


def test_a_morning_is_dealt_with_once(kept: Store) -> None:
    digest = replace(message("d-1"), kind=Kind.DIGEST)

    assert kept.keep_morning(ANNA.id, DAY, digest, [KNOWN])
    assert not kept.keep_morning(ANNA.id, DAY, replace(digest, id="d-2"), [])
    assert not kept.keep_morning(ANNA.id, DAY - timedelta(days=1), None, [])
    assert [one.id for one in kept.messages()] == ["d-1"]
    assert kept.mornings_done() == {ANNA.id: DAY}


def test_what_somebody_took_nobody_else_takes_until_the_lease_is_over(kept: Store) -> None:
    enqueue(kept, message())

    (taken,) = kept.take_messages(NOW, LEASE, 10)

    assert taken.trying_since == NOW
    assert kept.take_messages(NOW + LEASE / 2, LEASE, 10) == []
    (again,) = kept.take_messages(NOW + LEASE, LEASE, 10)
    assert again.id == taken.id


def test_what_is_not_due_or_whose_recipient_is_paused_waits(kept: Store) -> None:
    enqueue(kept, message(due_at=NOW + timedelta(hours=8)))
    assert kept.take_messages(NOW, LEASE, 10) == []

    kept.save_recipient(replace(ANNA, paused=True))
    assert kept.take_messages(NOW + timedelta(days=1), LEASE, 10) == []
    kept.save_recipient(ANNA)
    assert len(kept.take_messages(NOW + timedelta(days=1), LEASE, 10)) == 1


def test_every_try_is_remembered_and_a_message_given_up_stays(kept: Store) -> None:
    enqueue(kept, message())
    failed = Attempt(NOW, Outcome.SERVER_ERROR, 500)
    kept.take_messages(NOW, LEASE, 1)
    kept.settle_message("m-1", failed, NOW + timedelta(minutes=1))

    (waiting,) = kept.messages([ANNA.id])
    assert (waiting.state, waiting.tries, waiting.last) == (Sending.WAITING, 1, failed)
    assert waiting.next_at == NOW + timedelta(minutes=1)
    assert kept.take_messages(NOW, LEASE, 1) == []

    late = replace(failed, at=NOW + timedelta(days=4))
    kept.settle_message("m-1", late, None)
    assert kept.messages()[0].state is Sending.GIVEN_UP
    assert kept.take_messages(NOW + timedelta(days=9), LEASE, 1) == []

    kept.retry_message("m-1", NOW + timedelta(days=9))
    (again,) = kept.take_messages(NOW + timedelta(days=9), LEASE, 1)
    assert (again.tries, again.trying_since) == (0, NOW + timedelta(days=9))
    kept.settle_message("m-1", Attempt(NOW + timedelta(days=9), Outcome.DELIVERED))
    assert kept.messages()[0].state is Sending.SENT
    assert [one.outcome for one in kept.attempts("m-1")] == [
        Outcome.SERVER_ERROR,
        Outcome.SERVER_ERROR,
        Outcome.DELIVERED,
    ]
    with pytest.raises(UnknownMessage, match="it was delivered"):
        kept.retry_message("m-1", NOW)


def test_a_failure_told_late_does_not_undo_what_was_delivered(kept: Store) -> None:
    enqueue(kept, message())
    kept.settle_message("m-1", Attempt(NOW, Outcome.DELIVERED))

    kept.settle_message("m-1", Attempt(NOW, Outcome.TIMEOUT), NOW)

    assert kept.messages()[0].state is Sending.SENT
    assert len(kept.attempts("m-1")) == 2


def test_who_is_removed_leaves_nothing_behind(kept: Store) -> None:
    kept.add_recipient(KINE)
    enqueue(kept, message(), message("m-2", KINE.id))
    kept.settle_message("m-1", Attempt(NOW, Outcome.TIMEOUT), NOW)

    kept.remove_recipient(ANNA.id)

    assert kept.recipients() == [KINE]
    assert [one.id for one in kept.messages()] == ["m-2"]
    assert kept.told(ANNA.id) == []
    assert kept.attempts("m-1") == []


def test_many_who_send_at_once_take_each_message_once(address: str) -> None:
    with open_store(address) as store:
        store.add_runner(Runner("anna"))
        store.add_recipient(ANNA)
        store.enqueue("anna", [], [message(f"m-{n}") for n in range(40)], [], at=NOW)

    def sender(_: int) -> list[str]:
        taken: list[str] = []
        with open_store(address) as store:
            while mine := store.take_messages(NOW, LEASE, 3):
                taken += [one.id for one in mine]
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [key for mine in pool.map(sender, range(4)) for key in mine]

    assert sorted(taken) == sorted(f"m-{n}" for n in range(40))


def test_an_address_is_in_no_text_that_a_program_writes(tmp_path: Path) -> None:
    for shown in (repr(ANNA), str(ANNA.channel), ANNA.channel.shown, repr(KINE)):
        assert "hook.example" not in shown
        assert "sixteen" not in shown
    path = tmp_path / "plantar.db"
    with open_store(path) as store:
        store.add_runner(Runner("anna"))
        store.add_recipient(ANNA)
        store.enqueue("anna", [], [message()], [], at=NOW)
    with sqlite3.connect(path) as connection:
        told = connection.execute("SELECT * FROM message JOIN message_item").fetchall()
    connection.close()
    assert "hook.example" not in json.dumps(told)
