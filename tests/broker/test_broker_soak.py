"""Minutes of ten thousand runners, at the pace at which they come, for minutes on end."""

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from cli import clock, wearers
from plantar import topics
from plantar.broker import Arrived, Broker, Letter, Up
from plantar.bundle import answer_read, rows_written
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store.sql import open_store
from plantar.wire import Answer, Receipt, parcel
from tests.broker.broker_rig import Mosquitto, Process, rows_of, wait_for

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks /proc"),
]

#: How long it lasts, and how much comes: 10,000 runners with two soles each, a minute a minute.
SOAK_S = float(os.environ.get("SOAK_S", "600"))
A_SECOND = 333
#: Whose minutes these are: as many as a mini PC is asked for, each with rows every few seconds.
RUNNERS = 500
#: Memory may rise by this once everything is loaded: caches of SQLite and of Python. [MB]
MOST_MORE_MB = 60.0
#: What the pool of the store may hold open: five connections, of three files each.
MOST_OF_STORE = 15


def memory_mb(pid: int) -> float:
    told = Path(f"/proc/{pid}/statm").read_text().split()
    return int(told[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def files(pid: int) -> tuple[int, int]:
    """Open files, and apart those of the store, which its pool opens as threads ask at once."""
    names = []
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed while we look
            names.append(one.readlink().name)
    of_store = sum(name.startswith("plantar.db") for name in names)
    return len(names) - of_store, of_store


@pytest.fixture
def crowd(tmp_path: Path) -> Path:
    """A centre's home with many runners, each with a watch."""
    home = tmp_path / "crowd"
    home.mkdir()
    with open_store(home / "plantar.db") as store:
        for number in range(RUNNERS):
            store.add_runner(Runner(f"runner-{number}"))
    told = {wearers.Worn("pi-1", f"watch-{n}"): f"runner-{n}" for n in range(RUNNERS)}
    wearers._write(home / wearers.FILE_NAME, told)
    return home


def paced(seconds: float) -> Iterator[int]:
    """One number after another, each when its time has come."""
    begin = time.monotonic()
    for number in range(round(seconds * A_SECOND)):
        wait = begin + number / A_SECOND - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        yield number


def test_memory_and_open_files_stay_flat_at_the_pace_of_ten_thousand_runners(
    broker: Mosquitto, crowd: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = Process(crowd, broker).start().connected()
    assert worker.process is not None
    pid = worker.process.pid
    chance = random.Random(2)  # noqa: S311 - spreads reconnects
    sender = Broker(broker.place("pi-1"), (topics.answers("pi-1"),), chance)
    wait_for(lambda: isinstance(sender.next(1.0), Up), "the sender is let in")
    began = clock.now() - timedelta(days=2)
    sent: dict[Receipt, float] = {}
    lags: list[float] = []
    held: list[tuple[float, int, int]] = []

    def listen(within_s: float) -> None:
        while (happened := sender.next(within_s)) is not None:
            if isinstance(happened, Arrived):
                sender.settle(happened)
                said = answer_read(happened.payload)
                assert isinstance(said, Answer)
                assert not said.refused
                lags.extend(time.monotonic() - sent.pop(one) for one in said.committed)

    total = round(SOAK_S * A_SECOND)
    for number in paced(SOAK_S):
        nth, runner = divmod(number, RUNNERS)
        at = (began + timedelta(minutes=nth)).replace(second=0, microsecond=0)
        row = parcel(f"watch-{runner}", StepMinute(at, 1, 100.0 + number % 70, 60.0))
        sent[row.receipt] = time.monotonic()
        sender.publish(Letter(topics.rows("pi-1"), rows_written([row])))
        listen(0.0)
        if number % A_SECOND == 0:
            held.append((memory_mb(pid), *files(pid)))
    until = time.monotonic() + 60.0
    while sent and time.monotonic() < until:
        listen(0.5)
    sender.close()
    assert worker.stop() == 0

    assert not sent, f"{len(sent)} of {total} were never answered"
    assert rows_of(crowd) == total
    quarter = len(held) // 4
    before, after = held[quarter : 2 * quarter], held[-quarter:]
    before_mb, after_mb = (statistics.mean(one[0] for one in some) for some in (before, after))
    p50, p99 = (statistics.quantiles(lags, n=100)[n] for n in (49, 98))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{total} minutes in {SOAK_S:.0f} s: lag p50 {p50 * 1e3:.0f} ms, "
            f"p99 {p99 * 1e3:.0f} ms, most {max(lags) * 1e3:.0f} ms; "
            f"memory {before_mb:.0f} MB then {after_mb:.0f} MB, "
            f"open files {max(n for _, n, _ in before)} then {max(n for _, n, _ in after)}, "
            f"of the store {max(n for _, _, n in before)} then {max(n for _, _, n in after)}\n"
        )
    assert max(n for _, n, _ in after) <= max(n for _, n, _ in before) + 2
    assert max(n for _, _, n in after) <= MOST_OF_STORE
    assert after_mb < before_mb + MOST_MORE_MB
