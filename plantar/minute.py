"""A minute of what a sensor measured, reduced at the edge: moments, not conclusions.

Moments are kept in newtons, before calibration, so that a calibration that comes late, or another
exponent, needs no raw recording. Two soles give three rows a minute: one for each foot, one for
the body above them.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from plantar.door import MOST, aware, not_negative, whole, within
from plantar.errors import BadInput
from plantar.sample import MOST_CADENCE_SPM, Foot

#: A leap second and rounding at the edge of a minute. [s]
LONGEST_MINUTE_S = 61.0
#: More contacts than a foot makes in a minute, and more time than they take together. [1], [s]
MOST_CONTACTS = 1_000
MOST_CONTACT_S = 3_600.0
#: Width of a bin of `BodyMinute.quiet_s`. [N]
QUIET_BIN_N = 25.0
#: Bins of `BodyMinute.quiet_s`; the last one holds everything above. 80 x 25 N = 2000 N.
QUIET_BINS = 80


@dataclass(frozen=True, slots=True)
class Moments:
    """Time integrals of a force to the powers 1, 2 and 4; they add up."""

    m1_ns: float = 0.0  # ∫F dt [N·s], the impulse
    m2_n2s: float = 0.0  # ∫F² dt [N²·s]
    m4_n4s: float = 0.0  # ∫F⁴ dt [N⁴·s]

    def __post_init__(self) -> None:
        m1, m2, m4 = self.m1_ns, self.m2_n2s, self.m4_n4s
        # The quick way: minutes come by the hundred thousand, and a foot's has up to six of these.
        if type(m1) is type(m2) is type(m4) is float and (
            0.0 <= m1 <= MOST and 0.0 <= m2 <= MOST and 0.0 <= m4 <= MOST
        ):
            return
        not_negative("m1_ns", self.m1_ns)
        not_negative("m2_n2s", self.m2_n2s)
        not_negative("m4_n4s", self.m4_n4s)

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(
            self.m1_ns + other.m1_ns, self.m2_n2s + other.m2_n2s, self.m4_n4s + other.m4_n4s
        )

    def without(self, other: "Moments") -> "Moments":
        """These moments less a part of them; rounding never leaves less than nothing."""
        return Moments(
            max(0.0, self.m1_ns - other.m1_ns),
            max(0.0, self.m2_n2s - other.m2_n2s),
            max(0.0, self.m4_n4s - other.m4_n4s),
        )


def _is_minute(at: datetime) -> None:
    if getattr(at, "tzinfo", None) is not UTC:  # asking a zone for its offset takes long
        aware("at", at)
    if at.second or at.microsecond:
        raise BadInput("at", at, "the start of a minute")


@dataclass(frozen=True, slots=True)
class FootMinute:
    """What one sole measured in one minute."""

    at: datetime  # start of the minute, UTC
    foot: Foot
    revision: int  # an open minute is sent again, with a higher one
    rate_hz: float
    measured_s: float  # time with a frame
    gap_s: float  # time without one, interpolated or not
    total: Moments
    walking: Moments = field(default_factory=Moments)  # the part of `total` inside walking
    running: Moments = field(default_factory=Moments)  # the part of `total` inside running
    steps_walking: int = 0  # steps that began in this minute, by gait
    steps_running: int = 0
    contacts: int = 0  # contacts that began in this minute, edge-cut ones left out
    contact_time_sum_s: float = 0.0  # over `contacts_timed`
    contacts_timed: int = 0
    peak_sum_n: float = 0.0  # over `contacts`
    impulse_sum_ns: float = 0.0  # over `contacts`
    regions: tuple[Moments, Moments, Moments] | None = None  # heel, midfoot, forefoot
    quality: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _is_minute(self.at)
        whole("revision", self.revision, 0, 2**53)
        within("rate_hz", self.rate_hz, 0.0, 10_000.0)
        within("measured_s", self.measured_s, 0.0, LONGEST_MINUTE_S)
        within("gap_s", self.gap_s, 0.0, LONGEST_MINUTE_S)
        within("contact_time_sum_s", self.contact_time_sum_s, 0.0, MOST_CONTACT_S)
        not_negative("peak_sum_n", self.peak_sum_n)
        not_negative("impulse_sum_ns", self.impulse_sum_ns)
        counts = (self.steps_walking, self.steps_running, self.contacts, self.contacts_timed)
        if set(map(type, counts)) != {int} or not 0 <= min(counts) <= max(counts) <= MOST_CONTACTS:
            for name in ("steps_walking", "steps_running", "contacts", "contacts_timed"):
                whole(name, getattr(self, name), 0, MOST_CONTACTS)


@dataclass(frozen=True, slots=True)
class BodyMinute:
    """What two soles together say about one minute: posture and gait.

    Standing needs body weight. `quiet_s` keeps the time without steps by the force of both feet
    (the 30 s median, in bins of `QUIET_BIN_N` newton, before calibration), so that standing,
    leaning and sitting can be told again when a calibration comes late.
    """

    at: datetime
    revision: int
    walking_s: float
    running_s: float
    quiet_s: tuple[float, ...]  # seconds without steps per bin, `QUIET_BINS` long
    not_worn_s: float = 0.0
    quality: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _is_minute(self.at)
        whole("revision", self.revision, 0, 2**53)
        within("walking_s", self.walking_s, 0.0, LONGEST_MINUTE_S)
        within("running_s", self.running_s, 0.0, LONGEST_MINUTE_S)
        within("not_worn_s", self.not_worn_s, 0.0, LONGEST_MINUTE_S)
        if len(self.quiet_s) != QUIET_BINS:
            raise BadInput("quiet_s", len(self.quiet_s), f"{QUIET_BINS} bins")
        if set(map(type, self.quiet_s)) != {float} or not (
            min(self.quiet_s) >= 0.0 and sum(self.quiet_s) <= LONGEST_MINUTE_S
        ):
            for seconds in self.quiet_s:
                within("quiet_s", seconds, 0.0, LONGEST_MINUTE_S)


@dataclass(frozen=True, slots=True)
class StepMinute:
    """What a watch or foot pod measured in one minute: steps, no force."""

    at: datetime
    revision: int
    steps: float  # both feet; a minute of an integrated cadence need not be whole
    moving_s: float  # time with steps
    running: bool | None = None  # a recorded activity says so; None: nobody says
    contact_time_s: float | None = None  # mean ground contact time
    speed_mps: float | None = None
    standing_s: float | None = None  # only where truly measured
    quality: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _is_minute(self.at)
        whole("revision", self.revision, 0, 2**53)
        within("steps", self.steps, 0.0, MOST_CADENCE_SPM)
        within("moving_s", self.moving_s, 0.0, LONGEST_MINUTE_S)
        for name, number in (
            ("contact_time_s", self.contact_time_s),
            ("speed_mps", self.speed_mps),
        ):
            if number is not None:
                within(name, number, 0.0, LONGEST_MINUTE_S)
        if self.standing_s is not None:
            within("standing_s", self.standing_s, 0.0, LONGEST_MINUTE_S)


Minute = FootMinute | BodyMinute | StepMinute
