"""What the sole's own newtons are worth, learned from walking.

Over whole strides of a steady gait the mean force of both feet is body weight. Standing is no
calibration: it varies by a third.
"""

from dataclasses import dataclass
from datetime import datetime

from plantar.measured import Calibration, CalibrationMethod

#: Fewer whole strides tell nothing; with fewer than ENOUGH the gain is flagged.
#: docs/load-model.md 1.3.3
LEAST_STRIDES, ENOUGH_STRIDES = 6, 20
#: A gain outside is refused. docs/load-model.md 1.3.3
LEAST_GAIN, MOST_GAIN = 0.5, 2.0
#: Where nobody told the mass: a mean outside is no body weight in newtons. [N] (our choice)
LEAST_BODY_N, MOST_BODY_N = 200.0, 3000.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Body weight in the sole's own newtons, and how well it is known."""

    strides: int
    body_n: float | None  # mean(F_L + F_R) over whole strides, None without strides
    gain: float | None  # None when nobody told the mass, or when refused
    calibrated: bool
    quality: tuple[str, ...]


def scale(
    strides: int, seconds: float, force_s: float, feet: int, body_weight_n: float | None
) -> Scale:
    """Judge the whole strides seen so far.

    Parameters
    ----------
    strides : int
        Whole strides of one foot.
    seconds, force_s : float
        The time of all strides counted [s] and ∫(F_L + F_R) dt over them [N·s].
    feet : int
        Soles that measured.
    body_weight_n : float or None
        From the known mass. [N]
    """
    body_n = force_s / seconds if seconds > 0.0 else None
    if feet == 1:
        return Scale(strides, body_n, None, calibrated=False, quality=("single foot",))
    if body_n is None or strides < LEAST_STRIDES:
        refusal = f"not calibrated: {strides} whole strides, {LEAST_STRIDES} needed"
        return Scale(strides, body_n, None, calibrated=False, quality=(refusal,))
    gain = None if body_weight_n is None else body_weight_n / max(body_n, 1e-9)
    if gain is not None and not LEAST_GAIN <= gain <= MOST_GAIN:
        refusal = f"not calibrated: gain {gain:.2f} is outside {LEAST_GAIN}-{MOST_GAIN}"
        return Scale(strides, body_n, None, calibrated=False, quality=(refusal,))
    if gain is None and not LEAST_BODY_N <= body_n <= MOST_BODY_N:
        refusal = f"not calibrated: {body_n:.0f} N over whole strides is no body weight"
        return Scale(strides, body_n, None, calibrated=False, quality=(refusal,))
    few = f"calibrated on fewer than {ENOUGH_STRIDES} strides"
    quality = () if strides >= ENOUGH_STRIDES else (few,)
    return Scale(strides, body_n, gain, calibrated=True, quality=quality)


def as_calibration(
    found: Scale, since: datetime, body_weight_n: float | None
) -> Calibration | None:
    """The record that scales stored moments; None without a known mass or when refused."""
    if found.gain is None or body_weight_n is None:
        return None
    return Calibration(
        since, found.gain, body_weight_n, CalibrationMethod.SELF, found.strides, found.quality
    )
