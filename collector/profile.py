"""What a family of sensors is, as data: how it is proposed, what is subscribed to, how bytes read.

One TOML file describes one family; those we know lie in ``profiles/`` beside this module, and
anybody can hand over one for a sole of their own (examples/add_your_insole.md). A profile is
picked by a person: a service or a name proposes it, and proves nothing, since unrelated soles
share the same services.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from math import nan
from typing import Final

from collector.files.sole_layout import Sole

_BASE_UUID: Final = "-0000-1000-8000-00805f9b34fb"


class Verified(StrEnum):
    """What the bytes that test a profile come from."""

    CAPTURED = "captured"  # recorded from a sensor
    SPECIFICATION = "specification"  # made from a published description
    SIMULATED = "simulated"  # sent by our own simulated sensor, through a virtual radio


class SideRule(StrEnum):
    """How one learns which foot a sensor is on."""

    DECLARED = "declared"  # the sensor says so, and the pairing must agree
    PAIRING = "pairing"  # the runner says so when it is paired
    NONE = "none"  # it is on no foot, or counts both


class How(StrEnum):
    """How a characteristic is listened to."""

    NOTIFY = "notify"
    READ = "read"


class Framing(StrEnum):
    """How readings lie in notifications."""

    PACKET = "packet"  # one notification, whole frames
    LINE = "line"  # numbers in a line of text
    JSON_LINE = "json-line"  # one JSON object a line


class CatchUpKind(StrEnum):
    """How a sensor is asked for what did not come."""

    OPEN_PLANTAR = "open-plantar"  # by the count of frames: docs/open-plantar-profile.md
    ORPHE_RING = "orphe-ring"  # by the number of packets: collector/fifo.py


class Tells(StrEnum):
    """What a number that is no zone is."""

    STEPS = "steps"  # a counter that only goes up
    STEPS_SINCE = "steps-since"  # since the last time it was told
    BATTERY = "battery"  # in percent


@dataclass(frozen=True, slots=True)
class Count:
    """The sensor's own number of a frame."""

    field: str
    bits: int  # it rolls over at 2^bits; higher bits are no part of it
    of_packets: bool = False  # counts notifications, not the frames in them


@dataclass(frozen=True, slots=True)
class Ticks:
    """The sensor's own clock."""

    field: str
    unit_s: float
    wrap: int  # it starts again at 0 after so many ticks


@dataclass(frozen=True, slots=True)
class ZoneFields:
    """Which numbers of a frame are the zones of a sole, and what they are."""

    fields: tuple[str, ...]
    sole: Sole
    scale: float = 1.0
    zero: float = 0.0  # subtracted before scaling: an inverted sensor has a negative scale
    missing: float = nan  # the number that says that a zone was not measured
    most: float | None = None  # a larger raw number cannot be

    def read(self, numbers: Sequence[float]) -> tuple[float, ...]:
        """Raw numbers in the sole's unit."""
        return tuple(
            nan if number == self.missing else (number - self.zero) * self.scale
            for number in numbers
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """How frames lie in what a characteristic sends."""

    framing: Framing
    names: tuple[str, ...]  # of the numbers of a frame; "" for one that is not needed
    head_names: tuple[str, ...] = ()
    head: struct.Struct | None = None
    packed: struct.Struct | None = None  # packets only
    fewest_frames: int = 1
    most_frames: int = 1
    count: Count | None = None
    ticks: Ticks | None = None
    zones: ZoneFields | None = None
    told: tuple[tuple[Tells, str, int], ...] = ()  # what, field, bits
    separator: str = ","  # lines only
    before: str = ""  # what a line begins with, and is no number
    after: str = ""
    whole: bool = False  # every notification is one line, whether it ends in a newline or not
    only: tuple[tuple[str, object], ...] = ()  # a JSON line is for us when these agree
    unless: tuple[tuple[str, object], ...] = ()  # and is not when any of these do

    @property
    def count_bits(self) -> int:
        """The count of frames rolls over at 2 to this."""
        if self.count is None:
            return 32
        in_a_packet = self.most_frames.bit_length() - 1  # a power of two, where packets count
        return self.count.bits + (in_a_packet if self.count.of_packets else 0)

    @property
    def lengths(self) -> tuple[int, ...]:
        """Every legal length of a packet. [B]"""
        if self.packed is None:
            return ()
        head = 0 if self.head is None else self.head.size
        return tuple(
            head + many * self.packed.size
            for many in range(self.fewest_frames, self.most_frames + 1)
        )


@dataclass(frozen=True, slots=True)
class Listen:
    """One characteristic that is read or subscribed to."""

    characteristic: str
    how: How
    what: str  # in plain words
    decoder: str | None = None  # by name, where arithmetic is needed
    feet: int = 1  # how many feet a cadence counts; sensors differ
    frame: Frame | None = None
    sole: Sole | None = None  # where the zones lie that it tells of
    rate_hz: float | None = None  # None: when it has something to say
    optional: bool = False  # not every sensor of this family has it


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that start or stop a sensor."""

    characteristic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Match:
    """What makes us propose this profile; proof of nothing."""

    services: tuple[str, ...]
    name: str | None = None  # with * for anything


@dataclass(frozen=True, slots=True)
class Profile:
    """One family of sensors."""

    id: str
    name: str
    tells: str
    verified: Verified
    source: str
    match: Match
    side: SideRule
    listen: tuple[Listen, ...]
    beside: bool = False  # a service that sensors of any family may have too
    start: tuple[Write, ...] = ()  # written once subscribed, in this order
    stop: tuple[Write, ...] = ()
    catch_up: CatchUpKind | None = None  # None: what did not come is lost

    def proposed_for(self, name: str, services: Sequence[str]) -> bool:
        """Whether a sensor that advertises this may be of this family; a person decides."""
        served = {full_uuid(service) for service in services}
        if self.match.services and not served.intersection(self.match.services):
            return False
        return self.match.name is None or fnmatchcase(name.casefold(), self.match.name.casefold())

    def listened(self, characteristic: str) -> Listen | None:
        """How a characteristic is listened to."""
        wanted = full_uuid(characteristic)
        return next((one for one in self.listen if one.characteristic == wanted), None)


def full_uuid(uuid: str) -> str:
    """A UUID in the long form; assigned numbers are often written with four digits."""
    lower = uuid.lower()
    return f"0000{lower}{_BASE_UUID}" if len(lower) == 4 else lower  # noqa: PLR2004  hex digits
