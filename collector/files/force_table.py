"""A plain table of force under the feet: a header, a time column in s, left and right in N.

Without a time column somebody has to tell the rate.
"""

import re
from dataclasses import dataclass

import numpy as np

from collector.files import force
from collector.files.asked import Asked
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.words import header_at, header_of, plain
from plantar.errors import FileRejected
from plantar.recording import Floats, ForceRecording, Reading

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


@dataclass(frozen=True, slots=True)
class _Found:
    """Which columns are what, by their number."""

    time: tuple[int, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


def recognises(head: Head) -> bool:
    """A header with at least one foot's force, and a time or nothing else."""
    names = _header(head)[1]
    found = _columns(names)
    feet = len(found.left) + len(found.right)
    return feet > 0 and (len(found.time) == 1 or feet == len(names))


def read(head: Head, asked: Asked) -> Reading:
    """One recording of the feet that have a column."""
    head.at_most(force.LARGEST_MB, "a table of force")
    delimiter, names = _header(head)
    found = _columns(names)
    for side, columns in (("left", found.left), ("right", found.right)):
        if len(columns) > 1:
            said = ", ".join(names[k][:40] for k in columns)
            raise FileRejected(head.path, f"has {len(columns)} columns of the {side} foot: {said}")
    for name in (names[k] for k in (*found.left, *found.right)):
        if unit := OTHER_UNITS & set(_words(name)):
            raise FileRejected(head.path, f"column {name!r} is in {min(unit)}, wanted is N")
    wanted = (*found.time, *found.left, *found.right)
    shape = Shape(
        (header_at(head.lines) or 0) + 2,
        len(names),
        wanted,
        delimiter,
        decimal_comma=delimiter != ",",
        timed=bool(found.time),
    )
    columns_read = read_columns(head, shape, asked.on_progress)
    clock = _clock(head, asked, columns_read.numbers, found, names)
    feet = {k: np.ascontiguousarray(columns_read.numbers[:, n]) for n, k in enumerate(wanted)}
    left, right = (
        force.foot(head, side, clock.time_s, feet[columns[0]]) if columns else None
        for side, columns in (("left", found.left), ("right", found.right))
    )
    present = (bool(found.left), bool(found.right))
    quality = (*clock.quality, *force.feet_there(head, left, right, present))
    recording = ForceRecording(
        clock.time_s, clock.rate_hz, left, right, None, "force table", quality
    )
    return Reading(FORMAT, (recording,), columns_read.partial)


def _clock(
    head: Head, asked: Asked, numbers: Floats, found: _Found, names: list[str]
) -> force.Clock:
    """The clock of the table, or an even one at the rate that was asked for."""
    if not found.time:
        return force.even_clock(head, asked, len(numbers))
    scale = 1e-3 if MILLISECONDS & set(_words(names[found.time[0]])) else 1.0
    return force.own_clock(head, numbers[:, 0] * scale)


def _header(head: Head) -> tuple[str, list[str]]:
    return header_of(head.lines)


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+", plain(name))


def _columns(names: list[str]) -> _Found:
    """Where time, left and right stand."""
    every = list(enumerate(names))
    return _Found(
        time=tuple(k for k, name in every if _is_time(name)),
        left=tuple(k for k, name in every if _is_force(name, LEFT)),
        right=tuple(k for k, name in every if _is_force(name, RIGHT)),
    )


def _is_time(name: str) -> bool:
    words = set(_words(name))
    return bool(words & TIME_WORDS) and words <= TIME_WORDS | SECONDS | MILLISECONDS


def _is_force(name: str, side: set[str]) -> bool:
    words = set(_words(name))
    return bool(words & side) and words <= side | FORCE_WORDS | NEWTON | OTHER_UNITS
