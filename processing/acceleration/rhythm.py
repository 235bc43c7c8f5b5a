"""How well a movement repeats itself, after how long, and whether feet land in it.

At each moment the two seconds before are laid over the two seconds after, shifted by every lag a
step or a stride can last: the normalised autocorrelation of Rai et al. Its first strong peak is the
rhythm. A pocket on one thigh repeats with the stride, a hand or a back with the step; which of the
two it is follows from what bodies can do, never from where a sensor is said to be:

- nobody walks steadily with a step longer than 0.9 s, so a longer rhythm is a stride;
- a rhythm of 0.5 to 0.9 s that shakes as hard as only running does is a stride of running: a sensor
  on one leg, such as a foot. Walking at those steps (67 to 120 a minute) moves the body by a third
  of gravity at most, running by 0.84 of it (the standard deviation of the force model in
  `processing.wearable`), a thigh pocket in walking by 0.6.

What repeats but never lands is not on foot. Every step brings a jolt of more than 4.5 Hz, and the
jolts come with the rhythm; pedalling is smooth, and the road under a bicycle has a rhythm of its
own. So the rhythm is sought below 4.5 Hz and the landings above.

References
----------
Rai A, Chintalapudi KK, Padmanabhan VN, Sen R. Zee: zero-effort crowdsourcing for indoor
localization. MobiCom 2012:293-304. doi:10.1145/2348543.2348580 (walking by autocorrelation)
Brajdic A, Harle R. Walk detection and step counting on unconstrained smartphones. UbiComp
2013:225-34. doi:10.1145/2493432.2493449 (compared with other methods)
McLeod P, Wyvill G. A smarter way to find pitch. ICMC 2005 (the first peak of at least 0.8 of the
highest is the period)
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d
from scipy.signal import butter, sosfiltfilt

from plantar.recording import Floats
from plantar.units import STANDARD_GRAVITY, STEPS_PER_STRIDE
from processing.acceleration.magnitude import GRID_HZ

#: The stretch that is laid over a later one: at least a stride. Our choice. [s]
WINDOW_S = 2.0
#: From the step of a sprinter to the stride of a slow walker. [s]
SHORTEST_LAG_S, LONGEST_LAG_S = 0.26, 2.3
#: Half of the movement comes back. Our choice.
LEAST_SIMILAR = 0.5
#: McLeod & Wyvill: the first peak this near to the highest one is the period.
KEY_PEAK = 0.8
#: A longer rhythm is a stride: slower than 67 steps a minute nobody walks steadily. Our choice. [s]
LONGEST_STEP_S = 0.9
#: A stride of running is no shorter (240 steps a minute). [s]
SHORTEST_STRIDE_S = 0.5
#: Between the 0.6 of a pocket in walking and the 0.84 of running. Our choice. [m/s²]
ONLY_RUNNING = 0.75 * STANDARD_GRAVITY
#: Standard deviation below which somebody is still: 0.06 of gravity. Our choice. [m/s²]
LEAST_MOVEMENT = 0.6
#: Where the jolt of a landing is looked for; a 25 Hz sensor still sees it. Our choice. [Hz]
JOLT_HZ = (4.5, 12.0)
#: Its least share in the movement: hands in walking have 0.19 and more. Our choice.
LEAST_JOLT = 0.1
#: A landing rings about so long. Our choice. [s]
LANDING_S = 0.1
#: Landings of a walk repeat with 0.4 to 0.95 in the middle of a bout, a road under a bicycle with
#: 0.2. Our choice, between them.
LEAST_LANDED = 0.3
#: Moments looked at. [Hz]
MOMENTS_HZ = 10.0
#: Within this the rhythm of steady gait does not change much. Our choice. [s], share
STEADY_S, STEADY_SHARE = 5.0, 0.12
#: A second holds at least a step. Our choice. [s]
VIGOUR_S = 1.0
#: Lags times moments of ten minutes: memory stays flat. [s]
CHUNK_S, MARGIN_S = 600.0, 10.0

_EVERY = int(GRID_HZ / MOMENTS_HZ)
_LAGS = np.arange(int(SHORTEST_LAG_S * GRID_HZ), int(LONGEST_LAG_S * GRID_HZ) + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """The rhythm of a stretch at `MOMENTS_HZ`; all of shape (moments,)."""

    step_s: Floats  # how long a step takes; nan without rhythm
    one_leg: npt.NDArray[np.bool_]  # the rhythm is the stride of a running leg
    moving: npt.NDArray[np.bool_]  # in rhythm or not
    jolt: Floats  # share of the jolts in the movement
    landed: Floats  # how well the landings repeat with the rhythm; nan without rhythm
    vigour: Floats  # spread of the movement within a second [m/s²]


def find_rhythm(movement: Floats) -> Rhythm:
    """The rhythm of one stretch without holes.

    Parameters
    ----------
    movement : Floats
        Shape (samples,), at `GRID_HZ`. [m/s²]

    Returns
    -------
    Rhythm
        One moment every 0.1 s.
    """
    ringing = sosfiltfilt(_filter(JOLT_HZ, "bandpass"), movement)
    swing = sosfiltfilt(_filter(JOLT_HZ[0], "lowpass"), movement)
    spread, jolt = _spread(movement, WINDOW_S), _spread(ringing, WINDOW_S)
    power = uniform_filter1d(ringing**2, int(LANDING_S * GRID_HZ))
    landings = np.sqrt(np.maximum(power, 0.0))  # running sums round below zero
    chunk, margin = int(CHUNK_S * GRID_HZ), int(MARGIN_S * GRID_HZ)
    steps_s, legs, landed = [], [], []
    for first in range(0, len(movement), chunk):
        rows = slice(max(first - margin, 0), first + chunk + margin)
        step_s, leg = _step_s(_similarity(swing[rows]), spread[rows][::_EVERY])
        kept = slice((first - rows.start) // _EVERY, (first - rows.start + chunk) // _EVERY)
        steps_s.append(step_s[kept])
        legs.append(leg[kept])
        landed.append(_in_rhythm(_similarity(landings[rows]), step_s)[kept])
    step_s = np.concatenate(steps_s)
    return Rhythm(
        step_s=step_s,
        one_leg=np.concatenate(legs),
        moving=(spread >= LEAST_MOVEMENT)[::_EVERY],
        jolt=(jolt / np.maximum(spread, 1e-9))[::_EVERY],
        landed=np.concatenate(landed),
        vigour=_spread(movement, VIGOUR_S)[::_EVERY],
    )


def _filter(hz: float | tuple[float, float], kind: Literal["lowpass", "bandpass"]) -> Floats:
    sections: Floats = butter(4, hz, kind, fs=GRID_HZ, output="sos")
    return sections


def _spread(movement: Floats, window_s: float) -> Floats:
    """Standard deviation over the window around each sample. [m/s²]"""
    width = int(window_s * GRID_HZ)
    mean = uniform_filter1d(movement, width)
    return np.sqrt(np.maximum(uniform_filter1d(movement**2, width) - mean**2, 0.0))


def _step_s(similar: Floats, spread: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """How long a step takes, from the rhythm at each moment and then from those around it.

    Beside it, whether that was told from one running leg.
    """
    rough = np.full(similar.shape[1], np.nan)
    peaks = np.zeros(similar.shape, dtype=bool)
    peaks[1:-1] = (similar[1:-1] > similar[:-2]) & (similar[1:-1] >= similar[2:])
    highest = np.where(peaks, similar, 0.0).max(axis=0)
    first = np.argmax(peaks & (similar >= KEY_PEAK * highest), axis=0)
    strong = highest >= LEAST_SIMILAR
    period_s = _LAGS[first] / GRID_HZ
    one_leg = (
        (period_s > SHORTEST_STRIDE_S) & (period_s <= LONGEST_STEP_S) & (spread > ONLY_RUNNING)
    )
    stride = one_leg | (period_s > LONGEST_STEP_S)
    possible = strong & (period_s <= STEPS_PER_STRIDE * LONGEST_STEP_S)
    rough[possible] = np.where(stride, period_s / STEPS_PER_STRIDE, period_s)[possible]
    return _refined(rough, similar), one_leg & possible


def _similarity(movement: Floats) -> Floats:
    """Correlation of what comes before each moment with what comes after; shape (lags, moments)."""
    width = int(WINDOW_S * GRID_HZ)
    similar = np.zeros((len(_LAGS), -(-len(movement) // _EVERY)))
    for row, lag in enumerate(_LAGS):
        before, after = movement[:-lag], movement[lag:]
        if len(before) < width:
            break
        both = uniform_filter1d(before * after, width)
        mean_before, mean_after = uniform_filter1d(before, width), uniform_filter1d(after, width)
        spread2 = (uniform_filter1d(before**2, width) - mean_before**2) * (
            uniform_filter1d(after**2, width) - mean_after**2
        )
        correlation = np.zeros(len(movement))
        centre = lag // 2
        correlation[centre : centre + len(both)] = (both - mean_before * mean_after) / np.sqrt(
            np.maximum(spread2, 1e-6)
        )
        similar[row] = correlation[::_EVERY]
    return similar


def _refined(rough: Floats, similar: Floats) -> Floats:
    """The step time nearest to the usual one around, between the samples, where there is one.

    Where only the stride repeats, half of it; where both do, whichever repeats better.
    """
    refined = np.full(len(rough), np.nan)
    half = int(STEADY_S * MOMENTS_HZ / 2)
    known = np.isfinite(rough)
    for moment in np.flatnonzero(known):
        around = slice(max(moment - half, 0), moment + half)
        usual_s = float(np.median(rough[around][known[around]]))
        refined[moment] = _nearest(similar[:, moment], usual_s)
    return refined


def _in_rhythm(similar: Floats, step_s: Floats) -> Floats:
    """How well landings repeat after a step or a stride; nan without rhythm."""
    landed = np.full(len(step_s), np.nan)
    for moment in np.flatnonzero(np.isfinite(step_s)):
        lags = np.array([1, STEPS_PER_STRIDE]) * step_s[moment] * GRID_HZ
        rows = np.searchsorted(_LAGS, np.round(lags))[:, None] + np.arange(-2, 3)
        landed[moment] = similar[rows.clip(0, len(_LAGS) - 1), moment].max()
    return landed


def _nearest(column: Floats, usual_s: float) -> float:
    best, step_s = -1.0, usual_s
    for steps in (1, STEPS_PER_STRIDE):
        near = np.array([1.0 - STEADY_SHARE, 1.0 + STEADY_SHARE]) * usual_s * steps * GRID_HZ
        low, high = np.clip(np.searchsorted(_LAGS, near), 1, len(_LAGS) - 1)
        if high <= low:
            continue
        row = low + int(np.argmax(column[low:high]))
        if column[row] > best:
            best = float(column[row])
            step_s = (_LAGS[row] + _vertex(column[row - 1 : row + 2])) / GRID_HZ / steps
    return step_s


def _vertex(three: Floats) -> float:
    """Where between its neighbours a parabola through three points is highest."""
    bend = float(three[0] - 2.0 * three[1] + three[2])
    return float(np.clip(0.5 * (three[0] - three[2]) / bend, -0.5, 0.5)) if bend < 0.0 else 0.0
