"""P1: pain during load, against the limit that runner and kinesist agreed on.

The pain-monitoring model calls pain up to 5 acceptable; as a rule on its own that would speak on
two days of three. So it takes an agreed limit, and a second day above it or a rise above the
runner's own usual.

References
----------
Thomee R. A comprehensive treatment approach for patellofemoral pain syndrome in young women.
Phys Ther 1997;77:1690-703. doi:10.1093/ptj/77.12.1690
"""

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median

from plantar.alert import Alert, Level, NotEvaluated, Rule
from processing.rules.thresholds import DEFAULTS, PainDuring

VERSION = 1
#: Days with a score that are looked at together, this one among them. Our choice.
LAST_DAYS = 3


def pain_during(
    during: Mapping[date, int],
    day: date,
    agreed: int | None,
    limits: PainDuring = DEFAULTS.P1,
) -> Alert | NotEvaluated | None:
    """What P1 says about a day.

    Parameters
    ----------
    during : mapping of date to int
        Worst score during load per civil day; such a day is a load day. [NRS]
    day : date
        The day looked at.
    agreed : int or None
        The agreed limit; without one nothing can be above it. [NRS]
    """
    if day not in during:
        return NotEvaluated(day, Rule.P1, "no-during-score")
    if agreed is None:
        return NotEvaluated(day, Rule.P1, "no-agreed-limit")
    score = during[day]
    if score <= agreed:
        return None
    window = [day - timedelta(days=back) for back in range(1, int(limits.median_days) + 1)]
    earlier = [during[one] for one in window if one in during]  # the latest first
    above = 1 + sum(one > agreed for one in earlier[: LAST_DAYS - 1])
    usual = median(earlier) if len(earlier) >= limits.least_scores else None
    if usual is not None and score > usual + limits.above_median:
        level, code, threshold = Level.ALERT, "p1-above-usual", limits.above_median
    elif above >= limits.cautions_of_three:
        level, code, threshold = Level.CAUTION, "p1-above-limit", float(agreed)
    else:
        return None
    return Alert(
        day=day,
        rule=Rule.P1,
        level=level,
        code=code,
        inputs=(
            ("during", score),
            ("agreed", agreed),
            ("days_above", above),
            *((("usual_during", float(usual)),) if usual is not None else ()),
            ("scores", len(earlier)),
        ),
        threshold=threshold,
        method="pain during load against the agreed limit",
        rule_version=VERSION,
    )
