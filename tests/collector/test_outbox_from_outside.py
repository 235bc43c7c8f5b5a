"""An outbox is looked at while its collector works with it, and is none the worse for it."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collector.outbox.box import Outbox
from collector.outbox.file import is_taken
from collector.outbox.state import examine, gaps_waiting, look
from plantar.errors import OutboxError
from plantar.measured import Gap, GapCause
from plantar.minute import StepMinute
from plantar.wire import Answer

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
POD = "foot-pod"
BREAK = Gap(NOON, NOON + timedelta(seconds=14), 1_400, GapCause.LINK)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


def test_an_outbox_is_taken_for_as_long_as_its_collector_has_it(path: Path) -> None:
    assert not is_taken(path)
    with Outbox(path):
        assert is_taken(path)
    assert not is_taken(path)


def test_looking_whether_it_is_taken_keeps_no_collector_away(path: Path) -> None:
    with Outbox(path):
        pass
    stop = threading.Event()

    def look_all_the_time() -> None:
        while not stop.is_set():
            is_taken(path)

    looking = threading.Thread(target=look_all_the_time)
    looking.start()
    try:
        for _ in range(100):
            with Outbox(path):
                pass
    finally:
        stop.set()
        looking.join()


def test_the_gaps_that_wait_are_seen_until_the_centre_has_them(path: Path) -> None:
    with Outbox(path) as outbox:
        outbox.append(POD, [StepMinute(NOON, 1, 80.0, 60.0), BREAK], now=NOON)
        assert gaps_waiting(path) == ((POD, BREAK),)

        outbox.settle(Answer(tuple(one.receipt for one in outbox.take(10))))

        assert gaps_waiting(path) == ()


def test_a_sound_outbox_passes_an_examination_also_while_it_is_used(path: Path) -> None:
    with Outbox(path) as outbox:
        outbox.append(POD, [BREAK], now=NOON)

        examine(path)

        assert look(path).waiting == 1


def test_a_damaged_outbox_is_found_and_left_as_it_is(path: Path) -> None:
    with Outbox(path) as outbox:
        outbox.append(POD, [StepMinute(NOON, n, 80.0, 60.0) for n in range(1, 40)], now=NOON)
    text = bytearray(path.read_bytes())
    text[4096:8192] = b"\xff" * 4096
    path.write_bytes(text)

    with pytest.raises(OutboxError, match="is damaged"):
        examine(path)

    assert path.read_bytes() == text


def test_another_database_is_no_outbox(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE photographs (name TEXT)")
    other.close()

    with pytest.raises(OutboxError, match="another database"):
        examine(path)


def test_where_there_is_none_it_is_said(path: Path) -> None:
    for asked in (look, examine, gaps_waiting):
        with pytest.raises(OutboxError, match="there is no outbox"):
            asked(path)
