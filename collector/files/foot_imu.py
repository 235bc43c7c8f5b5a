"""Recordings of the wearable-my-foot IMU: milliseconds, acceleration in g, turning in degrees/s."""

import numpy as np

from collector.files import acceleration
from collector.files.asked import Asked
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.words import header_of
from plantar.recording import AccelerationRecording, Reading
from plantar.units import STANDARD_GRAVITY

FORMAT = "foot-imu"
COLUMNS = ["time", "aX", "aY", "aZ", "gX", "gY", "gZ"]
MS = 1e-3


def recognises(head: Head) -> bool:
    """Its seven column names."""
    return header_of(head.lines) == (",", COLUMNS)


def read(head: Head, asked: Asked) -> Reading:
    """One recording; the sensor's clock counts from its start, so it has no date.

    The file does not say where the sensor was: that it sat on one foot shows in the signal.
    """
    head.at_most(acceleration.LARGEST_MB, "an IMU recording")
    shape = Shape(2, len(COLUMNS), (0, 1, 2, 3), ",")
    columns = read_columns(head, shape, asked.on_progress)
    time_s = (columns.numbers[:, 0] - columns.numbers[0, 0]) * MS
    rate_hz = acceleration.rate_hz(head, time_s)
    vectors = np.ascontiguousarray(columns.numbers[:, 1:]) * STANDARD_GRAVITY
    vectors = acceleration.possible(head, time_s, vectors)
    recording = AccelerationRecording(time_s, rate_hz, vectors, sensor="foot imu")
    return Reading(FORMAT, (recording,), columns.partial)
