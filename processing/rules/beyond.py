"""What S1 and S1w share: how far a run or a walk went beyond what it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plantar.alert import Level
from processing.rules.outings import Outing, longest
from processing.rules.thresholds import ROUNDING, RunJump, WalkJump

#: What an outing may be measured by, with the unit it is told in.
UNITS = {"distance": "km", "duration": "min", "steps": "steps"}


@dataclass(frozen=True, slots=True)
class Beyond:
    """An outing beside what it is held against, by one measure."""

    measure: str  # one of UNITS
    value: float
    reference: float
    reference_day: date

    @property
    def ratio(self) -> float:
        """How many times the reference. [-]"""
        return self.value / self.reference

    @property
    def percent(self) -> int:
        """By how much it is more. [%]"""
        return round(100.0 * (self.ratio - 1.0))

    @property
    def unit(self) -> str:
        """What value and reference are told in."""
        return UNITS[self.measure]

    def told(self, reference: str) -> tuple[tuple[str, float | int | str], ...]:
        """What an alert keeps of it; the reference under the name of what it was."""
        return (
            ("measure", self.measure),
            ("value", self.value),
            (reference, self.reference),
            ("unit", self.unit),
            ("percent", self.percent),
        )

    def passed(self, limits: RunJump | WalkJump) -> tuple[Level, float] | None:
        """The loudest cut that it passed, and its ratio; None where it is hardly more."""
        extra = self.value - self.reference
        if self.reference <= ROUNDING or extra < limits.least_extra(self.measure) - ROUNDING:
            return None
        cuts = ((level, ratio) for ratio, level in limits.cuts if self.ratio > ratio + ROUNDING)
        return max(cuts, default=None)


def beyond_longest(
    outing: Outing, before: Sequence[Outing], measures: Sequence[str]
) -> Beyond | None:
    """An outing beside the longest before it, by the first measure that both have."""
    for measure in measures:
        value, reference = outing.size(measure), longest(before, measure)
        if value is not None and reference is not None:
            most, on = reference
            return Beyond(measure, value, most, on.day)
    return None
