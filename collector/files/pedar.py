"""Text recordings of pedar soles (``.asc``): pressure of 2 x 99 sensors, masks in the header.

The header tells the kind of sole, the rate, the unit and which sensors each insole has; then comes
one line with the sensors' numbers, left before right, and one row per frame.
"""

import re
from datetime import datetime
from typing import NamedTuple

import numpy as np

from collector.files import force
from collector.files.asked import Asked
from collector.files.cells import weigh_cells
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.sole_layout import Sole, known_sole
from plantar.errors import FileRejected
from plantar.recording import Floats, FootForce, ForceRecording, Reading

FORMAT = "pedar-asc"
BEGINS = re.compile(r"file name:[^\n]*\n\s*sensor type:", re.IGNORECASE)
KIND = re.compile(r"sensor type:[ \t]*([^\s]+)", re.IGNORECASE)
UNIT = re.compile(r"pressure values in[ \t]+(\S+)", re.IGNORECASE)
MASK = {
    side: re.compile(rf"{side} insole:[ \t]*([\d, \t]*)", re.IGNORECASE)
    for side in ("left", "right")
}
COLUMNS = re.compile(r"\s*time\s*\[(m?s)(?:ecs?)?\]", re.IGNORECASE)
MOMENT = re.compile(r"date/time[ \t]+(\S+ \S+)", re.IGNORECASE)
MOMENT_FORMAT = "%d.%m.%y %H.%M"
MS = 1e-3


class _Layout(NamedTuple):
    """What the header says of the rows."""

    line: int  # of the column numbers, counted from 0
    scale: float  # of the clock
    left: tuple[int, ...]  # numbers of the sensors
    right: tuple[int, ...]
    sole: Sole
    quality: tuple[str, ...]


def recognises(head: Head) -> bool:
    """The two lines that a pedar text begins with."""
    return BEGINS.match(head.text) is not None


def read(head: Head, asked: Asked) -> Reading:
    """One recording of the insoles that have a mask."""
    head.at_most(force.LARGEST_MB, "a pedar recording")
    told = _layout(head)
    many = len(told.left) + len(told.right)
    shape = Shape(told.line + 2, 1 + many, tuple(range(1 + many)), None)
    columns = read_columns(head, shape, asked.on_progress)
    rows: Floats = columns.numbers
    clock = force.own_clock(head, np.ascontiguousarray(rows[:, 0]) * told.scale)
    feet: list[FootForce | None] = []
    quality = [*told.quality]
    for side, numbers, first in (
        ("left", told.left, 1),
        ("right", told.right, 1 + len(told.left)),
    ):
        if not numbers:
            feet.append(None)
            continue
        readings = rows[:, first : first + len(numbers)]
        weighed = weigh_cells(head, side, clock.time_s, readings, told.sole.only(numbers))
        feet.append(weighed.foot)
        quality += weighed.quality
    left, right = feet
    quality += force.feet_there(head, left, right, (bool(told.left), bool(told.right)))
    start, doubt = _start(head, asked)
    kind = KIND.search(head.text)
    recording = ForceRecording(
        time_s=clock.time_s,
        rate_hz=clock.rate_hz,
        left=left,
        right=right,
        start=start,
        sensor=f"pedar {kind[1] if kind else ''}".strip(),
        quality=(*quality, *doubt),
    )
    return Reading(FORMAT, (recording,), columns.partial)


def _layout(head: Head) -> _Layout:
    """Everything of the header that the rows need."""
    line = next((n for n, text in enumerate(head.lines) if COLUMNS.match(text)), None)
    if line is None:
        raise FileRejected(head.path, "a pedar recording whose line of sensor numbers is missing")
    header = "\n".join(head.lines[:line])
    unit = UNIT.search(header)
    if unit is None or unit[1].casefold() != "kpa":
        told = unit[1] if unit else "no unit"
        raise FileRejected(head.path, f"a pedar recording in {told[:20]}, read is kPa")
    left, right = (_mask(head, header, side) for side in MASK)
    if not left and not right:
        raise FileRejected(head.path, "a pedar recording whose masks name no sensor")
    names = head.lines[line].split()[1:]
    if names != [str(number) for number in (*left, *right)]:
        raise FileRejected(
            head.path,
            f"a pedar recording of {len(names)} columns, its masks name {len(left)} left and "
            f"{len(right)} right",
        )
    found = COLUMNS.match(head.lines[line])
    scale = MS if found and found[1].lower() == "ms" else 1.0
    kind = KIND.search(header)
    size = kind[1].split("-")[0].casefold() if kind else ""
    sole = known_sole("pedar")
    doubt: tuple[str, ...] = ()
    if size not in (sole.areas_by_size or {}):
        doubt = (f"size {size!r} of the sole not known: mean areas, newtons are rough",)
    return _Layout(line, scale, left, right, sole.of_size(size), doubt)


def _mask(head: Head, header: str, side: str) -> tuple[int, ...]:
    """The numbers of an insole's sensors; none when there is no such insole."""
    found = MASK[side].search(header)
    numbers = [int(number) for number in re.findall(r"\d+", found[1])] if found else []
    most = len(known_sole("pedar").along)
    beyond = [number for number in numbers if not 1 <= number <= most]
    if beyond:
        raise FileRejected(
            head.path, f"the {side} mask names sensor {beyond[0]}, a pedar sole has 1 to {most}"
        )
    if len(set(numbers)) < len(numbers):
        raise FileRejected(head.path, f"the {side} mask names a sensor twice")
    return tuple(numbers)


def _start(head: Head, asked: Asked) -> tuple[datetime | None, tuple[str, ...]]:
    """When it began, or what keeps us from telling; the file gives the minute."""
    found = MOMENT.search(head.text)
    if found is None:
        return None, ("no start time in the file",)
    try:
        wall = datetime.strptime(found[1], MOMENT_FORMAT)  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None, (f"start time unreadable: {found[1][:40]}",)
    if asked.zone is None:
        return None, (f"start time without zone: {found[1]}",)
    return wall.replace(tzinfo=asked.zone), ()
