"""One sole's frames, in order, with the gaps between them: all that can be known without a radio.

Every frame that the sole counted is told once: as a frame, or as missing from a gap. A sole that
keeps its last frames is asked for those that did not come; until they do, or are given up, they
are awaited.
"""

from collections import deque
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from collector.awaited import CATCH_UP_S, Awaited, Stretch
from collector.clock import Anchor
from collector.decoding.reading import Zones
from collector.frame_times import FrameTimes
from collector.profile import Ticks
from collector.sequence import Arrivals, Heard, Sequence
from collector.sole_kind import SoleKind
from collector.tally import Tally
from plantar.measured import Gap, GapCause
from plantar.sample import Foot, Frame

#: A sole that says nothing for longer is silent, and the other one goes on without it. [s]
SILENT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Counting:
    """How a sole numbers and times its frames."""

    bits: int | None  # of its count; None: it has none
    ticks: Ticks | None  # of its clock; None: it has none
    keeps: bool = False  # what was missed can be asked for again


@dataclass(frozen=True, slots=True)
class _Missing:
    """Frames that did not come, and never will."""

    missing: int | None  # None: nobody can say how many
    until: int  # the count of the first that came
    cause: GapCause


@dataclass(frozen=True, slots=True)
class _Placed:
    """A frame with its count, waiting for its time to be known."""

    count: int
    own_s: float  # by the sole's clock
    zones: tuple[float, ...] | None  # None: not measured


class SoleStream:
    """What one sole says, across its connections."""

    def __init__(self, foot: Foot, kind: SoleKind, counting: Counting, anchor: Anchor) -> None:
        self.foot = foot
        self.kind = kind
        self.tally = Tally()
        self.times = FrameTimes(kind.rate_hz, counting.ticks, counted=counting.bits is not None)
        self.awaited = Awaited()
        #: What is older has been handed on already: frames of then come too late.
        self.closed_until: datetime | None = None
        self.keeps = counting.keeps  # what was missed can be asked for
        self._anchor = anchor
        self._sequence = None if counting.bits is None else Sequence(kind.rate_hz, counting.bits)
        self._arrivals = Arrivals(kind.rate_hz, SILENT_S)
        self._waiting: deque[_Placed | Stretch | _Missing] = deque()
        self._cause = GapCause.UNKNOWN  # why the next frames may be missing
        self._arrival_s = 0.0
        self._last_at: datetime | None = None
        self._untold: int | None = 0  # frames missing since the last one handed on
        self._untold_since: datetime | None = None
        self._untold_cause = GapCause.UNKNOWN

    @property
    def period_s(self) -> float:
        """From one frame to the next. [s]"""
        return 1 / self.kind.rate_hz

    @property
    def awaited_since(self) -> datetime | None:
        """The moment of the oldest frame that may still come; None when none may."""
        waits = [one for one in self._waiting if isinstance(one, Stretch)]
        first = self.awaited.first
        if first is None:
            first = waits[0].counts.start if waits else None
        return None if first is None else self._at_count(first)

    def starts_anew(self) -> None:
        """The sole says that it started again: its count follows no earlier one."""
        if self._sequence is not None:
            self._sequence.begin_anew()

    def broke(self, cause: GapCause) -> None:
        """Say why the next frames may be missing."""
        self._cause = cause

    def lost(self, notifications: int) -> None:
        """Say that so many notifications found no room."""
        self.tally = replace(self.tally, overflowed=self.tally.overflowed + notifications)
        self._cause = GapCause.OVERFLOW

    def put_right(self, frames: int) -> None:
        """Say that so many frames were one too many, since its clock is ahead."""
        if frames:
            self.tally = replace(self.tally, put_right=self.tally.put_right + frames)

    def take(self, zones: Many[Zones], arrival_s: float) -> list[Frame | Gap]:
        """The frames that can be told after this notification, and the gaps between them."""
        heard = self._number(zones, arrival_s)
        self._arrival_s = arrival_s
        self.tally = replace(
            self.tally,
            duplicates=self.tally.duplicates + heard.duplicates,
            late=self.tally.late + heard.late,
            reboots=self.tally.reboots + heard.rebooted,
        )
        told = self._begin_anew() if heard.rebooted else []
        fresh = zones[heard.skip :]
        if fresh:
            self._miss_before(heard, arrival_s)
            own_s = self.times.heard(heard.first, fresh, arrival_s)
            self._cause = GapCause.UNKNOWN
            self._waiting += self._placed(heard.first, fresh, own_s)
        if self.times.settled(arrival_s):
            told += self.release()
        return told + self.look(arrival_s)

    def take_kept(
        self, zones: Many[Zones], arrival_s: float, *, new_too: bool = False
    ) -> list[Frame | Gap]:
        """The same of frames that the sole had kept, and was asked for.

        `new_too`: it sends what is new like this as well, and nothing in any other way.
        """
        sequence = self._sequence
        number = zones[0].count if zones else None
        if sequence is None or number is None:
            return []
        if new_too and not sequence.is_behind(number):
            return self.take(zones, arrival_s)
        first = sequence.kept_back(number)
        if first is None:  # of before it started again
            self.tally = replace(self.tally, late=self.tally.late + len(zones))
            return []
        told = self.release()  # what is awaited is known to be so only then
        placed = self._placed(first, zones, self.times.earlier(first, zones))
        came = [one for one in placed if self.awaited.came(one.count)]
        twice = len(placed) - len(came)
        self.tally = replace(self.tally, duplicates=self.tally.duplicates + twice)
        for one in came:
            told += self._fill(one)
        return told + self.look(arrival_s)

    def gone(self, sequence: int, frames: int) -> list[Frame | Gap]:
        """The sole no longer keeps these."""
        first = None if self._sequence is None else self._sequence.kept_back(sequence)
        if first is None:
            return []
        told = self.release()
        told += self._given_up(self.awaited.give_up(range(first, first + frames)))
        return told

    def sequence_of(self, count: int) -> int:
        """The sole's own number of a frame."""
        return 0 if self._sequence is None else self._sequence.sequence_of(count)

    def look(self, now_s: float) -> list[Frame | Gap]:
        """Give up what did not come in time; `now_s` on the host's monotonic clock."""
        return self._given_up(self.awaited.give_up_noticed_before(now_s - CATCH_UP_S))

    def release(self) -> list[Frame | Gap]:
        """What still waits for a better estimate of its time, told now."""
        told: list[Frame | Gap] = []
        while self._waiting:
            match self._waiting.popleft():
                case Stretch() as stretch:
                    told += self._await(stretch)
                case _Missing() as missing:
                    self._miss(missing)
                case _Placed() as placed:
                    told += self._tell(placed)
        frames = sum(isinstance(one, Frame) for one in told)
        if frames:
            self.tally = replace(self.tally, frames=self.tally.frames + frames)
        return told

    def end(self, now: datetime) -> list[Frame | Gap]:
        """What is left, and the silence at the end as a gap."""
        told = self.release() + self._given_up(self.awaited.give_up_all())
        if self._last_at is None or (now - self._last_at).total_seconds() < SILENT_S:
            return told
        cause = self._cause if self._cause is not GapCause.UNKNOWN else GapCause.LINK
        since = min(self._last_at + self._period, now)
        return [*told, Gap(since, now, None, cause, self.foot)]

    def _number(self, zones: Many[Zones], arrival_s: float) -> Heard:
        elapsed_s = arrival_s - self._arrival_s
        count = zones[0].count
        if self._sequence is None or count is None:
            return self._arrivals.take(len(zones), elapsed_s)
        return self._sequence.take(count, len(zones), elapsed_s)

    def _begin_anew(self) -> list[Frame | Gap]:
        told = self.release() + self._given_up(self.awaited.give_up_all())
        self.times.begin_anew()
        self._cause = GapCause.DEVICE
        return told

    def _miss_before(self, heard: Heard, now_s: float) -> None:
        """Note what is missing before a packet, in the order in which it will be told."""
        if heard.missing == 0:
            return
        if heard.missing is not None and self.keeps:
            lost = range(heard.first - heard.missing, heard.first)
            self._waiting.append(Stretch(lost, self._cause, now_s))
            return
        self._waiting.append(_Missing(heard.missing, heard.first, self._cause))

    def _placed(self, first: int, zones: Many[Zones], own_s: list[float]) -> list[_Placed]:
        return [
            _Placed(first + nth, at_s, self.kind.whole(one.values))
            for nth, (one, at_s) in enumerate(zip(zones, own_s, strict=True))
        ]

    def _await(self, stretch: Stretch) -> list[Frame | Gap]:
        """Await frames, as far as they would still be in time."""
        self.awaited.add(stretch)
        closed = self.closed_until
        if closed is None:
            return []
        start = stretch.counts.start
        late = ceil((closed - self._at_count(start)).total_seconds() * self.kind.rate_hz)
        return self._given_up(self.awaited.give_up(range(start, start + max(late, 0))))

    def _given_up(self, stretches: list[Stretch]) -> list[Frame | Gap]:
        told: list[Frame | Gap] = []
        for one in stretches:
            since, until = self._at_count(one.counts.start), self._at_count(one.counts.stop)
            told.append(self._missed(Gap(since, until, len(one.counts), one.cause, self.foot)))
        return told

    def _fill(self, placed: _Placed) -> list[Frame | Gap]:
        """A frame that was awaited."""
        at = self._at(placed.own_s)
        if placed.zones is None:
            until = at + self._period
            return [self._missed(Gap(at, until, 1, GapCause.DEVICE, self.foot))]
        self.tally = replace(
            self.tally, frames=self.tally.frames + 1, caught_up=self.tally.caught_up + 1
        )
        return [Frame(at, self.foot, placed.count, placed.zones, self.times.quality)]

    def _tell(self, placed: _Placed) -> list[Frame | Gap]:
        if placed.zones is None:
            self._miss(_Missing(1, placed.count + 1, GapCause.DEVICE))
            return []
        at = self._at(placed.own_s)
        told: list[Frame | Gap] = []
        if self._untold != 0:
            since = min(at if self._untold_since is None else self._untold_since, at)
            told.append(self._missed(Gap(since, at, self._untold, self._untold_cause, self.foot)))
            self._untold, self._untold_since = 0, None
        told.append(Frame(at, self.foot, placed.count, placed.zones, self.times.quality))
        self._last_at = at
        return told

    def _miss(self, gone: _Missing) -> None:
        """Note what is missing; it is told together with what is missing already."""
        if self._untold == 0:
            self._untold_since = self._missing_since(gone)
        known = self._untold is not None and gone.missing is not None
        self._untold = (self._untold or 0) + (gone.missing or 0) if known else None
        self._untold_cause = gone.cause

    def _missing_since(self, gone: _Missing) -> datetime | None:
        if gone.missing is not None:
            return self._at_count(gone.until - gone.missing)
        return None if self._last_at is None else self._last_at + self._period

    def _missed(self, gap: Gap) -> Gap:
        self.tally = replace(self.tally, missing=self.tally.missing + (gap.missing or 0))
        return gap

    @property
    def _period(self) -> timedelta:
        return timedelta(seconds=self.period_s)

    def _at(self, own_s: float) -> datetime:
        return self._anchor.moment(self.times.moment(own_s).at_s)

    def _at_count(self, count: int) -> datetime:
        return self._at(self.times.of_count(count))
