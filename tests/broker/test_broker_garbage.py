"""Garbage from somebody who may sign in: the service stays up, and the rows beside it arrive."""

import random
import zlib
from dataclasses import replace
from pathlib import Path

from cli.taken import taken
from plantar import topics
from plantar.broker import Arrived, Broker, Letter, Up
from plantar.bundle import dead_read, rows_written
from plantar.wire import Parcel, Receipt, parcel
from tests.broker.broker_rig import Mosquitto, Process, rows_of, wait_for
from tests.collector.outbox_children import DEVICE, told

GOOD = [parcel(DEVICE, told(3 * number + 2)) for number in range(3)]
ROW = GOOD[0]


def odd(before: bytes, after: bytes) -> Parcel:
    """A row that differs from a right one, under a checksum that fits."""
    assert before in ROW.payload
    payload = ROW.payload.replace(before, after)
    return Parcel(Receipt(DEVICE, "step/odd", 1, zlib.crc32(payload)), payload)


BAD = [
    odd(b"}", b""),
    odd(b'"steps":60.0', b'"steps":NaN'),
    odd(b'"steps":60.0', b'"steps":1e308'),
    odd(b'"steps":60.0', b'"steps":-60'),
    odd(b"2026-06", b"1970-06"),
    odd(b"2026-06", b"2038-06"),
    odd(b'"v":1', b'"v":2'),
    odd(b"[]", b'["\\ud800"]'),
    replace(ROW, receipt=replace(ROW.receipt, device="another's shoe")),
    replace(ROW, receipt=replace(ROW.receipt, check=7)),
]


def test_garbage_is_named_and_counted_and_nothing_stops(
    broker: Mosquitto, home: Path, worker: Process
) -> None:
    chance = random.Random(5)  # noqa: S311 - bytes that mean nothing
    wrong = [
        b"",
        b"hello",
        b'{"v":9,"kind":"rows"}\n',
        rows_written(GOOD)[:-20],
        bytes(900_000),
        bytes(999_900),  # as long as a broker takes: a dead letter of it is cut
        *(chance.randbytes(chance.randrange(1, 400)) for _ in range(40)),
    ]
    joined = [Broker(broker.place(user), listen, chance) for user, listen in SIGNED_IN]
    for one in joined:
        wait_for(lambda one=one: isinstance(one.next(1.0), Up), "somebody is let in")
    collector, centre = joined

    for message in [*wrong, rows_written([GOOD[0], *BAD, GOOD[1]])]:
        collector.publish(Letter(topics.rows("pi-1"), message))
    collector.publish(Letter(topics.rows("pi-2"), rows_written(GOOD)))  # not its own: never comes
    wait_for(lambda: rows_of(home) == 2, "the good rows beside it")
    huge = Broker(broker.place("pi-1"), (), chance)
    wait_for(lambda: isinstance(huge.next(1.0), Up), "another is let in")
    huge.publish(Letter(topics.rows("pi-1"), bytes(5_000_000)))
    wait_for(lambda: huge.next(1.0) is not None, "the broker says no to five megabytes")
    collector.publish(Letter(topics.rows("pi-1"), rows_written(GOOD[2:])))

    wait_for(lambda: rows_of(home) == 3, "what comes after it")
    reasons = [dead_read(one.payload)[0] for one in heard(centre, len(wrong) + len(BAD))]
    for one in (huge, *joined):
        one.close()
    assert not worker.ended()
    assert worker.stop() == 0
    counted = taken(home)
    assert (counted.committed, counted.refused) == (3, len(BAD))
    assert counted.unreadable == len(wrong)
    for why in (
        *("steps: NaN is no number", "steps: 1e+308 is not between", "steps: -60 is not between"),
        *("at: '1970-06-", "at: '2038-06-", "a row of version 2", "cannot keep this"),
        *("nobody here wears", "damaged on the way", "a message of version 9", "cut off"),
    ):
        assert any(why in reason for reason in reasons), why
    assert "Traceback" not in worker.said()


SIGNED_IN = (("pi-1", ()), ("centre", (topics.dead("pi-1"),)))


def heard(broker: Broker, most: int) -> list[Arrived]:
    """The messages that come, until there are so many, or none comes any more."""
    found: list[Arrived] = []
    while len(found) < most and (happened := broker.next(3.0)) is not None:
        if isinstance(happened, Arrived):
            broker.settle(happened)
            found.append(happened)
    return found
