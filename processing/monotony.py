"""How even a week was, for the kinesist's eye: no colour, no threshold.

References
----------
Foster C. Monitoring training in athletes with reference to overtraining syndrome.
Med Sci Sports Exerc 1998;30:1164-8. doi:10.1097/00005768-199807000-00023
"""

import math

import numpy as np
import numpy.typing as npt

from plantar.errors import BadInput

DAYS_A_WEEK = 7


def monotony(week: npt.NDArray[np.float64]) -> float:
    """Mean daily load of a week over its spread. [-]

    Parameters
    ----------
    week : array, shape (7,)
        Daily load, rest days as 0.

    Returns
    -------
    float
        nan when every day was the same: an even week has no finite monotony. The spread is the
        sample standard deviation; sources do not agree on that, and the other is 8 % higher.

    Raises
    ------
    BadInput
        When the week is not seven measured days.
    """
    if week.shape != (DAYS_A_WEEK,) or not np.isfinite(week).all():
        raise BadInput("week", week.tolist(), "seven measured days")
    spread = float(week.std(ddof=1))
    return float(week.mean()) / spread if spread > 0.0 else math.nan
