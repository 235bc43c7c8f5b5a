"""Recordings of the Oxford step counter: seven columns without a header.

Time in ns since the phone started, acceleration along three axes in m/s², then three counts: steps
by their algorithm, true steps, the phone's own counter. The counts are not read: steps come from
the acceleration.

References
----------
Salvi D, Velardo C, Brynes J, Tarassenko L. An optimised algorithm for accurate steps counting from
smart-phone accelerometry. EMBC 2018:4423-7. doi:10.1109/EMBC.2018.8513319
"""

import re

import numpy as np

from collector.files import acceleration
from collector.files.asked import Asked
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from plantar.recording import AccelerationRecording, Reading

FORMAT = "oxford-steps"
NUMBER = r"-?\d+(?:\.\d+)?(?:E-?\d+)?"
FIRST_ROW = re.compile(rf"\d{{11,16}}(?:,{NUMBER}){{3}}(?:,\d+){{3}}\s*(?:\n|$)", re.IGNORECASE)
WIDTH = 7
NS = 1e-9


def recognises(head: Head) -> bool:
    """A first row of nanoseconds, three accelerations and three counts."""
    return FIRST_ROW.match(head.text) is not None


def read(head: Head, asked: Asked) -> Reading:
    """One recording; the phone's clock counts from its start, so it has no date."""
    head.at_most(acceleration.LARGEST_MB, "an Oxford step counter recording")
    columns = read_columns(head, Shape(1, WIDTH, (0, 1, 2, 3), ","), asked.on_progress)
    time_s = (columns.numbers[:, 0] - columns.numbers[0, 0]) * NS
    rate_hz = acceleration.rate_hz(head, time_s)
    vectors = acceleration.possible(head, time_s, np.ascontiguousarray(columns.numbers[:, 1:]))
    recording = AccelerationRecording(time_s, rate_hz, vectors, sensor="phone")
    return Reading(FORMAT, (recording,), columns.partial)
