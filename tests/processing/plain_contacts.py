"""A second, plain way to the same figures, written in numpy without the compiled passes."""

import numpy as np

from plantar.recording import Floats


def moments(force_n: Floats, lasts_s: float) -> Floats:
    """∫F, ∫F² and ∫F⁴ dt of one foot without holes."""
    return np.array([np.sum(force_n**p) * lasts_s for p in (1, 2, 4)])


def contacts(
    time_s: Floats, force_n: Floats, on: float, off: float, share: float
) -> list[tuple[float, float, float, float]]:
    """Start, end, peak and impulse of the whole contacts of one foot that swings to zero.

    Hysteresis by filling forward the last sure state; no merging, for feet that do not flicker.
    """
    sure = np.where(force_n >= on, 1, np.where(force_n < off, 0, -1))
    last_sure = np.maximum.accumulate(np.where(sure >= 0, np.arange(len(sure)), 0))
    down = sure[last_sure] == 1
    begins = np.flatnonzero(np.diff(down.astype(int)) == 1) + 1
    ends = np.flatnonzero(np.diff(down.astype(int)) == -1) + 1
    if down[0]:
        ends = ends[1:]
    found = []
    for begin, end in zip(begins, ends, strict=False):
        peak = force_n[begin:end].max()
        level = share * peak
        below = np.flatnonzero(force_n < level)
        head = below[below < force_n[begin:end].argmax() + begin].max()
        tail = below[below > force_n[begin:end].argmax() + begin].min()
        start_s = np.interp(level, force_n[head : head + 2], time_s[head : head + 2])
        end_s = np.interp(-level, -force_n[tail - 1 : tail + 1], time_s[tail - 1 : tail + 1])
        period_s = time_s[1] - time_s[0]
        impulse = force_n[min(begin, head + 1) : max(end, tail)].sum() * period_s
        found.append((float(start_s), float(end_s), float(peak), float(impulse)))
    return found
