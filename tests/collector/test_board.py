"""The board that a running collector writes: read back as it was, or refused with its reason."""

import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.board import Board, read_board, write_board
from collector.sensor_state import Phase, SensorClock, SensorState
from collector.tally import Tally
from plantar.errors import BadInput, FileRejected
from plantar.sample import ClockQuality, Foot

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LEFT = SensorState(
    "shoe-left",
    Phase.STREAMING,
    NOON,
    name="Sole ‘L’",
    foot=Foot.LEFT,
    described={"firmware": "1.2"},
    battery_percent=83,
    heard_at=NOON + timedelta(milliseconds=250),
    clock=SensorClock(ClockQuality.FITTED, 0.004, 35.5),
    tally=Tally(frames=90_000, missing=12, malformed=1),
)
BELT = SensorState("belt", Phase.BACKING_OFF, NOON, "it hung up", heart_rate_bpm=148)
BOARD = Board(4242, NOON, NOON + timedelta(hours=2), (LEFT, BELT))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "collector.json"


def moments() -> st.SearchStrategy[datetime]:
    return st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]))


def words() -> st.SearchStrategy[str]:
    return st.text(min_size=1).filter(lambda word: word.strip() != "")


def clocks() -> st.SearchStrategy[SensorClock]:
    return st.builds(
        SensorClock,
        st.sampled_from(ClockQuality),
        st.floats(0.0, 1e6),
        st.none() | st.floats(-1e4, 1e4),
    )


def states() -> st.SearchStrategy[SensorState]:
    counts = st.integers(0, 2**40)
    return st.builds(
        SensorState,
        words(),
        st.sampled_from(Phase),
        moments(),
        trouble=st.none() | words(),
        name=st.none() | words(),
        foot=st.none() | st.sampled_from(Foot),
        described=st.dictionaries(words(), words(), max_size=3),
        battery_percent=st.none() | st.integers(0, 100),
        heard_at=st.none() | moments(),
        clock=st.none() | clocks(),
        heart_rate_bpm=st.none() | st.integers(0, 300),
        tally=st.builds(Tally, *[counts] * 9),
    )


def boards() -> st.SearchStrategy[Board]:
    return st.builds(
        Board,
        st.integers(1, 2**31),
        moments(),
        moments(),
        st.lists(states(), max_size=3).map(tuple),
        simulated=st.booleans(),
        outbox_trouble=st.none() | words(),
        centre_trouble=st.none() | words(),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(boards())
def test_a_board_is_read_as_it_was_written(path: Path, board: Board) -> None:
    write_board(path, board)

    assert read_board(path) == board


def test_what_describes_a_sensor_may_be_any_mapping(path: Path) -> None:
    fixed = replace(LEFT, described=MappingProxyType({"firmware": "1.2"}))

    write_board(path, replace(BOARD, sensors=(fixed,)))

    assert read_board(path) == replace(BOARD, sensors=(LEFT,))


def test_where_no_collector_ever_ran_there_is_no_board(path: Path) -> None:
    assert read_board(path) is None


def test_a_board_takes_the_place_of_the_one_before_it_and_leaves_nothing_else(path: Path) -> None:
    write_board(path, BOARD)
    later = replace(BOARD, written_at=NOON + timedelta(hours=3), sensors=())

    write_board(path, later)

    assert read_board(path) == later
    assert [one.name for one in path.parent.iterdir()] == ["collector.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_reads_a_board(path: Path) -> None:
    write_board(path, BOARD)

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_board_that_cannot_be_written_leaves_the_one_before_it(path: Path) -> None:
    write_board(path, BOARD)
    (path.parent / "collector.json.new").mkdir()

    with pytest.raises(OSError, match=os.strerror(21)):
        write_board(path, replace(BOARD, pid=1))

    assert read_board(path) == BOARD


def test_a_board_is_of_a_process_and_of_moments() -> None:
    with pytest.raises(BadInput, match="pid: 0"):
        replace(BOARD, pid=0)
    with pytest.raises(BadInput, match="written_at"):
        replace(BOARD, written_at=datetime(2026, 6, 1))  # noqa: DTZ001 - the naive one is the point


@pytest.mark.parametrize(
    ("place", "told", "said"),
    [
        (("version",), 2, "version 2, this Plantar reads 1"),
        (("version",), None, "version None, this Plantar reads 1"),
        (("pid",), -4, "pid: -4, wanted is a whole number from 1"),
        (("pid",), True, "pid: True"),
        (("simulated",), 1, "simulated: 1, wanted is true or false"),
        (("written_at",), "yesterday", "written_at: 'yesterday', wanted is a moment"),
        (("written_at",), "2026-06-01T12:00:00", "wanted is a moment with a time zone"),
        (("started_at",), 12, "started_at: 12"),
        (("mood",), "good", "mood: unknown"),
        (("sensors",), "none", "sensors: 'none'"),
        (("sensors", 0, "phase"), "asleep", r"sensors\[1\].phase: 'asleep', wanted is one of sea"),
        (("sensors", 0, "foot"), "third", r"sensors\[1\].foot: 'third'"),
        (("sensors", 0, "battery_percent"), 101, r"battery_percent: 101, wanted is a whole number"),
        (("sensors", 0, "tally", "missing"), -1, r"sensors\[1\].tally.missing: -1"),
        (("sensors", 0, "tally", "lost"), 1, "lost: unknown"),
        (("sensors", 0, "clock", "off_s"), None, "off_s: missing, wanted is seconds"),
        (("sensors", 0, "clock", "quality"), "fine", "quality: 'fine'"),
        (("sensors", 1, "described", "maker"), 7, r"sensors\[2\].described.maker: 7"),
        (("sensors", 1, "since"), None, r"sensors\[2\].since: missing"),
    ],
)
def test_a_board_with_an_entry_that_cannot_be_is_refused_by_its_name(
    path: Path, place: tuple[str | int, ...], told: object, said: str
) -> None:
    write_board(path, BOARD)
    content = json.loads(path.read_text("utf-8"))
    entry = content
    for step in place[:-1]:
        entry = entry[step]
    entry[place[-1]] = told
    path.write_text(json.dumps(content), "utf-8")

    with pytest.raises(FileRejected, match=said) as refused:
        read_board(path)

    assert refused.value.path == path


@pytest.mark.parametrize("left_out", ["pid", "started_at", "simulated"])
def test_a_board_that_lacks_an_entry_is_refused(path: Path, left_out: str) -> None:
    write_board(path, BOARD)
    content = json.loads(path.read_text("utf-8"))
    del content[left_out]
    path.write_text(json.dumps(content), "utf-8")

    with pytest.raises(FileRejected, match=f"{left_out}: missing"):
        read_board(path)


@pytest.mark.parametrize("told", [b"", b"[]", b"\x00\xff", b"[" * 100_000, b'{"version": NaN}'])
def test_what_is_no_board_at_all_is_said_to_be_damaged(path: Path, told: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(told)

    with pytest.raises(FileRejected, match=r"is damaged|version nan"):
        read_board(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_a_board_with_bytes_written_over_is_read_or_refused(
    path: Path, at: int, over: bytes
) -> None:
    write_board(path, BOARD)
    text = bytearray(path.read_bytes())
    at %= len(text)
    text[at : at + len(over)] = over
    path.write_bytes(text)

    try:
        board = read_board(path)
    except FileRejected:
        return
    assert board is not None
