"""The kinds of measured thing a Day is made of, and where each came from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from plantar.door import aware, civil, member, not_negative, whole, within
from plantar.errors import BadInput
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.sample import Foot

#: More steps than anybody has walked in one day. [1]
MOST_STEPS_A_DAY = 250_000


class SourceClass(StrEnum):
    """How much a source knows, best first; classes are never mixed in one baseline."""

    INSOLE = "insole"
    WATCH = "watch"
    DAY_TOTALS = "day-totals"
    SESSIONS = "sessions"


class Sport(StrEnum):
    """What somebody was doing; only the first three are on foot."""

    RUNNING = "running"
    WALKING = "walking"
    HIKING = "hiking"
    CYCLING = "cycling"
    SWIMMING = "swimming"
    PADDLING = "paddling"
    TRANSITION = "transition"
    OTHER = "other"

    @property
    def on_foot(self) -> bool:
        """Whether this sport loads the sole."""
        return self in (Sport.RUNNING, Sport.WALKING, Sport.HIKING)


@dataclass(frozen=True, slots=True)
class DayTotal:
    """The steps of one civil day, from a step table or a watch's daily figure."""

    day: date
    steps: int
    steps_running: int | None = None  # the part that was running, where the source says

    def __post_init__(self) -> None:
        civil("day", self.day)
        whole("steps", self.steps, 0, MOST_STEPS_A_DAY)
        if self.steps_running is not None:
            whole("steps_running", self.steps_running, 0, self.steps)


@dataclass(frozen=True, slots=True)
class Session:
    """One activity with a beginning and, usually, an end."""

    start: datetime
    sport: Sport
    duration_s: float | None = None
    distance_m: float | None = None
    steps: int | None = None
    contact_time_s: float | None = None
    quality: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        aware("start", self.start)
        member("sport", self.sport, Sport)
        for name, number in (("duration_s", self.duration_s), ("distance_m", self.distance_m)):
            if number is not None:
                not_negative(name, number)
        if self.steps is not None:
            whole("steps", self.steps, 0, MOST_STEPS_A_DAY)
        if self.contact_time_s is not None:
            within("contact_time_s", self.contact_time_s, 0.0, 60.0)

    @property
    def end(self) -> datetime:
        """When it ended; its beginning where nobody told how long it was."""
        return self.start + timedelta(seconds=self.duration_s or 0.0)


class GapCause(StrEnum):
    """Why nothing was measured."""

    LINK = "link"
    STALL = "stall"
    OVERFLOW = "overflow"
    DEVICE = "device"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which a worn sensor told nothing; a record, never an absence."""

    since: datetime
    until: datetime
    missing: int | None  # frames lost, where the device counts them
    cause: GapCause
    foot: Foot | None = None  # whose sole was silent; None: both, or the sensor is on no foot

    def __post_init__(self) -> None:
        aware("since", self.since)
        aware("until", self.until)
        if self.until < self.since:
            raise BadInput("until", self.until, f"at or after {self.since}")
        member("cause", self.cause, GapCause)
        if self.foot is not None:
            member("foot", self.foot, Foot)


class CalibrationMethod(StrEnum):
    """How the gain of a pair of soles was found."""

    SELF = "self"  # mean force over whole strides is body weight
    STANDING = "standing"  # somebody stood still on both feet
    DEVICE = "device"  # the maker's calibration, taken as it is


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns a pair of soles' newtons into body weights, from one moment on.

    A stored moment of power p is scaled by (gain / body_weight_n)**p.
    """

    since: datetime
    gain: float
    body_weight_n: float
    method: CalibrationMethod
    strides: int = 0  # whole strides it rests on
    quality: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        aware("since", self.since)
        within("gain", self.gain, 0.5, 2.0)
        within("body_weight_n", self.body_weight_n, 100.0, 4_000.0)
        member("method", self.method, CalibrationMethod)
        whole("strides", self.strides, 0, 10**9)


Measured = FootMinute | BodyMinute | StepMinute | DayTotal | Session | Gap | Calibration


class OriginKind(StrEnum):
    """The two ways in."""

    IMPORT = "import"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row came from: an import that can be taken back, or a live stream."""

    id: str
    kind: OriginKind
    label: str  # a file's name or a sensor's
    received_at: datetime
    digest: str | None = None  # sha256 of an imported file's bytes

    def __post_init__(self) -> None:
        aware("received_at", self.received_at)
        member("kind", self.kind, OriginKind)
        if not self.id:
            raise BadInput("origin", self.id, "an id")
