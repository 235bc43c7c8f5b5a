"""What a sole sends, byte by byte."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.gatt import Fields
from collector.sole import (
    MOST_ASKED,
    UNMEASURED,
    WRAP,
    Ask,
    Declaration,
    FramesGone,
    Packet,
    SoleGain,
    ask_bytes,
    calibration_bytes,
    declaration_bytes,
    frames_bytes,
    frames_that_fit,
    gone_bytes,
    read_ask,
    read_calibration,
    read_declaration,
    read_frames,
    read_missed,
)
from plantar.errors import BadInput, SensorError
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


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ("4103 b014a469", SoleGain(0.833, 1_772_360_880)),
        ("0000 00000000", SoleGain(None)),
        ("f401 00000000", SoleGain(0.5)),
        ("d007 ffffffff", SoleGain(2.0, WRAP - 1)),
    ],
)
def test_the_gain_of_a_sole_reads_as_the_profile_says(payload: str, told: SoleGain) -> None:
    assert read_calibration("sole", bytes.fromhex(payload)) == told
    assert calibration_bytes(told) == bytes.fromhex(payload)


def test_the_example_of_missed_frames_reads_as_it_says() -> None:
    asked = read_ask("sole", bytes.fromhex("e8030000 0500"))
    gone = read_missed("sole", bytes.fromhex("e8030000 00000000 00 0300"), THREE_ZONES)
    still_held = read_missed(
        "sole",
        bytes.fromhex("eb030000 2e270000 02  0a00 0000 f401  1400 ffff e803"),
        THREE_ZONES,
    )

    assert asked == Ask(1000, 5)
    assert gone == FramesGone(1000, 3)
    assert isinstance(still_held, Packet)
    assert (still_held.sequence, still_held.device_ms, len(still_held)) == (1003, 10_030, 2)
    assert gone_bytes(gone) == bytes.fromhex("e8030000 00000000 00 0300")


@pytest.mark.parametrize(
    ("payload", "cause"),
    [
        ("f301 00000000", "gain 0.499 is not from 0.5 to 2"),
        ("d107 00000000", "gain 2.001"),
        ("0100 00000000", "gain 0.001"),
        ("e803 000000", "when needs 4 bytes"),
        ("e803 00000000 00", "1 bytes too many"),
    ],
)
def test_a_gain_that_cannot_be_is_refused(payload: str, cause: str) -> None:
    with pytest.raises(SensorError, match=cause):
        read_calibration("sole", bytes.fromhex(payload))


@pytest.mark.parametrize(
    ("payload", "cause"),
    [
        ("e8030000 00000000 00 0000", "no frames are gone"),
        ("e8030000 10270000 00 0300", "no device clock, not 10000"),
        ("e8030000 00000000 00", "no frames"),
        ("e8030000 00000000 00 030000", "no frames"),
        ("e8030000 00000000 01 0300", "zones needs 6 bytes"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(payload: str, cause: str) -> None:
    with pytest.raises(SensorError, match=cause):
        read_missed("sole", bytes.fromhex(payload), THREE_ZONES)


def test_a_frame_of_one_zone_is_not_taken_for_frames_that_are_gone() -> None:
    one_zone = Declaration(Foot.LEFT, 1, 100, 100, (0.5,))

    frame = read_missed("sole", bytes.fromhex("e8030000 00000000 01 0300"), one_zone)

    assert isinstance(frame, Packet)
    np.testing.assert_allclose(frame.zones_n, [[0.3]])


@given(st.binary(max_size=600), declarations)
def test_any_bytes_are_an_answer_or_a_sensor_error(
    payload: bytes, declaration: Declaration
) -> None:
    try:
        answer: Packet | FramesGone | SensorError = read_missed("sole", payload, declaration)
    except SensorError as error:
        answer = error

    match answer:
        case FramesGone():
            assert gone_bytes(answer) == payload
        case Packet():
            assert len(payload) == 9 + 2 * declaration.zones * len(answer)
        case SensorError():
            assert answer.payload == payload


@given(st.binary(max_size=8))
def test_any_bytes_are_an_ask_or_a_sensor_error(payload: bytes) -> None:
    try:
        read_back = ask_bytes(read_ask("sole", payload))
    except SensorError as error:
        read_back = error.payload

    assert read_back == payload


@given(st.binary(max_size=8))
def test_any_bytes_are_a_gain_or_a_sensor_error(payload: bytes) -> None:
    try:
        read_back = calibration_bytes(read_calibration("sole", payload))
    except SensorError as error:
        read_back = error.payload

    assert read_back == payload


@given(st.integers(0, WRAP - 1), st.integers(1, MOST_ASKED), st.floats(0.5, 2.0), declarations)
def test_what_is_asked_told_gone_and_calibrated_reads_back(
    first: int, frames: int, gain: float, declaration: Declaration
) -> None:
    ask, gone = Ask(first, frames), FramesGone(first, frames)

    assert read_ask("sole", ask_bytes(ask)) == ask
    assert read_missed("sole", gone_bytes(gone), declaration) == gone
    told = read_calibration("sole", calibration_bytes(SoleGain(gain, 1)))
    assert told.gain == pytest.approx(gain, abs=0.0005)


def test_what_a_sole_cannot_be_asked_or_told_is_refused() -> None:
    with pytest.raises(BadInput, match="frames"):
        Ask(0, 0)
    with pytest.raises(BadInput, match="first"):
        FramesGone(WRAP, 1)
    with pytest.raises(BadInput, match="gain"):
        SoleGain(2.5)


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


def test_a_field_that_is_missing_is_named_with_its_place() -> None:
    fields = Fields("sole", b"\x01\x02\x03")
    assert fields.u8("version") == 1

    with pytest.raises(SensorError, match="boot needs 4 bytes at 1, got 01 02 03"):
        fields.u32("boot")
