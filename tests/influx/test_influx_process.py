"""`plantar process` and `plantar up` tell the mirror beside their work, and go on without one."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plantar.influx.server import Server
from plantar.runner import Runner
from plantar.store import Batch
from plantar.store.mirror_notes import open_mirror_notes
from plantar.store.sql import open_store
from tests.broker.broker_rig import MOSQUITTO, Mosquitto, Process
from tests.influx.influx_rig import Influx, free_port, wait_for
from tests.influx.walked import A_MINUTE, origin, steps, unlike

ROOT = Path(__file__).parents[2]
#: These read the clock themselves.
NOW = datetime.now(UTC).replace(second=0, microsecond=0)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    if not Path(MOSQUITTO).exists():
        pytest.skip("there is no mosquitto")
    one = Mosquitto(tmp_path).start()
    yield one
    one.stop()


@pytest.mark.broker
def test_process_tells_the_mirror_what_comes_and_what_follows_through_an_influxd_that_is_killed(
    broker: Mosquitto, influx: Influx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "centre"
    home.mkdir()
    for name, value in influx.settings().items():
        monkeypatch.setenv(name, value)
    path = home / "plantar.db"
    with (
        open_store(path) as store,
        open_mirror_notes(path) as mirror_notes,
        Server(influx.place()) as server,
    ):
        server.make()
        store.add_runner(Runner("anna", body_mass_kg=62.0))
        process = Process(home, broker).start().connected()
        try:
            store.put("anna", Batch(origin("first"), "watch", (steps(NOW - A_MINUTE),)))
            wait_for(lambda: not store.dirty("anna").days, "its figures are computed")
            wait_for(lambda: mirror_notes.waiting() == {}, "the mirror is told")
            assert unlike(store, server) == []

            influx.kill()
            store.put("anna", Batch(origin("more"), "watch", (steps(NOW - 2 * A_MINUTE),)))
            wait_for(lambda: "the mirror waits: " in process.said(), "the trouble is said")
            wait_for(lambda: not store.dirty("anna").days, "figures are computed all the same")
            influx.start()
            wait_for(lambda: mirror_notes.waiting() == {}, "what waited is told")
            assert unlike(store, server) == []
        finally:
            code = process.stop()
    assert code == 0, process.said()
    assert process.said().count("the mirror waits: ") == 1
    assert "Traceback" not in process.said()


def test_up_tells_the_mirror_and_ends_well_while_it_is_away(influx: Influx, tmp_path: Path) -> None:
    path = tmp_path / "plantar.db"
    with (
        open_store(path) as store,
        open_mirror_notes(path) as mirror_notes,
        Server(influx.place()) as server,
    ):
        server.make()
        store.add_runner(Runner("anna", body_mass_kg=62.0))
        store.put("anna", Batch(origin("first"), "watch", (steps(NOW - A_MINUTE),)))
        with subprocess.Popen(
            [
                *(sys.executable, "-c", "from cli.main import main; main()"),
                *("up", "--port", str(free_port())),
            ],
            cwd=ROOT,
            env={**os.environ, "PLANTAR_HOME": str(tmp_path), **influx.settings()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as running:
            try:
                wait_for(lambda: store.state("anna") is not None, "figures are computed")
                wait_for(lambda: mirror_notes.waiting() == {}, "the mirror is told")
                assert unlike(store, server) == []
                influx.kill()
                running.send_signal(signal.SIGINT)
                _, said = running.communicate(timeout=60)
            finally:
                running.kill()
                influx.start()

    assert running.returncode == 0, said
    assert "Traceback" not in said
