"""Machine code made before anybody waits for it."""

from datetime import UTC, datetime

import numpy as np

from plantar.recording import Floats, FootForce, ForceRecording, SoleLayout
from processing.cohort import cohort_ratios
from processing.force.regions import SoleCells
from processing.force.stream import Reducer

RATE_HZ = 100.0


def warm() -> None:
    """Run every compiled pass once, on a few made steps and a made month.

    Takes about half a minute after an install or an upgrade, and a fraction of a second from then
    on: call it at the end of the set-up, and when a live stream starts.
    """
    time_s: Floats = np.arange(6 * RATE_HZ) / RATE_HZ
    layout = SoleLayout("warm", (0.1, 0.5, 0.9))
    feet = []
    for late_s in (0.0, 0.5):
        force_n = 700.0 * np.maximum(0.0, np.sin(2.0 * np.pi * (time_s - late_s)))
        cells = force_n[:, None] * np.array([0.3, 0.2, 0.5])
        feet.append(FootForce(force_n, cells, layout))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for left, right in (
        (feet[0], feet[1]),
        (FootForce(feet[0].force_n), FootForce(feet[1].force_n)),
    ):
        reducer = Reducer(None, RATE_HZ)
        reducer.push(ForceRecording(time_s, RATE_HZ, left, right, start))
        reducer.minutes()
    sole = SoleCells(np.ones((len(time_s), 3), np.uint16), layout)
    Reducer(None, RATE_HZ).push_cells(start, time_s, sole, sole)
    loads = np.full((1, 30), 5000.0)
    for expected in (None, np.ones(loads.shape, np.bool_)):
        cohort_ratios(loads, expected=expected)
