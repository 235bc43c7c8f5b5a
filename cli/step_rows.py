"""The steps of a recording of force, one row each, as `plantar analyse --steps` tells them."""

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from plantar.recording import ForceRecording
from plantar.sample import Foot

if TYPE_CHECKING:
    from processing.force.analysis import ForceAnalysis
    from processing.force.contacts import Contact

#: Below this rate peaks read low. [Hz] docs/load-model.md 1.3
LEAST_PEAK_HZ = 50.0


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; newtons are the sole's own, body weights need a calibration."""

    foot: str
    gait: str
    start_s: float
    contact_time_s: float | None
    peak_n: float | None
    impulse_ns: float | None
    loading_rate_n_s: float | None
    peak_bw: float | None
    impulse_bw_s: float | None
    loading_rate_bw_s: float | None

    def described(self) -> dict[str, Any]:
        """As JSON says it."""
        return asdict(self)


def step_rows(recording: ForceRecording, found: "ForceAnalysis") -> tuple[StepRow, ...]:
    """Every step of both feet, by time."""
    body_n = found.calibration.body_n if found.calibration.calibrated else None
    rows = [
        _row(recording, foot, step, body_n)
        for foot, told in ((Foot.LEFT, found.left), (Foot.RIGHT, found.right))
        if told is not None
        for step in told.steps
    ]
    return tuple(sorted(rows, key=lambda row: row.start_s))


def _row(recording: ForceRecording, foot: Foot, step: "Contact", body_n: float | None) -> StepRow:
    from processing.force.loading_rate import loading_rate

    sole = recording.left if foot is Foot.LEFT else recording.right
    peak_n = _known(step.peak_n) if recording.rate_hz >= LEAST_PEAK_HZ else None
    impulse_ns = None if step.cut else _known(step.impulse_ns)
    rate_n_s = None
    if sole is not None and recording.in_newtons:
        rate_n_s = loading_rate(recording.time_s, sole.force_n, recording.rate_hz, step)
    return StepRow(
        foot=foot.value,
        gait=step.gait.value if step.gait else "",
        start_s=step.start_s,
        contact_time_s=_known(step.contact_time_s),
        peak_n=peak_n,
        impulse_ns=impulse_ns,
        loading_rate_n_s=rate_n_s,
        peak_bw=_per(peak_n, body_n),
        impulse_bw_s=_per(impulse_ns, body_n),
        loading_rate_bw_s=_per(rate_n_s, body_n),
    )


def _known(figure: float) -> float | None:
    return figure if math.isfinite(figure) else None


def _per(figure: float | None, body_n: float | None) -> float | None:
    return None if figure is None or body_n is None else figure / body_n
