"""The force under a foot when only steps are known: a wave per contact, fixed by physics.

Force during one contact of duration Tc, with u = t/Tc from -0.5 to 0.5::

    F(u)/BW = A [cos(pi u) - q cos(3 pi u)]        A = pi / (4 beta (1 + q/3))

beta is the duty factor (share of a stride that a foot is on the ground) and q the depth of the dip
in mid-stance. The amplitude follows from vertical momentum: over steady gait the mean force of
both feet is one body weight, so a step's impulse is 60/cadence body-weight seconds, whatever the
speed. The duty factors below are our tables, plausible beside published peaks, not measured here.

References
----------
Alexander RMcN, Jayes AS. Fourier analysis of forces exerted in walking and running.
J Biomech 1980;13:383-90. doi:10.1016/0021-9290(80)90019-6
Morin JB et al. A simple method for measuring stiffness during running.
J Appl Biomech 2005;21:167-80. doi:10.1123/jab.21.2.167
Ducharme SW et al. Hum Mov Sci 2023;90:103117 (cadence that parts walking from running).
"""

import math
from bisect import bisect_right
from dataclasses import dataclass

from plantar.door import within
from plantar.units import WSE_BW4S

#: Second moment of the same step, for the sensitivity check. [BW²·s]
WSE_BW2S = 0.482325744
#: From here on steps count as running, unless an activity or a contact time says otherwise.
#: Ducharme 2023: 91 % right, best between 134 and 141. [1/min]
RUN_CADENCE_SPM = 140.0
#: A minute in between is called, but not surely. Our choice. [1/min]
UNCERTAIN_SPM = (130.0, 150.0)
#: Slower than this nobody walks steadily: the minute held a pause. Our choice. [1/min]
SLOWEST_WALK_SPM = 60.0
#: Duty factor of running when neither contact time nor speed is known. Our choice.
UNKNOWN_RUN_DUTY = 0.36
#: A foot in the air half the stride: the border between running and walking, by definition.
FLIGHT_DUTY = 0.5
#: Below this a contact time and a cadence contradict each other. Our choice.
SHORTEST_DUTY = 0.15
#: Share of body weight on each foot in quiet standing on both.
STANDING_SHARE = 0.5

# Walking by cadence, clamped at both ends. Our choice: peaks rise from about 1.0 to 1.4 BW.
_WALK_CADENCE_SPM = (60.0, 90.0, 110.0, 125.0, 140.0)
_WALK_DUTY = (0.670, 0.655, 0.630, 0.605, 0.580)
_WALK_DIP = (0.10, 0.20, 0.40, 0.55, 0.70)
# Running by speed, clamped at both ends. Our choice, near the 0.355-0.389 of easy running.
_RUN_SPEED_MPS = (2.0, 2.7, 3.3, 4.0, 5.0)
_RUN_DUTY = (0.41, 0.37, 0.345, 0.315, 0.28)


@dataclass(frozen=True, slots=True)
class Step:
    """One contact of one foot, by the model."""

    contact_time_s: float
    peak_bw: float
    m1_bws: float  # ∫F dt
    m2_bw2s: float  # ∫F² dt
    m4_bw4s: float  # ∫F⁴ dt

    @property
    def load_wse(self) -> float:
        """Load of this step. [WSE]"""
        return self.m4_bw4s / WSE_BW4S


def step(cadence_spm: float, duty_factor: float, dip: float) -> Step:
    """One step of steady gait, from cadence and the shape of the contact.

    Parameters
    ----------
    cadence_spm : float
        Steps of both feet. [1/min]
    duty_factor : float
        Contact time over stride time. [-]
    dip : float
        q, depth of the mid-stance dip; 0 in running. [-]

    Returns
    -------
    Step
        Its first moment is 60/cadence exactly, by vertical momentum.

    Raises
    ------
    BadInput
        When the cadence is not above 0 or the duty factor is not in (0, 1].
    """
    within("cadence_spm", cadence_spm, 1e-9, 1000.0)
    within("duty_factor", duty_factor, 1e-9, 1.0)
    contact_time_s = 120.0 * duty_factor / cadence_spm
    amplitude = math.pi / (4.0 * duty_factor * (1.0 + dip / 3.0))
    return Step(
        contact_time_s=contact_time_s,
        peak_bw=_peak(amplitude, dip),
        m1_bws=60.0 / cadence_spm,
        m2_bw2s=contact_time_s * amplitude**2 * (1.0 + dip**2) / 2.0,
        m4_bw4s=contact_time_s
        * amplitude**4
        * (3.0 / 8.0 - dip / 2.0 + 1.5 * dip**2 + 0.375 * dip**4),
    )


def _peak(amplitude: float, dip: float) -> float:
    """Largest force of the wave: in the middle, or on both shoulders of a deep dip. [BW]"""
    # With c = cos(pi u): F/A = c - q (4c³ - 3c), whose inner maximum lies at c² = (1+3q)/(12q).
    if dip <= 0.0 or (1.0 + 3.0 * dip) / (12.0 * dip) >= 1.0:
        return amplitude * (1.0 - dip)
    shoulder = math.sqrt((1.0 + 3.0 * dip) / (12.0 * dip))
    return amplitude * (shoulder - dip * (4.0 * shoulder**3 - 3.0 * shoulder))


def _between(x: float, xs: tuple[float, ...], ys: tuple[float, ...]) -> float:
    """Straight lines between the points of a table, held at both ends; `np.interp` of one number.

    Which takes five times as long for one, and there is one a minute.
    """
    if x >= xs[-1]:
        return ys[-1]
    n = max(1, bisect_right(xs, x))
    slope = (ys[n] - ys[n - 1]) / (xs[n] - xs[n - 1])
    return slope * (max(x, xs[0]) - xs[n - 1]) + ys[n - 1]


def walking_step(cadence_spm: float) -> Step:
    """A walking step; below 60 a minute the step of 60, since the walker paused in between."""
    cadence_spm = max(cadence_spm, SLOWEST_WALK_SPM)
    return step(
        cadence_spm,
        _between(cadence_spm, _WALK_CADENCE_SPM, _WALK_DUTY),
        _between(cadence_spm, _WALK_CADENCE_SPM, _WALK_DIP),
    )


def duty_factor(contact_time_s: float, cadence_spm: float) -> float:
    """Share of a stride that one foot is on the ground. [-]"""
    return contact_time_s * cadence_spm / 120.0


def running_step(
    cadence_spm: float, contact_time_s: float | None = None, speed_mps: float | None = None
) -> Step:
    """A running step: shape from contact time if known, else from speed, else assumed.

    A contact time that leaves no flight, or hardly any contact, contradicts running and is not
    used.
    """
    cadence_spm = max(cadence_spm, SLOWEST_WALK_SPM)
    return step(cadence_spm, _running_duty(cadence_spm, contact_time_s, speed_mps), 0.0)


def _running_duty(
    cadence_spm: float, contact_time_s: float | None, speed_mps: float | None
) -> float:
    if contact_time_s is not None:
        measured = duty_factor(contact_time_s, cadence_spm)
        if SHORTEST_DUTY <= measured < FLIGHT_DUTY:
            return measured
    if speed_mps is not None:
        return _between(speed_mps, _RUN_SPEED_MPS, _RUN_DUTY)
    return UNKNOWN_RUN_DUTY


def is_running(cadence_spm: float, *, tagged: bool | None, contact_time_s: float | None) -> bool:
    """Whether steps are running.

    A recorded walk is walking: watches give it contact times that would leave flight. In a
    recorded run, and where nothing was recorded, a contact time without flight is walking. Cadence
    decides where there is neither.
    """
    if tagged is False:
        return False
    if contact_time_s is not None:
        measured = duty_factor(contact_time_s, cadence_spm)
        if measured >= SHORTEST_DUTY:
            return measured < FLIGHT_DUTY
    return cadence_spm >= RUN_CADENCE_SPM if tagged is None else tagged


def is_uncertain(cadence_spm: float, *, tagged: bool | None, contact_time_s: float | None) -> bool:
    """Whether only the cadence tells walking from running, near the border between them."""
    low, high = UNCERTAIN_SPM
    return tagged is None and contact_time_s is None and low <= cadence_spm <= high


def standing_m4_bw4s(seconds: float) -> float:
    """Fourth moment of quiet standing on both feet, summed over them. [BW⁴·s]"""
    return seconds * 2.0 * STANDING_SHARE**4
