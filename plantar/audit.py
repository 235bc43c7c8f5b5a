"""Who looked at whose data, at what of it, and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plantar.door import aware, member, some_words


class Part(StrEnum):
    """What of somebody was looked at."""

    LIST = "list"  # their line in a list of runners
    LOAD = "load"
    PAIN = "pain"
    PLAN = "plan"  # what was agreed


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a part of somebody else's data; of one minute, or of one hour's lists."""

    runner_id: str
    account: str
    part: Part
    at: datetime  # the minute's beginning; of a list, the hour's

    def __post_init__(self) -> None:
        some_words("runner", self.runner_id, "somebody was looked at")
        some_words("account", self.account, "somebody looked")
        member("part", self.part, Part)
        aware("at", self.at)


@dataclass(frozen=True, slots=True)
class NewPassword:
    """Whose password was set anew by a link, and who made that link."""

    account: str
    made_by: str | None  # an account; None: whoever has the computer itself
    at: datetime  # the link was used


def look(runner_id: str, account: str, part: Part, now: datetime) -> Look:
    """The line of a look: those of one minute are one, and of a list those of one hour.

    A page that keeps itself up to date reads all the time, and says nothing new by it.
    """
    at = now.replace(second=0, microsecond=0)
    return Look(runner_id, account, part, at.replace(minute=0) if part is Part.LIST else at)
