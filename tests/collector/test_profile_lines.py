"""Soles that send text: lines cut anywhere, lines that never end, and lines of other kinds."""

from math import isnan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.decoding.decoders import Decode, decoders
from collector.decoding.line import MOST_LINE
from collector.decoding.reading import Decoded, Malformed, Reading, State, Zones
from collector.profile_file import profile_from

HEAD = """
id = "mine"
name = "Mine"
tells = "three pressures"
verified = "captured"
side = "pairing"

[match]
name = "Mine*"

[[listen]]
characteristic = "fff1"
rate_hz = 50
"""
TEXT = """
framing = "line"
before = "L*["
after = "]"
names = ["n", "heel", "", "toe"]
sequence = { field = "n", bits = 8 }

[listen.zones]
fields = ["heel", "toe"]
unit = "counts"
along = [0.1, 0.9]
"""
JSON = """
framing = "json-line"
names = ["t", "pct.0", "pct.1"]
clock = { field = "t", unit = "ms", bits = 32 }

[listen.zones]
fields = ["pct.0", "pct.1"]
unit = "counts"
along = [0.1, 0.9]
"""


def reading(frame: str) -> Decode:
    (decode,) = decoders(profile_from(HEAD + frame, Path("mine.toml"))).values()
    return decode


def heard(decode: Decode, chunks: list[bytes]) -> tuple[list[Reading], list[Malformed], State]:
    state, told, wrong = State(), [], []
    for chunk in chunks:
        decoded: Decoded = decode(chunk, state)
        told += decoded.readings
        wrong += decoded.malformed
        state = decoded.state
    return told, wrong, state


def test_numbers_in_a_line_are_a_frame() -> None:
    told, wrong, _ = heard(reading(TEXT), [b"\nL*[7, 12,x ,3.5]\r\n\nL*[263,,y,1e2]\n"])

    assert wrong == []
    assert told[0] == Zones((12.0, 3.5), 7, 8, None)
    assert isinstance(told[1], Zones)
    assert (told[1].count, told[1].values[1]) == (7, 100.0)
    assert isnan(told[1].values[0])


@given(st.lists(st.integers(0, 255), max_size=20), st.data())
def test_lines_cut_anywhere_are_the_same_frames(counts: list[int], data: st.DataObject) -> None:
    sent = b"\n" + b"".join(b"L*[%d,1,,2]\n" % count for count in counts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=30)))
    chunks = [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]

    told, wrong, _ = heard(reading(TEXT), chunks)

    assert wrong == []
    assert told == [Zones((1.0, 2.0), count, 8, None) for count in counts]


def test_what_comes_first_may_be_the_end_of_a_line_and_is_not_read() -> None:
    # "[12" of "L*[112,..." would be a frame of its own, with another count.
    told, wrong, _ = heard(reading(TEXT), [b"12,5,,6]\n", b"L*[113,5,,6]\n"])

    assert (told, wrong) == ([Zones((5.0, 6.0), 113, 8, None)], [])


def test_a_line_that_never_ends_is_let_go_once_and_reading_goes_on_behind_it() -> None:
    endless = [b"\n", *[b"x" * 500] * 20, b"\nL*[1,2,,3]\n"]

    told, wrong, state = heard(reading(TEXT), endless)

    assert [one.reason for one in wrong] == ["too-long"]
    assert told == [Zones((2.0, 3.0), 1, 8, None)]
    assert state.begun == b""


def test_a_line_too_long_in_one_notification_is_let_go_too() -> None:
    told, wrong, _ = heard(reading(TEXT), [b"\n" + b"x" * (MOST_LINE + 1) + b"\nL*[1,2,,3]\n"])

    assert [one.reason for one in wrong] == ["too-long"]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"L*[1,2,,3", "text"),
        (b"R*[1,2,,3]", "text"),
        (b"L*[1,2,3]", "text"),
        (b"L*[1,2,,nan]", "text"),
        (b"L*[1,inf,,3]", "text"),
        (b"L*[1,1_0,,3]", "text"),
        (b"L*[1,0x10,,3]", "text"),
        (b"L*[1,1e999,,3]", "value"),
        (b"L*[-1,2,,3]", "value"),
        (b"L*[,2,,3]", "value"),
        (b"\xff\xfe", "text"),
    ],
)
def test_a_line_of_another_form_is_refused_and_the_next_one_read(line: bytes, reason: str) -> None:
    told, wrong, _ = heard(reading(TEXT), [b"\n" + line + b"\nL*[1,2,,3]\n"])

    assert [one.reason for one in wrong] == [reason]
    assert told == [Zones((2.0, 3.0), 1, 8, None)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"t":1,"pct":[1]}', "text"),
        (b'{"t":1,"pct":[1,true]}', "text"),
        (b'{"t":1,"pct":{"0":1}}', "text"),
        (b'{"t":1,"pct":[1,NaN]}', "text"),
        (b'{"t":1,"pct":[1,1e999]}', "value"),
        (b'{"t":1,"pct":[1,%s]}' % (b"9" * 999), "text"),
        (b'{"t":-1,"pct":[1,2]}', "value"),
        (b'{"t":null,"pct":[1,2]}', "value"),
        (b"[1,2]", "text"),
        (b"[" * 1999, "text"),
        (b'{"t":1,', "text"),
    ],
)
def test_json_of_another_form_is_refused(line: bytes, reason: str) -> None:
    told, wrong, _ = heard(reading(JSON), [b"\n" + line + b'\n{"t":8,"pct":[1,2]}\n'])

    assert [one.reason for one in wrong] == [reason]
    assert told == [Zones((1.0, 2.0), None, 32, 8)]


def test_null_in_json_is_a_zone_that_was_not_measured() -> None:
    told, wrong, _ = heard(reading(JSON), [b'\n{"t":4294967297,"pct":[null,2]}\n'])

    assert wrong == []
    assert isinstance(told[0], Zones)
    assert isnan(told[0].values[0])
    assert told[0].ticks == 1


def test_a_sole_that_ends_no_line_may_send_one_in_every_notification() -> None:
    told, wrong, _ = heard(
        reading(JSON.replace("framing", "whole = true\nframing", 1)), [b'{"t":8,"pct":[1,2]}'] * 2
    )

    assert wrong == []
    assert told == [Zones((1.0, 2.0), None, 32, 8)] * 2
