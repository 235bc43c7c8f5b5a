"""What the one who hands over a file may say about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum


class DateOrder(StrEnum):
    """Which number of a date comes first, for files that do not tell."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


#: Called now and then with bytes read so far and bytes in all.
Progress = Callable[[int, int], None]


def _nobody_watches(read: int, total: int) -> None:
    """Progress that nobody asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said beside the file: how its dates go, on whose clock it was made, how fast."""

    dates: DateOrder | None = None
    zone: tzinfo | None = None  # for files that give local time without a zone
    on_progress: Progress = _nobody_watches
    rate_hz: float | None = None  # for files that have no clock
