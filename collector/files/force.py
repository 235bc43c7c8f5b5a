"""What every reader of force does once it has numbers: check them, find the rate, build feet."""

from dataclasses import dataclass

import numpy as np

from collector.files.asked import Asked
from collector.files.head import Head
from plantar.errors import FileRejected
from plantar.recording import Floats, FootForce, SoleLayout
from plantar.sample import MOST_FORCE_N

#: An hour of the widest known export (Moticon, both feet, 100 Hz) is 120 MB. [MB]
LARGEST_MB = 256
#: Insoles send 25-200 times a second, force plates up to 2000; outside is no force under feet. [Hz]
SLOWEST_HZ, FASTEST_HZ = 5.0, 4000.0


@dataclass(frozen=True, slots=True)
class Clock:
    """When the rows of a file were measured."""

    time_s: Floats
    rate_hz: float
    quality: tuple[str, ...] = ()


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
    return round(plausible(head, float(1.0 / np.median(steps))), 2)


def plausible(head: Head, rate: float) -> float:
    """A rate at which feet can be seen. [Hz]"""
    if not SLOWEST_HZ <= rate <= FASTEST_HZ:
        raise FileRejected(
            head.path,
            f"has a row every {1 / rate:g} s, force under feet is measured "
            f"{SLOWEST_HZ:g} to {FASTEST_HZ:g} times a second",
        )
    return rate


def even_clock(head: Head, asked: Asked, rows: int, told_hz: float | None = None) -> Clock:
    """Rows at the rate that somebody gave, or that the sole's description tells."""
    rate = asked.rate_hz or told_hz
    if rate is None:
        raise FileRejected(
            head.path, "has no clock and does not tell its rate: give it with --rate HZ"
        )
    plausible(head, rate)
    if rows < 2:  # noqa: PLR2004 - a step needs two
        raise FileRejected(head.path, "has a single row of measurements: no step can be told")
    return Clock(np.arange(rows) / rate, rate, (f"rate as given: {rate:g} Hz",))


def own_clock(head: Head, time_s: Floats) -> Clock:
    """The clock of the file."""
    return Clock(time_s, rate_hz(head, time_s))


def feet_there(
    head: Head, left: FootForce | None, right: FootForce | None, present: tuple[bool, bool]
) -> tuple[str, ...]:
    """What is to say of the feet without force; refused when it is both of them."""
    some_foot(head, left, right)
    return tuple(
        f"{name} foot: {'no frame arrived' if there else 'not in the file'}"
        for name, foot, there in zip(("left", "right"), (left, right), present, strict=True)
        if foot is None
    )


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
    bearable(head, name, time_s, force_n)
    return FootForce(force_n, cells, layout)


def bearable(head: Head, name: str, time_s: Floats, force_n: Floats) -> None:
    """Refuse a force that no foot can bear: these are no newtons."""
    beyond = np.abs(np.nan_to_num(force_n)) > MOST_FORCE_N
    if beyond.any():
        row = int(np.argmax(beyond))
        raise FileRejected(
            head.path,
            f"{name} force {force_n[row]:g} N at {time_s[row]:g} s is more than a foot can bear",
        )


def some_foot(head: Head, left: FootForce | None, right: FootForce | None) -> None:
    """Refuse a recording in which neither foot was ever measured."""
    if left is None and right is None:
        raise FileRejected(head.path, "no frame of either foot arrived: all force cells are empty")
