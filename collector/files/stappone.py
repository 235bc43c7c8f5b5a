"""Tables of StappOne soles: raw counts of 12 sensors, a clock in ms since 1970, one or two soles.

Rows of both soles stand in one table, each with its ``sole_id``: 1 is drawn as a left sole and 2
as its mirror image in pressuRe (Telfer, MIT licence), whose reader knows the same files.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from collector.files import force
from collector.files.asked import Asked
from collector.files.cells import weigh_cells
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.sole_layout import known_sole
from collector.files.words import counted, header_at, header_of
from plantar.errors import FileRejected
from plantar.recording import Floats, FootForce, ForceRecording, Reading

FORMAT = "stappone-csv"
CELLS = tuple(f"pressure_{n:02d}" for n in range(1, 13))
LEFT, RIGHT = 1.0, 2.0
MS = 1e-3
#: Share by which the rates of two soles may differ. (our choice)
APART = 0.02
#: Milliseconds since 1970 of the years 2000 and 2100: outside is no clock.
EARLIEST_MS, LATEST_MS = 946_684_800_000.0, 4_102_444_800_000.0


def recognises(head: Head) -> bool:
    """A header with a sole, a time and pressures."""
    _, names = header_of(head.lines)
    return names[:2] == ["sole_id", "timestamp"] and any(n.startswith("pressure_") for n in names)


def read(head: Head, asked: Asked) -> Reading:
    """One recording of the soles in it, in counts."""
    head.at_most(force.LARGEST_MB, "a stappone recording")
    delimiter, names = header_of(head.lines)
    pressures = tuple(name for name in names if name.startswith("pressure_"))
    if pressures != CELLS:
        lacks = next((name for name in CELLS if name not in pressures), None)
        what = f"without {lacks}" if lacks else f"with {counted(len(pressures), 'pressure column')}"
        raise FileRejected(
            head.path, f"a stappone recording {what}, read are {CELLS[0]} to {CELLS[-1]}"
        )
    kept = ["timestamp", "sole_id", *CELLS, *(["corrupt"] if "corrupt" in names else [])]
    wanted = tuple(names.index(name) for name in kept)
    first = (header_at(head.lines) or 0) + 2
    columns = read_columns(head, Shape(first, len(names), wanted, delimiter), asked.on_progress)
    rows = columns.numbers
    _check(head, rows)
    quality = ["counts, not newtons: steps and times only"]
    readings = rows[:, 2 : 2 + len(CELLS)].copy()
    if "corrupt" in names:
        corrupt = rows[:, -1] != 0.0
        readings[corrupt] = np.nan
        if corrupt.any():
            quality.append(f"{counted(int(corrupt.sum()), 'frame')} marked corrupt: missing")
    left, right = rows[:, 1] == LEFT, rows[:, 1] == RIGHT
    clock = _clock(head, rows[:, 0], left, right)
    soles: list[FootForce | None] = []
    for side, here in (("left", left), ("right", right)):
        if not here.any():
            soles.append(None)
            continue
        on_clock = np.full((len(clock.time_s), len(CELLS)), np.nan)
        on_clock[_places(rows[here, 0], rows[:, 0].min(), clock)] = readings[here]
        weighed = weigh_cells(head, side, clock.time_s, on_clock, known_sole("stappone"))
        soles.append(weighed.foot)
        quality += weighed.quality
    present = (bool(left.any()), bool(right.any()))
    quality += force.feet_there(head, soles[0], soles[1], present)
    recording = ForceRecording(
        time_s=clock.time_s,
        rate_hz=clock.rate_hz,
        left=soles[0],
        right=soles[1],
        start=datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=float(rows[:, 0].min())),
        sensor="stappone",
        quality=tuple(quality),
        in_newtons=False,
    )
    return Reading(FORMAT, (recording,), columns.partial)


def _check(head: Head, rows: Floats) -> None:
    """Refuse soles that are neither left nor right, and clocks that are none."""
    strange = (rows[:, 1] != LEFT) & (rows[:, 1] != RIGHT)
    if strange.any():
        sole = rows[int(np.argmax(strange)), 1]
        raise FileRejected(head.path, f"sole_id {sole:g} is neither 1 (left) nor 2 (right)")
    off = (rows[:, 0] < EARLIEST_MS) | (rows[:, 0] > LATEST_MS)
    if off.any():
        stamp = rows[int(np.argmax(off)), 0]
        raise FileRejected(head.path, f"timestamp {stamp:.0f} is no time in ms since 1970")


def _clock(
    head: Head,
    stamps_ms: Floats,
    left: npt.NDArray[np.bool_],
    right: npt.NDArray[np.bool_],
) -> force.Clock:
    """One clock for both soles: that of a single one, else even frames where any sole has one."""
    first_ms = float(stamps_ms.min())
    own = [(stamps_ms[here] - first_ms) * MS for here in (left, right) if here.any()]
    rates = [force.rate_hz(head, time_s) for time_s in own]
    if len(own) == 1:
        return force.Clock(own[0], rates[0])
    if abs(rates[0] - rates[1]) > APART * rates[0]:
        raise FileRejected(
            head.path, f"its soles measure {rates[0]:g} and {rates[1]:g} times a second"
        )
    frames = np.unique(np.rint(np.concatenate(own) * rates[0]))
    return force.Clock(frames / rates[0], rates[0])


def _places(stamps_ms: Floats, first_ms: float, clock: force.Clock) -> npt.NDArray[np.intp]:
    """The frame of the common clock that is nearest to each stamp."""
    time_s = (stamps_ms - first_ms) * MS
    middles = (clock.time_s[1:] + clock.time_s[:-1]) / 2
    return np.searchsorted(middles, time_s)
