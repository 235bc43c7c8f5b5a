"""The lower-back tables of mobgap: a running number, acceleration and turning, without a clock.

The example data are in g, as recorded; what the package itself hands on is in m/s². Which of the
two it is shows in the size of gravity.

References
----------
Küderle A et al. mobgap, https://github.com/mobilise-d/mobgap (layout of `data_ss`)
"""

import numpy as np

from collector.files import acceleration
from collector.files.asked import Asked
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.words import header_at, header_of
from plantar.errors import FileRejected
from plantar.recording import AccelerationRecording, Floats, Reading
from plantar.units import STANDARD_GRAVITY

FORMAT = "mobgap-csv"
COLUMNS = ["samples", "acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"]
PLACEMENT = "lower back"
#: Share of gravity by which the middle of a walk's acceleration may miss it. Our choice.
NEAR_GRAVITY = 0.3


def recognises(head: Head) -> bool:
    """Its seven column names."""
    return header_of(head.lines) == (",", COLUMNS)


def read(head: Head, asked: Asked) -> Reading:
    """One recording at the rate that was asked for; without a date."""
    head.at_most(acceleration.LARGEST_MB, "a mobgap table")
    rate_hz = acceleration.asked_rate_hz(head, asked)
    first = (header_at(head.lines) or 0) + 2
    shape = Shape(first, len(COLUMNS), (0, 1, 2, 3), ",")
    columns = read_columns(head, shape, asked.on_progress)
    samples = columns.numbers[:, 0]
    if not (np.diff(samples) > 0).all():
        raise FileRejected(head.path, "its running number does not rise")
    time_s = (samples - samples[0]) / rate_hz
    vectors = _in_si(head, np.ascontiguousarray(columns.numbers[:, 1:]))
    vectors = acceleration.possible(head, time_s, vectors)
    recording = AccelerationRecording(
        time_s,
        rate_hz,
        vectors,
        placement=PLACEMENT,
        sensor="mobgap lower back",
        quality=(f"rate as given: {rate_hz:g} Hz",),
    )
    return Reading(FORMAT, (recording,), columns.partial)


def _in_si(head: Head, vectors: Floats) -> Floats:
    """In m/s², by the size of gravity in it."""
    lengths = np.linalg.norm(vectors[np.isfinite(vectors).all(axis=1)], axis=1)
    middle = float(np.median(lengths)) if len(lengths) else 0.0
    for gravity in (1.0, STANDARD_GRAVITY):
        if abs(middle - gravity) <= NEAR_GRAVITY * gravity:
            return vectors * (STANDARD_GRAVITY / gravity)
    raise FileRejected(
        head.path, f"gravity in it is {middle:.3g}, neither 1 g nor 9.8 m/s²: no telling the unit"
    )
