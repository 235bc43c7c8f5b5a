"""An outbox on a disk that is full: loud, nothing in it is lost, and it recovers by itself."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collector.outbox.box import Outbox
from collector.outbox.writer import Writer
from plantar.errors import OutboxFull
from plantar.minute import StepMinute
from plantar.wire import Answer, read

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
POD = "foot pod"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs root on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("this root may not mount")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def minute(number: int) -> StepMinute:
    return StepMinute(NOON + timedelta(minutes=number), 1, 80.0, 60.0)


def waiting(outbox: Outbox) -> list[object]:
    parcels = outbox.take(10**6)
    outbox.settle(Answer())
    return [read(one.payload) for one in parcels]


def test_a_full_disk_is_said_and_everything_recorded_is_sent_when_there_is_room(
    small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = small_disk / "outbox.db"
    with Outbox(path) as outbox:
        writer, recorded, number = Writer(outbox), 0, 0
        outbox.append(POD, [minute(n) for n in range(100)], now=NOON)
        ballast = small_disk / "photographs"
        ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - 65_536))
        for number in range(100, 9_000, 100):
            writer.note(POD, tuple(minute(n) for n in range(number, number + 100)), None)
            if writer.write(NOON):
                recorded = number + 100
        held = writer.waiting

        assert 100 < recorded < number
        assert held == number + 100 - recorded
        assert writer.trouble == f"{path}: cannot grow: the disk is full"
        assert caplog.text.count("the disk is full") == 1
        assert waiting(outbox) == [minute(n) for n in range(recorded)]

    with Outbox(path) as outbox:  # even after a start on the full disk
        assert waiting(outbox) == [minute(n) for n in range(recorded)]
        with pytest.raises(OutboxFull):
            outbox.append(POD, [minute(n) for n in range(9_000, 15_000)], now=NOON)
        ballast.unlink()
        writer = Writer(outbox)
        writer.note(POD, tuple(minute(n) for n in range(recorded, 10_000)), None)
        assert writer.write(NOON)
        assert waiting(outbox) == [minute(n) for n in range(10_000)]


def test_raw_gives_way_when_the_disk_is_full_before_the_bounds_are(small_disk: Path) -> None:
    (small_disk / "photographs").write_bytes(bytes(1_500_000))
    with Outbox(small_disk / "outbox.db") as outbox:
        for second in range(1_500):
            since = NOON + timedelta(seconds=second)
            outbox.append_raw(POD, since, since + timedelta(seconds=1), bytes(3_000), now=NOON)
            if second % 10 == 0:
                outbox.append(POD, [minute(second // 10)], now=NOON)

        assert waiting(outbox) == [minute(n) for n in range(150)]
        (gone,) = outbox.state().given_up
        kept = outbox.raw(POD)
    assert (gone.what, gone.since, gone.until) == ("raw", NOON, kept[0][0])
    assert kept[-1][0] == NOON + timedelta(seconds=1_499)
    assert gone.count + len(kept) == 1_500
