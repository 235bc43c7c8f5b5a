"""Collectors in processes of their own, to be killed: they feed, keep, send, and die as told."""

import os
import random
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from cli.centre import Centre, Wearer
from cli.live import Kept, LiveDevice
from collector.decoding.reading import StepCount
from collector.outbox.box import Outbox
from collector.outbox.sender import Handed, Sender
from collector.outbox.writer import Writer
from collector.steps_heard import StepsHeard
from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.recording import ForceRecording
from plantar.store import Store
from plantar.store.sql import open_store
from tests.processing.walker import BODY_N, START, Walker, piece

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
RUNNER, DEVICE = "anna", "foot pod"
ORIGIN = Origin("live anna foot pod", OriginKind.STREAM, DEVICE, NOON)
MINUTES, REVISIONS = 150, 3
#: How long somebody walks with a watch on. [s]
WATCHED_S = 2_400
#: What a child says stands here, and outlives it.
SAID = "said.txt"


class Death:
    """Kills this process at the so-manieth statement that either database is given."""

    def __init__(self, statements: int) -> None:
        self._left = statements

    def nearer(self, *_said: object) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, outbox: Outbox) -> None:
        outbox._connection.set_trace_callback(self.nearer)
        event.listen(Engine, "before_cursor_execute", self.nearer)
        event.listen(Engine, "commit", self.nearer)


def told(place: int) -> StepMinute:
    """The minutes of a feed, each told in three revisions before the next one begins."""
    number, revision = divmod(place, REVISIONS)
    at = NOON + timedelta(minutes=number)
    return StepMinute(at, revision + 1, 20.0 * (revision + 1) + number % 7, 20.0 * (revision + 1))


def say(folder: Path, word: object) -> None:
    with (folder / SAID).open("a") as stream:
        stream.write(f"{word}\n")


def feed_minutes(folder: Path, begin: int, statements: int) -> None:
    """Feed minutes from a place on; says which one is recorded, and when all are sent."""
    with open_store(folder / "centre.db") as store, Outbox(folder / "outbox.db") as outbox:
        Death(statements).watch(outbox)
        sender = sender_of(store, outbox)
        fed = threading.Event()
        sending = threading.Thread(target=send, args=(sender, fed))
        sending.start()
        writer = Writer(outbox)
        for place in range(begin, MINUTES * REVISIONS):
            writer.note(DEVICE, (told(place),), None)
            if place % 2:
                assert writer.write(NOON)
                say(folder, place)
        fed.set()
        sending.join()
        assert sender.drain(10**6)
        assert outbox.state().waiting == 0
        say(folder, "drained")


def sender_of(store: Store, outbox: Outbox) -> Sender:
    centre = Centre(store, {DEVICE: Wearer(RUNNER, ORIGIN)})
    return Sender(outbox, centre.take, random.Random(), at_once=7)  # noqa: S311 - spreads retries


def send(sender: Sender, fed: threading.Event) -> None:
    while not fed.is_set():
        if sender.hand_over() is not Handed.SETTLED:
            time.sleep(0.001)


def walk(folder: Path, recording: ForceRecording, statements: int) -> None:
    """Walk in soles from where the outbox says they were; a second a chunk, told every ten."""
    seconds = len(recording.time_s) // 100
    with open_store(folder / "centre.db") as store, Outbox(folder / "outbox.db") as outbox:
        Death(statements).watch(outbox)
        sender, writer = sender_of(store, outbox), Writer(outbox)
        reached = outbox.reached(DEVICE)
        live = LiveDevice(DEVICE, BODY_N, Kept(outbox.told(DEVICE), reached))
        first = 0 if reached is None else round((reached - START).total_seconds())
        for second in range(first, seconds):
            live.take_chunk(piece(recording, second * 100, (second + 1) * 100))
            if second % 10 == 9 or second == seconds - 1:
                writer.note(DEVICE, live.changed(), live.reached)
                assert writer.write(NOON)
                sender.hand_over()
        assert sender.drain(10**6)
        say(folder, "drained")


def watch(folder: Path, first: int, statements: int, until: int = WATCHED_S) -> None:
    """Listen to a watch that counts two steps a second, told every two seconds."""
    with open_store(folder / "centre.db") as store, Outbox(folder / "outbox.db") as outbox:
        Death(statements).watch(outbox)
        sender, writer = sender_of(store, outbox), Writer(outbox)
        steps = StepsHeard(lambda at: at.date(), None, outbox.standing(DEVICE))
        live = LiveDevice(DEVICE, BODY_N, Kept(outbox.told(DEVICE), outbox.reached(DEVICE)))
        for second in range(first, until, 2):
            at = START + timedelta(seconds=second)
            samples = steps.counter(StepCount(5_000 + 2 * second, 32), at)
            if samples:
                live.take_samples(samples)
            standing, steps.changed = steps.changed, None
            if standing is not None:
                live.take_standing(standing)
            if second % 10 == 0:
                writer.note(DEVICE, live.changed(), live.reached, live.standing())
                assert writer.write(NOON)
                sender.hand_over()
            say(folder, second)
        writer.note(DEVICE, live.changed(), live.reached, live.standing())
        assert writer.write(NOON)
        assert sender.drain(10**6)
        say(folder, "drained")


def long_walk() -> ForceRecording:
    """Five minutes of walking, running and standing."""
    walker = Walker()
    for _ in range(3):
        walker.walk(110).rest(8, 1.0).run(110).rest(12, 1.0)
    recording = walker.recording()
    return piece(recording, 0, len(recording.time_s) // 100 * 100)
