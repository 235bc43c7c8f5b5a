"""A plain table of force under the feet: a header, a time column in s, left and right in N."""

import re
from collections.abc import Iterable

import numpy as np

from collector.files import force
from collector.files.asked import Asked
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.words import header_at, header_of, plain
from plantar.errors import FileRejected
from plantar.recording import ForceRecording, Reading

FORMAT = "force-table"
TIME_WORDS = {"t", "time", "tijd", "temps", "zeit"}
SECONDS = {"s", "sec", "second", "seconds", "seconden", "secondes"}
MILLISECONDS = {"ms", "millis", "milliseconds"}
LEFT = {"left", "links", "linker", "gauche", "l"}
RIGHT = {"right", "rechts", "rechter", "droite", "droit", "r"}
FORCE_WORDS = {
    *("f", "fz", "force", "grf", "vgrf", "kracht", "total", "totaal", "totale"),
    *("foot", "voet", "pied", "sole", "zool", "insole"),
}
NEWTON = {"n", "newton"}
#: Other units a force column may name; refused, since guessing a factor would be silent.
OTHER_UNITS = {"kn", "kg", "kgf", "lb", "lbs", "lbf", "bw", "kpa"}


def recognises(head: Head) -> bool:
    """A header with a time and at least one foot's force."""
    return _columns(_header(head)[1]) is not None


def read(head: Head, asked: Asked) -> Reading:
    """One recording of the feet that have a column."""
    head.at_most(force.LARGEST_MB, "a table of force")
    delimiter, names = _header(head)
    found = _columns(names)
    if found is None:
        raise FileRejected(head.path, "a table of force without its columns")
    for name in (names[k] for k in found[1:] if k is not None):
        if unit := OTHER_UNITS & set(_words(name)):
            raise FileRejected(head.path, f"column {name!r} is in {min(unit)}, wanted is N")
    wanted = tuple(k for k in found if k is not None)
    shape = Shape(
        (header_at(head.lines) or 0) + 2,
        len(names),
        wanted,
        delimiter,
        decimal_comma=delimiter != ",",
    )
    columns = read_columns(head, shape, asked.on_progress)
    scale = 1e-3 if MILLISECONDS & set(_words(names[found[0]])) else 1.0
    time_s = columns.numbers[:, 0] * scale
    rate_hz = force.rate_hz(head, time_s)
    feet = {k: np.ascontiguousarray(columns.numbers[:, n]) for n, k in enumerate(wanted) if n}
    left, right = (
        None if k is None else force.foot(head, name, time_s, feet[k])
        for name, k in zip(("left", "right"), found[1:], strict=True)
    )
    force.some_foot(head, left, right)
    quality = tuple(
        f"{name} foot: {'not in the file' if k is None else 'no frame arrived'}"
        for name, sole, k in (("left", left, found[1]), ("right", right, found[2]))
        if sole is None
    )
    recording = ForceRecording(time_s, rate_hz, left, right, None, "force table", quality)
    return Reading(FORMAT, (recording,), columns.partial)


def _header(head: Head) -> tuple[str, list[str]]:
    return header_of(head.lines)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", plain(name))


def _columns(names: list[str]) -> tuple[int, int | None, int | None] | None:
    """Where time, left and right stand; None when this is no such table."""
    time = _only(k for k, name in enumerate(names) if _is_time(name))
    left = _only(k for k, name in enumerate(names) if _is_force(name, LEFT))
    right = _only(k for k, name in enumerate(names) if _is_force(name, RIGHT))
    if time is None or (left is None and right is None):
        return None
    return time, left, right


def _only(found: Iterable[int]) -> int | None:
    """The one that was found; two would be a guess."""
    every = list(found)
    return every[0] if len(every) == 1 else None


def _is_time(name: str) -> bool:
    words = set(_words(name))
    return bool(words & TIME_WORDS) and words <= TIME_WORDS | SECONDS | MILLISECONDS


def _is_force(name: str, side: set[str]) -> bool:
    words = set(_words(name))
    return bool(words & side) and words <= side | FORCE_WORDS | NEWTON | OTHER_UNITS
