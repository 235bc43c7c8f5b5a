"""Our readers beside another's: equal where a value is whole, stricter where it is cut short."""

import pytest
from bluetooth_sig.gatt.characteristics.heart_rate_measurement import (
    HeartRateMeasurementCharacteristic,
)
from bluetooth_sig.gatt.characteristics.rsc_measurement import RSCMeasurementCharacteristic
from hypothesis import given
from hypothesis import strategies as st

from collector.decoding.reading import HeartBeat, Pace, State
from collector.decoding.standard import heart_rate, running_speed_and_cadence

RSC = RSCMeasurementCharacteristic()
HEART = HeartRateMeasurementCharacteristic()
u8, u16, u32 = (st.integers(0, 2**bits - 1) for bits in (8, 16, 32))


def packed(*fields: tuple[int, int]) -> bytes:
    """Numbers of so many bytes, little-endian."""
    return b"".join(number.to_bytes(size, "little") for number, size in fields)


@given(st.integers(0, 7), u16, u8, u16, u32)
def test_a_whole_pace_reads_as_the_other_reads_it(
    flags: int, speed: int, per_min: int, stride: int, distance: int
) -> None:
    payload = packed((flags, 1), (speed, 2), (per_min, 1))
    payload += packed((stride, 2)) if flags & 1 else b""
    payload += packed((distance, 4)) if flags & 2 else b""

    (ours,) = running_speed_and_cadence(payload, State(), 1).readings
    theirs = RSC.parse_value(bytearray(payload))

    assert isinstance(ours, Pace)
    assert ours.speed_mps == theirs.instantaneous_speed
    assert ours.per_min == theirs.instantaneous_cadence
    assert ours.running == theirs.is_running
    assert ours.stride_m == theirs.instantaneous_stride_length
    assert ours.distance_m == theirs.total_distance


@given(
    st.integers(0, 31),
    st.integers(1, 255),
    u16,
    st.lists(u16, min_size=1, max_size=9),
)
def test_a_whole_heart_rate_reads_as_the_other_reads_it(
    flags: int, bpm: int, energy: int, intervals: list[int]
) -> None:
    payload = packed((flags, 1), (bpm, 2 if flags & 1 else 1))
    payload += packed((energy, 2)) if flags & 8 else b""
    payload += packed(*((one, 2) for one in intervals)) if flags & 16 else b""

    (ours,) = heart_rate(payload, State()).readings
    theirs = HEART.parse_value(bytearray(payload))

    assert isinstance(ours, HeartBeat)
    touching = {0: None, 1: False, 2: True}[int(theirs.sensor_contact)]
    assert ours.skin_contact == touching
    assert ours.bpm == (None if touching is False else theirs.heart_rate)
    assert ours.energy_kj == theirs.energy_expended
    assert ours.intervals_s == theirs.rr_intervals


@pytest.mark.parametrize(
    "cut",
    ["01 8002 b4", "01 8002 b4 55", "02 8002 b4 1027", "03 8002 b4 5500", "07 8002 b4"],
)
def test_a_pace_cut_short_is_refused_where_the_other_takes_it(cut: str) -> None:
    payload = bytes.fromhex(cut)

    assert RSC.parse_value(bytearray(payload)).total_distance is None  # taken, without a word
    decoded = running_speed_and_cadence(payload, State(), 1)

    assert decoded.readings == ()
    assert [one.reason for one in decoded.malformed] == ["length"]


@pytest.mark.parametrize("cut", ["08 48", "10 48", "18 48 0a00", "10 48 00", "10 48 0004 00"])
def test_a_heart_rate_cut_short_is_refused_where_the_other_takes_it(cut: str) -> None:
    payload = bytes.fromhex(cut)

    assert HEART.parse_value(bytearray(payload)).heart_rate == 72
    decoded = heart_rate(payload, State())

    assert decoded.readings == ()
    assert [one.reason for one in decoded.malformed] == ["length"]
