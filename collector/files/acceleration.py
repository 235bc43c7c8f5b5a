"""What every reader of acceleration does once it has numbers: the clock, the rate, the size."""

import numpy as np

from collector.files.asked import Asked
from collector.files.head import Head
from plantar.errors import FileRejected
from plantar.recording import Floats

#: Three hours of the widest known text at 100 Hz. [MB]
LARGEST_MB = 256
#: Slower, a step has too few rows; faster is no wearable. [Hz]
SLOWEST_HZ, FASTEST_HZ = 20.0, 1000.0
#: More than any accelerometer worn on a body measures, 200 g. [m/s²]
MOST_ACCELERATION = 2000.0


def rate_hz(head: Head, time_s: Floats) -> float:
    """The nominal rate of a clock that rises strictly, from its most usual step. [Hz]"""
    if len(time_s) < 2:  # noqa: PLR2004 - a step needs two
        raise FileRejected(head.path, "has a single row of measurements: no rate can be told")
    steps = np.diff(time_s)
    if not (steps > 0).all():
        row = int(np.argmin(steps > 0)) + 1
        raise FileRejected(
            head.path, f"time does not rise: {time_s[row]:g} s follows {time_s[row - 1]:g} s"
        )
    return plausible(head, round(float(1.0 / np.median(steps)), 2))


def plausible(head: Head, rate: float) -> float:
    """A rate at which steps can be seen."""
    if not SLOWEST_HZ <= rate <= FASTEST_HZ:
        raise FileRejected(
            head.path,
            f"has {rate:g} rows a second, steps are told from {SLOWEST_HZ:g} to {FASTEST_HZ:g}",
        )
    return rate


def asked_rate_hz(head: Head, asked: Asked) -> float:
    """The rate that somebody gave for a file that does not tell it."""
    if asked.rate_hz is None:
        raise FileRejected(
            head.path, "has no clock and does not tell its rate: give it with --rate HZ"
        )
    return plausible(head, asked.rate_hz)


def possible(head: Head, time_s: Floats, acceleration: Floats) -> Floats:
    """The acceleration, if a sensor on a body can have measured it."""
    beyond = (np.abs(np.nan_to_num(acceleration)) > MOST_ACCELERATION).any(axis=1)
    if beyond.any():
        row = int(np.argmax(beyond))
        raise FileRejected(
            head.path, f"acceleration at {time_s[row]:g} s is more than a body can bear"
        )
    return acceleration
