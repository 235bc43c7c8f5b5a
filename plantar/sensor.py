"""What a sensor is, and what it last told of itself: whom to charge, and whose clock to doubt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from plantar.door import aware, member, not_negative, whole, within
from plantar.errors import BadInput
from plantar.sample import ClockQuality, Foot

#: Sensors describe themselves in texts of any length; the start of one says enough. [characters]
LONGEST_TEXT: Final = 60
#: More than any clock differs from another: beyond it the clock was never set. [ppm]
MOST_DRIFT_PPM: Final = 1e6
#: No outbox holds more. [rows]
MOST_WAITING: Final = 10**9


def short_text(told: str) -> str | None:
    """What a device says of itself, fit to be kept: printable, short, or nothing."""
    printable = "".join(one if one.isprintable() else " " for one in told)
    return " ".join(printable.split())[:LONGEST_TEXT].strip() or None


@dataclass(frozen=True, slots=True)
class SensorTold:
    """One sensor as its collector knew it at a moment; None is what it did not say."""

    sensor: str  # its id, made up: it says nothing of whose it is
    at: datetime  # when the collector said this, by the collector's clock
    kind: str  # the profile by which it is read
    paired_at: datetime
    foot: Foot | None = None  # None: it is on no foot
    heard_at: datetime | None = None  # when it last said something; None: never
    model: str | None = None
    firmware: str | None = None
    battery_percent: int | None = None
    clock: ClockQuality | None = None
    off_s: float | None = None  # about how far off its moments may be
    drift_ppm: float | None = None  # how much slower its clock goes than its collector's
    waiting: int | None = None  # rows in its collector's outbox

    def __post_init__(self) -> None:
        aware("at", self.at)
        aware("paired_at", self.paired_at)
        if self.heard_at is not None:
            aware("heard_at", self.heard_at)
        for name in ("sensor", "kind", "model", "firmware"):
            _text(name, getattr(self, name), needed=name in ("sensor", "kind"))
        if self.foot is not None:
            member("foot", self.foot, Foot)
        if self.battery_percent is not None:
            whole("battery_percent", self.battery_percent, 0, 100)
        if self.waiting is not None:
            whole("waiting", self.waiting, 0, MOST_WAITING)
        self._check_clock()

    def _check_clock(self) -> None:
        if self.clock is not None:
            member("clock", self.clock, ClockQuality)
        if (self.clock is None) != (self.off_s is None):
            raise BadInput("off_s", self.off_s, "given exactly when the clock is known")
        if self.off_s is not None:
            not_negative("off_s", self.off_s)
        if self.drift_ppm is not None:
            within("drift_ppm", self.drift_ppm, -MOST_DRIFT_PPM, MOST_DRIFT_PPM)


def _text(name: str, told: object, *, needed: bool) -> None:
    if told is None and not needed:
        return
    if not isinstance(told, str) or short_text(told) != told:
        raise BadInput(name, told, f"a printable text, {LONGEST_TEXT} characters at most")
