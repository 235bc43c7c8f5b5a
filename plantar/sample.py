"""What a sensor said at one moment, decoded but not yet reduced.

Cadence counts both feet, everywhere in Plantar. FIT files and the Running Speed and Cadence
service count one leg; their readers double it.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plantar.door import aware, member, not_negative, whole, within
from plantar.errors import BadInput

#: Faster than any runner: sprinters reach about 300 steps a minute. [1/min]
MOST_CADENCE_SPM = 400.0
#: More than a landing from a jump puts on one sole. [N]
MOST_FORCE_N = 20_000.0
#: More than a zone of any sole reads, in whatever unit; raw numbers may be negative. [-]
MOST_READING = 1e9
#: A sensor that counts may have been out of reach for days. [1]
MOST_STEPS_TAKEN = 1_000_000


class Foot(StrEnum):
    """A foot, as seen by the one who stands on it."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Foot":
        """The foot on the other side."""
        return Foot.RIGHT if self is Foot.LEFT else Foot.LEFT


class ClockQuality(StrEnum):
    """How well one knows when something was measured."""

    ARRIVAL = "arrival"  # the sensor has no clock: when it came, less what it took to measure
    SETTLING = "settling"  # its clock's offset, from the arrivals so far
    FITTED = "fitted"  # offset and drift


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a pressure sole: what each of its zones read, in the sole's own unit."""

    at: datetime
    foot: Foot
    count: int  # of this frame since the first one heard; never falls, a step of more is a gap
    zones: tuple[float, ...]
    clock: ClockQuality = ClockQuality.ARRIVAL

    def __post_init__(self) -> None:
        aware("at", self.at)
        member("foot", self.foot, Foot)
        zones = self.zones  # the quick way: frames come by the hundred a second
        all_finite = set(map(type, zones)) == {float} and math.isfinite(sum(zones))
        if all_finite and min(zones) >= -MOST_READING and max(zones) <= MOST_READING:
            return
        for reading in self.zones:
            within("zones", reading, -MOST_READING, MOST_READING)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How fast the feet went at one moment, from a watch or a foot pod."""

    at: datetime
    cadence_spm: float
    speed_mps: float | None = None
    contact_time_s: float | None = None
    running: bool | None = None  # None: the sensor does not say

    def __post_init__(self) -> None:
        aware("at", self.at)
        within("cadence_spm", self.cadence_spm, 0.0, MOST_CADENCE_SPM)
        if self.speed_mps is not None:
            not_negative("speed_mps", self.speed_mps)
        if self.contact_time_s is not None:
            within("contact_time_s", self.contact_time_s, 0.0, 60.0)


@dataclass(frozen=True, slots=True)
class StepsTaken:
    """Steps between two moments, from a sensor that counts them itself."""

    since: datetime
    at: datetime
    steps: int  # of both feet

    def __post_init__(self) -> None:
        aware("since", self.since)
        aware("at", self.at)
        if self.at < self.since:
            raise BadInput("at", self.at, f"at or after {self.since}")
        whole("steps", self.steps, 0, MOST_STEPS_TAKEN)


@dataclass(frozen=True, slots=True)
class Battery:
    """How full a sensor's battery is."""

    at: datetime
    percent: int

    def __post_init__(self) -> None:
        aware("at", self.at)
        whole("percent", self.percent, 0, 100)


Sample = Frame | Cadence | StepsTaken | Battery
