"""`plantar process`: at the centre, keep what collectors on other computers send."""

import logging
from typing import TYPE_CHECKING, Final

from plantar.errors import PlantarError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from threading import Event

    from cli.home import Home
    from cli.taken import Taken
    from cli.worker import Worker
    from plantar.broker import Arrived, Broker
    from plantar.broker_place import BrokerPlace
    from plantar.store import Store

log = logging.getLogger(__name__)

#: Messages that the broker may hand us before one of them is committed: what is beyond stays there,
#: or at the collector. What waits is committed together, so that many who send little share a flush
#: of the disk; measured: more is no faster.
AT_ONCE: Final = 400
#: Enough for one commit, of which an answer must not be long in coming. [B] Our choice.
MOST_TOGETHER: Final = 1_000_000
#: How often what was taken is written down, and how long a store that takes nothing is left
#: alone. [s]
COUNT_EVERY_S, PAUSE_S = 3.0, 1.0
#: How long nothing is heard before we look whether to stop: a signal that comes just before a wait
#: for the queue does not end that wait. [s]
LISTEN_S: Final = 1.0
#: While rows keep coming they go first, and figures are computed this often: a backlog of days is
#: computed once and not again for every part of it. [looks] Our choice: half a minute.
LOOKS_LEFT_OUT: Final = 10


def process() -> None:
    """Keep what collectors send by the broker, and compute what follows, until Ctrl-C."""
    from cli import logs
    from cli.home import home_of, opened_store

    home = home_of()
    logs.begin(home.log_format)
    if home.broker is None:
        raise PlantarError(
            "there is no broker: set broker_url, broker_user and broker_password; on one computer "
            "none is needed, there ./run up does all"
        )
    with opened_store() as store:
        _work(home, home.broker, store)
    logs.tell("Stopped. What was acknowledged is in the store; the rest comes again.")


def _work(home: "Home", place: "BrokerPlace", store: "Store") -> None:
    import random
    import signal
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    from cli.adding.starting import keep_reading
    from cli.messaging import keep_messaging
    from cli.mirroring import keep_mirrored
    from cli.worker import Worker
    from plantar import topics
    from plantar.broker import Broker

    stop, worker = Event(), Worker(store, home.folder)
    broker = Broker(
        place,
        (topics.ALL_ROWS, topics.ALL_STATES, topics.ALL_PAIN),
        random.Random(),  # noqa: S311 - spreads reconnects
        at_once=AT_ONCE,
    )

    def end(*_: object) -> None:
        stop.set()
        broker.wake()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)
    with ThreadPoolExecutor(5, "beside") as beside:
        figures = beside.submit(_follow, home, store, worker, stop)
        counts = beside.submit(_count, home, worker, stop)
        for one in (figures, counts):
            one.add_done_callback(end)  # neither may end unnoticed
        mirror = beside.submit(keep_mirrored, home, stop)
        writing = beside.submit(keep_messaging, home, store, stop)
        reading = beside.submit(keep_reading, store, home.store_url, stop)
        try:
            taking = _Taking(broker, worker, stop)
            for messages in _messages(broker, stop):
                taking.take(messages)
        finally:
            end()
            broker.close()
    figures.result()
    mirror.result()
    writing.result()
    reading.result()
    _write_down(home, worker, counts.result())


def _messages(broker: "Broker", stop: "Event") -> "Iterator[list[Arrived]]":
    """Whatever waits together, until told to stop; troubles are said once."""
    from plantar.broker import Arrived, Down, Published, Up

    told = ""
    together: list[Arrived] = []
    bytes_together = 0
    while not stop.is_set():
        match happened := broker.next(0.0 if together else LISTEN_S):
            case Arrived():
                together.append(happened)
                bytes_together += len(happened.payload)
                if bytes_together >= MOST_TOGETHER:
                    yield together
                    together, bytes_together = [], 0
            case None if together:
                yield together
                together, bytes_together = [], 0
            case Up():
                told = _say(told, f"Connected to {broker.place.url}. Ctrl-C stops it.", log.info)
            case Down(why):
                told = _say(told, f"{why}; it is tried again")
            case Published(_, _, said) if happened.is_refused:
                told = _say(told, f"{broker.place.url}: an answer may not be sent: {said}")
            case _:
                pass


def _say(before: str, now: str, how: "Callable[[str], None] | None" = None) -> str:
    if now != before:
        (how or log.warning)(now)
    return now


class _Taking:
    """Commits, answers, and only then tells the broker that messages are dealt with."""

    def __init__(self, broker: "Broker", worker: "Worker", stop: "Event") -> None:
        self._broker, self._worker, self._stop = broker, worker, stop
        self._trouble: str | None = None  # told once, until the store takes something again

    def take(self, messages: "Sequence[Arrived]") -> None:
        """Deal with what came together."""
        from cli import clock

        try:
            told = [(one.topic, one.payload) for one in messages]
            letters = self._worker.take(told, now=clock.now())
        except StoreError as error:
            # No answer is the answer: the collector keeps these rows, and sends them again.
            if self._trouble is None:
                log.warning("%s; what came is asked for again", error)
            self._trouble = str(error)
            self._stop.wait(PAUSE_S)
            letters = []
        else:
            if self._trouble is not None:
                log.warning("the store takes rows again")
            self._trouble = None
        for letter in letters:
            self._broker.publish(letter)
        for one in messages:
            self._broker.settle(one)


def _count(home: "Home", worker: "Worker", stop: "Event") -> "Taken":
    """Write down now and then what was taken; how much of it was written down."""
    from cli.taken import Taken

    written = Taken()
    while not stop.wait(COUNT_EVERY_S):
        written = _write_down(home, worker, written)
    return written


def _write_down(home: "Home", worker: "Worker", written: "Taken") -> "Taken":
    from cli.taken import add_taken
    from plantar.errors import FileRejected

    taken = worker.taken
    if taken == written:
        return written
    try:
        add_taken(home.folder, taken - written)
    except FileRejected as error:
        log.warning("%s; it is counted later", error)
        return written
    return taken


def _follow(home: "Home", store: "Store", worker: "Worker", stop: "Event") -> None:
    """Bring figures up to date, in one of the processes that share this home."""
    from contextlib import suppress

    from cli import clock
    from cli.figures import LOOK_EVERY_S, Figures
    from cli.retention import Daily
    from plantar.errors import FileRejected
    from plantar.whole_file import alone

    figures, daily = Figures(store), Daily(home)
    while not stop.is_set():
        # Another one does it, or the folder cannot be locked now: this one's turn may come.
        with suppress(FileRejected), alone(home.folder / "figures", patience_s=0.0):
            while not stop.is_set():
                figures.look()
                daily.look(clock.now())
                _until_quiet(worker, stop)
        stop.wait(LOOK_EVERY_S)


def _until_quiet(worker: "Worker", stop: "Event") -> None:
    """Wait until no rows came for a while, or for so long that figures are due all the same."""
    from cli.figures import LOOK_EVERY_S

    for _ in range(LOOKS_LEFT_OUT):
        before = worker.taken.committed
        if stop.wait(LOOK_EVERY_S) or worker.taken.committed == before:
            return
