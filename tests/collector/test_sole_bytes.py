"""What a sole sends, byte by byte."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.gatt import Fields, read_battery, read_text
from collector.sole import (
    UNMEASURED,
    Declaration,
    Packet,
    declaration_bytes,
    frames_bytes,
    frames_that_fit,
    read_declaration,
    read_frames,
)
from plantar.errors import SensorError
from plantar.sample import Foot

THREE_ZONES = Declaration(Foot.RIGHT, 7, 100, 100, (0.0, 0.4, 1.0))

declarations = st.builds(
    Declaration,
    foot=st.sampled_from(Foot),
    boot=st.integers(0, 2**32 - 1),
    rate_hz=st.integers(1, 1000),
    unit_mn=st.integers(1, 300),
    heel_to_toe=st.lists(st.integers(0, 255).map(lambda n: n / 255), min_size=1, max_size=64).map(
        tuple
    ),
)


def test_the_example_of_the_profile_reads_as_it_says() -> None:
    declaration = read_declaration("sole", bytes.fromhex("01 01 07000000 6400 6400 03 00 66 ff"))
    packet = read_frames(
        "sole",
        bytes.fromhex("e8030000 10270000 02  0a00 0000 f401  1400 ffff e803"),
        declaration,
    )

    assert declaration == THREE_ZONES
    assert (packet.sequence, packet.device_ms) == (1000, 10_000)
    np.testing.assert_allclose(packet.zones_n, [[1.0, 0.0, 50.0], [2.0, np.nan, 100.0]])


@given(declarations)
def test_a_declaration_reads_back_as_it_was_written(declaration: Declaration) -> None:
    assert read_declaration("sole", declaration_bytes(declaration)) == declaration


@given(declarations, st.data())
def test_frames_read_back_as_they_were_written(
    declaration: Declaration, data: st.DataObject
) -> None:
    count = st.integers(0, min(UNMEASURED - 1, 20_000_000 // declaration.unit_mn))
    frames = data.draw(st.integers(1, 4))
    counts = data.draw(
        st.lists(count, min_size=frames * declaration.zones, max_size=frames * declaration.zones)
    )
    zones_n = np.reshape(counts, (frames, declaration.zones)) * (declaration.unit_mn / 1000)

    read = read_frames(
        "sole", frames_bytes(Packet(2**32 - 1, 5, zones_n), declaration), declaration
    )

    assert (read.sequence, read.device_ms) == (2**32 - 1, 5)
    np.testing.assert_array_equal(read.zones_n, zones_n)


@given(st.binary(max_size=600), declarations)
def test_any_bytes_are_frames_or_a_sensor_error(payload: bytes, declaration: Declaration) -> None:
    try:
        packet = read_frames("sole", payload, declaration)
    except SensorError as error:
        refused = error.payload
        packet = None

    if packet is None:
        assert refused == payload
    else:
        assert len(payload) == 9 + 2 * declaration.zones * len(packet)
        assert not (packet.zones_n < 0).any()


@given(st.binary(max_size=100))
def test_any_bytes_are_a_declaration_or_a_sensor_error(payload: bytes) -> None:
    try:
        read_back = declaration_bytes(read_declaration("sole", payload))
    except SensorError as error:
        read_back = error.payload

    assert read_back == payload


@pytest.mark.parametrize("cut", range(1, 14))
def test_a_declaration_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(SensorError, match="needs"):
        read_declaration("sole", declaration_bytes(THREE_ZONES)[:-cut])


@pytest.mark.parametrize(
    ("payload", "cause"),
    [
        ("02 01 07000000 6400 6400 03 00 66 ff", "version 2"),
        ("01 02 07000000 6400 6400 03 00 66 ff", "neither left"),
        ("01 01 07000000 0000 6400 03 00 66 ff", "rate 0"),
        ("01 01 07000000 6400 0000 03 00 66 ff", "unit is 0"),
        ("01 01 07000000 6400 6400 00", "0 zones"),
        ("01 01 07000000 6400 6400 03 00 66 ff 00", "1 bytes too many"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(payload: str, cause: str) -> None:
    with pytest.raises(SensorError, match=cause):
        read_declaration("sole", bytes.fromhex(payload))


def test_more_force_than_a_foot_bears_is_refused() -> None:
    heavy = Declaration(Foot.LEFT, 1, 100, 10_000, (0.5,))

    with pytest.raises(SensorError, match="20000 N"):
        read_frames("sole", bytes.fromhex("00000000 00000000 01 d207"), heavy)


@pytest.mark.parametrize(("mtu", "frames"), [(44, 1), (185, 5), (247, 7), (517, 15)])
def test_as_many_frames_go_in_a_notification_as_fit(mtu: int, frames: int) -> None:
    sixteen = Declaration(Foot.LEFT, 1, 100, 100, (0.5,) * 16)

    assert frames_that_fit(mtu - 3, sixteen) == frames


def test_a_link_too_narrow_for_one_frame_is_refused() -> None:
    sixteen = Declaration(Foot.LEFT, 1, 100, 100, (0.5,) * 16)

    with pytest.raises(SensorError, match="does not fit 20 bytes"):
        frames_that_fit(20, sixteen)


@pytest.mark.parametrize("payload", [b"", b"\x65", b"\x50\x00"])
def test_a_battery_above_100_or_of_the_wrong_length_is_refused(payload: bytes) -> None:
    with pytest.raises(SensorError):
        read_battery("sole", payload)


def test_a_full_battery_is_100() -> None:
    assert read_battery("sole", b"\x64") == 100


def test_a_name_that_is_no_text_is_refused() -> None:
    assert read_text("sole", b"Sole 3\0") == "Sole 3"
    with pytest.raises(SensorError, match="UTF-8"):
        read_text("sole", b"\xff\xfe")


def test_a_field_that_is_missing_is_named_with_its_place() -> None:
    fields = Fields("sole", b"\x01\x02\x03")
    assert fields.u8("version") == 1

    with pytest.raises(SensorError, match="boot needs 4 bytes at 1, got 01 02 03"):
        fields.u32("boot")
