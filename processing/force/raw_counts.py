"""Soles that tell counts: no newtons, but enough to see feet come and go.

Counts rise with force, from a resting count that no file tells. Where the lowest and the highest of
a recording lie far apart, feet left the ground, and the lowest is the resting count. Each foot is
then put on a scale of its own, from 0 in swing to `RANGE` near its highest.
"""

from dataclasses import replace

import numpy as np

from plantar.recording import Floats, FootForce, ForceRecording

#: What a sole's highest count becomes; large enough for the levels meant for newtons. (our choice)
RANGE = 1000.0
#: Lowest and highest, in percent of the frames. (our choice)
LOW, HIGH = 0.5, 99.0
#: Of the highest count at least this share must have gone in swing; less is shifting weight on feet
#: that stay down. (our choice)
LEAST_SWING = 0.25


def on_one_scale(recording: ForceRecording) -> ForceRecording:
    """The recording with each foot in thousandths of its own range, without cells."""
    return replace(recording, left=_scaled(recording.left), right=_scaled(recording.right))


def _scaled(foot: FootForce | None) -> FootForce | None:
    if foot is None:
        return None
    counts: Floats = foot.force_n
    low, high = np.nanpercentile(counts, (LOW, HIGH))
    if high <= low or high - low < LEAST_SWING * high:
        return FootForce(np.where(np.isnan(counts), np.nan, RANGE))
    return FootForce((counts - low) * (RANGE / (high - low)))
