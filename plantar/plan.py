"""What a kinesist and a runner tell: thresholds of their own, runs to come, shifts unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from plantar.alert import Rule
from plantar.door import civil, member, one_of, some_words, within
from plantar.errors import BadInput

#: Bounds of a threshold, by the last word of its name; none is so low that a rule always speaks.
BOUNDS: Final = {
    "ratio": (1.0, 10.0),
    "ceiling": (1.0, 10.0),
    "km": (0.0, 100.0),
    "min": (0.0, 1440.0),
    "steps": (0.0, 100_000.0),
    "days": (2.0, 365.0),
    "rise": (0.5, 10.0),
    "score": (0.0, 10.0),
    "median": (0.0, 10.0),
}
#: What of each rule may be another number for one runner; the rest is part of what the rule is.
OVERRIDABLE: Final[Mapping[Rule, tuple[str, ...]]] = {
    Rule.S1: ("caution_ratio", "alert_ratio", "least_extra_km", "least_extra_min"),
    Rule.S1B: ("pause_days",),
    Rule.S1W: ("caution_ratio", "least_extra_km", "least_extra_steps"),
    Rule.S2: ("caution_ratio", "alert_ratio"),
    Rule.S3: ("caution_ratio", "caution_extra_min", "alert_ratio", "alert_extra_min"),
    Rule.S4: ("load_ratio", "load_ceiling", "upright_ratio", "upright_ceiling", "quiet_days"),
    Rule.P1: ("above_median",),
    Rule.P2: ("rise", "least_score"),
    Rule.P3: ("rise",),
    Rule.C1: ("rise", "least_score"),
}
#: Longer than any run in one day. [m], [s]
LONGEST_PLAN_M = 500_000.0
LONGEST_PLAN_S = 86_400.0
#: A day told by the clock; nobody stands longer. [min]
MINUTES_A_DAY = 1440.0


@dataclass(frozen=True, slots=True)
class RuleOverride:
    """One threshold of one rule for one runner, from a date on."""

    rule: Rule
    field: str  # one of OVERRIDABLE
    value: float
    author: str  # who agreed it with the runner
    reason: str
    since: date
    until: date | None = None  # the last day it holds; None: until it is replaced

    def __post_init__(self) -> None:
        member("rule", self.rule, Rule)
        one_of("field", self.field, OVERRIDABLE[self.rule])
        within("value", self.value, *BOUNDS[self.field.rsplit("_", 1)[-1]])
        for name, said in (("author", self.author), ("reason", self.reason)):
            some_words(name, said, "a threshold of one's own is explained")
        if self.until is not None and self.until < self.since:
            raise BadInput("until", self.until, f"{self.since} or later")

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """What kinesist and runner agreed for one day: what is planned is no jump."""

    day: date
    distance_m: float | None  # at least one of the two targets is given
    duration_s: float | None
    author: str
    note: str = ""

    def __post_init__(self) -> None:
        civil("day", self.day)
        if self.distance_m is None and self.duration_s is None:
            raise BadInput("planned run", None, "a distance, a duration or both")
        if self.distance_m is not None:
            within("distance_m", self.distance_m, 1.0, LONGEST_PLAN_M)
        if self.duration_s is not None:
            within("duration_s", self.duration_s, 1.0, LONGEST_PLAN_S)
        some_words("author", self.author, "a plan is somebody's")


@dataclass(frozen=True, slots=True)
class DeclaredShift:
    """Time on the feet that no sensor saw, as the runner tells it.

    An estimate: several a day add up, and none is ever added to a measured load.
    """

    day: date
    upright_min: float  # standing and walking
    floor: str = ""  # a note; there is no factor for it
    author: str = ""  # empty: the runner

    def __post_init__(self) -> None:
        civil("day", self.day)
        within("upright_min", self.upright_min, 0.0, MINUTES_A_DAY)
        if not self.upright_min:
            raise BadInput(
                "upright_min", self.upright_min, "more than 0: no shift, nothing to tell"
            )
