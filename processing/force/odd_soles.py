"""Pairs of soles that are no pair: one that tells nothing, or one foot told twice.

One foot then speaks for both, which gives steps and times but no load.
"""

from dataclasses import replace

import numpy as np

from plantar.recording import Floats, ForceRecording
from plantar.sample import Foot

#: The force of a foot that moves less than this never carried anybody; as in `strides`. [N]
LEAST_RANGE_N = 100.0
#: The feet of a walker land half a stride apart. Where most land closer than this share of it, both
#: soles are under one foot. (our choice)
TOGETHER = 0.1
#: So many landings tell. (our choice)
LEAST_LANDINGS = 4

TOLD_TWICE = "left and right tell the same numbers: one sole twice, read as a single foot"
IN_STEP = "left and right land together while walking: one foot twice, read as a single foot"


def told_twice(recording: ForceRecording) -> str | None:
    """Whether the right foot is the left one again: no two feet agree to the last digit."""
    left, right = recording.left, recording.right
    if left is None or right is None or not _moves(left.force_n, 0.0):
        return None
    same = np.array_equal(left.force_n, right.force_n, equal_nan=True)
    return TOLD_TWICE if same else None


def in_step(landings_s: tuple[Floats, Floats]) -> str | None:
    """Whether the walking steps of both feet begin together, as one foot's do under two soles.

    Parameters
    ----------
    landings_s : (array, array)
        When the walking steps of the left and of the right foot began, rising. Feet that run may
        land together: that is hopping.
    """
    left_s, right_s = landings_s
    if min(len(left_s), len(right_s)) < LEAST_LANDINGS:
        return None
    stride_s = float(np.median(np.diff(left_s)))
    middles = (right_s[1:] + right_s[:-1]) / 2
    apart_s = np.abs(right_s[np.searchsorted(middles, left_s)] - left_s)
    return IN_STEP if float(np.median(apart_s)) < TOGETHER * stride_s else None


def silent(recording: ForceRecording, steps: tuple[int, int]) -> Foot | None:
    """The foot that carried nothing while the other one stepped.

    A dead sole, or a foot that was spared: force alone cannot tell.
    """
    left, right = recording.left, recording.right
    if left is None or right is None or all(steps) or not any(steps):
        return None
    foot, force_n = (Foot.RIGHT, right.force_n) if steps[0] else (Foot.LEFT, left.force_n)
    return None if _moves(force_n, LEAST_RANGE_N) else foot


def without(recording: ForceRecording, foot: Foot) -> ForceRecording:
    """The recording of the other foot alone."""
    if foot is Foot.LEFT:
        return replace(recording, left=None)
    return replace(recording, right=None)


def _moves(force_n: Floats, least_n: float) -> bool:
    """Whether a force goes up and down by more than so much."""
    known = force_n[~np.isnan(force_n)]
    return bool(len(known)) and float(np.ptp(known)) > least_n
