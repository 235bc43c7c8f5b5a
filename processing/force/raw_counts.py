"""Soles that tell counts: no newtons, but enough to see feet come and go.

Counts rise with force, from a resting count that no file tells. Where the lowest and the highest of
a recording lie far apart, feet left the ground, and the lowest is the resting count. Each foot is
then put on a scale of its own, from 0 in swing to `RANGE` near its highest.
"""

from collections import deque
from dataclasses import replace
from statistics import median

import numpy as np

from plantar.recording import Floats, FootForce, ForceRecording
from processing.force.gait import LIGHT

#: What a sole's highest count becomes; large enough for the levels meant for newtons. (our choice)
RANGE = 1000.0
#: Lowest and highest, in percent of the frames. (our choice)
LOW, HIGH = 0.5, 99.0
#: Of the highest count at least this share must have gone in swing; less is shifting weight on feet
#: that stay down. (our choice)
LEAST_SWING = 0.25
#: So many stretches in which a foot left the ground tell the scale of a stream. (our choice)
STRETCHES = 12


def on_one_scale(recording: ForceRecording) -> ForceRecording:
    """The recording with each foot in thousandths of its own range, without cells."""
    return replace(recording, left=_scaled(recording.left), right=_scaled(recording.right))


def _scaled(foot: FootForce | None) -> FootForce | None:
    if foot is None:
        return None
    return on_scale(foot.force_n, swing(foot.force_n))


def swing(counts: Floats) -> tuple[float, float] | None:
    """The lowest and the highest count, where the foot left the ground in between; else None."""
    known = counts[np.isfinite(counts)]
    if not len(known):
        return None
    low, high = np.percentile(known, (LOW, HIGH))
    if high <= low or high - low < LEAST_SWING * high:
        return None
    return float(low), float(high)


def on_scale(counts: Floats, ends: tuple[float, float] | None) -> FootForce:
    """Counts from 0 at the one end to `RANGE` at the other; a foot that stays down without."""
    if ends is None:
        return FootForce(np.where(np.isnan(counts), np.nan, RANGE))
    low, high = ends
    return FootForce((counts - low) * (RANGE / (high - low)))


class RunningScale:
    """The scale of one foot in a stream, from the last stretches in which it left the ground.

    A foot that stays down says nothing about its resting count, so the scale stays where it was;
    nor does one that taps the floor, which a quarter of the usual range tells from a step. One odd
    stretch moves nothing: the ends are the second lowest and the second highest.
    """

    def __init__(self) -> None:
        self._known: deque[tuple[float, float]] = deque(maxlen=STRETCHES)

    def learn(self, counts: Floats) -> None:
        """Take in the counts of a stretch."""
        found = swing(counts)
        if found is None:
            return
        usual = median(high - low for low, high in self._known) if self._known else 0.0
        if len(self._known) < STRETCHES or found[1] - found[0] >= LIGHT * usual:
            self._known.append(found)

    def scaled(self, counts: Floats) -> FootForce:
        """Counts on the scale as it is now."""
        if not self._known:
            return on_scale(counts, None)
        lows, highs = (sorted(ends) for ends in zip(*self._known, strict=True))
        return on_scale(counts, (lows[:2][-1], highs[-2:][0]))
