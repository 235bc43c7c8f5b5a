"""C1: a jump in load, and first-step pain up within the two mornings after it.

It joins the load episode and lifts it to alert: on its own a jump is something to look at, and
here the foot has answered. Thresholds are our choice.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from plantar.alert import Alert, Level, Rule
from processing.rules.morning_pain import baseline_before
from processing.rules.thresholds import DEFAULTS, LoadThenPain

VERSION = 1
#: Mornings after a jump that answer it: 24 to 48 h. [d]
ANSWERING_MORNINGS = (1, 2)


def load_then_pain(
    mornings: Mapping[date, int],
    morning: date,
    jumps: Collection[date],
    limits: LoadThenPain = DEFAULTS.C1,
) -> Alert | None:
    """What C1 says about a morning; where P2 cannot be asked, neither can this.

    `jumps` are the days a load rule spoke about, at caution or above.
    """
    jumped = [
        day for back in ANSWERING_MORNINGS if (day := morning - timedelta(days=back)) in jumps
    ]
    if not jumped or morning not in mornings:
        return None
    baseline = baseline_before(mornings, morning)
    if baseline is None:
        return None
    score = mornings[morning]
    if score - baseline < limits.rise or score < limits.least_score:
        return None
    return Alert(
        day=morning,
        rule=Rule.C1,
        level=Level.ALERT,
        code="c1-answer",
        inputs=(
            ("rise", score - baseline),
            ("score", score),
            ("baseline", baseline),
            ("jump_day", jumped[0].isoformat()),
        ),
        threshold=limits.rise,
        method="first-step pain within 48 h of a jump in load",
        rule_version=VERSION,
    )
