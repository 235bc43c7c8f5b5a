"""What a rule said, in codes and numbers; the words come at the edge."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plantar.door import member
from plantar.level import Level
from plantar.measured import SourceClass
from plantar.response import Response

__all__ = ["Alert", "Episode", "Family", "Level", "NotEvaluated", "Rule"]


class Family(StrEnum):
    """What an episode is about."""

    LOAD = "load"
    PAIN = "pain"
    NO_DATA = "no-data"


class Rule(StrEnum):
    """The rules of docs/load-model.md, by their number."""

    S1 = "S1"  # one run longer than the longest of a month
    S1B = "S1b"  # the first run after a pause
    S1W = "S1w"  # one walk longer than the longest of a month
    S2 = "S2"  # a day above the highest of a month
    S3 = "S3"  # a day longer on the feet than the longest of a month
    S4 = "S4"  # a week above the weeks before it
    P1 = "P1"  # pain during load above the agreed limit
    P2 = "P2"  # morning pain up within 24 h of a loaded day
    P3 = "P3"  # morning pain up from week to week
    C1 = "C1"  # morning pain up after a jump in load

    @property
    def family(self) -> Family:
        """The family whose episode this rule joins; C1 lifts that of load."""
        return Family.PAIN if self.value.startswith("P") else Family.LOAD


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule that spoke about a day, with everything it was decided from."""

    day: date
    rule: Rule
    level: Level
    code: str  # which of the rule's sentences
    inputs: tuple[tuple[str, float | int | str], ...]
    threshold: float
    method: str
    rule_version: int
    source_class: SourceClass | None = None  # None: not from load

    def __post_init__(self) -> None:
        member("rule", self.rule, Rule)
        member("level", self.level, Level)

    def input(self, name: str) -> float | int | str:
        """One of the numbers it was decided from."""
        return dict(self.inputs)[name]


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that could not be asked about a day, and why."""

    day: date
    rule: Rule
    reason: str  # a code, put in words at the edge

    def __post_init__(self) -> None:
        member("rule", self.rule, Rule)


@dataclass(frozen=True, slots=True)
class Episode:
    """One story of a runner and a family: it opens at caution, and closes after seven ok days.

    That no data arrives is a story of its own: quiet, without alerts, and over when data arrives.
    """

    family: Family
    opened: date
    level: Level  # the highest so far
    last_day: date  # the last day above ok
    closed: date | None  # None: open
    alerts: tuple[Alert, ...]
    responses: tuple[Response, ...] = ()  # what was done about it, in the order of time
    sent: Level = Level.OK  # the loudest level that somebody was written to about
    sent_at: datetime | None = None  # and when, the last time
    silent_since: date | None = None  # of no data: the last day on which some arrived
    withdrawn_at: datetime | None = None  # when late data took it back; None: it stands

    def __post_init__(self) -> None:
        member("family", self.family, Family)
        member("level", self.level, Level)
