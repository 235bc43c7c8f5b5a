"""A contact timed again at any share of its peak, plainly: a check on what the kernel times."""

import numpy as np

from plantar.recording import Floats
from processing.force.contacts import Contact

#: How far outside its found edges a contact is looked at. [s]
REACH_S = 0.3


def timed_at(share: float, time_s: Floats, force_n: Floats, step: Contact) -> float:
    """First rise to last fall through a share of the step's own peak. [s]

    Frames that did not arrive are crossed in a straight line.
    """
    there = np.isfinite(force_n)
    near = there & (time_s >= step.start_s - REACH_S) & (time_s <= step.end_s + REACH_S)
    at_s, newtons = time_s[near], force_n[near]
    above = np.flatnonzero(newtons >= share * step.peak_n)
    first, last = int(above[0]), int(above[-1])
    if first == 0 or last == len(newtons) - 1:
        return np.nan
    level = share * step.peak_n
    rise_s = np.interp(level, newtons[first - 1 : first + 1], at_s[first - 1 : first + 1])
    fall_s = np.interp(-level, -newtons[last : last + 2], at_s[last : last + 2])
    return float(fall_s - rise_s)
