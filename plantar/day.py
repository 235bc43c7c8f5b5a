"""The civil day: the only place where a moment becomes a date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plantar.door import aware
from plantar.errors import BadInput

MIDNIGHT = time(0)
#: A day that starts later would be named after the day before. Our choice.
LATEST_DAY_START = time(12)
A_DAY = timedelta(days=1)
#: Clocks on earth are never so far apart, the start of the day included, that it takes more. [d]
FURTHEST_DAYS = 2


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("zone", name, "an IANA time zone such as Europe/Brussels") from error


def civil_day(at: datetime, where: tzinfo) -> date:
    """The date that a clock shows at a moment; the days of a runner are their own, `LocalDays`."""
    aware("at", at)
    return at.astimezone(where).date()


@dataclass(frozen=True, slots=True)
class LocalDay:
    """How a runner's days are cut from a date on: by which clock, and from which hour."""

    since: date
    zone: str
    day_start: time = MIDNIGHT  # the hours before it belong to the day before

    def __post_init__(self) -> None:
        if isinstance(self.since, datetime) or not isinstance(self.since, date):
            raise BadInput("since", self.since, "a date")
        zone(self.zone)
        start = self.day_start
        if start.tzinfo is not None or start.second or start.microsecond:
            raise BadInput("day_start", start, "a whole minute on the clock of the zone")
        if start > LATEST_DAY_START:
            raise BadInput("day_start", start, f"from {MIDNIGHT:%H:%M} to {LATEST_DAY_START:%H:%M}")

    def begins(self, day: date) -> datetime:
        """The moment at which this clock shows the start of a day, in UTC.

        Of an hour that the clock shows twice it is the first; one that the clock skips is read as
        if it had not been put forward yet (RFC 5545).
        """
        return datetime.combine(day, self.day_start, tzinfo=zone(self.zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class LocalDays:
    """The civil days of a runner, wherever they were: every moment lies in exactly one.

    A day begins at its own start, by the clock in force on it, and ends where the next one begins.
    So a day has 23 or 25 hours when the clock changes, 18 on a flight six hours to the east and
    30 on one to the west; across the date line a date may have none at all.
    """

    home: str  # the zone before the first change, with days from midnight
    changes: tuple[LocalDay, ...] = ()

    def __post_init__(self) -> None:
        zone(self.home)
        for one, other in pairwise(self.changes):
            if one.since >= other.since:
                raise BadInput("since", other.since, f"a date after {one.since}")

    def in_force(self, day: date) -> LocalDay:
        """How that day is cut: by the last change until then."""
        for change in reversed(self.changes):
            if change.since <= day:
                return change
        return LocalDay(date.min, self.home)

    def begins(self, day: date) -> datetime:
        """The first moment of a day, in UTC.

        Where a later day begins before it, as across the date line, that one has the last word.
        """
        if not self.changes:
            return self.in_force(day).begins(day)
        ahead = [day + n * A_DAY for n in range(FURTHEST_DAYS + 1)]
        return min(self.in_force(one).begins(one) for one in ahead)

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """First moment of a day and first moment after it, in UTC."""
        return self.begins(day), self.begins(day + A_DAY)

    def hours(self, day: date) -> float:
        """How long a day lasts. [h]"""
        first, after = self.bounds(day)
        return (after - first) / timedelta(hours=1)

    def is_calendar_day(self, day: date) -> bool:
        """Whether a day is the date on one clock: from midnight to midnight, in one place."""
        cut, after = self.in_force(day), self.in_force(day + A_DAY)
        return cut.day_start == after.day_start == MIDNIGHT and cut.zone == after.zone

    def day_of(self, at: datetime) -> date:
        """The day in which a moment lies."""
        aware("at", at)
        day = at.astimezone(UTC).date()
        while at < self.begins(day):
            day -= A_DAY
        while at >= self.begins(day + A_DAY):
            day += A_DAY
        return day

    def zone_at(self, at: datetime) -> ZoneInfo:
        """The zone whose clock the runner looked at."""
        return zone(self.in_force(self.day_of(at)).zone)

    def local(self, at: datetime) -> datetime:
        """A moment as the runner's clock showed it."""
        return at.astimezone(self.zone_at(at))

    def waking_day(self, at: datetime) -> date:
        """The date on the runner's clock, whatever hour their day starts at.

        Who gets up at 02:00 begins the day of that date, also where the hours until 04:00 belong
        to the evening before.
        """
        return self.local(at).date()

    def clock(self) -> tzinfo:
        """The clock that the runner carried along, for times that were noted without a zone."""
        return _Clock(self)


class Diary:
    """The day of one moment after another; quick while the day stays the same."""

    def __init__(self, days: LocalDays) -> None:
        self._days = days
        self._day = date.min
        self._first = self._after = datetime.min.replace(tzinfo=UTC)

    def day_of(self, at: datetime) -> date:
        """The day in which a moment lies."""
        if not self._first <= at < self._after:
            self._day = self._days.day_of(at)
            self._first, self._after = self._days.bounds(self._day)
        return self._day


class _Clock(tzinfo):
    """A clock that is put right wherever the runner goes."""

    def __init__(self, days: LocalDays) -> None:
        self._days = days

    def _shown(self, wall: datetime) -> datetime:
        """What the clock shows, with the zone that it was showing the time of."""
        day = wall.date()
        if wall.time() < self._days.in_force(day).day_start:
            day -= A_DAY
        return wall.replace(tzinfo=zone(self._days.in_force(day).zone))

    def utcoffset(self, wall: datetime | None) -> timedelta | None:
        return None if wall is None else self._shown(wall).utcoffset()

    def dst(self, wall: datetime | None) -> timedelta | None:
        return None if wall is None else self._shown(wall).dst()

    def tzname(self, wall: datetime | None) -> str | None:
        return None if wall is None else self._shown(wall).tzname()

    def fromutc(self, at: datetime) -> datetime:
        moment = at.replace(tzinfo=UTC)
        return moment.astimezone(self._days.zone_at(moment)).replace(tzinfo=self)


def minute_of(at: datetime) -> datetime:
    """The start of the minute in which a moment lies, in UTC."""
    aware("at", at)
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def each_day(first: date, last: date) -> Iterator[date]:
    """Every date from first to last, both included."""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
