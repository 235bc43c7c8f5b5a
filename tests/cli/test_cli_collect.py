"""`plantar collect` and `up`: paired sensors are listened to, and what they say is kept."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.collecting import Place, collecting
from cli.home import DEMO_RUNNER
from cli.pipeline import Listening, listen
from cli.radio import host_clock, simulated_air
from collector import pairing_file
from collector.outbox.box import Outbox
from collector.pairing import PairedSensor
from collector.profile_file import known_profile
from collector.sensor_state import Phase, SensorState
from collector.simulated.live import LEFT, POD_ADDRESS, POD_NAME, RIGHT
from plantar.measured import Gap
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.sample import Foot
from plantar.store import Store
from plantar.store.sql import open_store
from tests.cli.conftest import ROOT, Plantar

pytestmark = pytest.mark.radio

ALL = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
#: A first start compiles. [s]
PATIENCE_S = 180.0


def paired(
    sensor_id: str, profile_id: str, address: str, name: str, device: str, foot: Foot | None
) -> PairedSensor:
    profile = known_profile(profile_id)
    assert profile is not None
    return PairedSensor(
        id=sensor_id,
        address=address,
        name=name,
        profile=profile,
        runner_id=DEMO_RUNNER.id,
        paired_at=datetime(2026, 11, 1, tzinfo=UTC),
        foot=foot,
        device=device,
    )


SOLES = tuple(
    paired(f"sole-{one.foot}", "open-plantar", one.address, one.name, "soles-1", one.foot)
    for one in (LEFT, RIGHT)
)
POD = paired("pod-1", "running-speed-and-cadence", POD_ADDRESS, POD_NAME, "pod-1", None)


def kept(store: Store, kind: type, device: str) -> list:
    return [
        one.record for one in store.measured(DEMO_RUNNER.id, kind, *ALL) if one.source == device
    ]


def test_without_a_paired_sensor_it_says_how_to_begin(plantar: Plantar) -> None:
    ran = plantar("collect", "--simulated")

    assert ran.code == 1
    assert ran.err == (
        "plantar: no sensor is paired yet: begin with `./run sensor scan --simulated`\n"
    )


def test_soles_and_a_pod_are_collected_until_ctrl_c_and_nothing_is_left_behind(
    home: Path, plantar: Plantar
) -> None:
    pairing_file.add(home / "simulated", (*SOLES, POD))
    collect = "from cli.main import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", collect, "collect", "--simulated"],
        cwd=ROOT,
        env={**os.environ, "PLANTAR_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with open_store(home / "simulated" / "plantar.db") as store:
            wait_for(lambda: len(kept(store, FootMinute, "soles-1")) >= 2, running)
            wait_for(lambda: len(kept(store, StepMinute, "pod-1")) >= 1, running)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
            bodies = kept(store, BodyMinute, "soles-1")
            gaps = [*kept(store, Gap, "soles-1"), *kept(store, Gap, "pod-1")]
    finally:
        running.kill()

    assert (running.returncode, err) == (0, "")
    assert "Plantar sim L: is heard" in out
    assert out.splitlines()[-1].startswith("Stopped.")
    assert bodies
    assert gaps == []
    with Outbox(home / "simulated" / "outbox.db") as outbox:
        assert outbox.state().waiting == 0
        assert outbox.reached("soles-1") is None
    assert plantar("status", "--simulated").code == 1  # nothing is collected now


def wait_for(true: Callable[[], bool], running: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.2)


def test_a_sensor_that_is_refused_ends_with_its_reason_and_the_others_go_on(
    tmp_path: Path,
) -> None:
    wrong = replace(SOLES[0], id="sole-wrong", address=POD_ADDRESS, name=POD_NAME)
    states = collected_for(8.0, (SOLES[1], wrong), tmp_path)

    last = {state.sensor: state for state in states}
    assert last["sole-wrong"].phase is Phase.REFUSED
    assert "has no declaration" in (last["sole-wrong"].trouble or "")
    assert last[SOLES[1].id].phase is Phase.STOPPED
    with open_store(tmp_path / "plantar.db") as store:
        minutes = kept(store, FootMinute, "soles-1")
    assert {minute.foot for minute in minutes if minute.measured_s} == {Foot.RIGHT}


def collected_for(
    seconds: float, sensors: tuple[PairedSensor, ...], folder: Path
) -> list[SensorState]:
    """Collect for so many real seconds; every state that was told."""
    states: list[SensorState] = []

    async def main() -> None:
        stop = asyncio.Event()
        with open_store(folder / "plantar.db") as store, Outbox(folder / "outbox.db") as outbox:
            store.add_runner(DEMO_RUNNER, None)
            async with simulated_air() as air:

                def state(told: SensorState) -> None:
                    if told.phase is Phase.STREAMING and not states_streaming():
                        asyncio.get_running_loop().call_later(seconds, stop.set)
                    states.append(told)

                place = Place(store, outbox)
                await collecting(sensors, air, place, host_clock(), stop, on_state=state)

    def states_streaming() -> bool:
        return any(one.phase is Phase.STREAMING for one in states)

    asyncio.run(main())
    return states


def test_one_home_has_one_collector(home: Path, plantar: Plantar) -> None:
    pairing_file.add(home / "simulated", (POD,))

    with Outbox(home / "simulated" / "outbox.db"):
        ran = plantar("collect", "--simulated")

    assert ran.code == 1
    assert "another collector works with this outbox" in ran.err


def test_the_dashboard_goes_on_when_no_sensor_is_what_it_was_paired_as(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = replace(SOLES[0], address=POD_ADDRESS, name=POD_NAME)

    async def main() -> bool:
        stop = asyncio.Event()
        listening = Listening((wrong,), tmp_path / "outbox.db", simulated=True)
        with open_store(tmp_path / "plantar.db") as store, Outbox(listening.outbox) as outbox:
            store.add_runner(DEMO_RUNNER, None)
            async with asyncio.timeout(PATIENCE_S):
                await listen(listening, store, outbox, stop)
        return stop.is_set()

    assert not asyncio.run(main())
    assert "no sensor is left to listen to" in capsys.readouterr().err


def test_a_sensor_of_nobody_ends_up_with_a_sentence(home: Path, plantar: Plantar) -> None:
    pairing_file.add(home / "simulated", (replace(POD, runner_id="gone"),))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    ran = plantar("up", "--simulated", "--port", port)

    assert ran.code == 1
    assert "plantar: no runner 'gone'" in ran.err
    assert "Traceback" not in ran.err
