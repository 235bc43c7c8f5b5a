"""The messages of a FIT file as far as it is whole, and what is wrong with it where it is not.

A FIT file may hold several files one after the other, each with a header and a checksum. A wrong
checksum means that some byte is not what the watch wrote, and nothing tells which: that file is
not used. A file that breaks off (an empty battery, a stopped download) has good messages before
the break: those are kept.

Only the fields of the FIT profile are taken. A foot pod's app may add a field of its own named
``Cadence`` beside the watch's; its presence is noted, its numbers are not mixed in.
"""

import io
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import fitdecode

from collector.files.asked import Progress
from collector.files.head import Head
from plantar.errors import FileRejected

MAGIC = b".FIT"
MAGIC_AT = slice(8, 12)
#: A day at one record a second with running dynamics is 10 MB.
LARGEST_MB = 64
#: FIT counts seconds from here: 1989-12-31 00:00 UTC. [s since 1970]
EPOCH_S = 631_065_600
#: Smaller times count from when the device was switched on. FIT SDK, date_time type.
FIRST_DATE = 0x10000000
FOOTER_BYTES = 2
#: What devices without a serial number write.
NO_SERIAL = 0x7FFFFFFF
TELL_EVERY = 2000
#: What the decoder trips over when bytes are broken, besides its own errors.
BROKEN = (
    fitdecode.FitError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
    struct.error,
)

#: A field's value after scaling, by the name of the FIT profile; None is left out.
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the profile's name and fields, and the numbers behind the words."""

    name: str
    fields: Fields
    raw: Fields
    extras: tuple[str, ...] = ()  # developer fields that are there, by name

    def number(self, name: str) -> float | None:
        """A field as a number, or None where it is absent or something else."""
        value = self.fields.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return float(value) if math.isfinite(value) else None

    def seconds(self, name: str = "timestamp") -> int | None:
        """A time as FIT counts it. [s]"""
        value = self.raw.get(name)
        return value if isinstance(value, int) else None


@dataclass(slots=True)
class Frames:
    """What came out of a file."""

    messages: list[Message] = field(default_factory=list)
    broken: str | None = None  # why the rest is missing


#: The messages that carry load, or tell what kind of file it is.
WANTED = frozenset(
    {"file_id", "session", "record", "sport", "event", "lap", "activity"}
    | {"monitoring", "monitoring_info"}
)


def is_fit(head: Head) -> bool:
    """Whether the header is a FIT file's."""
    return head.start[MAGIC_AT] == MAGIC


def frames(head: Head, on_progress: Progress) -> Frames:
    """Every wanted message up to the end or the break."""
    head.at_most(LARGEST_MB, "a FIT file")
    try:
        content = head.path.read_bytes()
    except OSError as error:
        raise FileRejected(head.path, f"cannot be read: {error.strerror}") from error
    kept = Frames()
    part: list[Message] = []  # of the file in the file that is being read
    try:
        for frame in _decoded(content, on_progress):
            if isinstance(frame, fitdecode.FitDataMessage):
                if frame.name in WANTED:
                    part.append(_message(frame))
            elif isinstance(frame, fitdecode.FitCRC):
                kept.messages += part
                part = []
    except fitdecode.FitCRCError as error:
        where = "of its header" if "header" in str(error) else "at its end"
        kept.broken = f"the file's checksum {where} is wrong: some bytes are not what was written"
    except BROKEN as error:
        kept.broken = _plain_cause(content, error)
        kept.messages += part
    return kept


def device(messages: list[Message]) -> str:
    """Maker, product and serial number of what wrote the file: a device, not a person."""
    for m in messages:
        if m.name == "file_id":
            product = m.fields.get("garmin_product", m.fields.get("product"))
            serial = m.fields.get("serial_number")
            words = (m.fields.get("manufacturer"), product, None if serial == NO_SERIAL else serial)
            return " ".join(str(word) for word in words if word is not None)
    return ""


def _decoded(content: bytes, on_progress: Progress) -> Iterator[Any]:
    stream = io.BytesIO(content)
    with fitdecode.FitReader(
        stream,
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.IGNORE,
        keep_raw_chunks=False,
    ) as reader:
        for n, frame in enumerate(reader):
            if n % TELL_EVERY == 0:
                on_progress(stream.tell(), len(content))
            yield frame
    on_progress(len(content), len(content))


def _message(frame: Any) -> Message:  # noqa: ANN401 - the decoder ships no types
    fields: Fields = {}
    raw: Fields = {}
    extras = []
    for item in frame.fields:
        if item.field_def is not None and item.field_def.is_dev:
            if item.value is not None and item.name:
                extras.append(str(item.name))
        elif item.value is not None and item.name not in fields:
            fields[item.name] = item.value
            raw[item.name] = item.raw_value
    return Message(frame.name, fields, raw, tuple(extras))


def _plain_cause(content: bytes, error: Exception) -> str:
    """What broke, in words for somebody who never saw a FIT file's inside."""
    size = len(content)
    promised = _promised(content)
    if promised is None:
        return "its FIT header is cut off"
    first, good = promised
    if isinstance(error, fitdecode.FitParseError):
        short = f", and {first - size} bytes shorter than its header says" if first > size else ""
        return f"broken inside: {error}{short}"
    if first > size:
        return f"cut off: the header says {first} bytes, the file has {size}"
    if isinstance(error, fitdecode.FitHeaderError):
        return f"after {good} good bytes, what follows has no FIT header"
    if isinstance(error, fitdecode.FitEOFError):
        return f"cut off: {good} bytes are whole, a further part breaks off at byte {size}"
    if isinstance(error, fitdecode.FitError):
        return f"broken inside: {error}"
    return "broken inside: a message does not fit its own definition"


def _promised(content: bytes) -> tuple[int, int] | None:
    """Bytes the first part should have, and where the last whole part ends."""
    first, end = 0, 0
    while len(content) - end >= MAGIC_AT.stop and content[end + 8 : end + 12] == MAGIC:
        header, body = content[end], int.from_bytes(content[end + 4 : end + 8], "little")
        length = header + body + FOOTER_BYTES
        first = first or length
        if end + length > len(content):
            break
        end += length
    return (first, end) if first else None
