"""A capture holds what a sensor sent and nothing of who wore it; a line that cannot be is named."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from collector.capture import Head, event_line, head_line, head_of
from collector.capture_file import CaptureFile
from collector.capture_reading import capture_from, read_capture
from collector.gatt import BATTERY_LEVEL, SERIAL_NUMBER
from collector.link_events import Began, Came, Connected, Ended, LinkEvent, Lost, Overflowed
from collector.notification import Notification
from collector.profile_file import profile_from
from collector.sole import FRAMES, MISSED
from plantar.errors import FileRejected
from plantar.measured import GapCause
from tests.collector.radio_rig import LEFT, paired

BEGAN = Began(1_772_442_000_123_456_789)  # 2026-03-02 09:00:00.123456789
SENSOR = paired(LEFT)
HEAD = head_of(SENSOR, BEGAN, "0.1.0")
OWN = """
id = "my-pod"
name = "My pod"
tells = "steps"
verified = "captured"
side = "none"
match = { services = ["1814"] }

[[listen]]
characteristic = "2a53"
framing = "packet"
format = "B"
endian = "little"
names = ["steps"]

[listen.tells]
steps = "steps"
bits = 8
"""


def said(
    payload: bytes, at_ns: int, characteristic: str = FRAMES, late_ns: int = 0
) -> Notification:
    return Notification(characteristic, payload, at_ns, BEGAN.wall_ns + at_ns + late_ns)


EVENTS: tuple[LinkEvent, ...] = (
    Came(said(b"\x57", 90, BATTERY_LEVEL), read=True),
    Connected(100, frozenset({MISSED})),
    Came(said(b"", 200)),
    Came(said(bytes(range(256)), 300, late_ns=-1_250)),
    Overflowed(400, 3),
    Lost(500, GapCause.STALL),
    Ended(600),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "walk.jsonl"


def lines(head: Head = HEAD, events: tuple[LinkEvent, ...] = EVENTS) -> list[str]:
    return [head_line(head), *(event_line(head, one) for one in events)]


def refused(path: Path, text: str | bytes) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FileRejected) as error:
        read_capture(path)
    assert str(path) in str(error.value)
    return error.value.cause


def test_what_was_written_is_what_is_read(path: Path) -> None:
    with CaptureFile(path, HEAD, 10_000) as file:
        for event in EVENTS:
            file.take(event)

    capture = read_capture(path)

    assert capture.head == HEAD
    assert capture.events == EVENTS
    assert capture.cut_off is None
    assert not file.full


def test_a_head_says_what_and_when_and_not_whose() -> None:
    told = json.loads(head_line(HEAD))

    assert told["began"] == "2026-03-02T09:00:00.123456789Z"
    assert (told["profile"], told["foot"], told["name"]) == ("open-plantar", "left", LEFT.name)
    text = "".join(lines()).lower()
    for secret in (
        SENSOR.address,
        SENSOR.address.replace(":", ""),
        "anna",
        SENSOR.id,
        SENSOR.device,
    ):
        assert secret.lower() not in text


@pytest.mark.parametrize("name", ["F0-00-00-00-00-01", "Pod F0:00:00:00:00:01", "f00000000001"])
def test_a_name_that_is_an_address_is_left_out(name: str) -> None:
    assert head_of(replace(SENSOR, name=name), BEGAN, "0.1.0").name == ""


def test_a_serial_number_is_left_out() -> None:
    assert event_line(HEAD, Came(said(b"SN-0042", 5, SERIAL_NUMBER), read=True)) == ""
    assert SERIAL_NUMBER in HEAD.characteristics


def test_a_profile_of_one_s_own_travels_with_its_capture(path: Path) -> None:
    profile = profile_from(OWN, path)
    sensor = replace(SENSOR, profile=profile, foot=None)
    head = head_of(sensor, BEGAN, "0.1.0", OWN)

    capture = capture_from("".join(lines(head, (Ended(1),))).encode(), path)

    assert capture.head.toml == OWN
    assert capture.head.profile.id == "my-pod"
    assert capture.head.profile.listen[0].characteristic == profile.listen[0].characteristic


def test_a_profile_that_nobody_here_knows_is_named(path: Path) -> None:
    cause = refused(path, head_line(HEAD).replace('"open-plantar"', '"my-sole"'))

    assert cause == (
        "line 1: profile: 'my-sole', wanted is a profile of Plantar's, or its text in toml"
    )


def test_a_last_line_that_was_cut_off_is_told_and_the_rest_is_read(path: Path) -> None:
    text = "".join(lines()).encode()
    whole = text.rindex(b"\n", 0, -1) + 1

    for length in range(whole + 1, len(text) - 1):
        cut = capture_from(text[:length], path)
        assert cut.events == EVENTS[:-1]
        assert cut.cut_off is not None
        assert (cut.cut_off.line, cut.cut_off.length) == (8, length - whole)

    assert capture_from(text[:-1], path) == capture_from(text, path)  # only its end is missing
    assert capture_from(text[:whole], path).cut_off is None


@pytest.mark.parametrize(
    ("number", "written", "instead", "cause"),
    [
        (2, '"at": 90', '"at": -1', "line 2: at: -1, wanted is a whole number from 0"),
        (2, '"at": 90', '"at": true', "line 2: at: True, wanted is a whole number from 0"),
        (2, '"of": 4', '"of": 99', "line 2: of: 99, wanted is a whole number from 0 to"),
        (3, '"lacking": [3]', '"lacking": [3.0]', "line 3: lacking: [3.0], wanted is a list"),
        (
            4,
            '"what": "heard"',
            '"what": "herd"',
            "line 4: what: 'herd', wanted is one of connected",
        ),
        (4, '"hex": ""', '"hex": "0"', "line 4: hex: '0', wanted is at most"),
        (5, '"hex": "00', '"hex": "0G', "line 5: hex: '0G01"),
        (6, '"notifications": 3', '"notifications": 0', "line 6: notifications: 0, wanted is"),
        (
            7,
            '"cause": "stall"',
            '"cause": "bored"',
            "line 7: cause: 'bored', wanted is one of link",
        ),
        (8, '"what"', '"who"', "line 8: what: missing, wanted is one of connected"),
        (8, '"at"', '"name": "anna", "at"', "line 8: name: unknown, known are at, what"),
        (5, "{", "[", "line 5: b'["),
    ],
)
def test_a_line_that_cannot_be_is_named_with_its_number_and_value(
    path: Path, number: int, written: str, instead: str, cause: str
) -> None:
    text = lines()
    assert written in text[number - 1]
    text[number - 1] = text[number - 1].replace(written, instead, 1)

    assert refused(path, "".join(text)).startswith(cause)


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"\n",
        b"time,left,right\n0,1,2\n",
        b"\x89PNG\r\n\x1a\n\0\0",
        b'{"a": 1}\n',
        b"[" * 10**5,
    ],
)
def test_another_file_is_no_capture(path: Path, foreign: bytes) -> None:
    assert refused(path, foreign).startswith("is no capture of Plantar's")


def test_a_later_version_is_refused(path: Path) -> None:
    later = head_line(HEAD).replace('"capture": 1', '"capture": 2')

    assert refused(path, later).startswith("line 1: capture: 2, wanted is version 1")


def test_a_capture_never_takes_the_place_of_a_file(path: Path) -> None:
    path.write_text("my run")

    with pytest.raises(FileRejected, match="is there already"):
        CaptureFile(path, HEAD, 10_000)

    assert path.read_text() == "my run"


def test_a_capture_that_is_full_stays_whole(path: Path) -> None:
    text = "".join(lines()[:4])

    with CaptureFile(path, HEAD, len(text) + 20) as file:
        for event in EVENTS:
            file.take(event)

    assert file.full
    assert path.read_text() == text
    assert read_capture(path).events == EVENTS[:3]


def test_only_its_owner_reads_a_capture(path: Path) -> None:
    CaptureFile(path, HEAD, 10_000).close()

    assert path.stat().st_mode & 0o077 == 0


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The disk takes no more from now on."""

    def fill() -> None:
        def write(_handle: int, _bytes: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.write", write)

    yield fill
    monkeypatch.undo()


def test_a_full_disk_is_a_sentence(path: Path, full_disk: Callable[[], None]) -> None:
    with CaptureFile(path, HEAD, 10_000) as file:
        full_disk()
        with pytest.raises(FileRejected, match="cannot be written: No space left on device"):
            file.take(EVENTS[0])

    assert read_capture(path).events == ()
