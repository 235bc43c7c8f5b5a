"""What the sole's own newtons are worth, from standing still for ten seconds.

Less than walking tells: on the same feet it varies by a third (docs/load-model.md 1.3.3). So it is
where a pair of soles begins, and the first whole strides take its place.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from plantar.errors import BadInput
from plantar.measured import Calibration, CalibrationMethod
from plantar.recording import Floats
from processing.force.calibration import LEAST_GAIN, MOST_GAIN

#: Frames of both feet are laid beside each other by means over this. [s] Our choice: longer than
#: a radio holds frames back, shorter than a shift from foot to foot.
BIN_S: Final = 0.5
#: So many of the bins must have been measured on both feet. [-] (our choice)
LEAST_MEASURED: Final = 0.8
#: Less than this share of the force on a foot is not standing on both. [-] Our choice; standing at
#: ease is 30/70 at most.
LEAST_SHARE: Final = 0.25
#: The sum of both feet is body weight, whoever sways: more spread than this was a movement. [-]
#: Standard deviation over mean (our choice).
MOST_SPREAD: Final = 0.05
#: Weight that goes from foot to foot more than this. [-] Standard deviation of the left foot's
#: share (our choice).
MOST_SWAY: Final = 0.10
#: Less on both soles is nobody standing on them: half of the lightest grown body. [N] (our choice)
LEAST_STANDING_N: Final = 100.0
#: What a calibration from standing says of itself.
WORDS: Final = "from standing, until whole strides tell better"


@dataclass(frozen=True, slots=True)
class Stood:
    """How somebody stood, and what it says of their soles."""

    force_n: float  # mean sum of both feet, in the sole's own newtons
    left_share: float
    gain: float | None  # None: nothing can be learned from it
    refusal: str | None = None  # why not, for the one who stood


def stood(left: Floats, right: Floats, seconds: float, body_weight_n: float) -> Stood:
    """Learn the gain from somebody who stood still.

    Parameters
    ----------
    left, right : array, shape (frames, 2)
        Moment [s] and force [N] of every frame of a foot, on one clock; the two feet need not have
        been measured at the same moments. A force of nan was not measured.
    seconds : float
        How long they were asked to stand, from moment 0 on. [s]
    body_weight_n : float
        From the known mass. [N]

    Returns
    -------
    Stood
        gain = body weight / mean force of both feet, the same for both. Like the gain of walking,
        it is refused outside of 0.5-2.0.
    """
    if seconds < 2 * BIN_S:
        raise BadInput("seconds", seconds, f"at least {2 * BIN_S:g}")
    bins = int(seconds / BIN_S)
    feet = np.array([_means(left, bins), _means(right, bins)])
    both = feet[:, ~np.isnan(feet).any(axis=0)]
    total_n = both.sum(axis=0)
    force_n = float(total_n.mean()) if total_n.size else 0.0
    if total_n.size < LEAST_MEASURED * bins:
        measured_s, asked_s = total_n.size * BIN_S, bins * BIN_S
        why = f"both soles were heard for {measured_s:g} of {asked_s:g} s only"
        return Stood(force_n, 0.5, None, why)
    if force_n < LEAST_STANDING_N:
        return Stood(force_n, 0.5, None, f"{force_n:.0f} N on both soles: nobody stood on them")
    shares = both[0] / np.maximum(total_n, 1e-9)
    share = float(both[0].sum() / total_n.sum())
    refusal = _moved(total_n, shares, share)
    gain = body_weight_n / force_n
    if refusal is None and not LEAST_GAIN <= gain <= MOST_GAIN:
        refusal = (
            f"the soles read {force_n:.0f} N under a body of {body_weight_n:.0f} N: a gain of "
            f"{gain:.2f} is outside {LEAST_GAIN}-{MOST_GAIN}. Is the body mass right, and did "
            "nothing else carry weight?"
        )
    return Stood(force_n, share, None if refusal else gain, refusal)


def as_calibration(found: Stood, since: datetime, body_weight_n: float) -> Calibration | None:
    """The record that scales stored moments; None when it was refused."""
    if found.gain is None:
        return None
    return Calibration(
        since, found.gain, body_weight_n, CalibrationMethod.STANDING, quality=(WORDS,)
    )


def _moved(total_n: Floats, shares: Floats, share: float) -> str | None:
    """Why this was not standing quietly on both feet."""
    lighter = "left" if share < 0.5 else "right"  # noqa: PLR2004  a half
    least = min(share, 1.0 - share)
    if least < LEAST_SHARE:
        return f"only {least:.0%} of the weight was on the {lighter} foot: stand on both"
    spread = float(total_n.std() / total_n.mean())
    if spread > MOST_SPREAD:
        return f"the force on both soles went up and down by {spread:.0%}: stand still"
    if float(shares.std()) > MOST_SWAY:
        return f"weight went from foot to foot by {float(shares.std()):.0%}: stand still"
    return None


def _means(frames: Floats, bins: int) -> Floats:
    """Mean force of one foot in each bin; nan where nothing was measured."""
    rows = np.asarray(frames, dtype=np.float64).reshape(-1, 2)
    place = np.floor(rows[:, 0] / BIN_S)
    kept = (place >= 0) & (place < bins) & ~np.isnan(rows[:, 1])
    numbers = place[kept].astype(np.intp)
    sums = np.bincount(numbers, weights=rows[kept, 1], minlength=bins)
    counts = np.bincount(numbers, minlength=bins)
    means: Floats = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means
