"""A made walker for tests: the model step of docs/load-model.md 1.4, one contact after another."""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from plantar.recording import Floats, FootForce, ForceRecording

BODY_N = 700.0
START = datetime(2026, 3, 2, 9, 59, 40, tzinfo=UTC)


@dataclass
class Walker:
    """Puts down feet on a clock, and stands or sits in between."""

    rate_hz: float = 100.0
    body_n: float = BODY_N
    now_s: float = 0.0
    contacts: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    stands: list[tuple[float, float, float]] = field(default_factory=list)
    foot: int = 0

    def steps(self, count: int, cadence_spm: float, duty: float, dip: float = 0.0) -> "Walker":
        """Steps of one gait, left and right in turn."""
        contact_s = 120.0 * duty / cadence_spm
        for _ in range(count):
            self.contacts.append((self.foot, self.now_s, contact_s, duty, dip))
            self.foot = 1 - self.foot
            self.now_s += 60.0 / cadence_spm
        return self

    def walk(self, count: int) -> "Walker":
        return self.steps(count, 110.0, 0.63, 0.4)

    def run(self, count: int) -> "Walker":
        return self.steps(count, 165.0, 0.34375)

    def rest(self, seconds: float, share: float) -> "Walker":
        """Stand (share 1), sit (0.15) or take the shoes off (0), after the last foot has left."""
        if self.contacts:
            self.now_s = max(self.now_s, *(at + long for _, at, long, _, _ in self.contacts))
        self.stands.append((self.now_s, self.now_s + seconds, share * self.body_n / 2.0))
        self.now_s += seconds
        return self

    def forces(self) -> tuple[Floats, Floats]:
        """Clock and force of both feet, shapes (frames,) and (2, frames)."""
        time_s = np.arange(round(self.now_s * self.rate_hz)) / self.rate_hz
        force_n = np.zeros((2, len(time_s)))
        for foot, at_s, long_s, duty, dip in self.contacts:
            u = (time_s - at_s) / long_s - 0.5
            peak = math.pi / (4.0 * duty * (1.0 + dip / 3.0))
            wave = peak * (np.cos(np.pi * u) - dip * np.cos(3.0 * np.pi * u))
            force_n[foot] += np.where(np.abs(u) <= 0.5, self.body_n * wave, 0.0)
        for begin_s, end_s, force in self.stands:
            force_n[:, (time_s >= begin_s) & (time_s < end_s)] += force
        return time_s, force_n

    def recording(self, start: datetime | None = START) -> ForceRecording:
        return recording_of(*self.forces(), rate_hz=self.rate_hz, start=start)


def recording_of(
    time_s: Floats, force_n: Floats, rate_hz: float = 100.0, start: datetime | None = START
) -> ForceRecording:
    """A recording of two soles."""
    return ForceRecording(
        time_s, rate_hz, FootForce(force_n[0].copy()), FootForce(force_n[1].copy()), start
    )


def piece(recording: ForceRecording, begin: int, end: int) -> ForceRecording:
    """Frames [begin, end) of a recording, on its clock."""
    left, right = recording.left, recording.right
    return ForceRecording(
        recording.time_s[begin:end],
        recording.rate_hz,
        None if left is None else FootForce(left.force_n[begin:end]),
        None if right is None else FootForce(right.force_n[begin:end]),
        recording.start,
    )
