"""How the foot answered: pain on a numeric rating scale, at a named moment."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plantar.day import LocalDays
from plantar.door import aware, member, whole, yes_or_no

NO_PAIN = 0
WORST_PAIN = 10


class PainMoment(StrEnum):
    """When pain was felt."""

    FIRST_STEPS = "first-steps"
    DURING = "during"
    AFTER_24H = "after-24h"
    EVENING = "evening"


class Side(StrEnum):
    """Which heel hurts."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class PainReport:
    """One answer on the 0-10 scale; the day it counts on follows from `at`."""

    at: datetime
    moment: PainMoment
    score: int  # NRS, 0 none to 10 worst imaginable
    side: Side | None = None  # None: the runner did not say
    note: str = ""
    analgesic: bool | None = None  # whether a painkiller was taken; None: the runner did not say
    shoe: str = ""  # what was on the foot, in the runner's words
    flare: bool = False  # the runner calls it a flare-up

    def __post_init__(self) -> None:
        aware("at", self.at)
        member("moment", self.moment, PainMoment)
        whole("score", self.score, NO_PAIN, WORST_PAIN)
        if self.side is not None:
            member("side", self.side, Side)
        if self.analgesic is not None:
            yes_or_no("analgesic", self.analgesic)
        yes_or_no("flare", self.flare)

    def day(self, days: LocalDays) -> date:
        """The day of the runner that it counts on.

        First steps are those of the date on which somebody got up, whatever hour their days start
        at: they answer what was done before, and what is done next comes after them.
        """
        if self.moment is PainMoment.FIRST_STEPS:
            return days.waking_day(self.at)
        return days.day_of(self.at)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A report as it was recorded, and when another one took its place."""

    no: int  # by which it can be taken back
    report: PainReport
    recorded_at: datetime
    replaced_at: datetime | None = None  # None: it is the one that counts
