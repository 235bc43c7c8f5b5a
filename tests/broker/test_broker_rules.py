"""What becomes of rows at the broker: refused, unanswered, answered, dead, away.

Whom the broker of a deployment serves at all is in test_broker_shipped.py.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from collector.outbox.box import Outbox
from collector.outbox.post import Post
from collector.outbox.sender import Handed, Sender
from plantar import topics
from plantar.broker import Broker, Down
from plantar.bundle import answer_read, answer_written, dead_read, rows_written, state_read
from plantar.errors import BrokerError
from plantar.wire import Answer, parcel
from tests.broker.broker_rig import Mosquitto, Process, free_port, rows_of, wait_for
from tests.broker.broker_sides import Join, arrived, joined, published
from tests.collector.outbox_children import DEVICE, NOON, told

ROW = parcel(DEVICE, told(2))
BUNDLE = rows_written([ROW])


@pytest.fixture
def join(broker: Mosquitto) -> Iterator[Join]:
    with joined(broker) as join:
        yield join


def sender_of(outbox: Outbox, post: Post) -> Sender:
    return Sender(outbox, post.deliver, random.Random())  # noqa: S311 - spreads retries


def test_an_answer_that_another_forges_reaches_nobody_and_the_row_stays(
    join: Join, broker: Mosquitto, outbox: Outbox
) -> None:
    """Everybody but the centre is refused, the collector itself too."""
    forged = answer_written(Answer((ROW.receipt,)))
    victim = join("pi-1", topics.answers("pi-1"))
    centre = join("centre", topics.ALL_ROWS)  # takes the bundle, and never answers
    outbox.append(DEVICE, [told(2)], now=NOON)

    for user in ("pi-2", "pi-1"):
        assert published(join(user), topics.answers("pi-1"), forged).is_refused
    assert arrived(victim, 0.3) is None
    with Post(broker.place("pi-1"), random.Random(), answer_s=0.5) as post:  # noqa: S311 - spreads reconnects
        assert sender_of(outbox, post).hand_over() is Handed.FAILED
    assert arrived(centre) is not None
    assert outbox.state().waiting == 1

    assert published(centre, topics.answers("pi-1"), forged).code == 0
    heard = arrived(victim)
    assert heard is not None
    assert answer_read(heard.payload) == Answer((ROW.receipt,), {})


def test_a_bundle_that_nobody_may_send_is_told_in_a_sentence(
    broker: Mosquitto, outbox: Outbox, tmp_path: Path
) -> None:
    """The rules at the broker say otherwise than ours: the rows wait, and somebody is told."""
    outbox.append(DEVICE, [told(2)], now=NOON)
    broker.stop()
    closed = tmp_path / "closed.acl"
    closed.write_text("pattern read plantar-ack/v1/%u\npattern write plantar/v1/%u/state\n")
    other = Mosquitto(tmp_path, port=broker.port, acl=closed).start()
    with Post(broker.place("pi-1"), random.Random()) as post:  # noqa: S311 - spreads reconnects
        sender = sender_of(outbox, post)
        handed = sender.hand_over()
    other.stop()

    assert handed is Handed.FAILED
    assert sender.trouble is not None
    assert "'pi-1' may not send there: Not authorized" in sender.trouble
    assert outbox.state().waiting == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "guessed"}, "does not let 'pi-1' in: Not authorized"),
        ({"user": "nobody"}, "does not let 'nobody' in: Not authorized"),
        ({"port": free_port()}, "cannot be reached"),
    ],
)
def test_a_wrong_password_and_a_broker_that_is_away_are_told_apart(
    broker: Mosquitto, outbox: Outbox, changed: dict[str, object], said: str
) -> None:
    place = replace(broker.place("pi-1"), **changed)  # type: ignore[arg-type]
    outbox.append(DEVICE, [told(2)], now=NOON)
    with Broker(place, (), random.Random()) as one:  # noqa: S311 - spreads reconnects
        down = one.next(10.0)

    assert isinstance(down, Down)
    assert said in down.why
    assert "guessed" not in down.why


def test_the_sender_tells_that_the_broker_is_away_and_goes_on_when_it_is_back(
    broker: Mosquitto, home: Path, worker: Process, outbox: Outbox, post: Post
) -> None:
    outbox.append(DEVICE, [told(2)], now=NOON)
    sender = sender_of(outbox, post)
    broker.kill()
    with pytest.raises(BrokerError, match=r"cannot be reached|was lost"):
        post.deliver([ROW])

    assert sender.hand_over() is Handed.FAILED
    assert sender.trouble is not None
    broker.start()
    wait_for(sender.drain, "the row arrives")

    assert sender.trouble is None
    assert rows_of(home) == 1


def test_a_version_that_nobody_knows_is_a_dead_letter_and_its_sender_is_told(
    join: Join, home: Path, worker: Process
) -> None:
    later = b'{"v":2,"kind":"rows"}\n'
    centre, collector = join("centre", topics.dead("pi-1")), join("pi-1", topics.answers("pi-1"))

    assert published(collector, topics.rows("pi-1"), later).code == 0

    letter, answer = arrived(centre), arrived(collector)
    assert letter is not None
    assert dead_read(letter.payload) == (
        "a message of version 2: this Plantar reads version 1",
        later,
    )
    assert answer is not None
    assert b"version 2" in answer.payload
    kept = arrived(join("centre", topics.dead("pi-1")))  # whoever looks later finds it too
    assert kept is not None
    assert kept.payload == letter.payload


def test_a_row_that_can_never_be_kept_is_refused_alone_and_is_a_dead_letter(
    join: Join, home: Path, worker: Process, outbox: Outbox, post: Post
) -> None:
    centre = join("centre", topics.dead("pi-1"))
    outbox.append("somebody's shoe", [told(5)], now=NOON)
    outbox.append(DEVICE, [told(2)], now=NOON)
    damaged = replace(ROW, payload=ROW.payload.replace(b'"steps"', b'"Steps"'))

    assert sender_of(outbox, post).drain()
    answer = post.deliver([damaged])

    state = outbox.state()
    assert (state.waiting, state.refused) == (0, 1)
    assert rows_of(home) == 1
    assert answer.committed == ()
    assert answer.refused == {
        ROW.receipt: "damaged on the way: these are not the bytes that were sent"
    }
    letters = [arrived(centre), arrived(centre)]
    assert [None if one is None else dead_read(one.payload)[0] for one in letters] == [
        'nobody here wears "somebody\'s shoe"',
        "damaged on the way: these are not the bytes that were sent",
    ]


def test_the_centre_sees_who_is_connected_also_after_a_kill(
    broker: Mosquitto, join: Join, home: Path, worker: Process, post: Post
) -> None:
    post.deliver([ROW])
    watch = join("centre", topics.ALL_STATES)
    now = arrived(watch)
    assert now is not None
    assert (now.topic, state_read(now.payload)) == (topics.state("pi-1"), "connected")

    post._broker._client.socket().close()  # type: ignore[union-attr]  # as a network does it
    gone = arrived(watch)

    assert gone is not None
    assert state_read(gone.payload) == "away"
