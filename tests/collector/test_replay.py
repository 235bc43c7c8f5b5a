"""A capture that is heard again tells what the collector told, to the last frame."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from bumble.link import LocalLink

from collector.capture import CutOff, event_line, head_line
from collector.capture_reading import read_capture
from collector.clock import NS_PER_S
from collector.decoding.reading import Pace, Reason, Zones
from collector.link_events import Came, Ended
from collector.replay import Replay
from collector.simulated.device import SimulatedDevice
from collector.simulated.foot_pod import SimulatedFootPod
from collector.simulated.gait import Walker
from collector.simulated.live import POD_ADDRESS, POD_NAME, LivePair
from collector.simulated.sole import Making
from plantar.errors import BadInput
from plantar.measured import GapCause
from plantar.sample import Foot
from tests.collector.capture_rig import Captures, as_bytes, feet, heard_again, same
from tests.collector.collecting_rig import Collected, collected
from tests.collector.radio_rig import (
    KEEPING_LEFT,
    KEEPING_RIGHT,
    LEFT,
    RIGHT,
    Trouble,
    Walk,
    day_of,
    nothing_happens,
    paired,
    profile,
    walk,
)

pytestmark = pytest.mark.radio

RSC = "running-speed-and-cadence"


def captured(
    folder: Path,
    seconds: float,
    trouble: Trouble = nothing_happens,
    left: Making = LEFT,
    right: Making = RIGHT,
) -> tuple[Walk, list[Path]]:
    """A walk as it was told, and a capture of each sole."""
    captures = Captures(folder, (paired(left, Foot.LEFT), paired(right, Foot.RIGHT)))
    walked = walk(seconds, trouble, left=left, right=right, on_event=captures.take)
    return walked, captures.close()


async def all_sorts_of_trouble(live: LivePair) -> None:
    await asyncio.sleep(4)
    live.left.lose_next(3)
    await asyncio.sleep(3)
    await live.left.leave()
    await asyncio.sleep(6)
    live.left.come_back()
    await asyncio.sleep(3)
    await live.right.reboot()
    await asyncio.sleep(4)
    for length in (0, 3, 9, 244):
        await live.left.say(b"\xff" * length)
    live.left.lose(33)
    await live.right.repeat()
    live.right.muted = True
    await asyncio.sleep(12)
    live.right.muted = False


@pytest.mark.parametrize("keeps", [False, True], ids=["lost is lost", "asked for again"])
def test_a_walk_with_all_sorts_of_trouble_is_told_again_in_the_same_words(
    tmp_path: Path, *, keeps: bool
) -> None:
    left, right = (KEEPING_LEFT, KEEPING_RIGHT) if keeps else (LEFT, RIGHT)
    told, paths = captured(tmp_path, 60, all_sorts_of_trouble, left=left, right=right)

    again, replay, _ = heard_again(paths)

    same(told, again)
    assert feet(replay) == {foot: told.last(foot).tally for foot in Foot}
    assert told.last(Foot.LEFT).tally.malformed == 4
    assert (told.last(Foot.LEFT).tally.caught_up > 0) is keeps
    for part in replay.parts:
        state = told.last(part.hearing.sensor.foot)
        assert part.hearing.clock == state.clock
        assert part.hearing.battery_percent == state.battery_percent
        assert part.links > 1


def test_hearing_twice_tells_the_same(tmp_path: Path) -> None:
    _, paths = captured(tmp_path, 12, all_sorts_of_trouble)

    one, other = heard_again(paths), heard_again(paths)

    same(one[0], other[0])
    assert [step.told for step in one[2]] == [step.told for step in other[2]]


def test_every_event_is_told_with_what_came_of_it(tmp_path: Path) -> None:
    async def trouble(live: LivePair) -> None:
        await asyncio.sleep(3)
        await live.left.say(b"abc")

    told, paths = captured(tmp_path, 6, trouble)

    _, replay, steps = heard_again(paths[:1])

    assert len(steps) == len(read_capture(paths[0]).events)
    (wrong,) = [one for step in steps for one in step.malformed]
    assert (wrong.reason, wrong.hex) == (Reason.VALUE, "61 62 63")
    frames = told.last(Foot.LEFT).tally.frames
    assert sum(len(step.told) for step in steps) == frames
    assert replay.parts[0].hearing.readings[Zones] == frames


def test_one_sole_alone_can_be_heard_again(tmp_path: Path) -> None:
    told, paths = captured(tmp_path, 12)

    again, replay, _ = heard_again(paths[1:])

    assert [len(again.heard(foot)) for foot in Foot] == [0, len(told.heard(Foot.RIGHT))]
    assert feet(replay) == {Foot.RIGHT: told.last(Foot.RIGHT).tally}


def shifted(path: Path, later_s: float) -> Path:
    """The same moments, in the words of a capture that began earlier or later."""
    capture, by_ns = read_capture(path), round(later_s * NS_PER_S)
    head = replace(capture.head, began_ns=capture.head.began_ns + by_ns)
    text = [head_line(head)]
    for event in capture.events:
        if isinstance(event, Came):
            heard = event.notification
            moved = replace(heard, monotonic_ns=heard.monotonic_ns - by_ns)
            text.append(event_line(head, replace(event, notification=moved)))
        else:
            text.append(event_line(head, replace(event, at_ns=event.at_ns - by_ns)))
    beside = path.with_stem(f"{path.stem}-shifted")
    beside.write_text("".join(text))
    return beside


def test_captures_that_began_at_different_moments_are_laid_together_by_the_wall_clock(
    tmp_path: Path,
) -> None:
    told, (left, right) = captured(tmp_path, 20)

    again, _, _ = heard_again([shifted(left, -90.0), right])

    assert len(again.chunks) == len(told.chunks)
    for foot in Foot:
        rows = [row for _, row in told.heard(foot)]
        assert [row for _, row in again.heard(foot)] == rows
    for chunk, before in zip(again.chunks, told.chunks, strict=True):
        assert as_bytes(chunk)[1:] == as_bytes(before)[1:]
        assert abs((chunk.start - before.start).total_seconds()) < 1e-5


def test_a_capture_that_was_cut_off_is_heard_up_to_there(tmp_path: Path) -> None:
    told, paths = captured(tmp_path, 12)
    for path in paths:
        text = path.read_bytes()
        path.write_bytes(text[: len(text) // 2])

    again, replay, _ = heard_again(paths)

    assert all(isinstance(part.capture.cut_off, CutOff) for part in replay.parts)
    assert not any(isinstance(part.capture.events[-1], Ended) for part in replay.parts)
    for foot in Foot:
        heard = [row for _, row in again.heard(foot)]
        assert 400 < len(heard) < 700
        assert heard == [row for _, row in told.heard(foot)][: len(heard)]
    assert again.gaps == {foot: [] for foot in Foot}


def test_a_sole_that_was_refused_is_refused_again(tmp_path: Path) -> None:
    right = replace(RIGHT, claims=Foot.LEFT)
    told, paths = captured(tmp_path, 12, right=right)

    again, replay, _ = heard_again(paths)

    same(told, again)
    refused = replay.parts[1].refused
    assert refused is not None
    assert "declares the left foot, paired as the right one" in refused


def test_a_sole_that_never_came_is_a_gap_again(tmp_path: Path) -> None:
    async def trouble(live: LivePair) -> None:
        await live.right.leave()

    told, paths = captured(tmp_path, 12, trouble)

    again, _, _ = heard_again(paths)

    same(told, again)
    (gap,) = again.gaps[Foot.RIGHT]
    assert gap.cause is GapCause.LINK


def test_a_foot_pod_is_told_again_in_the_same_words(tmp_path: Path) -> None:
    def pod(air: LocalLink) -> SimulatedFootPod:
        return SimulatedFootPod(air, Walker(), name=POD_NAME, address=POD_ADDRESS)

    async def leaves(device: SimulatedDevice) -> None:
        await asyncio.sleep(20)
        await device.leave()
        await asyncio.sleep(15)
        device.come_back()

    sensor = replace(paired(LEFT), id="pod-1", foot=None, device="pod-1", profile=profile(RSC))
    sensor = replace(sensor, address=POD_ADDRESS, name=POD_NAME)
    captures = Captures(tmp_path, (sensor,))
    told = collected(RSC, pod, 60, leaves, pairs=lambda _: (sensor,), on_event=captures.take)
    (path,) = captures.close()

    again = Collected()
    replay = Replay([read_capture(path)], again.listeners(), lambda at: day_of("", at))
    replay.run()

    assert len(told.samples) > 30
    assert again.samples == told.samples
    assert again.gaps == told.gaps != []
    assert replay.parts[0].hearing.readings[Pace] == len(told.samples)


def test_two_captures_of_one_foot_are_no_pair(tmp_path: Path) -> None:
    _, (left, _) = captured(tmp_path, 3)

    with pytest.raises(BadInput, match="one capture of the left foot at a time"):
        heard_again([left, left])


def test_captures_are_heard_without_a_radio() -> None:
    code = (
        "import collector.replay, collector.capture_reading, collector.capture_file, sys;"
        "print(*(m for m in ('bleak', 'bumble') if m in sys.modules))"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == []
