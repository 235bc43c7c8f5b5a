"""A walk that is captured while it is collected, and heard again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from collector.capture import head_of
from collector.capture_file import CaptureFile
from collector.capture_reading import read_capture
from collector.link_events import Began, LinkEvent
from collector.pairing import PairedSensor
from collector.replay import Replay, Step
from plantar.recording import ForceRecording
from plantar.sample import Foot
from tests.collector.radio_rig import Walk, day_of

#: More than any walk here sends. [B]
ROOM = 50_000_000


@dataclass
class Captures:
    """Files that fill up as the links of sensors are heard."""

    folder: Path
    sensors: Sequence[PairedSensor]
    files: dict[str, CaptureFile] = field(default_factory=dict)

    def take(self, sensor: str, event: LinkEvent) -> None:
        if isinstance(event, Began):
            paired = next(one for one in self.sensors if one.id == sensor)
            head = head_of(paired, event, "0.1.0")
            self.files[sensor] = CaptureFile(self.folder / f"{sensor}.jsonl", head, ROOM)
        self.files[sensor].take(event)

    def close(self) -> list[Path]:
        for file in self.files.values():
            file.close()
        return [file.path for file in self.files.values()]


def heard_again(paths: Sequence[Path]) -> tuple[Walk, Replay, list[Step]]:
    """What captures tell when they are heard again."""
    walked, steps = Walk(), []
    captures = [read_capture(path) for path in paths]
    replay = Replay(captures, walked.listeners(), lambda at: day_of("", at), steps.append)
    replay.run()
    return walked, replay, steps


def as_bytes(chunk: ForceRecording) -> tuple[object, ...]:
    """All of a chunk, to be compared."""
    cells = [None if one is None else one.cells for one in (chunk.left, chunk.right)]
    return chunk.start, chunk.rate_hz, *(None if one is None else one.tobytes() for one in cells)


def same(told: Walk, again: Walk) -> None:
    """Both walks were told in the same words."""
    assert told.chunks
    assert list(map(as_bytes, again.chunks)) == list(map(as_bytes, told.chunks))
    assert again.gaps == told.gaps


def feet(replay: Replay) -> dict[Foot | None, object]:
    """What came of everything that each sole sent."""
    return {one.hearing.sensor.foot: one.hearing.tally for one in replay.parts}
