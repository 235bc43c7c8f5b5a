"""`plantar process`: at the centre, keep what collectors on other computers send."""

from typing import TYPE_CHECKING, Final

import typer

from plantar.errors import PlantarError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from cli.home import Home
    from cli.worker import Worker
    from plantar.broker import Arrived, Broker
    from plantar.broker_place import BrokerPlace
    from plantar.store import Store

#: Bundles that the broker may hand us before one of them is committed: what is beyond stays there,
#: or at the collector.
AT_ONCE: Final = 20
#: How often figures are looked after, and how long a store that takes nothing is left alone. [s]
LOOK_EVERY_S, PAUSE_S = 3.0, 1.0


def process() -> None:
    """Keep what collectors send by the broker, and compute what follows, until Ctrl-C."""
    import logging
    import sys

    from cli.home import home_of, opened_store

    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    home = home_of()
    if home.broker is None:
        raise PlantarError(
            "there is no broker: set broker_url, broker_user and broker_password; on one computer "
            "none is needed, there ./run up does all"
        )
    with opened_store() as store:
        _work(home, home.broker, store)
    typer.echo("Stopped. What was acknowledged is in the store; the rest comes again.")


def _work(home: "Home", place: "BrokerPlace", store: "Store") -> None:
    import random
    import signal
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    from cli.worker import Worker
    from plantar import topics
    from plantar.broker import Broker

    stop, worker = Event(), Worker(store, home.folder)
    broker = Broker(
        place,
        (topics.ALL_ROWS, topics.ALL_STATES),
        random.Random(),  # noqa: S311 - spreads reconnects
        at_once=AT_ONCE,
    )

    def end(*_: object) -> None:
        stop.set()
        broker.wake()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)
    with ThreadPoolExecutor(1, "figures") as beside:
        figures = beside.submit(_follow, home, store, stop)
        figures.add_done_callback(end)  # it may not end unnoticed
        try:
            for message in _messages(broker, stop):
                _take(broker, worker, message, stop)
        finally:
            end()
            broker.close()
    figures.result()


def _messages(broker: "Broker", stop: "Event") -> "Iterator[Arrived]":
    """Whatever comes, until told to stop; troubles are said once."""
    from plantar.broker import Arrived, Down, Published, Up

    told = ""
    while not stop.is_set():
        match happened := broker.next(60.0):
            case Arrived():
                yield happened
            case Up():
                told = _say(told, f"Connected to {broker.place.url}. Ctrl-C stops it.")
            case Down(why):
                told = _say(told, f"{why}; it is tried again")
            case Published(_, _, said) if happened.is_refused:
                told = _say(told, f"{broker.place.url}: an answer may not be sent: {said}")
            case _:
                pass


def _say(before: str, now: str) -> str:
    if now != before:
        typer.echo(now, err=True)
    return now


def _take(broker: "Broker", worker: "Worker", message: "Arrived", stop: "Event") -> None:
    """Commit, answer, and only then tell the broker that the message is dealt with."""
    from cli import clock

    try:
        letters = worker.take(message.topic, message.payload, now=clock.now())
    except StoreError as error:
        # No answer is the answer: the collector keeps these rows, and sends them again.
        typer.echo(f"plantar: {error}; what came is asked for again", err=True)
        stop.wait(PAUSE_S)
        letters = ()
    for one in letters:
        broker.publish(one)
    broker.settle(message)


def _follow(home: "Home", store: "Store", stop: "Event") -> None:
    """Bring figures up to date, in one of the processes that share this home."""
    from contextlib import suppress

    from cli import clock
    from plantar.errors import FileRejected
    from plantar.whole_file import alone
    from processing.recompute import recompute_dirty

    while not stop.is_set():
        # Another one does it, or the folder cannot be locked now: this one's turn may come.
        with suppress(FileRejected), alone(home.folder / "figures", patience_s=0.0):
            while not stop.is_set():
                try:
                    recompute_dirty(store, now=clock.now())
                except StoreError as error:
                    typer.echo(f"plantar: figures wait: {error}", err=True)
                stop.wait(LOOK_EVERY_S)
        stop.wait(LOOK_EVERY_S)
