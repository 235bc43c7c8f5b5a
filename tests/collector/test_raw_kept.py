"""Every byte is kept for as long as there is room, and heard again as it was heard."""

import logging
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from collector.capture import head_of
from collector.clock import NS_PER_S
from collector.link_events import Began, Came, Connected, LinkEvent
from collector.notification import Notification
from collector.outbox import raw
from collector.outbox.box import Outbox
from collector.outbox.raw import RawWriter
from collector.outbox.raw_kept import kept_captures
from collector.outbox.room import Bounds
from collector.outbox.state import look
from collector.replay import Replay
from collector.simulated.ahead import A_MORNING
from collector.sole import DECLARATION, FRAMES, Declaration, declaration_bytes
from plantar.errors import OutboxError, OutboxFull
from plantar.sample import Foot
from tests.collector.capture_rig import same
from tests.collector.radio_rig import DEVICE, LEFT, RIGHT, Walk, day_of, paired, walk
from tests.collector.test_replay import all_sorts_of_trouble

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.radio

SENSORS = (paired(LEFT), paired(RIGHT))


@dataclass
class Keeping:
    """Keeps a walk's bytes as a collector does: every ten seconds."""

    outbox: Outbox
    stretch_ns: int = 10 * NS_PER_S
    written_ns: int = 0
    writer: RawWriter = field(init=False)

    def __post_init__(self) -> None:
        by_id = {one.id: one for one in SENSORS}
        self.writer = RawWriter(
            self.outbox,
            lambda sensor, began: head_of(by_id[sensor], began, "0.1.0"),
            {one.id: one.device for one in SENSORS},
        )

    def take(self, sensor: str, event: LinkEvent) -> None:
        self.writer.note(sensor, event)
        if event.at_ns - self.written_ns >= self.stretch_ns:
            self.written_ns = event.at_ns
            self.write()

    def write(self) -> None:
        self.writer.write(A_MORNING + timedelta(microseconds=self.written_ns // 1000))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


def kept_walk(path: Path, seconds: float) -> Walk:
    with Outbox(path) as outbox:
        keeping = Keeping(outbox)
        told = walk(seconds, all_sorts_of_trouble, on_event=keeping.take)
        keeping.write()
    return told


def heard_again(path: Path, since: datetime | None = None, until: datetime | None = None) -> Walk:
    (captures,) = kept_captures(path, DEVICE, since, until)
    walked = Walk()
    Replay(captures, walked.listeners(), lambda at: day_of("", at)).run()
    return walked


def test_a_walk_that_was_kept_is_told_again_in_the_same_words(path: Path) -> None:
    told = kept_walk(path, 60)

    same(told, heard_again(path))

    with Outbox(path) as outbox:
        stretches = outbox.raw(DEVICE)
    assert len(stretches) == 2 * 6  # of each sole, ten seconds each
    spans = [until - since for since, until, _ in stretches]
    assert max(spans) < timedelta(seconds=12)


def test_raw_is_read_while_its_collector_works_with_it(path: Path) -> None:
    with Outbox(path) as outbox:
        keeping = Keeping(outbox)
        told = walk(12, on_event=keeping.take)
        keeping.write()

        same(told, heard_again(path))


def test_a_part_of_it_can_be_heard_although_nobody_declares_anything_in_it(path: Path) -> None:
    told = kept_walk(path, 60)
    since = A_MORNING + timedelta(seconds=40)

    again = heard_again(path, since)

    assert again.chunks[0].start is not None
    assert since - timedelta(seconds=11) < again.chunks[0].start <= since
    heard = [row for _, row in again.heard(Foot.LEFT)]
    assert len(heard) > 2000
    assert heard == [row for _, row in told.heard(Foot.LEFT)][-len(heard) :]


def test_the_oldest_raw_goes_first_and_the_rest_can_still_be_heard(path: Path) -> None:
    room = Bounds(most_bytes=600_000)
    with Outbox(path, room) as outbox:
        keeping = Keeping(outbox, stretch_ns=NS_PER_S)
        told = walk(90, on_event=keeping.take)
        keeping.write()

    state = look(path)
    assert state.used_bytes <= room.most_bytes
    assert state.given_up[0].what == "raw"
    assert 0 < state.raw < 2 * 90
    again = heard_again(path)
    heard = [row for _, row in again.heard(Foot.LEFT)]
    assert heard
    assert heard == [row for _, row in told.heard(Foot.LEFT)][-len(heard) :]


def test_a_stretch_that_is_gone_in_the_middle_is_a_gap_and_no_more(path: Path) -> None:
    told = kept_walk(path, 12)
    with Outbox(path) as outbox:
        keeping = Keeping(outbox)
        keeping.written_ns = -keeping.stretch_ns  # so that the first stretch is short
        quiet = walk(45, on_event=keeping.take)
        keeping.write()
    assert told.chunks
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT no FROM raw ORDER BY no").fetchall()
        connection.execute("DELETE FROM raw WHERE no <= 4")  # the first walk
        connection.execute("DELETE FROM raw WHERE no IN (?, ?)", rows[8] + rows[9])

    again = heard_again(path)

    for foot in Foot:
        (gap,) = again.gaps[foot]
        assert gap.missing is not None
        assert 900 < gap.missing < 1100
        assert len(again.heard(foot)) + gap.missing == len(quiet.heard(foot))


def test_a_full_disk_is_said_once_and_stops_nobody(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    full = [False]

    def append_raw(self: Outbox, *told: object, **more: object) -> None:
        if full[0]:
            raise OutboxFull("outbox.db: cannot grow: the disk is full")
        whole(self, *told, **more)

    whole: Callable[..., None] = Outbox.append_raw
    monkeypatch.setattr(Outbox, "append_raw", append_raw)
    with Outbox(path) as outbox, caplog.at_level(logging.WARNING, logger="collector.outbox"):
        keeping = Keeping(outbox)

        def take(sensor: str, event: LinkEvent) -> None:
            full[0] = 15 * NS_PER_S < event.at_ns < 35 * NS_PER_S
            keeping.take(sensor, event)

        told = walk(60, on_event=take)
        full[0] = False
        keeping.write()

    assert [one.message for one in caplog.records] == [
        "outbox.db: cannot grow: the disk is full; measuring goes on, raw bytes are not kept",
        f"{path}: keeps raw bytes again",
    ]
    again = heard_again(path)
    for foot in Foot:
        (gap,) = again.gaps[foot]
        assert gap.missing is not None
        assert 1900 < gap.missing < 2100
        assert len(again.heard(foot)) + gap.missing == len(told.heard(foot))


def test_what_waits_in_memory_is_bounded_too(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(raw, "MOST_WAITING", 50)
    declared = declaration_bytes(_declaration())
    began = Began(round(A_MORNING.timestamp() * NS_PER_S))
    with Outbox(path) as outbox:
        keeping = Keeping(outbox)
        sensor = SENSORS[0].id
        keeping.writer.note(sensor, began)
        keeping.writer.note(sensor, Came(_said(began, DECLARATION, declared, 0), read=True))
        keeping.writer.note(sensor, Connected(1))
        keeping.write()
        for nth in range(80):
            keeping.writer.note(sensor, Came(_said(began, FRAMES, b"\0", 100 + nth)))
        keeping.write()

    assert "30 notifications found no room in memory" in caplog.text
    ((capture,),) = kept_captures(path, DEVICE, None, None)
    assert len([one for one in capture.events if isinstance(one, Came)]) == 2 + 50


def test_nothing_of_a_device_is_said_with_what_there_is(path: Path) -> None:
    kept_walk(path, 3)

    with pytest.raises(OutboxError, match="no raw bytes of pod-1 then; there are some of"):
        kept_captures(path, "pod-1", None, None)
    with pytest.raises(OutboxError, match="there is no outbox"):
        kept_captures(path.with_name("other.db"), DEVICE, None, None)


def test_a_stretch_that_the_disk_changed_is_refused(path: Path) -> None:
    kept_walk(path, 3)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE raw SET payload = substr(payload, 1, length(payload) / 2)")

    with pytest.raises(OutboxError, match="a raw stretch ends too early"):
        kept_captures(path, DEVICE, None, None)


def _said(began: Began, characteristic: str, payload: bytes, at_ns: int) -> Notification:
    return Notification(characteristic, payload, at_ns, began.wall_ns + at_ns)


def _declaration() -> Declaration:
    return Declaration(Foot.LEFT, 1, 100, 100, (0.1, 0.9))
