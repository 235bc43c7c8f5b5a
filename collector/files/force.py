"""What every reader of force does once it has numbers: check them, find the rate, build feet."""

import numpy as np

from collector.files.head import Head
from plantar.errors import FileRejected
from plantar.recording import Floats, FootForce, SoleLayout
from plantar.sample import MOST_FORCE_N

#: An hour of the widest known export (Moticon, both feet, 100 Hz) is 120 MB. [MB]
LARGEST_MB = 256
#: Insoles send 25-200 times a second, force plates up to 2000; outside is no force under feet. [Hz]
SLOWEST_HZ, FASTEST_HZ = 5.0, 4000.0


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
    rate = float(1.0 / np.median(steps))
    if not SLOWEST_HZ <= rate <= FASTEST_HZ:
        raise FileRejected(
            head.path,
            f"has a row every {1 / rate:g} s, force under feet is measured "
            f"{SLOWEST_HZ:g} to {FASTEST_HZ:g} times a second",
        )
    return round(rate, 2)


def foot(
    head: Head,
    name: str,
    time_s: Floats,
    force_n: Floats,
    *,
    cells: Floats | None = None,
    layout: SoleLayout | None = None,
) -> FootForce | None:
    """One foot, or None when no frame of it ever arrived."""
    if np.isnan(force_n).all():
        return None
    beyond = np.abs(np.nan_to_num(force_n)) > MOST_FORCE_N
    if beyond.any():
        row = int(np.argmax(beyond))
        raise FileRejected(
            head.path,
            f"{name} force {force_n[row]:g} N at {time_s[row]:g} s is more than a foot can bear",
        )
    return FootForce(force_n, cells, layout)


def some_foot(head: Head, left: FootForce | None, right: FootForce | None) -> None:
    """Refuse a recording in which neither foot was ever measured."""
    if left is None and right is None:
        raise FileRejected(head.path, "no frame of either foot arrived: all force cells are empty")
