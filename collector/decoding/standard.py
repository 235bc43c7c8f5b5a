"""Values of the Bluetooth SIG's own services, little-endian, their length decided by their flags.

References
----------
Bluetooth SIG, GATT Specification Supplement: RSC Measurement, Heart Rate Measurement, Current
Time. Physical Activity Monitor Service 1.0: the head of Step Counter Activity Summary Data only.
"""

from calendar import monthrange
from dataclasses import replace
from struct import Struct
from typing import Final

from collector.decoding.reading import (
    Decoded,
    Described,
    HeartBeat,
    Pace,
    Reason,
    SensorTime,
    State,
    StepSession,
    refused,
)

_RSC_HEAD: Final = Struct("<BHB")
_RSC_STRIDE, _RSC_DISTANCE, _RSC_RUNNING = 1, 2, 4
_RSC_KNOWN: Final = 0b111
_HR_WIDE, _HR_TOUCHES, _HR_CAN_TOUCH, _HR_ENERGY, _HR_INTERVALS = 1, 2, 4, 8, 16
_HR_KNOWN: Final = 0b1_1111
#: Faster than any heart. [1/min]
_MOST_BPM: Final = 300
_TIME: Final = Struct("<HBBBBBBBB")
_PAMS_HEAD: Final = Struct("<BBHHII")
_PAMS_OPTIONAL: Final = 0b1_1111
_PAMS_WHOLE: Final = 0b11  # first and last segment at once
#: The longest text an attribute can hold. [B]
_MOST_TEXT: Final = 512
#: Not valid on the wire, and the first year a value may have. [1/a]
_FIRST_YEAR: Final = 1582


def running_speed_and_cadence(payload: bytes, state: State, feet: int) -> Decoded:
    """RSC Measurement: 4, 6, 8 or 10 bytes, as its flags say."""
    if len(payload) < _RSC_HEAD.size:
        return refused(Reason.LENGTH, f"{len(payload)} bytes, at least 4", payload, state)
    flags, speed, per_min = _RSC_HEAD.unpack_from(payload)
    has_stride, has_distance = flags & _RSC_STRIDE, flags & _RSC_DISTANCE
    wanted = _RSC_HEAD.size + (2 if has_stride else 0) + (4 if has_distance else 0)
    if len(payload) != wanted:
        return refused(
            Reason.LENGTH, f"{len(payload)} bytes, its flags ask for {wanted}", payload, state
        )
    pace = Pace(per_min, feet, speed / 256, running=bool(flags & _RSC_RUNNING))
    at = _RSC_HEAD.size
    if has_stride:
        pace = replace(pace, stride_m=int.from_bytes(payload[at : at + 2], "little") / 100)
        at += 2
    if has_distance:
        pace = replace(pace, distance_m=int.from_bytes(payload[at:], "little") / 10)
    return Decoded((pace,), state, reserved_bits=(flags & ~_RSC_KNOWN).bit_count())


def pace_bytes(pace: Pace) -> bytes:
    """RSC Measurement as a foot pod sends it: without the fields that it does not know."""
    flags, more = _RSC_RUNNING if pace.running else 0, b""
    if pace.stride_m is not None:
        flags |= _RSC_STRIDE
        more += round(pace.stride_m * 100).to_bytes(2, "little")
    if pace.distance_m is not None:
        flags |= _RSC_DISTANCE
        more += round(pace.distance_m * 10).to_bytes(4, "little")
    return _RSC_HEAD.pack(flags, round(pace.speed_mps * 256), pace.per_min) + more


def heart_rate(payload: bytes, state: State) -> Decoded:
    """Heart Rate Measurement, its length decided by its flags."""
    flags = payload[0] if payload else 0
    width = 2 if flags & _HR_WIDE else 1
    energy = 2 if flags & _HR_ENERGY else 0
    left = len(payload) - 1 - width - energy
    whole = left >= 0 and left % 2 == 0 and bool(left) == bool(flags & _HR_INTERVALS)
    if not payload or not whole:
        cause = f"{len(payload)} bytes do not fit the flags {flags:#04x}"
        return refused(Reason.LENGTH, cause, payload, state)
    bpm = int.from_bytes(payload[1 : 1 + width], "little")
    if bpm > _MOST_BPM:
        return refused(Reason.VALUE, f"{bpm} beats a minute", payload, state)
    touches = bool(flags & _HR_TOUCHES) if flags & _HR_CAN_TOUCH else None
    at = 1 + width
    beat = HeartBeat(
        bpm=None if bpm == 0 or touches is False else bpm,
        intervals_s=tuple(
            int.from_bytes(payload[place : place + 2], "little") / 1024
            for place in range(at + energy, len(payload), 2)
        ),
        skin_contact=touches,
        energy_kj=int.from_bytes(payload[at : at + 2], "little") if energy else None,
    )
    return Decoded((beat,), state, reserved_bits=(flags & ~_HR_KNOWN).bit_count())


def text(payload: bytes, state: State, what: str) -> Decoded:
    """A UTF-8 text; devices differ in whether they close it with a zero byte."""
    if len(payload) > _MOST_TEXT:
        return refused(Reason.LENGTH, f"a text of {len(payload)} bytes", payload, state)
    try:
        told = payload.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        return refused(Reason.TEXT, "is no UTF-8", payload, state)
    return Decoded((Described(what, told.strip()),) if told.strip() else (), state)


def current_time(payload: bytes, state: State) -> Decoded:
    """Current Time: ten bytes; a year, month or day of 0 is one the sensor does not know."""
    if len(payload) != _TIME.size:
        return refused(Reason.LENGTH, f"{len(payload)} bytes, 10 wanted", payload, state)
    year, month, day, hour, minute, second, weekday, fraction, _why = _TIME.unpack(payload)
    if not (year and month and day):
        return Decoded((), state)
    fits = (
        _FIRST_YEAR <= year <= 9999  # noqa: PLR2004  as the specification says
        and 1 <= month <= 12  # noqa: PLR2004  months
        and 1 <= day <= monthrange(year, month)[1]
        and hour < 24  # noqa: PLR2004  hours
        and minute < 60  # noqa: PLR2004  minutes
        and second < 60  # noqa: PLR2004  seconds
        and weekday <= 7  # noqa: PLR2004  days of a week
    )
    if not fits:
        return refused(Reason.VALUE, "no such date or time", payload, state)
    return Decoded((SensorTime(year, month, day, hour, minute, second + fraction / 256),), state)


def current_time_bytes(time: SensorTime, weekday: int) -> bytes:
    """Current Time as it is written to a sensor.

    Parameters
    ----------
    time : SensorTime
        Local date and time.
    weekday : int
        1 is Monday, 7 Sunday.
    """
    second = int(time.second)
    fraction = int((time.second - second) * 256)
    manual_update = 1
    return _TIME.pack(
        time.year, time.month, time.day, time.hour, time.minute, second, weekday, fraction,
        manual_update,
    )  # fmt: skip


def step_summary(payload: bytes, state: State) -> Decoded:
    """Step Counter Activity Summary Data, as far as its layout is verified: its head.

    The steps follow in fields whose widths nobody here has seen against a sensor: a value that
    has any is refused, and so is one that comes in segments.
    """
    if len(payload) < _PAMS_HEAD.size:
        return refused(Reason.LENGTH, f"{len(payload)} bytes, at least 14", payload, state)
    segment, flags, session, sub_session, relative_s, number = _PAMS_HEAD.unpack_from(payload)
    if segment & _PAMS_WHOLE != _PAMS_WHOLE:
        cause = "comes in segments, which are not put together yet"
        return refused(Reason.UNVERIFIED, cause, payload, state)
    if flags & _PAMS_OPTIONAL:
        cause = f"the widths of the fields after the head (flags {flags:#04x}) are not verified"
        return refused(Reason.UNVERIFIED, cause, payload, state)
    if len(payload) != _PAMS_HEAD.size:
        return refused(Reason.LENGTH, f"{len(payload)} bytes, its flags ask for 14", payload, state)
    head = StepSession(session, sub_session, relative_s, number)
    return Decoded((head,), state, reserved_bits=(flags & ~_PAMS_OPTIONAL).bit_count())
