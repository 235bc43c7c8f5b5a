"""What a runner is used to: the load of the three weeks before this week."""

from dataclasses import dataclass

import numpy as np

from plantar.load import LoadHistory
from processing.ratio import ACUTE_DAYS, HISTORY_DAYS

#: Valid days from which a band is drawn. Our choice.
BAND_DAYS = 14
#: The band leaves out a tenth of the days on each side. Our choice.
BAND_PERCENTILES = (10.0, 90.0)


@dataclass(frozen=True, slots=True)
class Usual:
    """Mean and spread of the valid days in [d-27, d-7], in the unit of the history."""

    mean: float
    low: float  # 10th percentile
    high: float  # 90th percentile
    days: int  # valid days it rests on


def usual(history: LoadHistory) -> tuple[Usual | None, ...]:
    """The usual load before each day, one per day; None with fewer than 14 valid days.

    Descriptive, of one runner's own days: it tells what was, not what should be.
    """
    loads = np.asarray(history.loads, dtype=np.float64)
    return tuple(
        _of(loads[max(0, n - HISTORY_DAYS + 1) : max(0, n - ACUTE_DAYS + 1)])
        for n in range(len(loads))
    )


def _of(before: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Usual | None:
    valid = before[np.isfinite(before)]
    if len(valid) < BAND_DAYS:
        return None
    low, high = np.percentile(valid, BAND_PERCENTILES)
    return Usual(float(valid.mean()), float(low), float(high), len(valid))
