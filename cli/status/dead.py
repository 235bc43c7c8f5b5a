"""Asks the broker for what the centre could never keep; it keeps the last of each collector."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from plantar import topics
from plantar.broker import Arrived, Broker, Down, Up
from plantar.broker_place import BrokerPlace
from plantar.bundle import dead_read, rows_read
from plantar.errors import BrokerError, WireError

#: As whom the centre signs in: the broker's rules let nobody else read dead letters.
CENTRE: Final = "centre"
#: How long the broker may take to let us in, and may be silent before it has told all. [s]
CONNECT_S, QUIET_S = 5.0, 0.7


@dataclass(frozen=True, slots=True)
class Dead:
    """The last thing of a collector that the centre can never keep."""

    collector: str
    reason: str
    rows: int | None  # None: what came cannot be read at all


def dead_letters(place: BrokerPlace) -> tuple[Dead, ...]:
    """The dead letters that the broker keeps, by collector; they stay there.

    Raises
    ------
    BrokerError
        The broker cannot be reached, or lets us not in.
    """
    with Broker(place, (topics.ALL_DEAD,), random.Random()) as broker:  # noqa: S311 - spreads tries
        found = {one.collector: one for one in _told(broker)}
    return tuple(found[name] for name in sorted(found))


def _told(broker: Broker) -> Iterator[Dead]:
    until = time.monotonic() + CONNECT_S
    while (left := until - time.monotonic()) > 0:
        match happened := broker.next(left):
            case Up():
                until = time.monotonic() + QUIET_S
            case Arrived():
                until = time.monotonic() + QUIET_S
                broker.settle(happened)
                yield _read(happened)
            case Down(why):
                raise BrokerError(why)
            case _:
                pass
    if not broker.is_up:
        raise BrokerError(broker.trouble)


def _read(letter: Arrived) -> Dead:
    try:
        collector = topics.dead_of(letter.topic)
        reason, came = dead_read(letter.payload)
    except WireError as error:
        return Dead(
            letter.topic.rpartition("/")[2], f"a dead letter that cannot be read: {error}", None
        )
    try:
        return Dead(collector, reason, len(rows_read(came)))
    except WireError:
        return Dead(collector, reason, None)
