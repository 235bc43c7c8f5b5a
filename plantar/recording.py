"""What one file holds, as its reader found it: arrays and totals, not yet load.

The only shared words made of arrays. Readers make them, processing reduces them; neither knows
the other.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from plantar.errors import BadInput
from plantar.measured import DayTotal, Sport

Floats: TypeAlias = npt.NDArray[np.float64]
#: An accelerometer measures along three.
AXES = 3


@dataclass(frozen=True, slots=True)
class SoleLayout:
    """Where the cells of a sole lie, along the foot."""

    name: str
    heel_to_toe: tuple[float, ...]  # per cell, 0 at the heel, 1 at the toes


@dataclass(frozen=True, slots=True, eq=False)
class FootForce:
    """Force under one foot on the clock of its recording; nan where no frame arrived."""

    force_n: Floats  # shape (frames,)
    cells: Floats | None = None  # shape (frames, cells), in the device's own unit
    layout: SoleLayout | None = None
    #: shape (frames, 3): heel, midfoot, forefoot, where whoever summed the cells has told them too
    shares: npt.NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        if self.force_n.ndim != 1:
            raise BadInput("force_n", self.force_n.shape, "one number per frame")
        if self.cells is not None and len(self.cells) != len(self.force_n):
            raise BadInput("cells", self.cells.shape, f"{len(self.force_n)} frames")
        if self.shares is not None and self.shares.shape != (len(self.force_n), 3):
            raise BadInput("shares", self.shares.shape, f"{len(self.force_n)} frames of 3")


@dataclass(frozen=True, slots=True, eq=False)
class ForceRecording:
    """A stretch of force under one or both feet, at one nominal rate.

    `time_s` rises strictly but need not be even: a row that the file leaves out is a gap.
    """

    time_s: Floats  # shape (frames,), seconds from the start
    rate_hz: float
    left: FootForce | None
    right: FootForce | None
    start: datetime | None = None  # aware; None: the file has no clock
    sensor: str = ""  # names the pair of soles, never a person
    quality: tuple[str, ...] = ()
    part: str | None = None
    in_newtons: bool = True  # False: raw counts, which rise with force but do not measure it

    def __post_init__(self) -> None:
        if self.left is None and self.right is None:
            raise BadInput("feet", None, "at least one foot")
        if not (np.diff(self.time_s) > 0).all():
            raise BadInput("time_s", "not rising", "strictly rising")
        for foot in (self.left, self.right):
            if foot is not None and len(foot.force_n) != len(self.time_s):
                raise BadInput("force_n", len(foot.force_n), f"{len(self.time_s)} frames")

    @property
    def duration_s(self) -> float:
        """From the first frame to the end of the last. [s]"""
        return float(self.time_s[-1] - self.time_s[0]) + 1.0 / self.rate_hz


@dataclass(frozen=True, slots=True, eq=False)
class CadenceTrack:
    """Cadence through an activity, on the clock of its file; nan where the file is silent."""

    time_s: Floats  # shape (records,), seconds from the start of the activity
    cadence_spm: Floats  # both feet
    speed_mps: Floats
    contact_time_s: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ActivityRecording:
    """One session of an activity file."""

    sport: Sport
    sport_name: str  # as the file says it, such as "running/trail"
    start: datetime
    duration_s: float | None  # timer time
    distance_m: float | None
    strides: int | None  # of one leg, exact where the device counts them
    contact_time_s: float | None  # mean over the session, as the device gives it
    track: CadenceTrack
    sensor: str = ""
    quality: tuple[str, ...] = ()
    part: str | None = None


@dataclass(frozen=True, slots=True)
class DayTable:
    """A table of daily totals."""

    totals: tuple[DayTotal, ...]
    sensor: str = ""
    quality: tuple[str, ...] = ()
    part: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AccelerationRecording:
    """Acceleration of one sensor somewhere on the body, with gravity or without.

    `time_s` rises strictly but need not be even; `placement` is what the file says, None when it
    does not.
    """

    time_s: Floats  # shape (frames,), seconds from the start
    rate_hz: float
    acceleration: Floats  # shape (frames, 3), along the sensor's own axes [m/s²]; nan where lost
    placement: str | None = None  # such as "lower back"
    start: datetime | None = None  # aware; None: the file has no clock
    sensor: str = ""
    quality: tuple[str, ...] = ()
    part: str | None = None

    def __post_init__(self) -> None:
        if not (np.diff(self.time_s) > 0).all():
            raise BadInput("time_s", "not rising", "strictly rising")
        if self.acceleration.shape != (len(self.time_s), AXES):
            raise BadInput("acceleration", self.acceleration.shape, f"{len(self.time_s)} by {AXES}")

    @property
    def duration_s(self) -> float:
        """From the first frame to the end of the last. [s]"""
        return float(self.time_s[-1] - self.time_s[0]) + 1.0 / self.rate_hz


Recording = ForceRecording | ActivityRecording | DayTable | AccelerationRecording


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one reader found in one file."""

    format: str  # such as "moticon-opengo"
    recordings: tuple[Recording, ...]
    partial: str | None = None  # why the file broke off; what came before is kept
    notes: tuple[str, ...] = field(default=())  # rows ignored and why, in plain words
