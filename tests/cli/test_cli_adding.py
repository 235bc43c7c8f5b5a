"""What was brought to a page: read by a process of its own, once, whatever becomes of that."""

import hashlib
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from cli import beside
from cli.adding import starting
from cli.adding.reader import read_all
from cli.adding.taking import SILENT, take_one
from cli.adding.why import told_of
from cli.intake import COUNTS, NO_CLOCK
from plantar.errors import FileRejected
from plantar.measured import DayTotal, SourceClass
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store import Store
from plantar.upload import TRIES, Upload, UploadState, Why, shown_name
from tests.plantar.conftest import sqlite_file

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=1)
#: Which of the two dates is first cannot be told from these.
AMBIGUOUS = b"date,steps\n03/04/2026,4000\n05/06/2026,6000\n"


@pytest.fixture
def place(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'plantar.db'}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with sqlite_file(tmp_path) as opened:
        opened.add_runner(Runner("anna", body_mass_kg=70.0))
        yield opened


def steps(days: int = 40, count: int = 8_000) -> bytes:
    rows = (f"{NOW.date() - timedelta(days=n)},{count + n}\n" for n in range(1, days + 1))
    return ("date,steps\n" + "".join(rows)).encode()


def bring(store: Store, content: bytes, name: str = "steps.csv", nth: int = 0) -> Upload:
    digest = hashlib.sha256(content).hexdigest()
    at = LONG_AGO + timedelta(seconds=nth)
    upload = Upload(f"u{nth}", "anna", shown_name(name), len(content), digest, "kine", at)
    store.keep_upload("anna", upload, content)
    return upload


def read(store: Store) -> list[Upload]:
    """What became of everything that waited, oldest first."""
    while take_one(store) is not None:
        pass
    return store.uploads("anna")[::-1]


def test_a_right_file_a_wrong_one_and_a_twin_each_have_their_verdict(store: Store) -> None:
    bring(store, steps())
    bring(store, b"date,steps\n2026-01-01,12x\n", nth=1)
    bring(store, steps(), "the same.csv", 2)

    right, wrong, twin = [one.told for one in read(store)]

    assert (right.state, right.format, right.unit, right.new) == (
        UploadState.ACCEPTED,
        "daily-steps",
        "days",
        40,
    )
    assert (right.first, right.last) == (
        NOW.date() - timedelta(days=40),
        NOW.date() - timedelta(days=1),
    )
    assert right.source_class == SourceClass.DAY_TOTALS
    assert (wrong.state, wrong.why) == (UploadState.REJECTED, Why.CONTENT)
    assert "line 2" in wrong.reason
    assert "12x" in wrong.reason
    assert (twin.state, twin.new, twin.unchanged) == (UploadState.DUPLICATE, 0, 40)
    assert twin.origin_id == right.origin_id
    assert [row.rows for row in store.origins("anna")] == [40]


def test_what_an_import_kept_is_known_and_taken_back_by_the_page(store: Store) -> None:
    bring(store, steps())
    (kept,) = read(store)

    store.withdraw_import("anna", kept.told.origin_id)

    assert [one.state for one in store.uploads("anna")] == [UploadState.UNDONE]
    assert store.origins("anna") == []
    assert not store.measured("anna", DayTotal, LONG_AGO - timedelta(days=90), NOW)
    bring(store, steps(), nth=1)
    assert read(store)[1].state is UploadState.ACCEPTED


def test_dates_that_can_be_read_in_two_ways_are_asked_about(store: Store) -> None:
    bring(store, AMBIGUOUS)
    (asked,) = read(store)
    assert asked.state is UploadState.ASKS
    assert {one.order: (one.first, one.last) for one in asked.told.readings} == {
        "dmy": (date(2026, 4, 3), date(2026, 6, 5)),
        "mdy": (date(2026, 3, 4), date(2026, 5, 6)),
    }
    assert store.origins("anna") == []

    store.said_dates("anna", asked.id, "mdy")

    (answered,) = read(store)
    assert (answered.state, answered.told.new) == (UploadState.ACCEPTED, 2)
    assert (answered.told.first, answered.told.last) == (date(2026, 3, 4), date(2026, 5, 6))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (b"PK\x03\x04" + bytes(64), Why.ARCHIVE),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), Why.NO_RECORDING),
        (bytes(64), Why.NO_RECORDING),
        (b"dear diary, today", Why.UNKNOWN),
        (b"name,age\nan,3\n", Why.UNKNOWN),
        (b"<?xml version='1.0'?><gpx version='1.1'></gpx>", Why.KNOWN),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", Why.OFFICE),
        (b"date,steps\n2099-01-01,5\n", Why.FUTURE),
    ],
    ids=range(9),
)
def test_a_refusal_has_a_sentence_in_every_language_and_its_own(
    store: Store, content: bytes, why: Why
) -> None:
    bring(store, content, "x" * 10_000 + "\u202e.csv")

    (refused,) = read(store)

    assert (refused.state, refused.told.why) == (UploadState.REJECTED, why)
    assert refused.told.reason
    assert store.origins("anna") == []


def test_what_the_import_itself_refuses_has_a_sentence_too() -> None:
    for cause, why in ((COUNTS, Why.COUNTS), (NO_CLOCK, Why.NO_CLOCK)):
        assert told_of(FileRejected(Path("x"), cause)).why is why


def test_a_real_activity_of_a_watch_tells_sessions_and_what_counts(store: Store) -> None:
    bring(store, (DATA / "garmin-fenix-5-walk.fit").read_bytes(), "C:\\mine\\walk.fit")

    (kept,) = read(store)

    assert (kept.state, kept.told.unit, kept.told.new) == (UploadState.ACCEPTED, "sessions", 1)
    assert kept.told.source_class == SourceClass.WATCH
    assert kept.told.first == kept.told.last
    assert [row.origin.label for row in store.origins("anna")] == ["walk.fit"]


def test_a_small_file_that_unpacks_to_more_than_there_is_is_refused(store: Store) -> None:
    # A MATLAB file of one compressed matrix of a hundred gigabytes of zeros, as its own head says.
    packed = zlib.compress(bytes(10_000_000))
    head = b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"
    element = (15).to_bytes(4, "little") + len(packed).to_bytes(4, "little") + packed
    bring(store, head + element, "bomb.mat")

    (refused,) = read(store)

    assert refused.state is UploadState.REJECTED


@contextmanager
def reader(place: str, home: Path, slow_s: float = 0.0) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that reads what waits; with `slow_s` it stops that long before it keeps a file."""
    late = (
        "import time; from cli.adding import taking; real = taking.read_in\n"
        "def slow(*given, **named):\n"
        "    kept = real(*given, **named); print('read', flush=True); "
        f"time.sleep({slow_s}); return kept\n"
        "taking.read_in = slow\n"
        "from cli.adding import reader; reader.main()"
    )
    command = [sys.executable, "-c", late] if slow_s else [
        sys.executable, beside.__file__, "cli.adding.reader"
    ]  # fmt: skip
    environment = {
        **os.environ,
        "PLANTAR_HOME": str(home),
        "PLANTAR_STORE_URL": place,
        "PYTHONPATH": str(ROOT),
    }
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_reader_that_is_killed_leaves_nothing_half_done_and_the_next_one_takes_it(
    store: Store, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(store, steps())
    with reader(place, tmp_path, slow_s=600) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"read\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    (left,) = store.uploads("anna")
    assert (left.state, left.tries) == (UploadState.TAKEN, 1)
    assert store.origins("anna") == []
    assert store.dirty("anna").days == ()
    assert take_one(store) is None  # somebody may still be at it

    monkeypatch.setattr("cli.clock.now", lambda: datetime.now(UTC) + 2 * SILENT)
    (again,) = read(store)

    assert (again.state, again.tries, again.told.new) == (UploadState.ACCEPTED, 2, 40)
    assert len(store.origins("anna")) == 1


def test_a_file_that_ends_whoever_reads_it_is_refused_in_the_end(store: Store) -> None:
    bring(store, steps())
    for n in range(TRIES):
        at = NOW + n * 2 * SILENT
        assert store.take_upload(at, at - SILENT) is not None
    at = NOW + TRIES * 2 * SILENT
    store.see_upload(store.uploads("anna")[0], LONG_AGO)

    assert take_one(store) is not None

    (refused,) = store.uploads("anna")
    assert (refused.state, refused.told.why) == (UploadState.REJECTED, Why.BROKE)
    assert store.origins("anna") == []


def test_a_reader_is_started_when_something_waits_and_ends_with_us(
    store: Store, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    monkeypatch.setattr(starting, "LOOK_EVERY_S", 0.1)
    monkeypatch.chdir(ROOT)
    stop = Event()
    keeping = Thread(target=starting.keep_reading, args=(store, place, stop))
    bring(store, (DATA / "garmin-fenix-5-run.fit").read_bytes(), "run.fit")
    keeping.start()
    try:
        waited = Event()
        while store.uploads("anna")[0].state.is_open:
            assert keeping.is_alive()
            waited.wait(0.1)
    finally:
        stop.set()
        keeping.join()

    assert store.uploads("anna")[0].state is UploadState.ACCEPTED
    assert store.measured("anna", StepMinute, datetime(2010, 1, 1, tzinfo=UTC), NOW)


def test_a_reader_ends_when_nothing_waits(store: Store) -> None:
    bring(store, steps())

    read_all(store, idle_s=0.01)

    assert [one.state for one in store.uploads("anna")] == [UploadState.ACCEPTED]
