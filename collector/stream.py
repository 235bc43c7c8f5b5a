"""One sole's notifications, in order, to frames and gaps: all that can be known without a radio."""

import logging
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from collector.clock import NS_PER_S, Anchor
from collector.notification import Notification
from collector.sequence import Heard, Sequence
from collector.sole import Declaration, declaration_bytes, read_frames
from collector.timeline import Timeline
from plantar.errors import SensorError
from plantar.measured import Gap, GapCause
from plantar.recording import Floats
from plantar.sample import Foot, Frame

logger = logging.getLogger(__name__)

#: After so many payloads in a row that do not fit, the sole is likely to speak another profile.
WRONG_PROFILE_AFTER: Final = 20
#: A sole that says nothing for longer is silent, and the other one goes on without it. [s]
SILENT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of everything a sole sent."""

    frames: int = 0  # handed on
    missing: int = 0  # told as gaps, where the sole counts them
    duplicates: int = 0
    late: int = 0
    malformed: int = 0  # notifications that fit no frame
    overflowed: int = 0  # notifications that found no room
    reboots: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A packet's fresh frames with their count, waiting for their time."""

    first: int
    zones_n: Floats  # shape (frames, zones)
    missing: int | None  # before the first
    cause: GapCause


class SoleStream:
    """What one sole says, across its connections."""

    def __init__(self, name: str, declaration: Declaration, anchor: Anchor) -> None:
        self.name = name
        self.foot: Foot = declaration.foot
        self.tally = Tally()
        self._declaration = declaration
        self._anchor = anchor
        self._sequence = Sequence(declaration.rate_hz)
        self._timeline = Timeline(declaration.rate_hz)
        self._waiting: deque[_Placed] = deque()
        self._cause = GapCause.UNKNOWN  # why the next frames may be missing
        self._arrival_s = 0.0
        self._malformed_in_a_row = 0
        self._last_at: datetime | None = None
        self._untold: int | None = 0  # frames missing since the last one handed on
        self._untold_cause = GapCause.UNKNOWN

    def connected(self, declaration: Declaration) -> None:
        """A connection begins, with what the sole says of itself this time.

        Raises
        ------
        SensorError
            It is another sole than it was: another foot, or another rate.
        """
        was = self._declaration
        if (declaration.foot, declaration.rate_hz) != (was.foot, was.rate_hz):
            raise SensorError(
                self.name,
                f"declares {declaration.foot} at {declaration.rate_hz} Hz,"
                f" was {was.foot} at {was.rate_hz} Hz",
                declaration_bytes(declaration),
            )
        if declaration.boot != was.boot:
            self._sequence.begin_anew()
        self._declaration = declaration

    def broke(self, cause: GapCause) -> None:
        """Say why the next frames may be missing."""
        self._cause = cause

    def lost(self, notifications: int) -> None:
        """Say that so many notifications found no room."""
        self.tally = replace(self.tally, overflowed=self.tally.overflowed + notifications)
        self._cause = GapCause.OVERFLOW

    def take(self, notification: Notification) -> list[Frame | Gap]:
        """The frames that can be told after this notification, and the gaps between them."""
        try:
            packet = read_frames(self.name, notification.payload, self._declaration)
        except SensorError as error:
            self._count_malformed(error)
            return []
        self._malformed_in_a_row = 0
        self._anchor.follow(notification.monotonic_ns, notification.wall_ns)
        arrival_s = notification.monotonic_ns / NS_PER_S
        heard = self._sequence.take(packet.sequence, len(packet), arrival_s - self._arrival_s)
        self._arrival_s = arrival_s
        self._count(heard)
        told = self._begin_anew() if heard.rebooted else []
        fresh = len(packet) - heard.skip
        if fresh:
            self._place(packet.zones_n[heard.skip :], heard)
            self._timeline.heard(heard.first + fresh - 1, arrival_s)
        if self._timeline.settled(arrival_s):
            told += self.release()
        return told

    def release(self) -> list[Frame | Gap]:
        """What still waits for a better estimate of its time, told now."""
        told: list[Frame | Gap] = []
        while self._waiting:
            self._tell(self._waiting.popleft(), told)
        return told

    def end(self, now: datetime) -> list[Gap]:
        """The silence at the end, as a gap."""
        if self._last_at is None or (now - self._last_at).total_seconds() < SILENT_S:
            return []
        cause = self._cause if self._cause is not GapCause.UNKNOWN else GapCause.LINK
        return [Gap(self._after(self._last_at, now), now, None, cause)]

    @property
    def period_s(self) -> float:
        """From one frame to the next. [s]"""
        return 1 / self._declaration.rate_hz

    def _after(self, last_at: datetime, until: datetime) -> datetime:
        """Where a gap begins that ends then."""
        return min(last_at + timedelta(seconds=self.period_s), until)

    def _begin_anew(self) -> list[Frame | Gap]:
        told = self.release()
        self._timeline.begin_anew()
        self._cause = GapCause.DEVICE
        return told

    def _place(self, zones_n: Floats, heard: Heard) -> None:
        self._waiting.append(_Placed(heard.first, zones_n, heard.missing, self._cause))
        self._cause = GapCause.UNKNOWN

    def _tell(self, placed: _Placed, told: list[Frame | Gap]) -> None:
        if placed.missing != 0:
            self._miss(placed.missing, placed.cause)
        whole = np.isfinite(placed.zones_n.sum(axis=1))
        for count, zones_n in enumerate(placed.zones_n.tolist(), placed.first):
            if not whole[count - placed.first]:
                self._miss(1, GapCause.DEVICE)
                continue
            at = self._anchor.moment(self._timeline.moment_s(count))
            if self._untold != 0:
                told.append(self._gap(at))
            told.append(Frame(at, self.foot, count, tuple(zones_n)))
            self._last_at = at
        self.tally = replace(self.tally, frames=self.tally.frames + int(whole.sum()))

    def _miss(self, missing: int | None, cause: GapCause) -> None:
        known = self._untold is not None and missing is not None
        self._untold = (self._untold or 0) + (missing or 0) if known else None
        self._untold_cause = cause

    def _gap(self, until: datetime) -> Gap:
        since = until if self._last_at is None else self._after(self._last_at, until)
        gap = Gap(since, until, self._untold, self._untold_cause)
        self.tally = replace(self.tally, missing=self.tally.missing + (self._untold or 0))
        self._untold = 0
        return gap

    def _count(self, heard: Heard) -> None:
        self.tally = replace(
            self.tally,
            duplicates=self.tally.duplicates + heard.duplicates,
            late=self.tally.late + heard.late,
            reboots=self.tally.reboots + heard.rebooted,
        )

    def _count_malformed(self, error: SensorError) -> None:
        self.tally = replace(self.tally, malformed=self.tally.malformed + 1)
        self._malformed_in_a_row += 1
        if self._malformed_in_a_row == 1:
            logger.warning("%s", error)
        elif self._malformed_in_a_row == WRONG_PROFILE_AFTER:
            logger.error(
                "%s: %d payloads in a row fit no frame, is it of another profile?",
                self.name,
                WRONG_PROFILE_AFTER,
            )
