"""A profile that somebody writes: what is taken, and what is refused, by file, key and value."""

from math import isnan
from pathlib import Path

import pytest

from collector.decoding.decoders import decoders
from collector.decoding.reading import State, Zones
from collector.files.sole_layout import Unit
from collector.profile import CatchUpKind
from collector.profile_file import LARGEST_BYTES, known_profiles, profile_from, read_profile
from plantar.errors import FileRejected

MINE = """
id = "mine"
name = "My sole"
tells = "two pressures"
verified = "captured"
side = "pairing"

[match]
services = ["4fafc201-1fb5-459e-8fcc-c5c9c331914b"]

[[listen]]
characteristic = "beb5483e-36e1-4688-b7f5-ea07361b26a8"
rate_hz = 50
framing = "packet"
endian = "big"
head = "H I"
head_names = ["n", "ms"]
format = "H x B"
names = ["heel", "toe"]
frames = [1, 3]
sequence = { field = "n", bits = 15 }
clock = { field = "ms", unit = "ms", bits = 32 }

[listen.zones]
fields = ["toe", "heel"]
unit = "N"
scale = -0.5
zero = 200
missing = 255
most = 4095
along = [0.9, 0.1]

[[start]]
characteristic = "2a00"
hex = "01 ff"
"""


def refused(text: str) -> str:
    with pytest.raises(FileRejected) as refusal:
        profile_from(text, Path("mine.toml"))
    return str(refusal.value)


def test_a_packed_frame_is_read_as_it_is_described(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, "utf-8")
    profile = read_profile(path)
    (decode,) = decoders(profile).values()

    told = decode(bytes.fromhex("ffff 00000010 0064 00 c8  00c8 00 ff"), State()).readings

    assert profile.listen[0].frame is not None
    assert profile.listen[0].frame.lengths == (10, 14, 18)
    assert profile.start[0].payload == b"\x01\xff"
    assert told[0] == Zones((0.0, 50.0), 32767, 15, 16)
    assert isinstance(told[1], Zones)
    assert isnan(told[1].values[0])
    assert (told[1].values[1], told[1].count, told[1].ticks) == (0.0, 0, None)


def test_the_sole_of_a_profile_is_one_that_can_be_reduced() -> None:
    sole = profile_from(MINE, Path("mine.toml")).listen[0].sole

    assert sole is not None
    assert (sole.unit, sole.layout.heel_to_toe, sole.rate_hz) == (Unit.NEWTON, (0.9, 0.1), 50.0)


def test_a_number_above_the_most_refuses_the_whole_packet() -> None:
    (decode,) = decoders(profile_from(MINE, Path("mine.toml"))).values()

    decoded = decode(bytes.fromhex("0001 00000010 1000 00 c8"), State())

    assert decoded.readings == ()
    assert [one.cause for one in decoded.malformed] == ["a zone reads 4096, the most is 4095"]


def test_packets_that_are_counted_give_their_frames_a_count_of_their_own() -> None:
    text = MINE.replace("frames = [1, 3]", "frames = 2").replace(
        "bits = 15 }", 'bits = 15, counts = "packets" }'
    )
    (decode,) = decoders(profile_from(text, Path("mine.toml"))).values()

    told = decode(bytes.fromhex("7fff 00000010 0064 00 c8  0064 00 c8"), State()).readings

    assert [(one.count, one.count_bits) for one in told if isinstance(one, Zones)] == [
        (65534, 16),
        (65535, 16),
    ]


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('id = "mine"', 'id = "My sole"', "id: 'My sole', wanted is small letters"),
        ('id = "mine"', "", "id: missing, wanted is a text"),
        ('verified = "captured"', 'verified = "yes"', "verified: 'yes', wanted is one of captured"),
        ('side = "pairing"', 'side = "left"', "side: 'left', wanted is one of declared"),
        ('name = "My sole"', 'nmae = "My sole"', "nmae: unknown"),
        ('side = "pairing"', 'side = "pairing"\ncatch_up = "again"', "catch_up: 'again'"),
        (
            'side = "pairing"',
            'side = "pairing"\ncatch_up = "orphe-ring"',
            "catch_up: 'orphe-ring', wanted is one whose decoder orphe is listened to",
        ),
        ("services", "servcies", "match.servcies: unknown"),
        ('["4fafc201-1fb5-459e-8fcc-c5c9c331914b"]', '["4fafc201"]', "match.services"),
        ('["4fafc201-1fb5-459e-8fcc-c5c9c331914b"]', "[]", "match.services: []"),
        ("beb5483e-36e1", "beb5483e_36e1", "listen[1].characteristic: 'beb5483e_36e1"),
        ("rate_hz = 50", "rate_hz = 0", "listen[1].rate_hz: 0"),
        ("rate_hz = 50", "", "listen[1].rate_hz: missing, wanted is frames a second"),
        ("rate_hz = 50", "rate_hz = true", "listen[1].rate_hz: True"),
        ('framing = "packet"', 'framing = "packets"', "listen[1].framing: 'packets'"),
        ('framing = "packet"', 'framing = "line"', "listen[1].endian: 'big'"),
        ('endian = "big"', "", "listen[1].endian: missing"),
        ('format = "H x B"', 'format = "H x s"', "listen[1].format: 'H x s'"),
        ('format = "H x B"', 'format = "H x"', "listen[1].names"),
        ('format = "H x B"', 'format = "999d"', "bytes, not 7992"),
        ("frames = [1, 3]", "frames = [3, 1]", "listen[1].frames: [3, 1]"),
        ("frames = [1, 3]", "frames = 200", "listen[1].format: 'H x B', wanted is at most 512"),
        ('names = ["heel", "toe"]', 'names = ["toe", "toe"]', "listen[1].names"),
        ('field = "n"', 'field = "m"', "listen[1].sequence.field: 'm'"),
        ("bits = 15", "bits = 1", "listen[1].sequence.bits: 1"),
        ("bits = 15", 'bits = 15, counts = "packets"', "listen[1].sequence.counts: 'packets'"),
        ('unit = "ms"', 'unit = "h"', "listen[1].clock.unit: 'h'"),
        ('fields = ["toe", "heel"]', 'fields = ["toe", "hell"]', "listen[1].zones.fields"),
        ('unit = "N"', 'unit = "kPa"', "listen[1].zones.area_cm2: missing"),
        ("scale = -0.5", "scale = 0", "listen[1].zones.scale: 0"),
        ("along = [0.9, 0.1]", "along = [0.9]", "listen[1].zones.along: [0.9]"),
        ("along = [0.9, 0.1]", "along = [0.9, 1.1]", "listen[1].zones.along: [0.9, 1.1]"),
        ("along = [0.9, 0.1]", 'cells = "four-cells"', "listen[1].zones.cells: 'four-cells'"),
        ("along = [0.9, 0.1]", 'cells = "mine"', "listen[1].zones.cells: 'mine'"),
        ('hex = "01 ff"', 'hex = "1 ff"', "start[1].hex: '1 ff'"),
        ("framing", 'decoder = "rsc"\nframing', "listen[1].decoder: 'rsc'"),
        ("framing", 'decoder = "orphe"\nframing', "listen[1].framing: 'packet'"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_with_its_key_and_value(
    good: str, bad: str, said: str
) -> None:
    assert good in MINE
    told = refused(MINE.replace(good, bad, 1))

    assert told.startswith("mine.toml: ")
    assert said in told


def test_a_text_that_is_no_profile_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (LARGEST_BYTES + 1))
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff")

    assert "is no TOML" in refused("id = ")
    assert "at least one [[listen]] table" in refused(MINE.partition("[[listen]]")[0])
    for path, said in ((large, "too large"), (binary, "no TOML"), (tmp_path, "cannot be read")):
        with pytest.raises(FileRejected, match=said):
            read_profile(path)


def test_a_characteristic_is_listened_to_once_and_text_comes_from_one_at_most() -> None:
    listen = MINE[MINE.index("[[listen]]") : MINE.index("[[start]]")]
    line = """
[[listen]]
characteristic = "{}"
framing = "line"
names = ["steps"]
[listen.tells]
steps-since = "steps"
"""

    assert "stands there twice" in refused(MINE + listen)
    assert "one characteristic at most" in refused(MINE + line.format("fff1") + line.format("fff2"))


def test_a_profile_says_how_missed_frames_are_asked_for() -> None:
    asked = {one.id: one.catch_up for one in known_profiles() if one.catch_up is not None}

    assert asked == {
        "open-plantar": CatchUpKind.OPEN_PLANTAR,
        "orphe-insole": CatchUpKind.ORPHE_RING,
    }


def test_known_profiles_have_ids_of_their_own_named_as_their_files() -> None:
    ids = [profile.id for profile in known_profiles()]
    folder = Path(__file__).parents[2] / "collector" / "profiles"

    assert ids == sorted(path.stem for path in folder.glob("*.toml"))
