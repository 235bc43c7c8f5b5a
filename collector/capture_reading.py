"""Reading a capture, strictly: a line that cannot be is refused with its number and its value."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from collector.capture import (
    CONNECTED,
    ENDED,
    HEARD,
    LOST,
    OVERFLOWED,
    READ,
    VERSION,
    Capture,
    CutOff,
    Head,
)
from collector.clock import NS_PER_S
from collector.entries import Entries
from collector.link_events import Came, Connected, Ended, LinkEvent, Lost, Overflowed
from collector.notification import Notification
from collector.profile import SideRule
from collector.profile_file import LARGEST_BYTES as LARGEST_PROFILE
from collector.profile_file import known_profile, profile_from
from plantar.errors import FileRejected
from plantar.measured import GapCause
from plantar.sample import Foot

#: A capture is read into memory: no larger one is. [B]
LARGEST_BYTES: Final = 500_000_000
#: A head with the text of a profile is the longest line. [B]
LONGEST_LINE: Final = 4 * LARGEST_PROFILE
#: More than any link carries at once. [B]
LONGEST_VALUE: Final = 2_048
#: A year; nobody captures for longer, and a clock is not off by more. [ns]
MOST_NS: Final = 366 * 86_400 * NS_PER_S
MOST_CHARACTERISTICS: Final = 255
_KINDS: Final = (CONNECTED, READ, HEARD, OVERFLOWED, LOST, ENDED)
_BEGAN: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{9})Z")
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")


def read_capture(path: Path) -> Capture:
    """The capture in a file.

    Raises
    ------
    FileRejected
        It is no capture, or a line of it cannot be; only a last line may be cut off.
    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error
    if len(text) > LARGEST_BYTES:
        raise FileRejected(path, f"is larger than {LARGEST_BYTES} bytes: too large for a capture")
    return capture_from(text, path)


def capture_from(text: bytes, path: Path) -> Capture:
    """The capture in a text; `path` names where it came from."""
    lines = text.split(b"\n")
    last = lines.pop()  # empty, when the last line was written to its end
    if not lines:
        raise FileRejected(path, "is no capture of Plantar's: it has not one whole line")
    head = _head(_entries(path, 1, lines[0]))
    before: list[LinkEvent] = []
    events: list[LinkEvent] = []
    cut_off = None
    for number, line in enumerate([*lines[1:], *([last] if last else [])], start=2):
        try:
            entries = _entries(path, number, line)
            event = _event(entries, head)
        except FileRejected:
            if number <= len(lines):
                raise
            cut_off = CutOff(number, len(line))
        else:
            (before if entries.flag("before") else events).append(event)
    return Capture(path, head, tuple(events), cut_off, tuple(before))


def _entries(path: Path, number: int, line: bytes) -> Entries:
    place = f"line {number}: "
    try:
        told = json.loads(line.decode("utf-8")) if len(line) <= LONGEST_LINE else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        what = "is no capture of Plantar's: " if number == 1 else ""
        raise FileRejected(path, f"{what}{place}{line[:60]!r}, wanted is one JSON object")
    return Entries(path, place, told)


def _head(entries: Entries) -> Head:
    if "capture" not in entries:
        cause = "is no capture of Plantar's: its first line does not say that it is one"
        raise FileRejected(entries.path, cause)
    if entries.get("capture") != VERSION:
        raise entries.wrong("capture", f"version {VERSION}, the only one that is known")
    entries.only(
        "capture", "plantar", "began", "profile", "foot", "name", "toml", "stretch",
        "characteristics",
    )  # fmt: skip
    profile_id, toml = entries.needed("profile"), entries.word("toml")
    profile = known_profile(profile_id) if toml is None else profile_from(toml, entries.path)
    if profile is None:
        raise entries.wrong("profile", "a profile of Plantar's, or its text in toml")
    if profile.id != profile_id:
        raise entries.wrong("profile", f"{profile.id!r}, as its text says")
    foot = Foot(entries.choice("foot", tuple(Foot))) if "foot" in entries else None
    if (foot is None) != (profile.side is SideRule.NONE):
        wanted = "left or right" if foot is None else "left out: this sensor is on no foot"
        raise entries.wrong("foot", wanted)
    name = entries.get("name")
    if not isinstance(name, str):
        raise entries.wrong("name", "a text, which may be empty")
    stretch = entries.whole("stretch", 0, MOST_NS) if "stretch" in entries else None
    return Head(
        plantar=entries.needed("plantar"),
        began_ns=_began_ns(entries),
        profile=profile,
        foot=foot,
        name=name,
        characteristics=_characteristics(entries),
        toml=toml,
        stretch=stretch,
    )


def _began_ns(entries: Entries) -> int:
    found = _BEGAN.fullmatch(entries.needed("began"))
    try:
        began = datetime.fromisoformat(found[1]).replace(tzinfo=UTC) if found else None
    except ValueError:
        began = None
    if found is None or began is None:
        raise entries.wrong("began", "a moment such as 2026-03-02T09:00:00.000000000Z")
    return round(began.timestamp()) * NS_PER_S + int(found[2])


def _characteristics(entries: Entries) -> tuple[str, ...]:
    told = entries.words("characteristics")
    if not 0 < len(told) <= MOST_CHARACTERISTICS or not all(map(_UUID.fullmatch, told)):
        raise entries.wrong("characteristics", "UUIDs in their long form")
    return told


def _event(entries: Entries, head: Head) -> LinkEvent:
    at_ns = entries.whole("at", 0, MOST_NS)
    what = entries.choice("what", _KINDS)
    match what:
        case "read" | "heard":
            entries.only("at", "what", "of", "wall", "hex", "before")
            of = entries.whole("of", 0, len(head.characteristics) - 1)
            wall_ns = head.began_ns + at_ns + entries.whole("wall", -MOST_NS, MOST_NS)
            came = Notification(head.characteristics[of], _bytes(entries), at_ns, wall_ns)
            return Came(came, read=what == READ)
        case "connected":
            entries.only("at", "what", "lacking", "before")
            return Connected(at_ns, frozenset(_lacking(entries, head)))
        case "overflowed":
            entries.only("at", "what", "notifications")
            return Overflowed(at_ns, entries.whole("notifications", 1, MOST_NS))
        case "lost":
            entries.only("at", "what", "cause")
            return Lost(at_ns, GapCause(entries.choice("cause", tuple(GapCause))))
        case _:
            entries.only("at", "what")
            return Ended(at_ns)


def _lacking(entries: Entries, head: Head) -> Iterator[str]:
    told: Any = entries.get("lacking")
    for place in told if isinstance(told, list) else [None]:
        if type(place) is not int or not 0 <= place < len(head.characteristics):
            raise entries.wrong("lacking", "a list of places of characteristics")
        yield head.characteristics[place]


def _bytes(entries: Entries) -> bytes:
    told = entries.get("hex")
    if not isinstance(told, str) or len(told) > 2 * LONGEST_VALUE or not _HEX.fullmatch(told):
        raise entries.wrong("hex", f"at most {LONGEST_VALUE} bytes, each as two hex digits")
    return bytes.fromhex(told)
