"""Two soles on one clock: their frames laid side by side, a second at a time.

Each sole counts its own frames. A count and a slot of the common grid differ by a whole number per
foot; that number stays as long as the two agree within three quarters of a frame, so that a sole
whose clock is a little fast or slow slips by one frame now and then and never jitters.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from collector.clock import EPOCH
from collector.sole_kind import SoleKind
from collector.stream import SILENT_S
from plantar.measured import Gap, GapCause
from plantar.recording import FootForce, ForceRecording
from plantar.sample import Foot, Frame

#: How much force is handed on at once. [s]
CHUNK_S: Final = 1.0
#: A sole that comes back may bring frames this old: the other waits as long. [s]
GRACE_S: Final = 0.3
#: A sole that keeps its frames is waited for so much longer, since it can send them again; the
#: page of a runner stands still meanwhile. (our choice) [s]
KEEPER_AWAY_S: Final = 30.0
#: How far a frame may be from its slot before the foot slips. [frames]
_SLIP: Final = 0.75
#: Shifts of a foot that are remembered, for frames that come late.
_SHIFTS_KEPT: Final = 256
#: A foot that is ahead of its time lets go of one frame in so many until it is not. (our choice)
_LET_GO: Final = 10


@dataclass(slots=True)
class _Feet:
    """What one foot has on the grid."""

    kind: SoleKind | None = None  # None: it has not joined yet
    away_s: float = SILENT_S  # for so long it is waited for
    shift: int | None = None  # slot less count; None: not known yet
    #: From which count on which shift held; only what may still be filled in matters.
    shifts: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=_SHIFTS_KEPT))
    newest: int = -1  # the highest count laid
    let_go: int = -1  # the last count that was let go of, for being ahead
    put_right: int = 0  # how many were
    mark: int = -1  # the last slot filled
    heard_at: datetime | None = None
    awaited_since: datetime | None = None  # a frame of then may still come
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
        on_gap: Callable[[Gap], None],
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

    def join(self, foot: Foot, kind: SoleKind, *, keeps: bool = False) -> None:
        """A sole joins, or joins again; one that keeps its frames is waited for longer."""
        self._feet[foot].kind = kind
        self._feet[foot].away_s = KEEPER_AWAY_S if keeps else SILENT_S

    @property
    def told_until(self) -> datetime | None:
        """What is older was handed on; None when nothing was."""
        return None if self._origin == EPOCH else self._origin + self._at(self._told)

    def hear(
        self,
        foot: Foot,
        frames: Iterable[Frame],
        now: datetime,
        awaited_since: datetime | None = None,
    ) -> int:
        """Take what came from a sole: these frames, or none that can be told yet.

        `awaited_since` is the moment of its oldest frame that may still come; nothing from then on
        is handed on before it came, or is given up.

        Returns
        -------
        int
            How many of the frames were let go of, since the sole's clock is ahead of the pair's.
        """
        self.advance(now)
        feet = self._feet[foot]
        feet.heard_at, feet.awaited_since = now, awaited_since
        before = feet.put_right
        late = [frame for frame in frames if not self._lay(feet, frame)]
        if late:
            since, until = min(one.at for one in late), max(one.at for one in late) + self._at(1)
            self._on_gap(Gap(since, until, len(late), GapCause.STALL, foot))
        self.advance(now)
        return feet.put_right - before

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
            feet.shift, feet.mark, feet.newest, feet.let_go = None, -1, -1, -1
            feet.shifts.clear()
        self._origin += self._at(self._told)
        self._resting, self._told = True, 0

    def _at(self, frames: int) -> timedelta:
        return timedelta(seconds=frames / self._rate_hz)

    def _lay(self, feet: _Feet, frame: Frame) -> bool:
        """Lay a frame in its slot; False when it comes too late for it."""
        if self._resting:
            self._resting, self._origin = False, max(frame.at, self._origin)
        place = (frame.at - self._origin).total_seconds() * self._rate_hz
        if frame.count < feet.newest:  # kept back; it moves nothing that was laid since
            return self._fill_in(feet, frame, round(place))
        slip = 0
        if feet.shift is None or abs(place - frame.count - feet.shift) > _SLIP:
            shift = round(place) - frame.count
            slip = 0 if feet.shift is None else shift - feet.shift
            if feet.shift is not None and slip < 0:  # it never goes back: order is kept
                slip = -1 if frame.count - feet.let_go >= _LET_GO else 0
                shift = feet.shift + slip
            feet.shift = shift
            feet.shifts.append((frame.count, shift))
        feet.newest = frame.count
        slot = frame.count + feet.shift
        if slip < 0 and slot <= feet.mark:
            # one frame too many is a fast clock put right, not a loss
            feet.let_go = frame.count
            feet.put_right += 1
            return True
        if slot < self._told or slot in feet.slots:
            return False
        feet.slots[slot] = frame.zones
        feet.mark = max(feet.mark, slot)
        return True

    def _fill_in(self, feet: _Feet, frame: Frame, place: int) -> bool:
        """Lay a frame that was asked for again, where it would have been laid in its turn."""
        shift = next((one for since, one in reversed(feet.shifts) if since <= frame.count), None)
        slot = place if shift is None else frame.count + shift
        if slot < self._told:
            return False
        if slot in feet.slots:
            feet.put_right += 1
        feet.slots.setdefault(slot, frame.zones)
        return True

    def _silent(self, foot: Foot, now: datetime) -> bool:
        feet = self._feet[foot]
        return feet.heard_at is None or (now - feet.heard_at).total_seconds() > feet.away_s

    def _is_due(self, now: datetime) -> bool:
        last = self._told + self._chunk - 1
        until = self._origin + self._at(last + 1)
        awaited = [feet.awaited_since for feet in self._feet.values() if feet.awaited_since]
        if awaited and min(awaited) < until:
            return False
        behind = [foot for foot in Foot if self._feet[foot].mark < last]
        if len(behind) == len(Foot):
            return False
        waited = now >= until + timedelta(seconds=GRACE_S)
        return not behind or (waited and all(self._silent(foot, now) for foot in behind))

    def _hand_on(self, until: int) -> None:
        """Hand on the slots up to, not including, that one."""
        kinds = [feet.kind for feet in self._feet.values() if feet.kind is not None]
        chunk = ForceRecording(
            time_s=np.arange(until - self._told) / self._rate_hz,
            rate_hz=self._rate_hz,
            left=self._force(self._feet[Foot.LEFT], until),
            right=self._force(self._feet[Foot.RIGHT], until),
            start=self._origin + self._at(self._told),
            sensor=self._sensor,
            in_newtons=all(kind.in_newtons for kind in kinds),
        )
        self._told = until
        self._on_chunk(chunk)

    def _force(self, feet: _Feet, until: int) -> FootForce:
        frames = until - self._told
        if feet.kind is None:
            return FootForce(np.full(frames, np.nan))
        cells = np.full((frames, len(feet.kind.layout.heel_to_toe)), np.nan)
        for row, slot in enumerate(range(self._told, until)):
            if slot in feet.slots:
                cells[row] = feet.slots.pop(slot)
        if feet.kind.newtons is not None:
            cells *= feet.kind.newtons
        return FootForce(cells.sum(axis=1), cells, feet.kind.layout)
