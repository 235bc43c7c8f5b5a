"""`plantar doctor` as somebody types it: what it looks at, what it says, and how it ends."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cli import clock
from collector import pairing_file
from collector.board import Board, write_board
from collector.outbox.box import Outbox
from tests.cli.conftest import Plantar
from tests.cli.test_cli_doctor_judged import pod

WITHOUT_BROKEN = ["computer", "simulated air", "clock", "disk", "outbox", "store", "broker"]


def verdicts(plantar: Plantar, *words: str) -> dict[str, tuple[str, str, str | None]]:
    """Verdict, what was found and the fix, by subject."""
    told = plantar("doctor", "--json", *words).json
    return {one["subject"]: (one["verdict"], one["found"], one["fix"]) for one in told["findings"]}


@pytest.fixture
def simulated(home: Path) -> Path:
    (home / "simulated").mkdir(parents=True)
    return home / "simulated"


@pytest.mark.radio
def test_a_first_look_finds_nothing_broken_and_says_how_to_begin(plantar: Plantar) -> None:
    ran = plantar("doctor", "--simulated")

    assert ran.code == 0, ran.out
    assert "look    sensors        none is paired" in ran.out
    assert "fix: ./run sensor scan --simulated" in ran.out
    assert "Nothing is broken" in ran.out


@pytest.mark.radio
def test_everything_that_collecting_needs_is_looked_at(plantar: Plantar) -> None:
    told = plantar("doctor", "--simulated", "--json")

    assert [one["subject"] for one in told.json["findings"]] == [*WITHOUT_BROKEN, "sensors"]
    assert told.json["broken"] == 0


@pytest.mark.radio
def test_looking_leaves_nothing_behind(plantar: Plantar, home: Path) -> None:
    plantar("doctor", "--simulated")

    assert not home.exists()


@pytest.mark.radio
def test_a_damaged_outbox_is_mended_by_starting(plantar: Plantar, simulated: Path) -> None:
    (simulated / "outbox.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)

    verdict, found, fix = verdicts(plantar, "--simulated")["outbox"]

    assert verdict == "look"
    assert "is damaged" in found
    assert fix is not None
    assert "./run collect" in fix


@pytest.mark.radio
def test_an_outbox_that_a_collector_works_with_is_as_it_should_be(
    plantar: Plantar, simulated: Path
) -> None:
    board = Board(os.getpid(), clock.now(), clock.now())
    with Outbox(simulated / "outbox.db"):
        untold = verdicts(plantar, "--simulated")["outbox"]
        write_board(simulated / "collector.json", board)
        told = verdicts(plantar, "--simulated")["outbox"]
        write_board(
            simulated / "collector.json",
            replace(board, written_at=clock.now() - timedelta(minutes=2)),
        )
        stale = verdicts(plantar, "--simulated")["outbox"]

    assert (untold[0], told[0], stale[0]) == ("look", "ok", "look")
    assert f"process {os.getpid()}" in told[1]


@pytest.mark.radio
def test_a_list_of_sensors_with_a_mistake_in_it_is_broken(
    plantar: Plantar, simulated: Path
) -> None:
    (simulated / "sensors.toml").write_text("[[sensor]]\nid = 4\n", "utf-8")

    ran = plantar("doctor", "--simulated")

    assert ran.code == 1
    assert "broken  sensors" in ran.out
    assert "1 broken: mend from the top" in ran.out


@pytest.mark.radio
def test_a_store_of_something_else_is_broken_and_left_as_it_is(
    plantar: Plantar, simulated: Path
) -> None:
    (simulated / "plantar.db").write_bytes(b"these are photographs" * 400)

    verdict, found, _ = verdicts(plantar, "--simulated")["store"]

    assert verdict == "broken"
    assert "no database at all" in found


@pytest.mark.radio
def test_sensors_of_a_known_runner_are_well(plantar: Plantar, home: Path) -> None:
    assert plantar("runner", "add", "anna").code == 0
    pairing_file.add(home, (pod(),))
    pairing_file.add(home, (pod("watch", "bert"),))

    found = verdicts(plantar)

    assert found["store"] == ("ok", "opens; 1 runner in it", None)
    assert found["sensors"][0] == "broken"
    assert found["sensors"][2] == "./run runner add bert"


@pytest.mark.radio
def test_a_setting_that_cannot_be_is_broken_and_the_radio_is_looked_at(
    plantar: Plantar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTAR_COLOUR", "red")

    found = verdicts(plantar, "--simulated")

    assert list(found) == ["computer", "simulated air", "settings"]
    assert found["settings"][0] == "broken"
    assert "PLANTAR_COLOUR" in found["settings"][1]


def test_a_broken_radio_ends_with_1_and_names_its_fix(
    plantar: Plantar, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "linux":
        pytest.skip("D-Bus is how Linux does it")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus")

    ran = plantar("doctor")

    assert ran.code == 1
    assert "broken  D-Bus" in ran.out
    assert "fix: " in ran.out
    assert "listening" not in ran.out  # there is nothing to listen with


@pytest.fixture
def bluetooth() -> Iterator[None]:
    """A computer whose Bluetooth works, as far as D-Bus tells."""
    if sys.platform != "linux" or shutil.which("dbus-daemon") is None:
        pytest.skip("there is no dbus-daemon")
    buses = pytest.importorskip("tests.collector.private_bus")
    rig = pytest.importorskip("tests.collector.doctor_bus")
    with buses.system_bus(), rig.bluez_beside(hci0=True):
        yield


@pytest.mark.dbus
def test_a_radio_that_works_is_listened_to(plantar: Plantar, bluetooth: None) -> None:
    found = verdicts(plantar)

    assert found["D-Bus"][0] == found["permission"][0] == found["adapter"][0] == "ok"
    assert found["listening"][:2] == (
        "ok",
        "the radio listens; nothing was heard in 3 s, so wake a sensor to hear it",
    )


def test_it_reads_on_eighty_columns(
    plantar: Plantar, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    ran = plantar("doctor")

    lines = [line for line in ran.out.splitlines() if str(home) not in line]
    assert max(map(len, lines)) <= 80
