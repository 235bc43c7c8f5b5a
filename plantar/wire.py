"""How a measured record travels: one line of JSON, version 1, the same for every way to the centre.

`docs/wire.md` tells the form field by field. Numbers are written so that they come back bit by
bit, moments in UTC, what is not known as null; a minute of a foot takes 600 bytes at most. Whoever
does not know a version, a kind or a field refuses the row: nothing is guessed.
"""

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from plantar.errors import BadInput, WireError
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.sensor import SensorTold
from plantar.wire_kinds import KINDS, NAMES, NOT_AT_FIRST, Fields, Told, minute_text

VERSION: Final = 1
#: No row of ours comes near; what is longer is not read at all. [bytes]
LONGEST: Final = 8_192


@dataclass(frozen=True, slots=True)
class Receipt:
    """Names one row exactly as it was sent, so that a later version of it is never meant."""

    device: str
    key: str
    revision: int
    check: int  # CRC-32 of the payload


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row on its way, with the name by which its arrival is acknowledged."""

    receipt: Receipt
    payload: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What the centre says of parcels: committed to its store, or refused and why.

    A parcel that is named in neither comes again.
    """

    committed: tuple[Receipt, ...] = ()
    refused: Mapping[Receipt, str] | None = None


def parcel(device: str, record: Told) -> Parcel:
    """Pack a record.

    An open minute keeps its key and rises in revision. Kinds without a revision are told apart by
    what they say, so that none of them replaces another on the way: which one is fuller is for the
    centre to judge.
    """
    payload = written(record)
    check = zlib.crc32(payload)
    match record:
        case FootMinute():
            about, revision = f"{minute_text(record.at)}/{record.foot}", record.revision
        case BodyMinute() | StepMinute():
            about, revision = minute_text(record.at), record.revision
        case SensorTold():  # the newest takes the place of one that still waits
            about, revision = record.sensor, int(record.at.timestamp())
        case _:
            about, revision = f"{check:08x}", 0
    return Parcel(Receipt(device, f"{NAMES[type(record)]}/{about}", revision, check), payload)


def written(record: Told) -> bytes:
    """The bytes of a record."""
    name = NAMES[type(record)]
    fields = {"v": VERSION, "kind": name, **KINDS[name].written(record)}
    return _ENCODER.encode(fields).encode()


def read(payload: bytes) -> Told:
    """The record in these bytes.

    Raises
    ------
    WireError
        They are no JSON, of another version, of no kind we know, or say what cannot be.
    """
    fields = _fields(payload)
    version = fields.pop("v", None)
    if type(version) is not int or version != VERSION:
        raise WireError(f"a row of version {version!r}: this Plantar reads version {VERSION}")
    name = fields.pop("kind", None)
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise WireError(f"a row of kind {name!r}: there are " + ", ".join(KINDS))
    fields = {**NOT_AT_FIRST.get(name, {}), **fields}
    if fields.keys() != set(kind.fields):
        odd = sorted(fields.keys() ^ set(kind.fields))
        raise WireError(f"a {name} row with fields missing or unknown: " + ", ".join(odd))
    try:
        return kind.read(fields)
    except (BadInput, TypeError, ValueError, KeyError, OverflowError) as error:
        raise WireError(f"a {name} row that cannot be: {error}") from error


def _fields(payload: bytes) -> Fields:
    if len(payload) > LONGEST:
        raise WireError(f"a row of {len(payload)} bytes: {LONGEST} at most")
    try:
        fields = _DECODER.decode(payload.decode())
    except (ValueError, RecursionError) as error:
        raise WireError(f"no row: {_where(error, payload)}{error}") from error
    if not isinstance(fields, dict):
        raise WireError(f"no row: {str(fields)[:60]!r} is not an object")
    return fields


def _no_number(word: str) -> float:
    raise _NoNumber(f"{word} is no number")


def _where(error: Exception, payload: bytes) -> str:
    """The field in which something is no number; the reader of JSON does not say it."""
    found = _FIELD_OF_NO_NUMBER.search(payload) if isinstance(error, _NoNumber) else None
    return f"{found[1].decode('ascii', 'replace')}: " if found else ""


def _once_each(pairs: list[tuple[str, Any]]) -> Fields:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{max(names, key=names.count)}: said twice")
    return fields


class _NoNumber(ValueError):
    """NaN or Infinity stands where a number should."""


_FIELD_OF_NO_NUMBER: Final = re.compile(rb'"(\w{1,20})":[^"]*?(?:NaN|Infinity)')
#: Made once: to make them takes as long as to use them.
_DECODER: Final = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_once_each)
_ENCODER: Final = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
