"""Force text as PhysioNet's gait database has it: 19 columns of numbers, no header.

Time in s, force of 8 sensors under the left foot, of 8 under the right, then the total of each
foot, all in N.

References
----------
Hausdorff J. Gait in Parkinson's Disease, version 1.0.0. PhysioNet 2008, doi:10.13026/C24H3N;
the layout of the sensors is in its format.txt.
"""

import numpy as np

from collector.files import force
from collector.files.asked import Asked
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.sole_layout import known_sole
from plantar.recording import Floats, ForceRecording, Reading

FORMAT = "physionet-force"
CELLS = 8
WIDTH = 1 + 2 * CELLS + 2
ROWS_TO_TELL = 3
#: A total is the sum of its cells, printed with two decimals at worst. [N]
ROUNDING_N = 1.0


def recognises(head: Head) -> bool:
    """Rows of 19 numbers with a rising clock and totals that are the sum of their cells."""
    try:
        rows = np.array([line.split() for line in head.lines[:50] if line.strip()], dtype=float)
    except ValueError:
        return False
    if rows.ndim != 2 or rows.shape[1] != WIDTH or len(rows) < ROWS_TO_TELL:  # noqa: PLR2004 rows by columns
        return False
    if not np.isfinite(rows).all():
        return False
    enough = rows[:-1] if head.whole else rows  # the last one may be cut
    return bool((np.diff(enough[:, 0]) > 0).all() and (_off_by(enough) <= ROUNDING_N).all())


def read(head: Head, asked: Asked) -> Reading:
    """One recording of both feet; the file has neither date nor name."""
    head.at_most(force.LARGEST_MB, "force text")
    columns = read_columns(head, Shape(1, WIDTH, tuple(range(WIDTH)), None), asked.on_progress)
    rows, partial = columns.numbers, columns.partial
    off = _off_by(rows) > ROUNDING_N
    if partial is None and off[-1] and not off[:-1].any():
        rows = rows[:-1]
        partial = "broke off in the last row (its total is not the sum); the rows before are kept"
    time_s = np.ascontiguousarray(rows[:, 0])
    rate_hz = force.rate_hz(head, time_s)
    left, right = (
        force.foot(
            head,
            name,
            time_s,
            np.ascontiguousarray(rows[:, total]),
            cells=np.ascontiguousarray(rows[:, first : first + CELLS]),
            layout=known_sole("ultraflex-8").layout,
        )
        for name, first, total in (("left", 1, WIDTH - 2), ("right", 1 + CELLS, WIDTH - 1))
    )
    force.some_foot(head, left, right)
    odd = int((_off_by(rows) > ROUNDING_N).sum())
    quality = (f"total is not the sum of its cells in {odd} rows",) if odd else ()
    recording = ForceRecording(time_s, rate_hz, left, right, None, "ultraflex", quality)
    return Reading(FORMAT, (recording,), partial)


def _off_by(rows: Floats) -> Floats:
    """How far the totals of a row are from the sums of its cells, the worse foot. [N]"""
    sums = rows[:, 1 : 1 + 2 * CELLS].reshape(-1, 2, CELLS).sum(axis=2)
    off: Floats = np.abs(sums - rows[:, -2:]).max(axis=1)
    return off
