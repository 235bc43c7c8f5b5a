"""What a runner tells in passing beside pain: what no sensor saw, and what happened that day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from plantar.door import civil, member, some_words, within
from plantar.errors import BadInput
from plantar.plan import MINUTES_A_DAY

#: A remark, not a diary.
MOST_LETTERS = 500


class ContextKind(StrEnum):
    """What a note is about."""

    WALKED = "walked"  # minutes that no sensor saw
    RAN = "ran"
    STOOD = "stood"
    BAREFOOT = "barefoot"
    NEW_SHOES = "new-shoes"
    RACE = "race"
    OTHER = "other"


#: These say how long, as the runner remembers it: an estimate.
TIMED: Final = frozenset(
    {ContextKind.WALKED, ContextKind.RAN, ContextKind.STOOD, ContextKind.BAREFOOT}
)
#: These happened on a day, and are drawn as what happened.
EVENTS: Final = frozenset({ContextKind.NEW_SHOES, ContextKind.RACE})


@dataclass(frozen=True, slots=True)
class ContextNote:
    """Something about one day, as the runner tells it.

    Minutes are an estimate in a series of their own: never added to a measured load, in no ratio,
    and no rule is asked about them.
    """

    day: date
    kind: ContextKind
    minutes: float | None = None  # given exactly for the kinds in `TIMED`
    text: str = ""
    author: str = ""  # empty: the runner

    def __post_init__(self) -> None:
        civil("day", self.day)
        member("kind", self.kind, ContextKind)
        if self.kind in TIMED:
            within("minutes", self.minutes, 0.0, MINUTES_A_DAY)
            if not self.minutes:
                raise BadInput("minutes", self.minutes, "more than 0: how long it was")
        elif self.minutes is not None:
            raise BadInput("minutes", self.minutes, f"told for {self.kind.value}")
        if self.kind is ContextKind.OTHER:
            some_words("text", self.text, "what there is to know")
        if len(self.text) > MOST_LETTERS:
            raise BadInput("text", self.text[:20] + "…", f"{MOST_LETTERS} letters or fewer")

    @property
    def is_estimate(self) -> bool:
        """Whether it says how long something was, which nobody measured."""
        return self.minutes is not None
