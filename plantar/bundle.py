"""What goes over the broker, version 1: rows together, answers to them, states, dead letters.

A message begins with a line of JSON that says its version and kind. `docs/wire.md` tells the
form. It can be written in one way only: whatever reads otherwise is refused.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from plantar.errors import WireError
from plantar.wire import LONGEST, Answer, Parcel, Receipt

VERSION: Final = 1
#: Rows in one message, at most. Our choice: an hour of minutes of one sensor.
MOST_ROWS: Final = 60
#: No message of ours comes near; what is longer is not read at all. [B]
MOST_BYTES: Final = 1_000_000
#: A dead letter has less, so that its topic fits beside it in what a broker takes. [B]
MOST_DEAD: Final = 990_000
#: A device or key is at most so long. [characters] Our choice.
LONGEST_NAME: Final = 200
#: More of a reason tells nobody more. [characters]
LONGEST_REASON: Final = 300
_MOST_INTEGER: Final = 2**63 - 1
_MOST_CHECK: Final = 2**32 - 1
#: Made once: to make one takes as long as to use it.
_ENCODER: Final = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
CONNECTED: Final = "connected"
AWAY: Final = "away"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The centre's word for a bundle that it cannot read at all: no row of it is named."""

    check: int  # CRC-32 of the bundle
    reason: str


def why_not(parcel: Parcel) -> str | None:
    """Why a row cannot travel; None when it can."""
    receipt = parcel.receipt
    if not _is_name(receipt.device) or not _is_name(receipt.key):
        return f"device and key: 1 to {LONGEST_NAME} signs that can be shown"
    if len(parcel.payload) > LONGEST:
        return f"a row of {len(parcel.payload)} bytes: {LONGEST} at most"
    return None


def bundled(parcels: Sequence[Parcel], most: int = MOST_ROWS) -> Iterator[tuple[Parcel, ...]]:
    """The rows of one message after another."""
    for first in range(0, len(parcels), most):
        yield tuple(parcels[first : first + most])


def rows_written(parcels: Sequence[Parcel]) -> bytes:
    """The message that carries rows, their bytes exactly as they are."""
    lines = [_head("rows")]
    for one in parcels:
        lines += [_line([*_named(one.receipt), len(one.payload)]), one.payload, b"\n"]
    return b"".join(lines)


def rows_read(message: bytes) -> tuple[Parcel, ...]:
    """The rows that a message carries; whether their bytes are sound is not looked at.

    Raises
    ------
    WireError
        It is no bundle, or of another version.
    """
    rest = _after_head(message, "rows")
    parcels: list[Parcel] = []
    while rest:
        (*named, length), rest = _entries(rest, 5)
        # A row that is too long is refused alone, by whoever reads rows.
        length = _whole(length, MOST_BYTES)
        if rest[length : length + 1] != b"\n":
            raise WireError("a bundle that is cut off")
        parcels.append(Parcel(_receipt(named), rest[:length]))
        rest = rest[length + 1 :]
        if len(parcels) > MOST_ROWS:
            raise WireError(f"a bundle of more than {MOST_ROWS} rows")
    return tuple(parcels)


def answer_written(answer: Answer) -> bytes:
    """The message in which the centre names what it committed, and what it refuses."""
    refused = (answer.refused or {}).items()
    return b"".join(
        [
            _head("answer"),
            *(_line(_named(one)) for one in answer.committed),
            *(_line([*_named(one), why[:LONGEST_REASON]]) for one, why in refused),
        ]
    )


def unreadable_written(bundle: bytes, reason: str) -> bytes:
    """The message in which the centre says that it cannot read a bundle."""
    return _head("unreadable") + _line([zlib.crc32(bundle), reason[:LONGEST_REASON]])


def answer_read(message: bytes) -> Answer | Unreadable:
    """What the centre says.

    Raises
    ------
    WireError
        It is no answer, or of another version.
    """
    kind, rest = _opened(message, ("answer", "unreadable"))
    if kind == "unreadable":
        (check, reason), rest = _entries(rest, 2)
        if rest:
            raise WireError("an answer that goes on after its end")
        return Unreadable(_whole(check, _MOST_CHECK), _reason(reason))
    committed: list[Receipt] = []
    refused: dict[Receipt, str] = {}
    while rest:
        (*named,), rest = _entries(rest, 4, 5)
        receipt = _receipt(named[:4])
        if len(named) == 4:  # noqa: PLR2004 - a receipt alone
            committed.append(receipt)
        else:
            refused[receipt] = _reason(named[4])
    return Answer(tuple(committed), refused)


def state_written(state: str) -> bytes:
    """Whether a collector is connected: by itself, or as its last will."""
    return _head("state") + _line([state])


def state_read(message: bytes) -> str:
    """Whether a collector is connected.

    Raises
    ------
    WireError
        It is no state, or of another version.
    """
    (state,), rest = _entries(_after_head(message, "state"), 1)
    if rest or state not in {CONNECTED, AWAY}:
        raise WireError(f"a collector that is {state!r}: wanted is {CONNECTED} or {AWAY}")
    return str(state)


def dead_written(reason: str, message: bytes) -> bytes:
    """What can never be kept, as it came, and why; cut off where no message may be longer."""
    return (_head("dead") + _line([reason[:LONGEST_REASON]]) + message)[:MOST_DEAD]


def dead_read(message: bytes) -> tuple[str, bytes]:
    """Why something can never be kept, and what came.

    Raises
    ------
    WireError
        It is no dead letter, or of another version.
    """
    (reason,), rest = _entries(_after_head(message, "dead"), 1)
    return _reason(reason), rest


@cache
def _head(kind: str) -> bytes:
    return _line({"v": VERSION, "kind": kind})


def _line(told: object) -> bytes:
    return _ENCODER.encode(told).encode() + b"\n"


def _named(receipt: Receipt) -> list[Any]:
    return [receipt.device, receipt.key, receipt.revision, receipt.check]


def _after_head(message: bytes, kind: str) -> bytes:
    return _opened(message, (kind,))[1]


def _opened(message: bytes, kinds: Sequence[str]) -> tuple[str, bytes]:
    if len(message) > MOST_BYTES:
        raise WireError(f"a message of {len(message)} bytes: {MOST_BYTES} at most")
    for kind in kinds:
        if message.startswith(head := _head(kind)):  # the quick way: nearly all of them do
            return kind, message[len(head) :]
    told, _ = _told(message)
    version = told.get("v") if isinstance(told, dict) else None
    if type(version) is not int:
        raise WireError("no message of Plantar: it does not begin with its version")
    if version != VERSION:
        raise WireError(f"a message of version {version}: this Plantar reads version {VERSION}")
    raise WireError(f"a message of kind {told.get('kind')!r}: wanted is {' or '.join(kinds)}")


def _entries(message: bytes, *many: int) -> tuple[list[Any], bytes]:
    """The list on the next line, and what comes after it."""
    told, rest = _told(message)
    if not isinstance(told, list) or len(told) not in many:
        raise WireError(f"a line that is no list of {' or '.join(map(str, many))}")
    return told, rest


def _told(message: bytes) -> tuple[Any, bytes]:
    line, end, rest = message.partition(b"\n")
    try:
        told = json.loads(line.decode("ascii"))
        same = _line(told) == line + end
    except (ValueError, RecursionError) as error:
        raise WireError(f"no line of JSON: {error}") from error
    if not same:
        raise WireError("a line that is not written as Plantar writes it, or is cut off")
    return told, rest


def _receipt(named: Sequence[Any]) -> Receipt:
    device, key, revision, check = named
    for name in (device, key):
        if not _is_name(name):
            raise WireError(f"a receipt that names {name!r:.60}")
    return Receipt(device, key, _whole(revision, _MOST_INTEGER), _whole(check, _MOST_CHECK))


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isprintable()


def _whole(number: object, most: int) -> int:
    if type(number) is not int or not 0 <= number <= most:
        raise WireError(f"{number!r:.60} is no whole number from 0 to {most}")
    return number


def _reason(text: object) -> str:
    if not isinstance(text, str) or not text or len(text) > LONGEST_REASON:
        raise WireError("a reason that is no text, or too long")
    return text
