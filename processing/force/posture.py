"""Standing, leaning, sitting, not worn: told from the force of both feet without steps.

Standing needs body weight, so it can be told again from a stored minute when a calibration comes
late.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plantar.measured import Calibration
from plantar.minute import QUIET_BIN_N, BodyMinute

#: Shares of body weight; docs/load-model.md 1.3.8
STANDING, LEANING, SITTING = 0.7, 0.5, 0.05
#: Less than this on both soles together is nobody's foot, whatever the calibration. [N]
#: (our choice: the first bin of `BodyMinute.quiet_s`)
NOT_WORN_N = QUIET_BIN_N


@dataclass(frozen=True, slots=True)
class Posture:
    """How the time of a minute, or of a recording, was spent."""

    walking_s: float
    running_s: float
    standing_s: float
    leaning_s: float
    sitting_s: float
    not_worn_s: float


def posture(minute: BodyMinute, calibration: Calibration) -> Posture:
    """Tell a stored minute's postures with the calibration known now."""
    per_bw_n = calibration.body_weight_n / calibration.gain
    standing_s, leaning_s, sitting_s, off_s = quiet_postures(minute.quiet_s, per_bw_n)
    return Posture(
        minute.walking_s,
        minute.running_s,
        standing_s,
        leaning_s,
        sitting_s,
        minute.not_worn_s + off_s,
    )


def quiet_postures(
    quiet_s: Iterable[float], body_weight_n: float
) -> tuple[float, float, float, float]:
    """Seconds of standing, leaning, sitting and nothing, from a histogram of force.

    Parameters
    ----------
    quiet_s : iterable
        Seconds by force of both feet, in bins of `QUIET_BIN_N`; a bin counts by its middle. [s]
    body_weight_n : float
        Body weight in the sole's own newtons. [N]
    """
    standing_s = leaning_s = sitting_s = off_s = 0.0
    for number, seconds in enumerate(quiet_s):
        if not seconds:
            continue
        share = (number + 0.5) * QUIET_BIN_N / body_weight_n
        if share >= STANDING:
            standing_s += seconds
        elif share >= LEANING:
            leaning_s += seconds
        elif share >= SITTING:
            sitting_s += seconds
        else:
            off_s += seconds
    return standing_s, leaning_s, sitting_s, off_s
