"""Dead letters that a broker keeps, with rows of somebody in them: found, and taken away.

No topic is named after a runner, and no letter names one but by a reason of long ago: whose it is
follows from the devices in it.
"""

import random
import time
from collections.abc import Iterator
from typing import Final

from cli.erase.plan import Plan
from cli.wearers import Worn
from plantar import topics
from plantar.broker import Arrived, Broker, Down, Letter, Published, Up
from plantar.broker_place import BrokerPlace
from plantar.bundle import dead_read, rows_read
from plantar.errors import BrokerError, WireError
from plantar.own.traces import Traces

#: How long the broker may take to let us in or to answer, and be silent before it told all. [s]
CONNECT_S: Final = 10.0
QUIET_S: Final = 0.7


def found(place: BrokerPlace, plan: Plan) -> list[str]:
    """The topics of the letters that are a runner's.

    Raises
    ------
    BrokerError
        The broker cannot be reached, or lets us not in.
    """
    with Broker(place, (topics.ALL_DEAD,), random.Random()) as broker:  # noqa: S311 - spreads tries
        return sorted({one.topic for one in _kept(broker) if is_of(one, plan)})


def clear(place: BrokerPlace, plan: Plan) -> int:
    """Take those letters away; how many there were."""
    with Broker(place, (topics.ALL_DEAD,), random.Random()) as broker:  # noqa: S311 - as above
        theirs = sorted({one.topic for one in _kept(broker) if is_of(one, plan)})
        # A retained message goes when an empty one is retained in its place.
        waiting = {broker.publish(Letter(topic, b"", kept=True)) for topic in theirs}
        until = time.monotonic() + CONNECT_S
        while waiting and (left := until - time.monotonic()) > 0:
            match happened := broker.next(left):
                case Published(mid) if happened.is_refused:
                    raise BrokerError(f"{place.url}: a letter may not be taken away")
                case Published(mid):
                    waiting.discard(mid)
                case Arrived():
                    broker.settle(happened)
                case Down(why):
                    raise BrokerError(why)
                case _:
                    pass
        if waiting:
            raise BrokerError(f"{place.url}: has not said that the letters are gone")
    return len(theirs)


def is_of(letter: Arrived, plan: Plan) -> bool:
    """Whether anything in a letter is a runner's; one that cannot be read is, where it may be."""
    if not letter.payload:
        return False
    if Traces(plan.names).in_text(letter.payload.decode("utf-8", "replace")):
        return True
    try:
        collector = topics.dead_of(letter.topic)
    except WireError:
        return False
    try:
        rows = rows_read(dead_read(letter.payload)[1])
    except WireError:
        return collector in {worn.collector for worn in plan.worn}
    return any(Worn(collector, row.receipt.device) in plan.worn for row in rows)


def _kept(broker: Broker) -> Iterator[Arrived]:
    until = time.monotonic() + CONNECT_S
    while (left := until - time.monotonic()) > 0:
        match happened := broker.next(left):
            case Up():
                until = time.monotonic() + QUIET_S
            case Arrived():
                until = time.monotonic() + QUIET_S
                broker.settle(happened)
                yield happened
            case Down(why):
                raise BrokerError(why)
            case _:
                pass
    if not broker.is_up:
        raise BrokerError(broker.trouble)
