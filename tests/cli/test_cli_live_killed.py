"""The live half of `plantar up`, killed and started again: the page's minutes only ever grow."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.demo.lives import LIVE_RUNNER
from cli.demo.soles import DEVICE
from collector.outbox.box import Outbox
from plantar.measured import Gap, GapCause
from plantar.minute import FootMinute
from plantar.runner import Runner
from plantar.sample import Foot
from plantar.store import Store
from plantar.store.sql import open_store

ROOT = Path(__file__).parents[2]
ALL = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
PATIENCE_S = 180.0
COLLECTOR = """
import asyncio, signal, sys
from pathlib import Path
from cli.demo.soles import demo_soles
from cli.pipeline import Listening, listen
from collector.outbox.box import Outbox
from plantar.store.sql import open_store

async def main(folder):
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    listening = Listening(demo_soles(), folder / "outbox.db", simulated=True)
    with open_store(folder / "plantar.db") as store, Outbox(listening.outbox) as outbox:
        await listen(listening, store, outbox, stop)

asyncio.run(main(Path(sys.argv[1])))
"""

pytestmark = [
    pytest.mark.radio,
    pytest.mark.skipif(sys.platform == "win32", reason="nothing there is like SIGKILL"),
]


def collector(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", COLLECTOR, str(folder)], cwd=ROOT)


def wait_for(true: Callable[[], bool], running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert running.poll() is None
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.2)


def seconds(store: Store) -> dict[tuple[datetime, Foot], tuple[int, float]]:
    """Revision and measured seconds of every minute that counts."""
    kept = store.measured(LIVE_RUNNER, FootMinute, *ALL)
    return {(one.record.at, one.record.foot): _told(one.record) for one in kept}


def _told(minute: FootMinute) -> tuple[int, float]:
    return minute.revision, minute.measured_s


def measured_s(store: Store) -> float:
    return sum(told_s for _, told_s in seconds(store).values())


def test_a_kill_costs_what_was_not_told_yet_and_that_is_a_gap(tmp_path: Path) -> None:
    with open_store(tmp_path / "plantar.db") as store:
        store.add_runner(Runner(LIVE_RUNNER, body_mass_kg=70.0))
        first = collector(tmp_path)
        wait_for(lambda: seconds(store) != {}, first)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        before, measured_s_before = seconds(store), measured_s(store)

        second = collector(tmp_path)
        wait_for(lambda: measured_s(store) > 10.0 + measured_s_before, second)
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0
        after = seconds(store)
        (gap,) = (one.record for one in store.measured(LIVE_RUNNER, Gap, *ALL))

    for key, told in before.items():
        assert after[key] >= told
        assert after[key][1] >= told[1]
    assert gap.cause is GapCause.UNKNOWN
    assert timedelta(0) < gap.until - gap.since < timedelta(seconds=PATIENCE_S)
    with Outbox(tmp_path / "outbox.db") as outbox:
        assert outbox.state().waiting == 0
        assert outbox.reached(DEVICE) is None  # let go on purpose, this time
