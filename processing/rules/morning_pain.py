"""P2: first-step pain up on the morning after a loaded day, against the runner's own week.

The 24-hour rule of the pain-monitoring model: pain may be there, and must not rise by the next
morning. How much a rise is, is our choice: a single point is within the noise of the scale.

References
----------
Silbernagel KG et al. Am J Sports Med 2007;35:897-906. doi:10.1177/0363546506298279
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from statistics import median

from plantar.alert import Alert, Level, NotEvaluated, Rule
from processing.rules.thresholds import DEFAULTS, MorningPain

VERSION = 2
#: Mornings of the baseline, up to and including the loaded day's own. Our choice.
BASELINE_MORNINGS = 7
#: Of these so many must be known. Our choice.
LEAST_MORNINGS = 3
#: Where the baseline is high a smaller rise counts, on so many mornings in a row. Our choice.
HIGH_MORNINGS = 3
#: Two rises within this many mornings make an alert. Our choice.
REPEAT_MORNINGS = 4
REPEATS = 2


def morning_pain(
    mornings: Mapping[date, int],
    morning: date,
    jumps: Collection[date],
    limits: MorningPain = DEFAULTS.P2,
) -> Alert | NotEvaluated | None:
    """What P2 says about a morning.

    Parameters
    ----------
    mornings : mapping of date to int
        First-step score per civil day, the worse foot. [NRS]
    morning : date
        The morning looked at; the load day is the day before it.
    jumps : collection of date
        Days a load rule spoke about, at caution or above: the rise after one of them is an alert.
    """
    if morning not in mornings:
        return NotEvaluated(morning, Rule.P2, "no-morning-score")
    baseline = baseline_before(mornings, morning)
    if baseline is None:
        return NotEvaluated(morning, Rule.P2, "no-baseline")
    if not _rises(mornings, morning, limits):
        return None
    load_day = morning - timedelta(days=1)
    level, code = Level.CAUTION, "p2-high" if baseline >= limits.high_baseline else "p2-once"
    last_mornings = [morning - timedelta(days=back) for back in range(REPEAT_MORNINGS)]
    if load_day in jumps or load_day - timedelta(days=1) in jumps:
        level, code = Level.ALERT, "p2-after-load"
    elif sum(_rises(mornings, one, limits) for one in last_mornings) >= REPEATS:
        level, code = Level.ALERT, "p2-repeated"
    return Alert(
        day=morning,
        rule=Rule.P2,
        level=level,
        code=code,
        inputs=(
            ("rise", mornings[morning] - baseline),
            ("score", mornings[morning]),
            ("baseline", baseline),
            ("load_day", load_day.isoformat()),
            ("mornings", len(_known(mornings, morning))),
        ),
        threshold=limits.high_rise if baseline >= limits.high_baseline else limits.rise,
        method=f"first-step pain against the median of {BASELINE_MORNINGS} mornings",
        rule_version=VERSION,
    )


def _known(mornings: Mapping[date, int], morning: date) -> list[int]:
    before = (morning - timedelta(days=back) for back in range(1, BASELINE_MORNINGS + 1))
    return [mornings[day] for day in before if day in mornings]


def baseline_before(mornings: Mapping[date, int], morning: date) -> float | None:
    """The median of the mornings before one; None where too few are known. [NRS]"""
    known = _known(mornings, morning)
    return float(median(known)) if len(known) >= LEAST_MORNINGS else None


def _rises(mornings: Mapping[date, int], morning: date, limits: MorningPain) -> bool:
    baseline = baseline_before(mornings, morning)
    if baseline is None or morning not in mornings:
        return False
    if baseline >= limits.high_baseline:
        run = [morning - timedelta(days=back) for back in range(HIGH_MORNINGS)]
        return all(day in mornings and mornings[day] - baseline >= limits.high_rise for day in run)
    score = mornings[morning]
    return score >= limits.least_score and score - baseline >= limits.rise
