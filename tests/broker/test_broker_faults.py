"""Broker, worker and collector are killed while minutes travel: each arrives, once, as it was."""

import random
import sys
from collections.abc import Callable, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from collector.outbox.box import Outbox
from collector.outbox.post import Post
from collector.outbox.sender import Handed, Sender
from collector.outbox.state import look
from plantar import topics
from plantar.broker import Broker, Letter, Published, Up
from plantar.bundle import rows_written
from plantar.wire import Answer, Parcel
from tests.broker.broker_rig import Mosquitto, Process, expected, rows_of, stored, wait_for
from tests.broker.feeds import fed, feeding
from tests.collector.outbox_children import DEVICE, NOON, REVISIONS, SAID, told

MINUTES = 1_000

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing there is like SIGKILL")


def start(folder: Path, broker: Mosquitto, begin: int) -> ForkServerProcess:
    return feeding(folder, broker, begin, MINUTES)


def is_alive(children: Sequence[ForkServerProcess]) -> bool:
    """Whether the latest of them lives."""
    return children[-1].is_alive()


def at_each(home: Path, kills: Sequence[Callable[[], None]], child: Callable[[], bool]) -> None:
    """Kill one after another, each when another share of the minutes has arrived."""
    for nth, kill in enumerate(kills, start=1):
        share = nth * MINUTES // (len(kills) + 1)
        wait_for(lambda least=share: rows_of(home) >= least, f"{share} minutes")
        assert child(), "the feed ran out before the last kill"
        kill()


def everything_is_there(home: Path, minutes: int = MINUTES) -> None:
    assert rows_of(home) == minutes
    assert stored(home) == expected(minutes, REVISIONS)


def test_minutes_outlive_five_kills_of_the_broker(
    tmp_path: Path, broker: Mosquitto, home: Path, worker: Process
) -> None:
    child = start(tmp_path, broker, 0)

    def kill() -> None:
        broker.kill()
        broker.start()

    at_each(home, [kill] * 5, child.is_alive)
    child.join(60)

    assert child.exitcode == 0
    assert worker.said().count("connection was lost") >= 1
    everything_is_there(home)


def test_minutes_outlive_three_kills_of_the_worker(
    tmp_path: Path, broker: Mosquitto, home: Path, worker: Process
) -> None:
    child = start(tmp_path, broker, 0)

    def kill() -> None:
        worker.kill()
        worker.start()

    at_each(home, [kill] * 3, child.is_alive)
    child.join(60)

    assert child.exitcode == 0
    everything_is_there(home)


def test_minutes_outlive_three_kills_of_the_collector(
    tmp_path: Path, broker: Mosquitto, home: Path, worker: Process
) -> None:
    (tmp_path / SAID).touch()
    children = [start(tmp_path, broker, 0)]

    def kill() -> None:
        children[-1].kill()
        children[-1].join()
        children.append(start(tmp_path, broker, fed(tmp_path)))

    at_each(home, [kill] * 3, lambda: is_alive(children))
    children[-1].join(60)

    assert [child.exitcode for child in children] == [-9, -9, -9, 0]
    assert look(tmp_path / "outbox.db").waiting == 0
    everything_is_there(home)


class OnPuback:
    """The mistake: takes the broker's word that it has a message for the centre's commit."""

    def __init__(self, broker: Mosquitto) -> None:
        self._broker = Broker(broker.place("pi-1"), (), random.Random())  # noqa: S311 - spreads reconnects
        wait_for(lambda: isinstance(self._broker.next(1.0), Up), "the broker lets us in")

    def deliver(self, parcels: Sequence[Parcel]) -> Answer:
        self._broker.publish(Letter(topics.rows("pi-1"), rows_written(parcels)))
        wait_for(lambda: isinstance(self._broker.next(1.0), Published), "the broker has it")
        return Answer(tuple(one.receipt for one in parcels))

    def close(self) -> None:
        self._broker.close()


def test_who_lets_go_on_the_brokers_word_loses_all_that_the_worker_never_saw(
    broker: Mosquitto, home: Path, outbox: Outbox, post: Post
) -> None:
    """The test of these tests: the same check fails as soon as PUBACK counts for a commit."""
    ours = Sender(outbox, post.deliver, random.Random(), at_once=40)  # noqa: S311 - spreads retries
    outbox.append(DEVICE, [told(place) for place in range(40 * REVISIONS)], now=NOON)

    assert ours.hand_over() is Handed.FAILED  # no worker runs
    assert outbox.state().waiting == 40

    mistaken = OnPuback(broker)
    theirs = Sender(outbox, mistaken.deliver, random.Random(), at_once=40)  # noqa: S311 - spreads retries
    assert theirs.drain()
    mistaken.close()
    late = Process(home, broker).start().connected()
    assert late.stop() == 0

    assert outbox.state().waiting == 0
    with pytest.raises(AssertionError):
        everything_is_there(home, 40)


def test_a_worker_that_comes_later_gets_everything(
    broker: Mosquitto, home: Path, outbox: Outbox, post: Post
) -> None:
    sender = Sender(outbox, post.deliver, random.Random())  # noqa: S311 - spreads retries
    outbox.append(DEVICE, [told(place) for place in range(40 * REVISIONS)], now=NOON)
    assert sender.hand_over() is Handed.FAILED

    late = Process(home, broker).start().connected()
    assert sender.drain()
    assert late.stop() == 0

    everything_is_there(home, 40)
