"""What goes out to somebody: codes and numbers; the words come where it is sent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from plantar.alert import Alert, Family, Level
from plantar.door import aware, member, some_words, whole

#: How long after a try that failed the next one follows: doubled each time, up to a longest. Our
#: choice, after what mail servers do.
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=6)
#: When a message that was tried in vain is shown as not delivered, and waits for a person.
GIVE_UP_AFTER: Final = timedelta(days=3)


class Kind(StrEnum):
    """What sort of message it is."""

    EPISODES = "episodes"  # something opened, or rose
    DIGEST = "digest"  # each morning, what changed
    REMINDER = "reminder"  # how were the first steps?


class Change(StrEnum):
    """What became of a story since somebody was told of it."""

    OPENED = "opened"
    RISEN = "risen"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # later measurements told another story


class Sending(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"  # for its hour, or for the next try
    SENT = "sent"
    GIVEN_UP = "given-up"  # not delivered; kept, and tried again when somebody says so


class Outcome(StrEnum):
    """How one try ended."""

    DELIVERED = "delivered"
    NOT_LET_IN = "not-let-in"  # 401, 403, or a password that a mail server refuses
    REFUSED = "refused"  # another answer that says no
    SERVER_ERROR = "server-error"  # 500 and above
    TIMEOUT = "timeout"
    UNKNOWN_HOST = "unknown-host"
    NO_CONNECTION = "no-connection"
    NO_TRUST = "no-trust"  # its certificate is not one to trust
    NOT_ALLOWED = "not-allowed"  # an address where we do not write to
    NO_BROKER = "no-broker"
    NOBODY_LISTENS = "nobody-listens"
    FAILED = "failed"  # for another reason


@dataclass(frozen=True, slots=True)
class Item:
    """One story in a message."""

    runner_id: str
    family: Family
    change: Change
    level: Level
    opened: date
    closed: date | None = None
    alerts: tuple[Alert, ...] = ()  # only for who chose to read details

    def __post_init__(self) -> None:
        some_words("runner_id", self.runner_id, "somebody's")
        member("family", self.family, Family)
        member("change", self.change, Change)
        member("level", self.level, Level)


@dataclass(frozen=True, slots=True)
class Told:
    """What a recipient was told last of one story."""

    runner_id: str
    family: Family
    opened: date
    last_day: date
    level: Level
    closed: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver a message, and how it ended."""

    at: datetime
    outcome: Outcome
    code: int | None = None  # what a server answered

    def __post_init__(self) -> None:
        aware("at", self.at)
        member("outcome", self.outcome, Outcome)


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one recipient; the same id however often it is tried."""

    id: str
    recipient_id: str
    kind: Kind
    made_at: datetime
    due_at: datetime  # not before
    items: tuple[Item, ...] = ()
    state: Sending = Sending.WAITING
    tries: int = 0  # since it was made, or somebody asked for it again
    trying_since: datetime | None = None
    next_at: datetime | None = None  # None: as `due_at`
    last: Attempt | None = None

    def __post_init__(self) -> None:
        some_words("id", self.id, "a message's")
        member("kind", self.kind, Kind)
        member("state", self.state, Sending)
        aware("made_at", self.made_at)
        aware("due_at", self.due_at)
        whole("tries", self.tries, 0, 1_000_000)

    def next_try(self, at: datetime) -> datetime | None:
        """When to try again after a try at that moment failed; None: it is given up."""
        began = self.trying_since or at
        if at - began >= GIVE_UP_AFTER:
            return None
        doubled = FIRST_WAIT * 2.0 ** min(self.tries, 20)
        return at + min(doubled, LONGEST_WAIT)
