"""Acceleration as one even signal that does not know how the sensor was turned.

The length of the acceleration vector is the same however a sensor lies in a pocket. Where a device
took gravity out, that length would fold the signal at zero and double its frequency, so gravity is
put back along the axis of most movement first.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.signal import butter, sosfiltfilt

from plantar.recording import AXES, AccelerationRecording, Floats
from plantar.units import STANDARD_GRAVITY

#: Impacts of walking reach to about 20 Hz; this holds all of what is used below 12 Hz. [Hz]
GRID_HZ = 50.0
#: Longer holes are missing, not interpolated; as in force. [s]
LONGEST_BRIDGE_S = 0.1
#: Nothing is said of less: three seconds is the shortest walk. [s]
SHORTEST_STRETCH_S = 3.0
#: Slower changes are posture, not steps: half the slowest stride. [Hz]
POSTURE_HZ = 0.5
#: The mean of acceleration over some seconds is gravity; less than half of it was taken out.
GRAVITY_LEFT = 0.5
#: A mean over two seconds holds at least one stride. Our choice. [s]
MEAN_S = 2.0
#: Over which the axis of most movement is looked for, and how often. Our choice. [s]
AXIS_S, AXIS_EVERY_S = 10.0, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A stretch without holes."""

    since_s: float  # on the clock of the recording
    movement: Floats  # shape (samples,), at `GRID_HZ` [m/s²], without gravity and posture

    @property
    def duration_s(self) -> float:
        """How long it lasts. [s]"""
        return len(self.movement) / GRID_HZ


def stretches(recording: AccelerationRecording) -> list[Stretch]:
    """Every stretch of a recording that is long enough to hold a walk, in time order."""
    known = np.isfinite(recording.acceleration).all(axis=1)
    time_s, acceleration = recording.time_s[known], recording.acceleration[known]
    if len(time_s) < 2:  # noqa: PLR2004 - a stretch needs two ends
        return []
    longest = max(LONGEST_BRIDGE_S, 1.5 / recording.rate_hz)
    cuts = np.flatnonzero(np.diff(time_s) > longest) + 1
    found = []
    for time, vectors in zip(np.split(time_s, cuts), np.split(acceleration, cuts), strict=True):
        if time[-1] - time[0] >= SHORTEST_STRETCH_S:
            found.append(Stretch(float(time[0]), _movement(_even(time, vectors))))
    return found


def _even(time_s: Floats, vectors: Floats) -> Floats:
    """The vectors on an even grid, averaged first where they come much denser."""
    rate_hz = 1.0 / float(np.median(np.diff(time_s)))
    dense = int(rate_hz / GRID_HZ)
    if dense > 2:  # noqa: PLR2004 - below, nothing above the grid's half rate is worth a filter
        vectors = uniform_filter1d(vectors, dense | 1, axis=0)
    grid_s = np.arange(time_s[0], time_s[-1], 1.0 / GRID_HZ)
    return np.stack([np.interp(grid_s, time_s, vectors[:, axis]) for axis in range(AXES)], axis=1)


def _movement(vectors: Floats) -> Floats:
    mean = uniform_filter1d(vectors, int(MEAN_S * GRID_HZ), axis=0)
    if np.median(np.linalg.norm(mean, axis=1)) < GRAVITY_LEFT * STANDARD_GRAVITY:
        vectors = vectors + STANDARD_GRAVITY * _axis_of_movement(vectors)
    slow = butter(2, POSTURE_HZ, "highpass", fs=GRID_HZ, output="sos")
    movement: Floats = sosfiltfilt(slow, np.linalg.norm(vectors, axis=1), padtype="even")
    return movement


def _axis_of_movement(vectors: Floats) -> Floats:
    """Unit vectors along which most happens, turning slowly with the sensor; shape (n, 3)."""
    products = np.einsum("ti,tj->tij", vectors, vectors).reshape(len(vectors), -1)
    spread = uniform_filter1d(products, int(AXIS_S * GRID_HZ), axis=0)
    every = int(AXIS_EVERY_S * GRID_HZ)
    at = np.arange(0, len(vectors), every)
    axes = np.linalg.eigh(spread[at].reshape(-1, AXES, AXES))[1][:, :, -1]
    turned = np.sign((axes[1:] * axes[:-1]).sum(axis=1))  # an axis has two ends: keep to one
    axes[1:] *= np.cumprod(np.where(turned == 0.0, 1.0, turned))[:, None]
    smooth = np.stack(
        [np.interp(np.arange(len(vectors)), at, axes[:, axis]) for axis in range(AXES)], axis=1
    )
    unit: Floats = smooth / np.maximum(np.linalg.norm(smooth, axis=1, keepdims=True), 1e-9)
    return unit
