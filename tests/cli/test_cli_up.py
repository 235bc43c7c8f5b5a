"""`plantar up`: the pipeline and the dashboard as one program that starts, moves and stops."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.demo.lives import CLINIC, LIVE_RUNNER
from plantar.day import civil_day, zone
from plantar.measured import SourceClass
from plantar.state import Attention
from plantar.store import Store
from plantar.store.sql import open_store

ROOT = Path(__file__).parents[2]
PATIENCE_S = 240.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def up(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[subprocess.Popen[str], Path, int]]:
    home, port = tmp_path_factory.mktemp("home"), free_port()
    words = [sys.executable, "-c", "from cli.main import main; main()", "up", "--demo"]
    with subprocess.Popen(
        [*words, "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "PLANTAR_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        yield running, home, port
        running.kill()


def wait_for(true: Callable[[], bool], running: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.5)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def live_steps(store: Store) -> int:
    today = civil_day(datetime.now(UTC), zone("Europe/Brussels"))
    days = store.days(LIVE_RUNNER, SourceClass.INSOLE, today, today)
    return sum(day.steps or 0 for day in days)


@pytest.mark.radio
def test_the_demo_starts_moves_while_one_looks_and_stops_cleanly(
    up: tuple[subprocess.Popen[str], Path, int],
) -> None:
    running, home, port = up
    wait_for(lambda: answers(port), running)

    with open_store(home / "demo.db") as store:
        wait_for(lambda: live_steps(store) > 0, running)
        first = live_steps(store)
        wait_for(lambda: live_steps(store) > first, running)
        states = {state.runner_id: state for state in store.states()}
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)

    assert f"http://127.0.0.1:{port}" in out
    assert "Traceback" not in err
    assert running.returncode == 0
    assert not answers(port)
    assert set(states) == {runner.id for runner in CLINIC}
    attention = {name: state.attention for name, state in states.items()}
    assert attention["demo-steady"] is Attention.QUIET
    assert attention["demo-long-run"] is Attention.CALL_TODAY
    assert attention["demo-jump-pain"] is Attention.CALL_TODAY
    assert attention["demo-week-up"] is Attention.LOOK_THIS_WEEK
    assert attention["demo-new"] is Attention.BUILDING
    assert attention["demo-silent"] is Attention.NO_DATA


def test_a_taken_port_is_said_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ran = subprocess.run(
            [sys.executable, "-c", "from cli.main import main; main()", "up", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PLANTAR_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert ran.returncode == 1
    assert f"--port {port + 1}" in ran.stderr
    assert "Traceback" not in ran.stderr
