"""The text export of Moticon's OpenGo insoles.

Lines that begin with ``#`` tell about the recording, the last of them names the columns; then
one row per frame, tab-separated. Which columns there are depends on the version and on what was
ticked, so they are found by name. A frame that got lost in the air leaves empty cells (nan here);
a row that is missing altogether stays a jump in time.
"""

import re
from datetime import UTC, datetime

import numpy as np

from collector.files import force
from collector.files.asked import Asked
from collector.files.cells import MOST_LOST
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.sole_layout import known_sole
from plantar.errors import FileRejected
from plantar.recording import Floats, FootForce, ForceRecording, Reading
from plantar.sample import Foot

FORMAT = "moticon-opengo"
TIME = re.compile(r"#\s*time\s*(?:\[(m?s)\])?\s*", re.IGNORECASE)
FORCE = re.compile(r"(left|right) total force\s*\[N\]", re.IGNORECASE)
CELL = re.compile(r"(left|right) pressure (\d+)\s*\[N/cm.*\]", re.IGNORECASE)
NOTE = re.compile(r"#\s*([^:\t]+):\s*(.*)")
SERIAL = re.compile(r"(Left|Right)\s+(\w+)", re.IGNORECASE)
LOCAL_TIME = "%d.%m.%Y %H:%M:%S.%f"


def recognises(head: Head) -> bool:
    """Comment lines about sensor insoles, or a column line with a foot in it."""
    return head.text.startswith("#") and (
        "# Sensor insoles:" in head.text or _column_line(head) is not None
    )


def read(head: Head, asked: Asked) -> Reading:
    """One recording of both feet, or of the one that was worn."""
    head.at_most(force.LARGEST_MB, "an OpenGo export")
    line = _column_line(head)
    if line is None:
        raise FileRejected(head.path, "an OpenGo export whose line of column names is missing")
    names = head.lines[line].split("\t")
    cells = {foot: _cells(names, foot) for foot in Foot}
    totals = {foot: _total(names, foot) for foot in Foot}
    _refuse_without_force(head, cells, totals)

    feet = [foot for foot in Foot if totals[foot] is not None]
    wanted = (0, *(k for foot in feet for k in (totals[foot] or 0, *cells[foot])))
    shape = Shape(line + 2, len(names), wanted, "\t")
    columns = read_columns(head, shape, asked.on_progress)

    in_ms = TIME.fullmatch(names[0])
    scale = 1e-3 if in_ms and in_ms[1] == "ms" else 1.0
    time_s = columns.numbers[:, 0] * scale
    rate_hz = force.rate_hz(head, time_s)
    soles: dict[Foot, FootForce | None] = dict.fromkeys(Foot)
    quality = []
    first = 1
    for foot in feet:
        width = 1 + len(cells[foot])
        soles[foot] = _sole(head, foot, time_s, columns.numbers[:, first : first + width])
        first += width
    force.some_foot(head, soles[Foot.LEFT], soles[Foot.RIGHT])
    for foot in Foot:
        if soles[foot] is None:
            why = "no frame arrived" if foot in feet else "not in the file"
            quality.append(f"{foot} foot: {why}")

    notes = _notes(head, line)
    _refuse_one_side_twice(head, notes)
    start, doubt = _start(notes, asked)
    recording = ForceRecording(
        time_s=time_s,
        rate_hz=rate_hz,
        left=soles[Foot.LEFT],
        right=soles[Foot.RIGHT],
        start=start,
        sensor=_sensor(notes),
        quality=(*quality, *doubt),
    )
    return Reading(FORMAT, (recording,), columns.partial)


def _column_line(head: Head) -> int | None:
    """Which line names the columns, counted from 0."""
    for n, line in enumerate(head.lines):
        if not line.startswith("#"):
            return None
        names = line.split("\t")
        if TIME.fullmatch(names[0]) and any(FORCE.match(n) or CELL.match(n) for n in names):
            return n
    return None


def _total(names: list[str], foot: Foot) -> int | None:
    for k, name in enumerate(names):
        if (found := FORCE.fullmatch(name)) and found[1].lower() == foot.value:
            return k
    return None


def _cells(names: list[str], foot: Foot) -> tuple[int, ...]:
    """The pressure columns of a foot in the order of their numbers."""
    numbered = {
        int(found[2]): k
        for k, name in enumerate(names)
        if (found := CELL.fullmatch(name)) and found[1].lower() == foot.value
    }
    return tuple(numbered[n] for n in sorted(numbered))


def _refuse_without_force(
    head: Head, cells: dict[Foot, tuple[int, ...]], totals: dict[Foot, int | None]
) -> None:
    """The areas of the cells are not in the file, so pressure alone gives no force."""
    for foot in Foot:
        if cells[foot] and totals[foot] is None:
            raise FileRejected(
                head.path,
                f"an OpenGo export with {foot} pressures but without '{foot} total force[N]': "
                "export it again with total force",
            )
    if not any(k is not None for k in totals.values()):
        raise FileRejected(head.path, "an OpenGo export without a total force column")


def _sole(head: Head, foot: Foot, time_s: Floats, block: Floats) -> FootForce | None:
    total, pressures = np.ascontiguousarray(block[:, 0]), np.ascontiguousarray(block[:, 1:])
    sole = known_sole(FORMAT)
    if pressures.shape[1] != len(sole.along):
        return force.foot(head, foot, time_s, total)
    area, limit = np.array(sole.area_cm2), sole.limit or np.inf
    total[(pressures >= limit) @ area > MOST_LOST * area.sum()] = np.nan
    return force.foot(head, foot, time_s, total, cells=pressures * area, layout=sole.layout)


def _notes(head: Head, line: int) -> dict[str, str]:
    found = (NOTE.match(text) for text in head.lines[:line])
    return {note[1].strip(): note[2].strip() for note in found if note}


def _sensor(notes: dict[str, str]) -> str:
    serials = [serial for _, serial in SERIAL.findall(notes.get("Sensor insoles", ""))]
    return " ".join(["moticon opengo", "/".join(serials)]).strip()


def _refuse_one_side_twice(head: Head, notes: dict[str, str]) -> None:
    sides = [side.lower() for side, _ in SERIAL.findall(notes.get("Sensor insoles", ""))]
    if len(set(sides)) < len(sides):
        raise FileRejected(head.path, f"its header names two {sides[0]} soles")


def _start(notes: dict[str, str], asked: Asked) -> tuple[datetime | None, tuple[str, ...]]:
    """When it began, or what keeps us from telling."""
    stamp, local = notes.get("Start timestamp", ""), notes.get("Start time", "")
    try:
        if stamp:
            return datetime.fromtimestamp(int(stamp) / 1000, UTC), ()
        if local:
            wall = datetime.strptime(local, LOCAL_TIME)  # noqa: DTZ007 - the zone follows
            if asked.zone is None:
                return None, (f"start time without zone: {local}",)
            return wall.replace(tzinfo=asked.zone).astimezone(UTC), ()
    except (ValueError, OverflowError, OSError):
        return None, (f"start time unreadable: {stamp or local}",)
    return None, ("no start time in the file",)
