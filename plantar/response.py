"""What somebody did about an episode: an answer, which is only ever added to."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plantar.door import aware, civil, member, some_words, whole
from plantar.errors import BadInput
from plantar.level import Level
from plantar.pain import NO_PAIN, WORST_PAIN

#: Longer than anybody reads beside an alert. [characters]
LONGEST_NOTE = 2_000


class ResponseKind(StrEnum):
    """What was done."""

    ACKNOWLEDGED = "acknowledged"  # seen and dealt with; only a louder word speaks again
    SNOOZED = "snoozed"  # later, until a moment
    CLOSED = "closed"  # the kinesist ends it
    WOKEN = "woken"  # a snooze that pain ended early; nobody did it
    TAKEN_BACK = "taken-back"  # an answer that was a mistake; both stay to be read


class Reason(StrEnum):
    """Why, in one of a few codes, so that they can be counted."""

    CALLED = "called-plan-adapted"
    MESSAGE_SENT = "message-sent"
    KNOWN = "known"  # a race, a holiday
    MEASUREMENT_ERROR = "measurement-error"
    NEXT_VISIT = "next-visit"
    NOT_ASKED = "not-asked"  # of an answer from before reasons were asked


#: What somebody decides about the episode; the others follow, or are about one of these.
DECISIONS = (ResponseKind.ACKNOWLEDGED, ResponseKind.SNOOZED, ResponseKind.CLOSED)
#: The reasons that can be given.
REASONS = tuple(reason for reason in Reason if reason is not Reason.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer, with how the episode and the foot were when it was given."""

    kind: ResponseKind
    at: datetime
    day: date  # the day of the runner that it was given on
    author: str  # an account; empty where nobody did it
    reason: Reason | None  # of a decision always
    note: str = ""
    until: datetime | None = None  # of a snooze: from then on it is open again
    level: Level = Level.OK  # what the episode's was
    pain: int | None = None  # the last morning's first steps [NRS]; None: there was no score
    about: str | None = None  # of another answer: its id
    id: str = ""  # as the store names it

    def __post_init__(self) -> None:
        member("kind", self.kind, ResponseKind)
        aware("at", self.at)
        civil("day", self.day)
        member("level", self.level, Level)
        if self.kind is not ResponseKind.WOKEN:
            some_words("author", self.author, "an answer is somebody's")
        if self.kind in DECISIONS:
            member("reason", self.reason, Reason)
        if len(self.note) > LONGEST_NOTE:
            raise BadInput("note", f"{self.note[:20]}…", f"{LONGEST_NOTE} characters or fewer")
        if self.pain is not None:
            whole("pain", self.pain, NO_PAIN, WORST_PAIN)
        self._check_until()
        if (self.kind in DECISIONS) is (self.about is not None):
            raise BadInput("about", self.about, "the id of an answer, where it is about one")

    def _check_until(self) -> None:
        if self.kind is not ResponseKind.SNOOZED:
            if self.until is not None:
                raise BadInput("until", self.until, "nothing: only a snooze ends by itself")
            return
        aware("until", self.until)
        if self.until is not None and self.until <= self.at:
            raise BadInput("until", self.until.isoformat(), f"later than {self.at.isoformat()}")
