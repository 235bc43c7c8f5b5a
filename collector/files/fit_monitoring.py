"""Daily monitoring in FIT files: the step counter of a watch, read now and then.

Every row repeats the counter of one kind of moving (walking, running, ...) since midnight, so a
day is the largest row of each kind, never their sum. The profile stores cycles in halves: a raw
3142 is 1571 cycles of one leg, and for walking and running the same raw number *is* the steps of
both feet (sub-field ``steps``). Rows for which the decoder gives only cycles are therefore doubled;
cycles of other kinds (pedalling, strokes) are no steps.

A row at midnight closes the day before. Which midnight: the file says its local time once, in
``monitoring_info``.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from collector.files.asked import Asked
from collector.files.fit_frames import EPOCH_S, FIRST_DATE, Frames, Message, device
from collector.files.head import Head
from collector.files.words import counted
from plantar.day import civil_day
from plantar.errors import BadInput, FileRejected
from plantar.measured import DayTotal
from plantar.recording import DayTable, Reading

FORMAT = "fit-monitoring"
WALKING, RUNNING = "walking", "running"
#: FIT keeps the low 16 bits of the time in small rows.
LOW_BITS = 0xFFFF
RAW_PER_CYCLE = 2
QUARTER_HOUR_S = 900
UTC_ZONE = ZoneInfo("UTC")


def reading(head: Head, found: Frames, asked: Asked) -> Reading:
    """Steps of every day that has a row of walking or running."""
    most: dict[date, dict[str, int]] = defaultdict(dict)
    latest: dict[date, datetime] = {}
    offset, local = None, _LocalTime(asked.zone)
    seconds: int | None = None
    for message in found.messages:
        seconds = _seconds(message, seconds)
        if message.name == "monitoring_info":
            offset = _offset(message, offset)
        if message.name != "monitoring" or seconds is None or seconds < FIRST_DATE:
            continue
        day, at = local.day_of(seconds, offset)
        latest[day] = max(at, latest.get(day, at))
        kind = message.fields.get("activity_type")
        steps = _steps(message)
        if kind in {WALKING, RUNNING} and steps is not None:
            most[day][kind] = max(steps, most[day].get(kind, 0))
    if not most:
        raise FileRejected(head.path, found.broken or "a monitoring file without a row of steps")
    table = DayTable(
        totals=tuple(_total(head, day, most[day]) for day in sorted(most)),
        sensor=device(found.messages),
        quality=(*local.doubts(offset), *_open_days(latest, most)),
    )
    kept = f"{found.broken}; kept are {counted(len(most), 'day')}"
    partial = kept if found.broken else None
    return Reading(FORMAT, (table,), partial)


class _LocalTime:
    """The civil day of a row: by the file's own offset, else by the zone that was said."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone

    def day_of(self, seconds: int, offset: timedelta | None) -> tuple[date, datetime]:
        """The day a row counts for, and its local moment; midnight belongs to the day before."""
        at = datetime.fromtimestamp(EPOCH_S + seconds, UTC)
        just_before = at - timedelta(seconds=1)
        if offset is not None:
            return civil_day(just_before + offset, UTC_ZONE), at + offset
        zone = self._zone or UTC_ZONE
        return civil_day(just_before, zone), at.astimezone(zone)

    def doubts(self, offset: timedelta | None) -> tuple[str, ...]:
        """What is uncertain about the days."""
        if offset is None and self._zone is None:
            return ("days are UTC days: the file does not tell its local time",)
        return ()


def _seconds(message: Message, before: int | None) -> int | None:
    """The time of a message, small ones counted on from the last full one. [s]"""
    full = message.seconds()
    if full is not None:
        return full
    low = message.seconds("timestamp_16")
    if low is None or before is None:
        return before
    return before + ((low - (before & LOW_BITS)) & LOW_BITS)


def _offset(message: Message, before: timedelta | None) -> timedelta | None:
    """Local time minus UTC, to the quarter of an hour that time zones keep."""
    utc, local = message.seconds(), message.seconds("local_timestamp")
    if utc is None or local is None or abs(local - utc) > 15 * 3600:
        return before
    return timedelta(seconds=round((local - utc) / QUARTER_HOUR_S) * QUARTER_HOUR_S)


def _steps(message: Message) -> int | None:
    steps = message.number("steps")
    if steps is None:
        cycles = message.number("cycles")
        steps = None if cycles is None else cycles * RAW_PER_CYCLE
    return None if steps is None else round(steps)


def _total(head: Head, day: date, kinds: dict[str, int]) -> DayTotal:
    running = kinds.get(RUNNING, 0)
    try:
        return DayTotal(day, kinds.get(WALKING, 0) + running, running)
    except BadInput as error:
        raise FileRejected(head.path, f"{day}: {error}") from error


def _open_days(latest: dict[date, datetime], most: dict[date, dict[str, int]]) -> list[str]:
    """Days whose last row comes before their end: the counter may have gone on."""
    still_open = (day for day in sorted(most) if civil_day(latest[day], UTC_ZONE) == day)
    return [f"{day} is told up to {latest[day]:%H:%M}" for day in still_open]
