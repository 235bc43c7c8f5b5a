"""Packets of the ORPHE INSOLE: big-endian, of 104 bytes, the newest of their frames first.

Facts after the maker's public documentation (ORPHE-INSOLE.js, docs/SENSOR_SPEC.md and its two
readers); no code of it is used. Pressure is raw counts of six sensors. Reader and writer stand side
by side.
"""

from collections.abc import Sequence
from struct import Struct
from typing import Final

from collector.decoding.reading import (
    Decoded,
    Held,
    NotHeld,
    Reading,
    Reason,
    State,
    Zones,
    refused,
)

PACKET_BYTES: Final = 104
#: The packets' own number rolls over at 2^16.
SERIAL_BITS: Final = 16
#: The clock tells hours, minutes, seconds and milliseconds: it begins anew every day. [ms]
DAY_MS: Final = 86_400_000
_MOTION, _ANSWER, PULLED, FAST, FULL = 0x32, 0x35, 0x36, 0x37, 0x38
_HEAD: Final = Struct(">BHBBBH")
_SIX: Final = Struct(">6H")
#: Per kind of packet: frames in it, bytes of each, where its pressures begin, milliseconds apart.
_PRESSURE: Final = {PULLED: (4, 24, 12, 5), FAST: (4, 24, 12, 5), FULL: (2, 32, 20, 10)}
_HELD: Final = Struct(">HBH")
_NOT_HELD: Final = Struct(">HH")
_ANSWERS_HELD, _ANSWERS_NOT_HELD = 1, 2
#: Cleared, watch begun, watch ended: acknowledged, and nothing to tell.
_ACKNOWLEDGED: Final = (3, 4, 6)
#: What is written beside pressure: a sole that lies level and still (range 16 g, unit 2^14).
_STILL: Final = Struct(">6h").pack(0, 0, 0, 0, 0, 0x0800)
_LEVEL: Final = Struct(">4h").pack(0x4000, 0, 0, 0)


def sensor_values(payload: bytes, state: State) -> Decoded:
    """What the characteristic of sensor values sends: frames, or an answer about them."""
    kind = payload[0] if payload else None
    if kind == _ANSWER:
        return _answer(payload, state)
    if kind not in _PRESSURE and kind != _MOTION:
        shown = "no byte" if kind is None else f"{kind:#04x}"
        return refused(Reason.KIND, f"a packet that begins with {shown}", payload, state)
    if len(payload) != PACKET_BYTES:
        return refused(Reason.LENGTH, f"{len(payload)} bytes, 104 wanted", payload, state)
    _, serial, hour, minute, second, milli = _HEAD.unpack_from(payload)
    if hour > 23 or minute > 59 or second > 59 or milli > 999:  # noqa: PLR2004  a clock
        cause = f"a clock at {hour}:{minute}:{second}.{milli}"
        return refused(Reason.VALUE, cause, payload, state)
    if kind == _MOTION:  # turning and acceleration only
        return Decoded((), state)
    clock_ms = ((hour * 60 + minute) * 60 + second) * 1000 + milli
    return Decoded(_zones(payload, serial, clock_ms), state)


def packet_bytes(
    kind: int, serial: int, clock_ms: int, pressures: Sequence[Sequence[int]]
) -> bytes:
    """A packet as a sole sends it that lies still; its frames oldest first, as many as it holds."""
    seconds, milli = divmod(clock_ms % DAY_MS, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    head = _HEAD.pack(kind, serial % (1 << SERIAL_BITS), hour, minute, second, milli)
    motion = _LEVEL + _STILL if kind == FULL else _STILL
    frames = b"".join(motion + _SIX.pack(*six) for six in reversed(pressures))
    return (head + frames).ljust(PACKET_BYTES, b"\0")


def held_bytes(held: Held) -> bytes:
    """What the ring holds, as a sole answers it."""
    return bytes((_ANSWER, _ANSWERS_HELD)) + _HELD.pack(held.newest, 0, held.packets)


def not_held_bytes(gone: NotHeld) -> bytes:
    """What the ring no longer holds, as a sole answers it."""
    return bytes((_ANSWER, _ANSWERS_NOT_HELD)) + _NOT_HELD.pack(gone.first, gone.packets)


def acknowledged_bytes(command: bytes) -> bytes:
    """That a command was carried out, as a sole answers it."""
    return bytes((_ANSWER, command[1]))


def _zones(payload: bytes, serial: int, clock_ms: int) -> tuple[Zones, ...]:
    frames, size, pressures, apart_ms = _PRESSURE[payload[0]]
    bits = SERIAL_BITS + frames.bit_length() - 1  # frames are a power of two
    return tuple(
        Zones(
            values=tuple(
                map(float, _SIX.unpack_from(payload, _HEAD.size + size * place + pressures))
            ),
            count=serial * frames + nth,
            count_bits=bits,
            ticks=(clock_ms + nth * apart_ms) % DAY_MS,
            asked_for=payload[0] == PULLED,
        )
        for nth, place in enumerate(reversed(range(frames)))
    )


def _answer(payload: bytes, state: State) -> Decoded:
    about, told = payload[1:2], payload[2:]
    known: tuple[Reading, ...]
    if about == bytes((_ANSWERS_HELD,)) and len(told) == _HELD.size:
        newest, _watermark, packets = _HELD.unpack(told)
        known = (Held(newest, packets),)
    elif about == bytes((_ANSWERS_NOT_HELD,)) and len(told) == _NOT_HELD.size:
        known = (NotHeld(*_NOT_HELD.unpack(told)),)
    elif about and about[0] in _ACKNOWLEDGED:
        known = ()
    else:
        return refused(Reason.KIND, "an answer that is not known", payload, state)
    return Decoded(known, state)
