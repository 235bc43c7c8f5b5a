"""How long a foot was not heard today: gaps of that foot, each moment counted once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from plantar.measured import Gap
from plantar.sample import Foot


@dataclass(frozen=True, slots=True)
class GapsToday:
    """The gaps of one sensor since its runner's day began."""

    number: int
    total_s: float  # each moment once, also where gaps overlap


def gaps_today(
    gaps: Iterable[Gap], foot: Foot | None, since: datetime, until: datetime
) -> GapsToday:
    """What of these gaps lies in a day so far, and concerns a foot.

    A gap of no foot concerns both. The same gap may come from the store and from the outbox.
    """
    stretches = sorted(
        {
            (max(gap.since, since), min(gap.until, until))
            for gap in gaps
            if gap.foot in (None, foot) and gap.until > since and gap.since < until
        }
    )
    total, reached = timedelta(), since
    for begin, end in stretches:
        total += max(timedelta(), end - max(begin, reached))
        reached = max(reached, end)
    return GapsToday(len(stretches), total / timedelta(seconds=1))
