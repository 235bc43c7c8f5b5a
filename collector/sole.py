"""The bytes of a pressure sole that speaks the Open Plantar Profile; see docs.

Reader and writer stand side by side, so that the layout is written down once. Nothing here knows
a radio or a clock.
"""

import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from collector.gatt import Fields
from plantar.door import whole, within
from plantar.errors import SensorError
from plantar.recording import Floats, SoleLayout
from plantar.sample import MOST_FORCE_N, Foot

SOLE_SERVICE: Final = "8c1d0001-5f3a-4b0e-9c62-d1e7f04a9b35"
DECLARATION: Final = "8c1d0002-5f3a-4b0e-9c62-d1e7f04a9b35"
FRAMES: Final = "8c1d0003-5f3a-4b0e-9c62-d1e7f04a9b35"
#: Not every sole has these two.
CALIBRATION: Final = "8c1d0004-5f3a-4b0e-9c62-d1e7f04a9b35"
MISSED: Final = "8c1d0005-5f3a-4b0e-9c62-d1e7f04a9b35"

VERSION: Final = 1
FEET: Final = (Foot.LEFT, Foot.RIGHT)
#: A zone that was not measured.
UNMEASURED: Final = 0xFFFF
MOST_ZONES: Final = 64
MOST_RATE_HZ: Final = 1_000
#: Sequence and device clock count modulo this.
WRAP: Final = 2**32
#: Asked for at once, and told gone at once.
MOST_ASKED: Final = 0xFFFF
#: Further from 1 the sole is broken, as of `plantar.measured.Calibration`. [-]
LEAST_GAIN, MOST_GAIN = 0.5, 2.0
_DECLARATION_HEAD: Final = struct.Struct("<BBIHHB")
_FRAMES_HEAD: Final = struct.Struct("<IIB")
_CALIBRATION: Final = struct.Struct("<HI")
_ASK: Final = struct.Struct("<IH")
_GONE: Final = struct.Struct("<IIBH")
#: The lengths of what may be written to a sole.
CALIBRATION_BYTES: Final = _CALIBRATION.size
ASK_BYTES: Final = _ASK.size
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


@dataclass(frozen=True, slots=True)
class SoleGain:
    """What a sole's newtons are to be multiplied by; they are sent as they were measured."""

    gain: float | None  # None: not calibrated
    found_s: int | None = None  # when, in seconds since 1970 UTC; None: not known

    def __post_init__(self) -> None:
        if self.gain is not None:
            within("gain", self.gain, LEAST_GAIN, MOST_GAIN)
        if self.found_s is not None:
            whole("found_s", self.found_s, 1, WRAP - 1)


@dataclass(frozen=True, slots=True)
class Ask:
    """Frames in a row that a reader did not hear, and asks for."""

    first: int  # modulo `WRAP`
    frames: int

    def __post_init__(self) -> None:
        whole("first", self.first, 0, WRAP - 1)
        whole("frames", self.frames, 1, MOST_ASKED)


@dataclass(frozen=True, slots=True)
class FramesGone:
    """Frames in a row that were asked for, and that the sole does not have."""

    first: int  # modulo `WRAP`
    frames: int

    def __post_init__(self) -> None:
        whole("first", self.first, 0, WRAP - 1)
        whole("frames", self.frames, 1, MOST_ASKED)


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


def read_calibration(sensor: str, payload: bytes) -> SoleGain:
    """The gain of a sole; SensorError when it cannot be."""
    fields = Fields(sensor, payload)
    thousandths = fields.u16("gain")
    found_s = fields.u32("when")
    fields.end()
    gain = thousandths / _MILLI if thousandths else None
    if gain is not None and not LEAST_GAIN <= gain <= MOST_GAIN:
        raise fields.error(f"gain {gain:g} is not from {LEAST_GAIN:g} to {MOST_GAIN:g}")
    return SoleGain(gain, found_s or None)


def calibration_bytes(told: SoleGain) -> bytes:
    """A gain as it is read from a sole and written to it."""
    return _CALIBRATION.pack(round((told.gain or 0.0) * _MILLI), told.found_s or 0)


def read_ask(sensor: str, payload: bytes) -> Ask:
    """What a reader asks for; SensorError when that cannot be."""
    fields = Fields(sensor, payload)
    first = fields.u32("first")
    frames = fields.u16("frames")
    fields.end()
    if not frames:
        raise fields.error("no frames are asked for")
    return Ask(first, frames)


def ask_bytes(ask: Ask) -> bytes:
    """What is written to ask for frames."""
    return _ASK.pack(ask.first, ask.frames)


def read_missed(sensor: str, payload: bytes, declaration: Declaration) -> Packet | FramesGone:
    """An answer to what was asked: frames as ever, or that they are gone."""
    if len(payload) != _GONE.size or payload[_FRAMES_HEAD.size - 1]:
        return read_frames(sensor, payload, declaration)
    fields = Fields(sensor, payload)
    first = fields.u32("sequence")
    device_ms = fields.u32("device clock")
    fields.u8("frames")
    gone = fields.u16("gone")
    fields.end()
    if device_ms:
        raise fields.error(f"frames that are gone have no device clock, not {device_ms}")
    if not gone:
        raise fields.error("no frames are gone")
    return FramesGone(first, gone)


def gone_bytes(gone: FramesGone) -> bytes:
    """What a sole answers that no longer has them."""
    return _GONE.pack(gone.first, 0, 0, gone.frames)
