"""Frames as they are handed in, foot by foot, before they are kept."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from plantar.recording import Floats, FootForce
from processing.force import regions
from processing.force.holes import Rows, spread
from processing.force.regions import SoleCells

#: A hole longer than this ends what went on; the next frame begins anew. [s]
SILENCE_S = 60.0

OneFoot = FootForce | SoleCells | None
Feet = tuple[OneFoot, OneFoot]


def part_of(foot: OneFoot, here: slice) -> OneFoot:
    """Some frames of a foot."""
    if foot is None:
        return None
    if isinstance(foot, SoleCells):
        return SoleCells(foot.cells[here], foot.layout, foot.unit_n)
    return FootForce(
        foot.force_n[here],
        None if foot.cells is None else foot.cells[here],
        foot.layout,
        None if foot.shares is None else foot.shares[here],
    )


def tells_where(foot: OneFoot) -> bool:
    """Whether a sole tells where its force lies."""
    return isinstance(foot, SoleCells) or (foot is not None and regions.told(foot))


def spread_feet(time_s: Floats, feet: Feet, before_s: float, rate_hz: float) -> Rows:
    """Rows of both feet, with those that are late put back."""
    left, right = (regions.as_force(foot) if isinstance(foot, SoleCells) else foot for foot in feet)
    force_n = np.empty((2, len(time_s)))
    for number, foot in enumerate((left, right)):
        force_n[number] = np.nan if foot is None else foot.force_n
    return spread(time_s, force_n, regions.shares(left, right), before_s, rate_hz)


def between_silences(rows: Rows) -> Iterator[Rows]:
    """Parts of the rows; each but the first begins after a long hole."""
    starts = [0, *(np.flatnonzero(rows.hole_s[1:] > SILENCE_S) + 1).tolist(), len(rows.time_s)]
    for begin, end in pairwise(starts):
        here = slice(begin, end)
        yield Rows(
            rows.time_s[here],
            rows.lasts_s[here],
            rows.hole_s[here],
            rows.force_n[:, here],
            rows.shares[:, :, here],
        )
