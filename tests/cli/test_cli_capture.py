"""`plantar capture` and `plantar replay`: from shoes in the air to a file, and back."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bumble.link import LocalLink

from collector.capture import head_line, head_of
from collector.link_events import Began
from collector.outbox.box import Outbox
from collector.pairing_file import add, paired_sensors
from collector.simulated.device import SimulatedDevice
from collector.simulated.gait import Walker
from collector.simulated.live import LEFT as MADE_LEFT
from collector.simulated.sole import SimulatedSole
from tests.cli.conftest import ROOT, Plantar
from tests.cli.sensor_air import on_simulated_time, put_in_the_air
from tests.collector.radio_rig import LEFT, paired

pytestmark = pytest.mark.radio

SIMULATED = "--simulated"
L = "F0:00:00:00:00:01"
#: A first start compiles. [s]
PATIENCE_S = 180.0


@pytest.fixture
def _ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    on_simulated_time(monkeypatch)


@pytest.fixture
def pair(plantar: Plantar, _ahead: None, home: Path) -> str:
    """A pair of soles that was paired."""
    assert plantar("sensor", "scan", SIMULATED).code == 0
    words = ("1", "2", "--runner", "demo", "--yes", "--no-calibration", "--seconds", "2")
    ran = plantar("sensor", "add", *words, SIMULATED)
    assert ran.code == 0, ran.err
    return paired_sensors(home / "simulated")[0].device


def captured(plantar: Plantar, *words: object) -> str:
    ran = plantar("capture", *words, SIMULATED)
    assert ran.code == 0, ran.err
    return ran.out


@pytest.mark.usefixtures("_ahead")
def test_a_sole_that_nobody_paired_is_captured_and_heard_again(
    plantar: Plantar, tmp_path: Path
) -> None:
    path = tmp_path / "walk.jsonl"

    said = captured(plantar, L, "--profile", "open-plantar", "--seconds", 30, "--out", path)

    assert "Plantar sim L, read as open-plantar, left foot" in said
    assert "No gaps." in said
    assert "no name of a runner, no address" in said
    assert f"./run replay {path}" in said
    text = path.read_text()
    assert L not in text.upper()
    assert "demo" not in text
    told = plantar("replay", path, "--json").json
    (capture,) = told["captures"]
    assert (capture["name"], capture["foot"]) == ("Plantar sim L", "left")
    assert 2_900 < capture["tally"]["frames"] < 3_100
    assert capture["readings"]["zones"] == capture["tally"]["frames"]
    assert capture["clock"]["quality"] == "settling"
    assert told["gaps"] == []


def test_both_soles_of_a_pair_are_captured_and_laid_together(
    plantar: Plantar, tmp_path: Path, pair: str
) -> None:
    captured(plantar, pair, "--seconds", 130, "--out", tmp_path / "walk.jsonl")
    files = [tmp_path / "walk-left.jsonl", tmp_path / "walk-right.jsonl"]

    told = plantar("replay", *files, "--json", "--body-mass", 70)

    feet = [one for one in told.json["minutes"] if one["kind"] == "foot"]
    assert {one["foot"] for one in feet} == {"left", "right"}
    for foot in ("left", "right"):
        steps = sum(one["steps"][0] for one in feet if one["foot"] == foot)
        assert 50 < steps < 60  # a minute of walking, then standing and running
    assert plantar("replay", *files, "--json", "--body-mass", 70).out == told.out
    shown = plantar("replay", *files)
    assert plantar("replay", *files).out == shown.out
    assert "frames handed on" in shown.out
    assert "contact" in shown.out


def test_every_event_is_shown_in_a_line(plantar: Plantar, tmp_path: Path, pair: str) -> None:
    sole = next(one.id for one in paired_sensors(tmp_path / "home/simulated") if one.device == pair)
    path = tmp_path / "walk.jsonl"
    captured(plantar, sole, "--seconds", 5, "--out", path)

    shown = plantar("replay", path, "--step").out

    assert "read declaration, 27 B" in shown
    assert "heard frames, 233 B" in shown
    assert "7 frame\n" in shown
    steps = plantar("replay", path, "--step", "--json").json["steps"]
    assert steps[-1]["what"] == "ended"
    assert len(steps) == len(path.read_text().splitlines()) - 1


def test_a_sole_that_talks_nonsense_is_captured_with_all_of_it(
    plantar: Plantar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Babbling(SimulatedSole):
        async def _send(self, counts: range) -> None:
            await self.say(b"\xde\xad\xbe\xef")
            await super()._send(counts)

    def who(air: LocalLink, walker: Walker) -> list[SimulatedDevice]:
        return [Babbling(air, MADE_LEFT, walker)]

    on_simulated_time(monkeypatch)
    put_in_the_air(monkeypatch, who)
    path = tmp_path / "walk.jsonl"

    said = captured(plantar, L, "--profile", "open-plantar", "--seconds", 5, "--out", path)

    assert "de ad be ef" in said
    told = plantar("replay", path, "--json").json["captures"][0]
    assert told["malformed"]["value"]["last_hex"] == "de ad be ef"
    assert told["malformed"]["value"]["notifications"] == told["tally"]["malformed"] > 50


@pytest.mark.usefixtures("_ahead")
def test_a_capture_overwrites_nothing(plantar: Plantar, tmp_path: Path) -> None:
    path = tmp_path / "walk.jsonl"
    path.write_text("my run")

    ran = plantar("capture", L, "--profile", "open-plantar", "--out", path, SIMULATED)

    assert ran.code == 1
    assert "is there already; a capture overwrites nothing" in ran.err
    assert "looking for" not in ran.err
    assert path.read_text() == "my run"


@pytest.mark.usefixtures("_ahead")
def test_a_capture_ends_when_its_file_is_as_large_as_it_may_be(
    plantar: Plantar, tmp_path: Path
) -> None:
    path = tmp_path / "walk.jsonl"

    said = captured(
        plantar, L, "--profile", "open-plantar", "--out", path, "--most-mb", 0.2, "--seconds", 600
    )

    assert "as large as it may be" in said
    assert 190_000 < path.stat().st_size <= 200_000
    assert plantar("replay", path, "--json").json["captures"][0]["cut_off"] is None


@pytest.mark.usefixtures("_ahead")
def test_a_sensor_that_is_not_there_leaves_no_file(plantar: Plantar, tmp_path: Path) -> None:
    path = tmp_path / "walk.jsonl"
    nobody = "F0:00:00:00:00:99"

    ran = plantar("capture", nobody, "--profile", "open-plantar", "--out", path, SIMULATED)

    assert ran.code == 1
    assert "was not heard for" in ran.err
    assert not path.exists()


def test_a_sensor_that_a_collector_listens_to_is_not_taken_from_it(
    plantar: Plantar, home: Path, tmp_path: Path
) -> None:
    sensor = paired(LEFT)
    add(home, [sensor])

    with Outbox(home / "outbox.db"):
        ran = plantar("capture", sensor.id, "--out", tmp_path / "walk.jsonl")

    assert ran.code == 1
    assert f"a collector listens to {sensor.id} now" in ran.err
    assert f"./run replay --raw {sensor.device}" in ran.err


def test_a_capture_that_was_cut_off_says_so(plantar: Plantar, tmp_path: Path) -> None:
    path = tmp_path / "walk.jsonl"
    head = head_line(head_of(paired(LEFT), Began(10**18), "0.1.0"))
    path.write_text(f'{head}{{"at": 5, "what": "connected", "lacking": []}}\n{{"at": 7, "wh')

    ran = plantar("replay", path)

    assert ran.code == 0
    assert "Cut off: line 3 was not written to its end. Its 13 bytes are left out" in ran.out


def test_a_line_that_cannot_be_is_refused_with_its_number(plantar: Plantar, tmp_path: Path) -> None:
    path = tmp_path / "walk.jsonl"
    head = head_line(head_of(paired(LEFT), Began(10**18), "0.1.0"))
    path.write_text(f'{head}{{"at": 5, "what": "danced"}}\n')

    ran = plantar("replay", path)

    assert ran.code == 1
    assert f"{path}: line 2: what: 'danced', wanted is one of connected" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("words", [(), ("walk.jsonl", "--raw", "soles-1")])
def test_a_replay_is_of_files_or_of_raw_bytes(plantar: Plantar, words: tuple[str, ...]) -> None:
    ran = plantar("replay", *words)

    assert ran.code == 2
    assert "a capture, or --raw and a device" in ran.err


def test_what_a_collector_keeps_is_heard_again_while_it_works(
    plantar: Plantar, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plantar("sensor", "scan", SIMULATED).code == 0
    words = ("1", "2", "--runner", "demo", "--yes", "--no-calibration", "--seconds", "2")
    assert plantar("sensor", "add", *words, SIMULATED).code == 0
    device = paired_sensors(home / "simulated")[0].device
    code = "from cli.main import main; main()"
    with (home / "log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-c", code, "collect", SIMULATED, "--keep-raw"],
            cwd=ROOT,
            env={**os.environ, "PLANTAR_HOME": str(home)},
            stdout=log,
            stderr=log,
        )
    with running:
        try:
            until = time.monotonic() + PATIENCE_S
            ran = plantar("replay", "--raw", device, SIMULATED, "--json")
            while ran.code != 0 or len(ran.json["captures"]) < 2:
                assert running.poll() is None, (home / "log").read_text()
                assert time.monotonic() < until, ran.err
                time.sleep(0.5)
                ran = plantar("replay", "--raw", device, SIMULATED, "--json")
            running.send_signal(signal.SIGINT)
            assert running.wait(60) == 0
        finally:
            running.kill()

    assert {one["foot"] for one in ran.json["captures"]} == {"left", "right"}
    assert all(one["tally"]["frames"] > 300 for one in ran.json["captures"])
    whole = plantar("replay", "--raw", device, SIMULATED, "--json").json
    tallies = json.loads((home / "simulated/collector.json").read_text())["sensors"]
    assert [one["tally"] for one in whole["captures"]] == [
        {name: one["tally"][name] for name in whole["captures"][0]["tally"]}
        for one in sorted(tallies, key=lambda one: str(one["foot"]))
    ]
    later = plantar("replay", "--raw", device, SIMULATED, "--since", "2100-01-01")
    assert "no raw bytes of" in later.err
