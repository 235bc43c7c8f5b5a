"""Those who sign in at a broker, and what comes to them."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from plantar.broker import Arrived, Broker, Letter, Published, Up
from tests.broker.broker_rig import Mosquitto, wait_for

Join = Callable[..., Broker]


@contextmanager
def joined(broker: Mosquitto) -> Iterator[Join]:
    """Sign in as somebody, with whatever else they subscribe to."""
    all_of_them: list[Broker] = []

    def one(user: str, *listen: str) -> Broker:
        side = Broker(broker.place(user), listen, random.Random())  # noqa: S311 - spreads reconnects
        all_of_them.append(side)
        wait_for(lambda: isinstance(side.next(1.0), Up), f"{user} is let in")
        return side

    try:
        yield one
    finally:
        for side in all_of_them:
            side.close()


def published(broker: Broker, topic: str, message: bytes) -> Published:
    """The broker's word for a message, once it has one; whatever arrives before it is dropped."""
    mid = broker.publish(Letter(topic, message))
    told_of_it: list[Published] = []

    def is_told() -> bool:
        happened = broker.next(1.0)
        if isinstance(happened, Published) and happened.mid == mid:
            told_of_it.append(happened)
        return bool(told_of_it)

    wait_for(is_told, f"the broker's word for {topic}")
    return told_of_it[0]


def arrived(broker: Broker, within_s: float = 10.0) -> Arrived | None:
    """The next message; None when none comes."""
    while (happened := broker.next(within_s)) is not None:
        if isinstance(happened, Arrived):
            broker.settle(happened)
            return happened
    return None
