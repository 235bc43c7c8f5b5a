"""What the whole practice decided about a threshold, kept as it was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from plantar.alert import Rule
from plantar.door import aware, civil, member, one_of, some_words, within
from plantar.errors import BadInput
from plantar.plan import BOUNDS, OVERRIDABLE


@dataclass(frozen=True, slots=True)
class ClinicThreshold:
    """One threshold of one rule for every runner, from a date on.

    A runner's own stands above it. Of two that hold on a day the later first day counts, of those
    the one decided last. None is ever changed or taken back: another one is decided.
    """

    rule: Rule
    field: str  # one of OVERRIDABLE
    value: float | None  # None: as it ships
    author: str  # the account that decided it
    reason: str
    since: date
    decided_at: datetime
    until: date | None = None  # the last day it holds; None: until another one is decided

    def __post_init__(self) -> None:
        member("rule", self.rule, Rule)
        one_of("field", self.field, OVERRIDABLE[self.rule])
        if self.value is not None:
            within("value", self.value, *BOUNDS[self.field.rsplit("_", 1)[-1]])
        for name, said in (("author", self.author), ("reason", self.reason)):
            some_words(name, said, "a threshold of the practice is explained")
        civil("since", self.since)
        aware("decided_at", self.decided_at)
        if self.until is not None:
            civil("until", self.until)
            if self.until < self.since:
                raise BadInput("until", self.until, f"{self.since} or later")

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)
