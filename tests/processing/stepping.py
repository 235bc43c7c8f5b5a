"""What an accelerometer on a body measures, made up: steps, pedals, desks."""

import numpy as np

from plantar.recording import AccelerationRecording, Floats
from plantar.units import STANDARD_GRAVITY

#: Shape of one step: bounce of the body, and a jolt that rings for a tenth of a second.
RING_HZ, RING_S = 9.0, 0.05
#: A sensor averages over the time between two readings; it is made of so many moments here.
INSIDE = 10


def stepping(
    seconds: float,
    cadence_spm: float,
    *,
    rate_hz: float = 100.0,
    bounce: float = 2.0,
    jolt: float = 4.0,
    sway: float = 0.8,
    shift_s: float = 0.0,
    seed: int = 1,
) -> Floats:
    """Acceleration of a back in steady gait, vertical along the third axis. [m/s²]"""
    noise = np.random.default_rng(seed)
    time_s = np.arange(round(seconds * rate_hz) * INSIDE) / (rate_hz * INSIDE) + shift_s
    phase = time_s * cadence_spm / 60.0
    since_landing_s = (phase % 1.0) * 60.0 / cadence_spm
    ring = jolt * np.exp(-since_landing_s / RING_S) * np.cos(2 * np.pi * RING_HZ * since_landing_s)
    up = STANDARD_GRAVITY + bounce * np.cos(2 * np.pi * phase) + ring
    ahead = 0.4 * bounce * np.sin(2 * np.pi * phase)
    aside = sway * np.sin(np.pi * phase)
    inside = np.stack([ahead, aside, up], axis=1).reshape(-1, INSIDE, 3)
    return inside.mean(axis=1) + noise.normal(0.0, 0.05, (len(inside), 3))


def one_foot(seconds: float, stride_s: float, *, rate_hz: float = 100.0) -> Floats:
    """Acceleration of a running foot: one hard landing a stride, and a swing. [m/s²]"""
    time_s = np.arange(0.0, seconds, 1.0 / rate_hz)
    phase = time_s / stride_s
    since_landing_s = (phase % 1.0) * stride_s
    landing = 90.0 * np.exp(-since_landing_s / 0.04)
    swing = 25.0 * np.sin(2 * np.pi * phase)
    return np.stack([swing, 0.0 * time_s, STANDARD_GRAVITY + landing], axis=1)


def pedalling(
    seconds: float, pedal_rpm: float, *, road: float = 0.05, rate_hz: float = 100.0, seed: int = 3
) -> Floats:
    """Acceleration of a thigh on a bicycle: as strong as a walk, over a smooth or rough road."""
    time_s = np.arange(0.0, seconds, 1.0 / rate_hz)
    turn = 2 * np.pi * time_s * pedal_rpm / 60.0
    bumps = np.random.default_rng(seed).normal(0.0, road, (len(time_s), 3))
    swing = np.stack([3.0 * np.cos(turn), 0.5 * np.sin(turn), 2.5 * np.sin(turn)], axis=1)
    tilted = STANDARD_GRAVITY * np.array([0.3, 0.2, np.sqrt(1 - 0.13)])
    return tilted + swing + bumps


def desk_work(seconds: float, *, rate_hz: float = 100.0, seed: int = 5) -> Floats:
    """Acceleration of a wrist at a desk: stillness, typing, reaching for a cup. [m/s²]"""
    noise = np.random.default_rng(seed)
    n = int(seconds * rate_hz)
    still = np.tile([0.0, 0.0, STANDARD_GRAVITY], (n, 1)) + noise.normal(0.0, 0.05, (n, 3))
    for at in noise.integers(0, n - 10, int(4 * seconds)):  # keys, four a second, at odd moments
        still[at : at + 5] += noise.normal(0.0, 0.8, 3)
    for at in noise.integers(0, max(n - int(rate_hz), 1), int(seconds / 15)):
        reach = np.hanning(int(rate_hz))[:, None] * noise.normal(0.0, 2.0, 3)
        still[at : at + len(reach)] += reach
    return still


def recording(acceleration: Floats, rate_hz: float = 100.0) -> AccelerationRecording:
    """A recording of it from second 0."""
    return AccelerationRecording(np.arange(len(acceleration)) / rate_hz, rate_hz, acceleration)
