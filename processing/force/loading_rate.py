"""How fast force rises under a landing foot: told, never part of a load.

See docs/load-model.md 1.3.5.
"""

import math

import numpy as np

from plantar.recording import Floats
from processing.force.contacts import Contact

#: Below this rate a landing has too few frames. [Hz] (our choice)
LEAST_RATE_HZ = 100.0
#: The mean rise is taken between these shares of the time to the first local maximum.
FROM, TO = 0.2, 0.8
#: A maximum is one when force then falls by this share of the contact's peak; less is noise.
#: (our choice)
FALLS_BY = 0.05


def loading_rate(time_s: Floats, force_n: Floats, rate_hz: float, contact: Contact) -> float | None:
    """Mean rise of force between 20 and 80 % of the time to a step's first local maximum. [N/s]

    Parameters
    ----------
    time_s, force_n : array, shape (frames,)
        The foot's frames, in the sole's own newtons. A constant zero cancels.
    rate_hz : float
        Nominal rate; below 100 Hz nothing is told. [Hz]
    contact : Contact
        On the clock of `time_s`.

    Returns
    -------
    float or None
        None at a low rate, for a cut contact, and where a frame of the landing is missing.
    """
    if rate_hz < LEAST_RATE_HZ or contact.cut or math.isnan(contact.contact_time_s):
        return None
    first = max(int(np.searchsorted(time_s, contact.start_s, side="right")) - 1, 0)
    last = int(np.searchsorted(time_s, contact.end_s, side="right"))
    force, clock = force_n[first : last + 1], time_s[first : last + 1]
    top = _first_maximum(force, FALLS_BY * contact.peak_n)
    if top is None or np.isnan(force[: top + 1]).any():
        return None
    if (np.diff(clock[: top + 1]) > 1.5 / rate_hz).any():
        return None
    rise_s = float(clock[top]) - contact.start_s
    if rise_s <= 0.0:
        return None
    at_s = contact.start_s + rise_s * np.array((FROM, TO))
    low, high = np.interp(at_s, clock[: top + 1], force[: top + 1])
    return float(high - low) / ((TO - FROM) * rise_s)


def _first_maximum(force_n: Floats, falls_by_n: float) -> int | None:
    """Where force first turns down for good; None when it never does."""
    highest = np.maximum.accumulate(np.where(np.isnan(force_n), -np.inf, force_n))
    fallen = np.flatnonzero(highest - force_n >= falls_by_n)
    if not len(fallen):
        return None
    return int(np.argmax(force_n[: fallen[0]] == highest[fallen[0]]))
