"""Lines of text over notifications that cut them anywhere: numbers with commas, or JSON.

A line that never ends is let go, and reading goes on behind the next newline. So does reading at
the start: what comes first may be the end of a line, and half a number looks like a whole one.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from math import nan
from typing import Final, NoReturn

from collector.decoding.frame import NotSo, places, readings
from collector.decoding.reading import Decoded, Malformed, Reading, Reason, State, malformed
from collector.profile import Frame, Framing

Decode = Callable[[bytes, State], Decoded]
#: No line of a sole is longer. [B]
MOST_LINE: Final = 2048
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


class _NoLine(ValueError):
    """A line that is not of the profile's form."""


#: The numbers of a line; None when it is for others.
_Numbers = Callable[[str], Sequence[float] | None]
_ReadLine = Callable[[bytes], tuple[tuple[Reading, ...], Malformed | None]]


def line_decoder(frame: Frame) -> Decode:
    """How lines of this frame are read."""
    where = places(frame)
    numbers = _json_numbers(frame) if frame.framing is Framing.JSON_LINE else _text_numbers(frame)

    def read(line: bytes) -> tuple[tuple[Reading, ...], Malformed | None]:
        try:
            found = numbers(line.decode("utf-8").strip())
            told = () if found is None else readings(frame, where, (), [found])
        except NotSo as error:
            return (), malformed(Reason.VALUE, str(error), line)
        except (_NoLine, UnicodeDecodeError) as error:
            cause = str(error) if isinstance(error, _NoLine) else "is no UTF-8"
            return (), malformed(Reason.TEXT, cause, line)
        return told, None

    return partial(_whole if frame.whole else _cut, read)


def _whole(read: _ReadLine, payload: bytes, state: State) -> Decoded:
    """Every notification is one line."""
    told, wrong = read(payload)
    return Decoded(told, state, () if wrong is None else (wrong,))


def _cut(read: _ReadLine, payload: bytes, state: State) -> Decoded:
    """A notification holds the end of a line, several lines, or the beginning of one."""
    *lines, begun = (state.begun + payload).split(b"\n")
    midway = state.midway
    if midway and lines:
        lines, midway = lines[1:], False
    told: list[Reading] = []
    wrong: list[Malformed] = []
    for line in lines:
        if not line.strip():
            continue
        if len(line) > MOST_LINE:
            wrong.append(_endless(line))
            continue
        found, refused_line = read(line)
        told += found
        if refused_line is not None:
            wrong.append(refused_line)
    if midway:
        begun = b""
    elif len(begun) > MOST_LINE:
        wrong.append(_endless(begun))
        begun, midway = b"", True
    return Decoded(tuple(told), State(begun, midway, state.declaration), tuple(wrong))


def _endless(line: bytes) -> Malformed:
    return malformed(Reason.TOO_LONG, f"no newline in {MOST_LINE} bytes", line)


def _text_numbers(frame: Frame) -> _Numbers:
    def numbers(line: str) -> Sequence[float]:
        if not (line.startswith(frame.before) and line.endswith(frame.after)):
            raise _NoLine(f"does not begin with {frame.before!r} and end with {frame.after!r}")
        inner = line[len(frame.before) : len(line) - len(frame.after)]
        fields = [field.strip() for field in inner.split(frame.separator)]
        if len(fields) != len(frame.names):
            raise _NoLine(f"{len(fields)} fields, {len(frame.names)} wanted")
        return [_number(name, field) for name, field in zip(frame.names, fields, strict=True)]

    return numbers


def _number(name: str, field: str) -> float:
    """A number, written plainly; an empty field is one that was not measured."""
    if not field or not name:  # what has no name is not needed, and may be a word
        return nan
    if not _NUMBER.fullmatch(field):
        raise _NoLine(f"{name}: {field[:20]!r} is no number")
    return float(field)


def _json_numbers(frame: Frame) -> _Numbers:
    paths = [(name, tuple(name.split("."))) for name in frame.names]

    def numbers(line: str) -> Sequence[float] | None:
        try:
            told = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise _NoLine("is no JSON") from error
        if not isinstance(told, dict):
            raise _NoLine("is no JSON object")
        if any(told.get(key) != value for key, value in frame.only) or any(
            told.get(key) == value for key, value in frame.unless
        ):
            return None
        return [_at(told, name, path) for name, path in paths]

    return numbers


def _no_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _at(told: object, name: str, path: tuple[str, ...]) -> float:
    """The number at a path such as ``pct.0``; null is one that was not measured."""
    for step in path:
        if isinstance(told, dict) and step in told:
            told = told[step]
        elif isinstance(told, list) and step.isascii() and step.isdigit() and int(step) < len(told):
            told = told[int(step)]
        else:
            raise _NoLine(f"has no {name}")
    if told is None:
        return nan
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise _NoLine(f"{name} is no number")
    try:
        return float(told)
    except OverflowError as error:
        raise _NoLine(f"{name} is too large") from error
