"""Walking and running out of acceleration: when, how many steps, and none where nobody walks.

Steps are the integral of the rhythm over the time on foot, as in Straczkiewicz et al.; each step
then stands where the movement at the rhythm of steps is highest. What does not repeat for three
seconds is no walk, as there. One setting for every place a sensor is worn.

References
----------
Straczkiewicz M, Huang EJ, Onnela JP. A "one-size-fits-most" walking recognition method for
smartphones, smartwatches, and wearable accelerometers. npj Digit Med 2023;6:29.
doi:10.1038/s41746-022-00745-z
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import median_filter
from scipy.signal import butter, sosfiltfilt

from plantar.recording import AccelerationRecording, Floats
from plantar.units import SECONDS_PER_MINUTE
from processing.acceleration.magnitude import GRID_HZ, Stretch, stretches
from processing.acceleration.rhythm import (
    LEAST_JOLT,
    LEAST_LANDED,
    LEAST_MOVEMENT,
    LONGEST_LAG_S,
    MOMENTS_HZ,
    STEADY_S,
    WINDOW_S,
    Rhythm,
    find_rhythm,
)
from processing.wearable import RUN_CADENCE_SPM

#: Straczkiewicz 2023: shorter is no walk. [s]
SHORTEST_WALK_S = 3.0
#: A rhythm lost for no longer than the window it is sought in, while the body moves on, is a turn
#: or a stumble. [s]
LONGEST_LOSS_S = WINDOW_S
#: Nearer to the ends of a recording no rhythm is seen: half of the longest lag. [s]
BLIND_S = LONGEST_LAG_S / 2.0
#: The band around the rhythm of steps in which they stand. Our choice.
BAND = (0.7, 1.3)
#: Phases tried for the first step of a bout.
PHASES = np.arange(0.0, 1.0, 0.05)
METHOD = (
    "steps from acceleration: rhythm by autocorrelation (doi:10.1145/2348543.2348580), "
    "cadence integrated over time on foot (doi:10.1038/s41746-022-00745-z)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Bout:
    """Some seconds on foot."""

    since_s: float  # on the clock of the recording
    until_s: float
    step_times_s: Floats  # shape (steps,)
    running: npt.NDArray[np.bool_]  # shape (steps,)
    one_leg: bool  # the sensor felt one running leg: each of its strides is two steps


@dataclass(frozen=True, slots=True)
class AccelerationSteps:
    """Everything on foot in one recording."""

    bouts: tuple[Bout, ...]
    measured_s: float  # looked at; the rest of the recording is holes

    @property
    def step_times_s(self) -> Floats:
        """When the steps were, on the clock of the recording; shape (steps,). [s]"""
        return np.concatenate([np.empty(0), *(bout.step_times_s for bout in self.bouts)])

    @property
    def running(self) -> npt.NDArray[np.bool_]:
        """Which of the steps were running; shape (steps,)."""
        none = np.empty(0, dtype=np.bool_)
        return np.concatenate([none, *(bout.running for bout in self.bouts)])


def find_steps(recording: AccelerationRecording) -> AccelerationSteps:
    """Bouts of walking and running with their steps.

    Parameters
    ----------
    recording : AccelerationRecording
        Of one sensor, worn anywhere, with gravity or without, 25-200 Hz.

    Returns
    -------
    AccelerationSteps
        Without bouts where nobody walks.

    Notes
    -----
    Steadily slower than 67 steps a minute reads as twice as fast where both feet look alike.
    """
    found = stretches(recording)
    bouts = [bout for stretch in found for bout in _bouts(stretch)]
    return AccelerationSteps(tuple(bouts), sum(stretch.duration_s for stretch in found))


def _bouts(stretch: Stretch) -> list[Bout]:
    rhythm = find_rhythm(stretch.movement)
    on_foot = _bridged(rhythm)
    edges = np.diff(np.concatenate([[0], on_foot.astype(np.int8), [0]]))
    pairs = zip(np.flatnonzero(edges > 0), np.flatnonzero(edges < 0), strict=True)
    trimmed = [_trimmed(rhythm, int(first), int(last)) for first, last in pairs]
    return [
        _bout(stretch, rhythm, first, last)
        for first, last in trimmed
        if last - first >= SHORTEST_WALK_S * MOMENTS_HZ and _lands(rhythm, first, last)
    ]


def _lands(rhythm: Rhythm, first: int, last: int) -> bool:
    """Whether feet land, over a bout as a whole: single seconds on a rough road may look so."""
    jolt, landed = rhythm.jolt[first:last], rhythm.landed[first:last]
    return bool(np.median(jolt) >= LEAST_JOLT and np.nanmedian(landed) >= LEAST_LANDED)


def _trimmed(rhythm: Rhythm, first: int, last: int) -> tuple[int, int]:
    """The bout without the stillness that the window of its rhythm reached into."""
    walked = np.flatnonzero(rhythm.vigour[first:last] >= LEAST_MOVEMENT)
    if not len(walked):
        return first, first
    return first + int(walked[0]), first + int(walked[-1]) + 1


def _bridged(rhythm: Rhythm) -> npt.NDArray[np.bool_]:
    """Time on foot, with short losses of rhythm amid movement filled in."""
    on_foot = np.isfinite(rhythm.step_s) & rhythm.moving
    edges = np.diff(np.concatenate([[1], on_foot.astype(np.int8), [1]]))
    for first, last in zip(np.flatnonzero(edges < 0), np.flatnonzero(edges > 0), strict=True):
        inside = first > 0 and last < len(on_foot)
        longest_s = LONGEST_LOSS_S if inside else BLIND_S
        short = last - first <= longest_s * MOMENTS_HZ
        if short and rhythm.moving[first:last].all():
            on_foot[first:last] = True
    return on_foot


def _bout(stretch: Stretch, rhythm: Rhythm, first: int, last: int) -> Bout:
    """The steps of one bout: a step for each whole turn of the integral of the rhythm."""
    moments = np.arange(first, last)
    known = np.isfinite(rhythm.step_s[first:last])
    rate_hz = np.interp(moments, moments[known], 1.0 / rhythm.step_s[first:last][known])
    grid_s = np.arange(first / MOMENTS_HZ, last / MOMENTS_HZ, 1.0 / GRID_HZ)
    rate = np.interp(grid_s, moments / MOMENTS_HZ, rate_hz)
    phase = np.cumsum(rate) / GRID_HZ
    usual_hz = float(np.median(rate_hz))
    band = butter(2, [BAND[0] * usual_hz, BAND[1] * usual_hz], "bandpass", fs=GRID_HZ, output="sos")
    swing = sosfiltfilt(band, stretch.movement)
    at = np.round(grid_s * GRID_HZ).astype(np.int64).clip(max=len(swing) - 1)
    times_s = _best_times(phase, grid_s, swing[at])
    usual_rate = median_filter(rate_hz, int(STEADY_S * MOMENTS_HZ), mode="reflect")
    cadence_spm = SECONDS_PER_MINUTE * np.interp(times_s, moments / MOMENTS_HZ, usual_rate)
    return Bout(
        since_s=stretch.since_s + first / MOMENTS_HZ,
        until_s=stretch.since_s + last / MOMENTS_HZ,
        step_times_s=stretch.since_s + times_s,
        running=cadence_spm >= RUN_CADENCE_SPM,
        one_leg=bool(np.median(rhythm.one_leg[first:last]) > 0),
    )


def _best_times(phase: Floats, grid_s: Floats, swing: Floats) -> Floats:
    """Moments one phase apart, where the swing of steps is highest on the whole."""
    best, chosen = -np.inf, np.empty(0)
    for offset in PHASES:
        whole = np.arange(np.ceil(phase[0] - offset), np.floor(phase[-1] - offset) + 1.0) + offset
        times_s = np.interp(whole, phase, grid_s)
        height = float(np.interp(times_s, grid_s, swing).mean()) if len(times_s) else -np.inf
        if height > best:
            best, chosen = height, times_s
    return chosen
