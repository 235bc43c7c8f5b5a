"""Frames that did not arrive: short holes are bridged, long ones stay missing, all are reported.

The force integrals and the contacts may cross a hole of up to 100 ms in a straight line; whoever
asks how much was measured is told of every frame that was not there.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force.compiled import part
from processing.force.skipping import next_missing

#: Holes up to here are crossed in a straight line; longer ones are missing time. [s]
#: docs/load-model.md 1.3.1
LONGEST_BRIDGED_S = 0.100
#: Two frames further apart than this many periods have a missing one between them.
MISSED_PERIODS = 1.5


class Rows(NamedTuple):
    """Frames of both feet on one clock, the ones that a file left out put back as nan."""

    time_s: Floats  # shape (frames,)
    lasts_s: Floats  # shape (frames,): the time each frame stands for, up to its own moment
    hole_s: Floats  # shape (frames,): missing time before the frame that no row tells of
    force_n: Floats  # shape (2, frames), left and right; nan where no frame arrived
    shares: npt.NDArray[np.float32]  # shape (2, 3, frames): heel, midfoot, forefoot


def spread(
    time_s: Floats,
    force_n: Floats,
    shares: npt.NDArray[np.float32],
    before_s: float,
    rate_hz: float,
) -> Rows:
    """Rows with a nan frame in each short hole that the clock shows.

    A frame stands for the time since the one before it. So a sole that runs a little faster or
    slower than it says still measures the seconds that really passed.

    Parameters
    ----------
    time_s : array, shape (frames,)
        Strictly rising. [s]
    force_n : array, shape (2, frames)
        nan where no frame arrived. [N]
    shares : array, shape (2, 3, frames) or (2, 3, 0)
        Share of the force on heel, midfoot and forefoot; empty without cells.
    before_s : float
        Time of the frame before the first, nan when there is none. [s]
    rate_hz : float
        Nominal rate. [Hz]
    """
    period_s = 1.0 / rate_hz
    step_s = np.diff(time_s, prepend=before_s)
    if not (step_s[1:] > MISSED_PERIODS * period_s).any() and (
        step_s[0] <= MISSED_PERIODS * period_s or np.isnan(before_s)
    ):
        step_s[0] = period_s if np.isnan(before_s) else step_s[0]
        return Rows(time_s, step_s, np.zeros_like(step_s), force_n, shares)
    lasts_s = np.where(step_s <= MISSED_PERIODS * period_s, step_s, period_s)
    missing = np.rint(np.nan_to_num(step_s - lasts_s) * rate_hz).astype(np.int64)
    bridged = (missing > 0) & (missing * period_s <= LONGEST_BRIDGED_S + period_s / 2)
    hole_s = np.where(bridged, 0.0, np.nan_to_num(step_s - lasts_s))
    if not bridged.any():
        return Rows(time_s, lasts_s, hole_s, force_n, shares)
    times = np.where(bridged, missing + 1, 1)
    of = np.repeat(np.arange(len(time_s)), times)
    last = np.cumsum(times) - 1
    back = last[of] - np.arange(len(of))  # 0 for the frame that arrived
    even_s = step_s / times
    return Rows(
        time_s[of] - back * np.where(bridged, even_s, 0.0)[of],
        np.where(bridged, even_s, lasts_s)[of],
        np.where(back == 0, hole_s[of], 0.0),
        np.where(back == 0, force_n[:, of], np.nan),
        shares[:, :, of] if shares.size else shares,
    )


@part
def bridge(
    force_n: npt.NDArray[np.floating],
    missing: npt.NDArray[np.bool_],
    lasts_s: Floats,
    hole_s: Floats,
    first: int,
    last: int,
    longest_s: float,
) -> None:
    """Cross the short holes that begin in [first, last) in a straight line, in place.

    `missing` tells which frames did not arrive and stays as it is.
    """
    rows = len(force_n)
    i = first
    while i < last:
        i = next_missing(missing, i, last)
        if i == last:
            break
        begin = i
        while begin > 0 and missing[begin - 1] and hole_s[begin] == 0.0:
            begin -= 1
        length_s = 0.0
        end = begin
        while end < rows and missing[end] and (end == begin or hole_s[end] == 0.0):
            length_s += lasts_s[end]
            end += 1
        known = begin > 0 and hole_s[begin] == 0.0 and end < rows and hole_s[end] == 0.0
        if known and begin >= first and length_s <= longest_s + 0.5 * lasts_s[end]:
            low, high = force_n[begin - 1], force_n[end]
            whole_s = length_s + lasts_s[end]
            passed_s = 0.0
            for j in range(begin, end):
                passed_s += lasts_s[j]
                force_n[j] = low + (high - low) * passed_s / whole_s
        i = max(end, i + 1)
