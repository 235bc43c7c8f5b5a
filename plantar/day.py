"""The civil day: the only place where a moment becomes a date."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plantar.door import aware
from plantar.errors import BadInput

MIDNIGHT = time(0)


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("zone", name, "an IANA time zone such as Europe/Brussels") from error


def civil_day(at: datetime, where: ZoneInfo, day_start: time = MIDNIGHT) -> date:
    """The date on which a moment counts, for somebody who lives in that zone.

    A day that starts at 03:00 gives the hours after midnight to the evening before.
    """
    aware("at", at)
    local = at.astimezone(where)
    day = local.date()
    return day - timedelta(days=1) if local.time() < day_start else day


def day_bounds(day: date, where: ZoneInfo, day_start: time = MIDNIGHT) -> tuple[datetime, datetime]:
    """First moment of a civil day and first moment after it, in UTC: 23, 24 or 25 hours apart."""
    first = datetime.combine(day, day_start, tzinfo=where).astimezone(UTC)
    after = datetime.combine(day + timedelta(days=1), day_start, tzinfo=where).astimezone(UTC)
    return first, after


def minute_of(at: datetime) -> datetime:
    """The start of the minute in which a moment lies, in UTC."""
    aware("at", at)
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def each_day(first: date, last: date) -> Iterator[date]:
    """Every date from first to last, both included."""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
