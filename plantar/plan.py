"""What a kinesist agreed with a runner: thresholds of their own, with a reason and an end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from plantar.alert import Rule
from plantar.door import member, one_of, within
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
            if not said.strip():
                raise BadInput(name, said, "some words: a threshold of one's own is explained")
        if self.until is not None and self.until < self.since:
            raise BadInput("until", self.until, f"{self.since} or later")

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)
