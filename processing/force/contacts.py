"""One foot on the ground, once."""

from dataclasses import dataclass
from enum import StrEnum


class Gait(StrEnum):
    """How a step was made."""

    WALKING = "walking"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Contact:
    """A foot on the ground, on the clock of its recording, in the sole's own newtons.

    What is measured in newtons is nan for a sole that tells counts.
    """

    start_s: float
    end_s: float
    contact_time_s: float  # nan when cut or longer than 2.0 s
    peak_n: float
    impulse_ns: float
    m2_n2s: float
    m4_n4s: float
    gait: Gait | None  # None: no step
    cut: bool  # by the edge of the recording or of a gap
    is_step: bool
