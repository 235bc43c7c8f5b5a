"""From what the cells of a sole read to the force under it.

A cell without a reading is not a cell without force. While it is a small part of the sole the rest
speaks for it; else the frame is missing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from collector.files.force import bearable
from collector.files.head import Head
from collector.files.sole_layout import NEWTON_PER_CM2, Sole, Unit
from collector.files.words import counted
from plantar.recording import Floats, FootForce

#: Share of a sole's area that may be clipped or without a reading. docs/load-model.md 1.3.1
MOST_LOST = 0.2
#: A cell that reads one number throughout is stuck, if the sole was watched for this long. [s]
#: (our choice)
STUCK_S = 5.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """The force under one sole, and what is not sure about it."""

    foot: FootForce | None  # None: no frame of it can be used
    quality: tuple[str, ...]


def weigh_cells(head: Head, side: str, time_s: Floats, readings: Floats, sole: Sole) -> Weighed:
    """The force of each frame from the readings of its cells.

    Parameters
    ----------
    time_s : array, shape (frames,)
    readings : array, shape (frames, cells)
        In the file's own numbers; nan where there is none.
    sole : Sole
        Areas, unit, limit. Without areas all cells are taken as equally large.

    Returns
    -------
    Weighed
        `cells` in newtons, or in counts for a sole that tells no force. A frame with more than a
        fifth of its area clipped or unread is nan; in the others an unread cell gets the mean
        pressure of the read ones, a clipped one keeps its limit.
    """
    if np.isnan(readings).all():
        return Weighed(None, ())
    area = np.array(sole.area_cm2 or (1.0,) * readings.shape[1])
    unread = np.isnan(readings)
    clipped = readings >= (np.inf if sole.limit is None else sole.limit)
    stuck = _stuck(time_s, readings)
    lost = unread | clipped | stuck
    dropped = lost @ area > MOST_LOST * area.sum() * (1.0 + 1e-9)
    pressure = readings * sole.scale
    gone = (unread | stuck) & ~dropped[:, None]
    if gone.any():
        pressure = _spoken_for(pressure, gone, area)
    cells = pressure * area * NEWTON_PER_CM2[sole.unit] if sole.unit in NEWTON_PER_CM2 else pressure
    cells[dropped] = np.nan
    force = cells.sum(axis=1)
    quality = _quality(side, unread, stuck, dropped)
    if dropped.all():
        return Weighed(None, quality)
    if sole.unit is not Unit.COUNTS:
        bearable(head, side, time_s, force)
    return Weighed(FootForce(force, cells, sole.layout), quality)


def _stuck(time_s: Floats, readings: Floats) -> npt.NDArray[np.bool_]:
    """Which cells read one and the same number, not zero, while others move. Shape (cells,)."""
    none = np.zeros(readings.shape[1], np.bool_)
    if time_s[-1] - time_s[0] < STUCK_S:
        return none
    low = np.nanmin(readings, axis=0, initial=np.inf, where=~np.isnan(readings))
    high = np.nanmax(readings, axis=0, initial=-np.inf, where=~np.isnan(readings))
    still: npt.NDArray[np.bool_] = (low == high) & (low != 0.0)
    return still if (high > low).any() else none


def _spoken_for(pressure: Floats, gone: npt.NDArray[np.bool_], area: Floats) -> Floats:
    """The pressures, with the mean of the read cells of each frame in the unread ones."""
    there = np.where(gone, 0.0, area)
    mean = (np.where(gone, 0.0, pressure) * area).sum(axis=1) / np.maximum(there.sum(axis=1), 1e-9)
    found: Floats = np.where(gone, mean[:, None], pressure)
    return found


def _quality(
    side: str,
    unread: npt.NDArray[np.bool_],
    stuck: npt.NDArray[np.bool_],
    dropped: npt.NDArray[np.bool_],
) -> tuple[str, ...]:
    told = []
    if stuck.any():
        told.append(f"{side} foot: {_cells(stuck)} stuck at one number, left out")
    never: npt.NDArray[np.bool_] = np.logical_and.reduce(unread, axis=0)
    if never.any():
        told.append(f"{side} foot: {_cells(never)} never read")
    silent: npt.NDArray[np.bool_] = np.logical_and.reduce(unread, axis=1)
    if (dropped & ~silent).any():
        told.append(
            f"{side} foot: {counted(int((dropped & ~silent).sum()), 'frame')} dropped, more than "
            f"{100 * MOST_LOST:.0f} % of the sole clipped or unread"
        )
    return tuple(told)


def _cells(which: npt.NDArray[np.bool_]) -> str:
    numbers = (np.flatnonzero(which) + 1).tolist()
    return ("cell " if len(numbers) == 1 else "cells ") + ", ".join(map(str, numbers))
