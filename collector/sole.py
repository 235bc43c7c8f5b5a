"""The bytes of a pressure sole that speaks the Open Plantar Profile; see docs.

Reader and writer stand side by side, so that the layout is written down once. Nothing here knows
a radio or a clock.
"""

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from collector.gatt import Fields
from plantar.errors import SensorError
from plantar.recording import Floats, SoleLayout
from plantar.sample import MOST_FORCE_N, Foot

SOLE_SERVICE: Final = "8c1d0001-5f3a-4b0e-9c62-d1e7f04a9b35"
DECLARATION: Final = "8c1d0002-5f3a-4b0e-9c62-d1e7f04a9b35"
FRAMES: Final = "8c1d0003-5f3a-4b0e-9c62-d1e7f04a9b35"

VERSION: Final = 1
FEET: Final = (Foot.LEFT, Foot.RIGHT)
#: A zone that was not measured.
UNMEASURED: Final = 0xFFFF
MOST_ZONES: Final = 64
MOST_RATE_HZ: Final = 1_000
#: Sequence and device clock count modulo this.
WRAP: Final = 2**32
_DECLARATION_HEAD: Final = struct.Struct("<BBIHHB")
_FRAMES_HEAD: Final = struct.Struct("<IIB")
_MILLI: Final = 1_000
_TOES: Final = 255


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a sole says about itself, read at every connection."""

    foot: Foot
    boot: int  # changes whenever the sole starts anew, and its sequence with it
    rate_hz: int
    unit_mn: int  # millinewton per count
    heel_to_toe: tuple[float, ...]  # per zone, 0 at the heel, 1 at the toes

    @property
    def zones(self) -> int:
        """How many zones each frame has."""
        return len(self.heel_to_toe)

    @property
    def layout(self) -> SoleLayout:
        """Where the zones lie."""
        return SoleLayout(f"open-plantar-{self.zones}", self.heel_to_toe)


@dataclass(frozen=True, slots=True, eq=False)
class Packet:
    """The frames of one notification, as numbered by the sole."""

    sequence: int  # of the first frame, modulo `WRAP`
    device_ms: int  # of the first frame, modulo `WRAP`
    zones_n: Floats  # shape (frames, zones), nan where a zone was not measured

    def __len__(self) -> int:
        return len(self.zones_n)


def read_declaration(sensor: str, payload: bytes) -> Declaration:
    """What a sole declares; SensorError when it is of another version, or cannot be."""
    fields = Fields(sensor, payload)
    version = fields.u8("version")
    if version != VERSION:
        raise fields.error(f"version {version} of the profile, only {VERSION} is known")
    side = fields.u8("side")
    if side >= len(FEET):
        raise fields.error(f"side {side} is neither left (0) nor right (1)")
    boot = fields.u32("boot")
    rate_hz = fields.u16("rate")
    unit_mn = fields.u16("unit")
    zones = fields.u8("zones")
    if not 0 < rate_hz <= MOST_RATE_HZ:
        raise fields.error(f"rate {rate_hz} Hz is not from 1 to {MOST_RATE_HZ}")
    if not unit_mn:
        raise fields.error("unit is 0 mN")
    if not 0 < zones <= MOST_ZONES:
        raise fields.error(f"{zones} zones is not from 1 to {MOST_ZONES}")
    places = fields.u8s("heel to toe", zones)
    fields.end()
    return Declaration(FEET[side], boot, rate_hz, unit_mn, tuple(place / _TOES for place in places))


def declaration_bytes(declaration: Declaration) -> bytes:
    """A declaration as the sole sends it."""
    head = _DECLARATION_HEAD.pack(
        VERSION,
        FEET.index(declaration.foot),
        declaration.boot,
        declaration.rate_hz,
        declaration.unit_mn,
        declaration.zones,
    )
    return head + bytes(round(place * _TOES) for place in declaration.heel_to_toe)


def read_frames(sensor: str, payload: bytes, declaration: Declaration) -> Packet:
    """The frames in one notification; SensorError unless its length is exactly right."""
    fields = Fields(sensor, payload)
    sequence = fields.u32("sequence")
    device_ms = fields.u32("device clock")
    frames = fields.u8("frames")
    if not frames:
        raise fields.error("no frames")
    counts = np.array(fields.u16s("zones", frames * declaration.zones), dtype=np.float64)
    fields.end()
    counts[counts == UNMEASURED] = np.nan
    zones_n = counts.reshape(frames, declaration.zones) * (declaration.unit_mn / _MILLI)
    if (zones_n > MOST_FORCE_N).any():
        raise fields.error(f"more than {MOST_FORCE_N:g} N under one zone")
    return Packet(sequence, device_ms, zones_n)


def frames_bytes(packet: Packet, declaration: Declaration) -> bytes:
    """Frames as the sole sends them; a force beyond the largest count stays at the largest."""
    counts = np.rint(packet.zones_n / (declaration.unit_mn / _MILLI)).clip(0, UNMEASURED - 1)
    counts[np.isnan(counts)] = UNMEASURED
    head = _FRAMES_HEAD.pack(packet.sequence % WRAP, packet.device_ms % WRAP, len(packet))
    return head + counts.astype("<u2").tobytes()


def frames_that_fit(notification_bytes: int, declaration: Declaration) -> int:
    """How many frames fit one notification of so many bytes, at least one.

    Raises
    ------
    SensorError
        Not even one frame fits: the link's MTU is too small for this sole.
    """
    fit = (notification_bytes - _FRAMES_HEAD.size) // (2 * declaration.zones)
    if fit < 1:
        cause = f"a frame of {declaration.zones} zones does not fit {notification_bytes} bytes"
        raise SensorError(declaration.foot, cause, b"")
    return min(fit, 255)
