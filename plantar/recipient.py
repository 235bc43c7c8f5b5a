"""Who is written to, about what, in which language, and at which hours not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from typing import Final

from plantar.channel import Channel
from plantar.day import A_DAY, civil_day
from plantar.day import zone as iana_zone
from plantar.door import aware, member, one_of, some_words
from plantar.errors import BadInput
from plantar.runner import LANGUAGES

#: When the digest and the morning reminder come unless somebody says otherwise. Our choice.
MORNING: Final = time(7, 30)


class Wanted(StrEnum):
    """About what somebody wants to hear."""

    ALERT = "alert"  # call today
    CAUTION = "caution"  # look this week
    NO_DATA = "no-data"  # nothing came for long
    REMINDER = "reminder"  # each morning, for a runner: how are the first steps?


#: What a runner hears about who said nothing of it: silence is quiet, and a reminder is asked for.
USUAL: Final = frozenset({Wanted.ALERT, Wanted.CAUTION})
#: And who looks after many, whose digest tells who fell silent.
USUAL_OF_ACCOUNT: Final = USUAL | {Wanted.NO_DATA}


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time on the clock until another, perhaps past midnight: nothing arrives."""

    since: time
    until: time

    def __post_init__(self) -> None:
        for name, at in (("quiet since", self.since), ("quiet until", self.until)):
            on_the_clock(name, at)
        if self.since == self.until:
            raise BadInput("quiet until", f"{self.until:%H:%M}", "another time than it begins")

    def over(self, at: datetime, where: tzinfo) -> datetime:
        """The moment itself, or the end of the quiet hours in which it lies, in UTC.

        By moments, not by what a clock shows: in the night in which an hour comes twice the quiet
        hours do not begin again, and in the one that skips an hour they still end.
        """
        for begin, end in self._around(civil_day(at, where), where):
            if begin <= at < end:
                return end
        return at

    def _around(self, day: date, where: tzinfo) -> Iterator[tuple[datetime, datetime]]:
        for first in (day - A_DAY, day):
            last = first if self.since < self.until else first + A_DAY
            yield moment_on(first, self.since, where), moment_on(last, self.until, where)


def moment_on(day: date, clock: time, where: tzinfo) -> datetime:
    """The moment at which a clock shows a time on a date, in UTC: the first of two."""
    return datetime.combine(day, clock, tzinfo=where).astimezone(UTC)


def on_the_clock(field: str, at: time) -> None:
    """Refuse what is no whole minute on a clock."""
    if at.tzinfo is not None or at.second or at.microsecond:
        raise BadInput(field, str(at), "a time such as 22:00")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is written to: a runner, or who looks after runners."""

    id: str  # opaque
    channel: Channel
    added_at: datetime
    runner_id: str | None = None  # a runner, about themselves;
    account: str | None = None  # or an account, about whom it may see
    language: str = "nl"
    time_zone: str | None = None  # None: wherever the runner is
    wants: frozenset[Wanted] = USUAL
    health_details: bool = False  # what a message says of somebody's feet, in full
    at_once: bool = False  # of an account: alerts do not wait for the morning
    quiet: QuietHours | None = None
    morning: time = MORNING  # the digest of an account, the reminder of a runner
    paused: bool = False

    def __post_init__(self) -> None:
        some_words("id", self.id, "a recipient's")
        aware("added_at", self.added_at)
        if (self.runner_id is None) == (self.account is None):
            raise BadInput("recipient", self.id, "a runner or an account, and not both")
        if (self.runner_id is None) != (self.time_zone is not None):
            raise BadInput("time_zone", self.time_zone, "given for an account, and for no runner")
        if self.time_zone is not None:
            iana_zone(self.time_zone)
        one_of("language", self.language, LANGUAGES)
        for one in self.wants:
            member("wants", one, Wanted)
        if self.account is not None and Wanted.REMINDER in self.wants:
            raise BadInput("wants", Wanted.REMINDER.value, "for a runner only")
        if self.runner_id is not None and self.at_once:
            raise BadInput("at_once", self.at_once, "for an account only: runners hear at once")
        on_the_clock("morning", self.morning)

    def may_arrive(self, at: datetime, where: tzinfo) -> datetime:
        """When something that is due may arrive: quiet hours put it off, and drop nothing."""
        return at if self.quiet is None else self.quiet.over(at, where)

    def morning_of(self, now: datetime, where: tzinfo) -> date | None:
        """The date whose morning has come by now, unless somebody was added after it."""
        began = self.morning_began(now, where)
        return civil_day(now, where) if self.added_at <= began <= now else None

    def morning_began(self, now: datetime, where: tzinfo) -> datetime:
        """The moment at which the morning of the present date comes, or came."""
        return moment_on(civil_day(now, where), self.morning, where)
