"""What one notification told, before anybody knows whose foot it was or what time.

Nothing here has a date: a reading carries what the sensor itself counts and clocks. Whoever hears
it adds the foot, from the pairing, and the moment.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from collector.sole import Declaration, FramesGone, SoleGain
from plantar.sample import MOST_CADENCE_SPM

#: Of bytes that fit no profile, this many are kept to look at. [B]
_KEPT_BYTES: Final = 64


class Reason(StrEnum):
    """Why bytes are no reading."""

    LENGTH = "length"  # too few or too many
    VALUE = "value"  # a number that cannot be
    KIND = "kind"  # says it is something that this profile does not know
    TEXT = "text"  # no line of text, or not of this form
    TOO_LONG = "too-long"  # a line that never ended
    UNVERIFIED = "unverified"  # of a layout that nobody has checked against a sensor


@dataclass(frozen=True, slots=True)
class Malformed:
    """Bytes that fit no reading; counted by reason and kept, never guessed at."""

    reason: Reason
    cause: str  # a sentence for whoever looks after the sensor
    hex: str


@dataclass(frozen=True, slots=True)
class Zones:
    """One frame of a sole: what each zone read, in the unit of its profile."""

    values: tuple[float, ...]  # nan where a zone was not measured
    count: int | None = None  # the sole's own count of this frame, modulo 2^count_bits
    count_bits: int = 32
    ticks: int | None = None  # the sole's own clock, in ticks of its profile
    asked_for: bool = False  # sent from the sole's memory, after newer ones


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast somebody goes, as a foot pod tells it."""

    per_min: int  # as counted by the sensor
    feet: int  # how many feet that counts: 1 or 2
    speed_mps: float
    stride_m: float | None = None
    distance_m: float | None = None
    running: bool | None = None

    @property
    def cadence_spm(self) -> float | None:
        """Steps of both feet; None when no runner is that fast. [1/min]"""
        both = self.per_min * 2 / self.feet
        return both if both <= MOST_CADENCE_SPM else None


@dataclass(frozen=True, slots=True)
class StepCount:
    """A counter of steps as the sensor holds it; what it means is for `collector.counter`."""

    raw: int
    bits: int  # the counter rolls over at 2^bits
    ticks: int | None = None


@dataclass(frozen=True, slots=True)
class StepsSince:
    """Steps since the sensor's last word, which it will not repeat."""

    steps: int


@dataclass(frozen=True, slots=True)
class StepSession:
    """Where in a session a Physical Activity Monitor is; its figures are not read yet."""

    session: int
    sub_session: int
    relative_s: int
    number: int


@dataclass(frozen=True, slots=True)
class HeartBeat:
    """Heart rate, as context beside the load."""

    bpm: int | None  # None: the sensor touches no skin, or tells 0
    intervals_s: tuple[float, ...] = ()  # between beats, oldest first
    skin_contact: bool | None = None
    energy_kj: int | None = None


@dataclass(frozen=True, slots=True)
class ChargeLevel:
    """How full the battery is."""

    percent: int


@dataclass(frozen=True, slots=True)
class Described:
    """A text by which a sensor describes itself: maker, model, firmware."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class SensorTime:
    """The sensor's own idea of the date and time; it has no time zone."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: float


@dataclass(frozen=True, slots=True)
class Held:
    """What an ORPHE INSOLE keeps in its own memory and can still be asked for."""

    newest: int  # count of the newest packet
    packets: int


@dataclass(frozen=True, slots=True)
class NotHeld:
    """Packets, not frames, that an ORPHE INSOLE was asked for and no longer has."""

    first: int
    packets: int


Reading = (
    Zones
    | Pace
    | StepCount
    | StepsSince
    | StepSession
    | HeartBeat
    | ChargeLevel
    | Described
    | SensorTime
    | Held
    | NotHeld
    | Declaration
    | SoleGain
    | FramesGone
)


@dataclass(frozen=True, slots=True)
class State:
    """What decoding remembers from one notification to the next.

    A new connection begins with a new one, and so does whatever follows a lost notification.
    """

    begun: bytes = b""  # a line whose end has not come yet
    midway: bool = True  # perhaps in the middle of a line: up to its end nothing is read
    declaration: Declaration | None = None  # of an Open Plantar sole


@dataclass(frozen=True, slots=True)
class Decoded:
    """All that came of one notification."""

    readings: tuple[Reading, ...]
    state: State
    malformed: tuple[Malformed, ...] = ()
    reserved_bits: int = 0  # flags that were set without a meaning; the rest was read


def refused(reason: Reason, cause: str, payload: bytes, state: State) -> Decoded:
    """Nothing of this notification can be told."""
    return Decoded((), state, (malformed(reason, cause, payload),))


def malformed(reason: Reason, cause: str, payload: bytes) -> Malformed:
    """What did not fit, with its first bytes."""
    return Malformed(reason, cause, payload[:_KEPT_BYTES].hex(" "))
