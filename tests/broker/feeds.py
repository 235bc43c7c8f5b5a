"""Starts a collector that feeds, and tells where one went on that was cut off."""

import multiprocessing
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.broker.broker_children import feed
from tests.broker.broker_rig import Mosquitto
from tests.collector.outbox_children import SAID


def feeding(folder: Path, broker: Mosquitto, begin: int, minutes: int) -> ForkServerProcess:
    """Start to feed so many minutes, from a place on."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([feed.__module__])
    child = processes.Process(target=feed, args=(folder, broker.place("pi-1"), begin, minutes))
    child.start()
    return child


def fed(folder: Path) -> int:
    """Where a feed goes on that was cut off: after all of which it said that it is recorded."""
    words = [word for word in (folder / SAID).read_text().split() if word.isdigit()]
    return int(words[-1]) + 10 if words else 0
