"""`plantar status` beside a real collector, in a process of its own, with simulated sensors."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Plantar

pytestmark = pytest.mark.radio

#: A first start compiles. [s]
PATIENCE_S = 180.0


@pytest.fixture
def collector(plantar: Plantar, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A pair of soles and a foot pod, collected from."""
    assert plantar("sensor", "scan", "--simulated").code == 0
    words = ("1", "2", "3", "--runner", "demo", "--yes", "--no-calibration", "--seconds", "2")
    paired = plantar("sensor", "add", *words, "--simulated")
    assert paired.code == 0, paired.err
    collect = "from cli.main import main; main()"
    with (home / "log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-c", collect, "collect", "--simulated"],
            cwd=ROOT,
            env={**os.environ, "PLANTAR_HOME": str(home)},
            stdout=log,
            stderr=log,
        )
    with running:
        try:
            yield running
        finally:
            running.kill()


def told(plantar: Plantar) -> tuple[int, Any]:
    ran = plantar("status", "--simulated", "--json")
    return ran.code, json.loads(ran.out)


def is_heard(sensor: dict[str, Any]) -> bool:
    return bool(sensor["phase"] == "streaming" and sensor["tally"]["frames"] > 0)


def test_a_collector_is_seen_to_hear_its_sensors_and_to_be_gone_once_killed(
    plantar: Plantar, home: Path, collector: subprocess.Popen[bytes]
) -> None:
    until = time.monotonic() + PATIENCE_S
    code, seen = told(plantar)
    while not (code == 0 and all(map(is_heard, seen["sensors"]))):
        assert collector.poll() is None, (home / "log").read_text("utf-8")
        assert time.monotonic() < until, seen
        time.sleep(0.5)
        code, seen = told(plantar)

    assert (seen["collector"], seen["pid"]) == ("running", collector.pid)
    assert [one["foot"] for one in seen["sensors"]] == ["left", "right", None]
    assert all(one["battery_percent"] == 87 for one in seen["sensors"])
    assert seen["attention"] == []

    collector.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    collector.wait()

    code, seen = told(plantar)
    assert (code, seen["collector"]) == (1, "not-running")
    assert seen["attention"] == ["nothing is collected: ./run collect --simulated"]
