"""Two soles on one clock: their frames laid side by side, a second at a time.

Each sole counts its own frames. A count and a slot of the common grid differ by a whole number per
foot; that number stays as long as the two agree within three quarters of a frame, so that a sole
whose clock is a little fast or slow slips by one frame now and then and never jitters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from collector.clock import EPOCH
from collector.stream import SILENT_S
from plantar.measured import Gap, GapCause
from plantar.recording import FootForce, ForceRecording, SoleLayout
from plantar.sample import Foot, Frame

#: How much force is handed on at once. [s]
CHUNK_S: Final = 1.0
#: A sole that comes back may bring frames this old: the other waits as long. [s]
GRACE_S: Final = 0.3
#: How far a frame may be from its slot before the foot slips. [frames]
_SLIP: Final = 0.75


@dataclass(slots=True)
class _Feet:
    """What one foot has on the grid."""

    layout: SoleLayout | None = None  # None: it has not joined yet
    shift: int | None = None  # slot less count; None: not known yet
    mark: int = -1  # the last slot filled
    heard_at: datetime | None = None
    slots: dict[int, tuple[float, ...]] = field(default_factory=dict)


class Pair:
    """Lays the frames of two soles side by side and hands on whole chunks, in order.

    A chunk is handed on once both soles have filled it, or as soon as the sole that has not is
    silent. Chunks are contiguous as long as one sole speaks; after both were silent, the next
    chunk simply starts later.
    """

    def __init__(
        self,
        sensor: str,
        rate_hz: float,
        on_chunk: Callable[[ForceRecording], None],
        on_gap: Callable[[Foot, Gap], None],
    ) -> None:
        self._sensor = sensor
        self._rate_hz = rate_hz
        self._on_chunk = on_chunk
        self._on_gap = on_gap
        self._chunk = max(1, round(CHUNK_S * rate_hz))
        self._feet = {foot: _Feet() for foot in Foot}
        self._resting = True  # both are silent
        self._origin = EPOCH  # of slot 0, where not resting; never before the last chunk's end
        self._told = 0  # the first slot not handed on yet

    def join(self, foot: Foot, layout: SoleLayout) -> None:
        """A sole joins, or joins again."""
        self._feet[foot].layout = layout

    def hear(self, foot: Foot, frames: Iterable[Frame], now: datetime) -> None:
        """Take what came from a sole: these frames, or none that can be told yet."""
        self.advance(now)
        self._feet[foot].heard_at = now
        late = [frame for frame in frames if not self._lay(self._feet[foot], frame)]
        if late:
            until = late[-1].at + self._at(1)
            self._on_gap(foot, Gap(late[0].at, until, len(late), GapCause.STALL))
        self.advance(now)

    def advance(self, now: datetime) -> None:
        """Hand on every chunk that is due."""
        while self._is_due(now):
            self._hand_on(self._told + self._chunk)
        if all(self._silent(foot, now) for foot in Foot):
            self.finish()

    def finish(self) -> None:
        """Hand on what there is; what comes next begins another stretch."""
        last = max(feet.mark for feet in self._feet.values())
        while self._told <= last:
            self._hand_on(min(self._told + self._chunk, last + 1))
        for feet in self._feet.values():
            feet.shift, feet.mark = None, -1
        self._origin += self._at(self._told)
        self._resting, self._told = True, 0

    def _at(self, frames: int) -> timedelta:
        return timedelta(seconds=frames / self._rate_hz)

    def _lay(self, feet: _Feet, frame: Frame) -> bool:
        """Lay a frame in its slot; False when it comes too late for it."""
        if self._resting:
            self._resting, self._origin = False, max(frame.at, self._origin)
        place = (frame.at - self._origin).total_seconds() * self._rate_hz
        count = frame.sequence or 0
        slip = 0
        if feet.shift is None or abs(place - count - feet.shift) > _SLIP:
            shift = round(place) - count
            slip = 0 if feet.shift is None else shift - feet.shift
            feet.shift = shift
        slot = count + feet.shift
        if slot < self._told or slot in feet.slots:
            # one frame too many is a fast clock put right, not a loss
            return slip == -1
        feet.slots[slot] = frame.zones_n
        feet.mark = max(feet.mark, slot)
        return True

    def _silent(self, foot: Foot, now: datetime) -> bool:
        heard_at = self._feet[foot].heard_at
        return heard_at is None or (now - heard_at).total_seconds() > SILENT_S

    def _is_due(self, now: datetime) -> bool:
        last = self._told + self._chunk - 1
        behind = [foot for foot in Foot if self._feet[foot].mark < last]
        if len(behind) == len(Foot):
            return False
        waited = now >= self._origin + self._at(last + 1) + timedelta(seconds=GRACE_S)
        return not behind or (waited and all(self._silent(foot, now) for foot in behind))

    def _hand_on(self, until: int) -> None:
        """Hand on the slots up to, not including, that one."""
        chunk = ForceRecording(
            time_s=np.arange(until - self._told) / self._rate_hz,
            rate_hz=self._rate_hz,
            left=self._force(self._feet[Foot.LEFT], until),
            right=self._force(self._feet[Foot.RIGHT], until),
            start=self._origin + self._at(self._told),
            sensor=self._sensor,
        )
        self._told = until
        self._on_chunk(chunk)

    def _force(self, feet: _Feet, until: int) -> FootForce:
        frames = until - self._told
        if feet.layout is None:
            return FootForce(np.full(frames, np.nan))
        cells = np.full((frames, len(feet.layout.heel_to_toe)), np.nan)
        for row, slot in enumerate(range(self._told, until)):
            if slot in feet.slots:
                cells[row] = feet.slots.pop(slot)
        return FootForce(cells.sum(axis=1), cells, feet.layout)
