"""How one sensor is doing, as a collector tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from collector.tally import Tally
from plantar.sample import ClockQuality, Foot


class Phase(StrEnum):
    """What the session of a sensor is doing."""

    SEARCHING = "searching"
    CONNECTING = "connecting"
    STREAMING = "streaming"
    STALLED = "stalled"  # connected, and says nothing
    BACKING_OFF = "backing-off"
    UNAUTHORISED = "unauthorised"  # this computer, or the sensor, does not let us
    REFUSED = "refused"  # it is not what it was paired as; it is not tried again
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SensorClock:
    """How well a sensor's own clock is known."""

    quality: ClockQuality
    off_s: float  # about how far off the moments of its samples may be
    drift_ppm: float | None = None  # how much slower than the host's it goes; None: not known


@dataclass(frozen=True, slots=True)
class SensorState:
    """How one sensor is doing, told whenever its phase changes, and now and then."""

    sensor: str  # its id
    phase: Phase
    since: datetime  # of the phase
    trouble: str | None = None  # why it is not streaming, for people
    name: str | None = None  # as it advertises; None until it was found
    foot: Foot | None = None
    described: Mapping[str, str] = field(default_factory=dict)  # maker, model, firmware
    battery_percent: int | None = None
    heard_at: datetime | None = None  # when it last said something that fits its profile
    clock: SensorClock | None = None
    heart_rate_bpm: int | None = None
    tally: Tally = field(default_factory=Tally)
