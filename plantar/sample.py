"""What a sensor said at one moment, decoded but not yet reduced.

Cadence counts both feet, everywhere in Plantar. FIT files and the Running Speed and Cadence
service count one leg; their readers double it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plantar.door import aware, member, not_negative, whole, within

#: Faster than any runner: sprinters reach about 300 steps a minute. [1/min]
MOST_CADENCE_SPM = 400.0
#: More than a landing from a jump puts on one sole. [N]
MOST_FORCE_N = 20_000.0


class Foot(StrEnum):
    """A foot, as seen by the one who stands on it."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Foot":
        """The foot on the other side."""
        return Foot.RIGHT if self is Foot.LEFT else Foot.LEFT


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a pressure sole: the force under each of its zones."""

    at: datetime
    foot: Foot
    sequence: int | None  # the device's own counter, unwrapped; None when it has none
    zones_n: tuple[float, ...]

    def __post_init__(self) -> None:
        aware("at", self.at)
        member("foot", self.foot, Foot)
        for force_n in self.zones_n:
            within("zones_n", force_n, 0.0, MOST_FORCE_N)


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
class Battery:
    """How full a sensor's battery is."""

    at: datetime
    percent: int

    def __post_init__(self) -> None:
        aware("at", self.at)
        whole("percent", self.percent, 0, 100)


Sample = Frame | Cadence | Battery
