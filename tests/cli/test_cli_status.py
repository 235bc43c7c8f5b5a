"""`plantar status` as somebody types it, beside a collector that has the outbox and a board."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cli import clock
from collector import pairing_file
from collector.board import Board, write_board
from collector.outbox.box import Outbox
from collector.sensor_state import Phase, SensorState
from collector.tally import Tally
from plantar.measured import Gap, GapCause, Origin, OriginKind
from plantar.minute import StepMinute
from plantar.store import Batch
from plantar.store.sql import open_store
from plantar.wire import Answer
from tests.cli.conftest import Plantar
from tests.cli.test_cli_doctor_judged import pod

S = timedelta(seconds=1)


@pytest.fixture
def collecting(plantar: Plantar, anna: str, home: Path) -> Board:
    """Anna's foot pod, as the board of a collector has it that began two minutes ago."""
    pairing_file.add(home, (pod(),))
    now = clock.now()
    state = SensorState(
        "pod", Phase.STREAMING, now, heard_at=now, battery_percent=83, tally=Tally(frames=60)
    )
    return Board(4242, now - timedelta(minutes=2), now, (state,))


def day_begins(home: Path, now: datetime) -> datetime:
    with open_store(home / "plantar.db") as store:
        days = store.runner("anna").days
    return days.begins(days.day_of(now))


def test_who_begins_is_told_how_and_nothing_is_made(plantar: Plantar, home: Path) -> None:
    ran = plantar("status")

    assert ran.code == 0
    assert ran.out == "No sensor is paired yet: ./run sensor scan shows which are near.\n"
    assert not home.exists()


def test_paired_and_not_collecting_asks_for_attention(
    plantar: Plantar, home: Path, collecting: Board
) -> None:
    ran = plantar("status")

    assert ran.code == 1
    assert ran.out.startswith("Not collecting: ./run collect")
    assert "- nothing is collected: ./run collect" in ran.out


def test_a_collector_that_works_is_told_with_its_sensors(
    plantar: Plantar, home: Path, collecting: Board
) -> None:
    write_board(home / "collector.json", collecting)
    with Outbox(home / "outbox.db"):
        ran = plantar("status")

    assert ran.code == 0, ran.out
    assert "Collecting for 2 min (process 4242), told" in ran.out
    assert "pod  no foot, Pod\n  is heard, last" in ran.out
    assert "battery 83 %" in ran.out
    assert "today no gaps; this run 0 missing, 0 twice, 0 unreadable" in ran.out
    assert "All is well." in ran.out


def test_a_collector_that_was_killed_is_not_running_whatever_its_board_says(
    plantar: Plantar, home: Path, collecting: Board
) -> None:
    write_board(home / "collector.json", collecting)
    with Outbox(home / "outbox.db"):
        pass

    told = plantar("status", "--json")

    assert told.code == 1
    assert told.json["collector"] == "not-running"
    assert told.json["sensors"][0]["phase"] is None
    assert told.json["sensors"][0]["heard_at"] is not None


def test_a_collector_that_hangs_is_told_from_one_that_works(
    plantar: Plantar, home: Path, collecting: Board
) -> None:
    old = replace(collecting, written_at=clock.now() - timedelta(minutes=3))
    write_board(home / "collector.json", old)
    with Outbox(home / "outbox.db"):
        told = plantar("status", "--json")

    assert (told.code, told.json["collector"]) == (1, "silent")
    assert "tells nothing of itself (last 3 min ago)" in told.json["attention"][0]


def test_gaps_of_today_come_from_the_store_and_from_the_outbox(
    plantar: Plantar, home: Path, collecting: Board
) -> None:
    now = clock.now()
    midnight = day_begins(home, now)
    committed = Gap(midnight - 60 * S, midnight + 0.25 * S, None, GapCause.LINK)
    also_waiting = Gap(midnight + 0.5 * S, midnight + 0.625 * S, 3, GapCause.STALL)
    waiting = Gap(midnight + 0.75 * S, midnight + 1 * S, 5, GapCause.LINK)
    of_another = Gap(midnight, midnight + 1 * S, None, GapCause.LINK)
    stream = Origin("live anna pod", OriginKind.STREAM, "pod", now)
    other = Origin("live anna watch", OriginKind.STREAM, "watch", now)
    with open_store(home / "plantar.db") as store:
        store.put(
            "anna",
            Batch(stream, "pod", (committed, also_waiting)),
            Batch(other, "watch", (of_another,)),
        )
    write_board(home / "collector.json", collecting)
    with Outbox(home / "outbox.db") as outbox:
        outbox.append("pod", [also_waiting, waiting], now=now)
        (sensor,) = plantar("status", "--json").json["sensors"]

    assert (sensor["gaps_today"], sensor["gap_today_s"]) == (3, 0.625)


def test_what_waits_in_the_outbox_is_counted_with_its_age(
    plantar: Plantar, home: Path, collecting: Board
) -> None:
    begun = clock.now().replace(second=0, microsecond=0) - timedelta(minutes=20)
    write_board(home / "collector.json", collecting)
    with Outbox(home / "outbox.db") as outbox:
        minutes = [StepMinute(begun + n * 60 * S, 1, 80.0, 60.0) for n in range(3)]
        outbox.append("pod", minutes, now=begun)
        refused = outbox.take(1)[0].receipt
        outbox.settle(Answer((), {refused: "nobody here wears it"}))
        told = plantar("status", "--json")

    box = told.json["outbox"]
    assert (box["waiting"], box["refused"]) == (2, 1)
    assert box["oldest"] == (begun + 60 * S).isoformat()
    assert told.code == 1
    assert box["lag_s"] >= 19 * 60
    assert box["refused_because"] == [{"reason": "nobody here wears it", "rows": 1}]
    assert [line.partition(" waits")[0] for line in told.json["attention"]] == [
        "the centre refused 1 row: nobody here wears it",
        "what was measured",
    ]


def test_a_sensor_that_was_paired_since_is_not_collected_from_yet(
    plantar: Plantar, home: Path, collecting: Board
) -> None:
    pairing_file.add(home, (replace(pod("watch"), paired_at=clock.now()),))
    write_board(home / "collector.json", collecting)
    with Outbox(home / "outbox.db"):
        ran = plantar("status")

    assert ran.code == 1
    assert "- watch: paired since the collector started: stop it, then ./run collect" in ran.out


@pytest.mark.parametrize("name", ["collector.json", "sensors.toml", "outbox.db", "plantar.db"])
def test_what_is_damaged_is_said_and_the_rest_is_told(
    plantar: Plantar, home: Path, collecting: Board, name: str
) -> None:
    write_board(home / "collector.json", collecting)
    with Outbox(home / "outbox.db"):
        pass
    with sqlite3.connect(home / "plantar.db") as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    (home / name).write_bytes(b"\xff" * 8_192)

    ran = plantar("status")

    assert ran.code == 1
    assert name in ran.out.partition("Look at this:")[2]
    assert ran.err == ""
    assert "outbox  " in ran.out


def test_what_is_simulated_has_a_board_of_its_own(
    plantar: Plantar, home: Path, collecting: Board
) -> None:
    write_board(home / "collector.json", collecting)
    with Outbox(home / "outbox.db"):
        ran = plantar("status", "--simulated")

    assert ran.code == 0
    assert "No sensor is paired yet: ./run sensor scan --simulated" in ran.out
