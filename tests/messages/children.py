"""A process that writes to people, to be killed: it says how far it is, and waits there."""

import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from plantar.channel import Channel
from plantar.delivery.door import Door
from plantar.delivery.letter import Letter
from plantar.store.sql import open_store
from tests.messages.place import NOW, Place


def work(path: Path, until: str) -> None:
    """Put in what is to be said and send it; stop for good at `until`."""
    with open_store(path) as store:
        place = Place.of(store)
        place.planning.look(NOW)
        if until == "enqueued":
            wait_for_the_end(path)
        if until == "taken":
            assert store.take_messages(NOW, timedelta(minutes=2), 10)
            wait_for_the_end(path)
        place.sender = Place.sender_through(store, Stuck(path))  # type: ignore[arg-type]  a door
        place.sender.send_due(lambda: NOW, Event())


class Stuck:
    """A door through which everything goes, and that never says so."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, channel: Channel, letter: Letter, at: datetime) -> None:
        Door(None, 2.0).send(channel, letter, at)
        wait_for_the_end(self._path)


def wait_for_the_end(path: Path) -> None:
    path.with_suffix(".reached").touch()
    while True:
        time.sleep(1.0)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2])
