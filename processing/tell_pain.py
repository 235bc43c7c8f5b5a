"""The one door by which pain comes in: from a page, a form, a command or the broker.

Whatever comes is read and checked by the same rules, which docs/pain.md tells, and refused with
the field, the value and what is wanted. Of reports about the same civil day, moment and side the
one recorded last counts; the ones before stay in the history.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from plantar.day import LocalDays
from plantar.errors import PainRefused
from plantar.pain import NO_PAIN, PainMoment, PainReport, Recorded, Side
from plantar.store import Store
from processing.given_pain import (
    LONGEST_NOTE,
    LONGEST_SHOE,
    Given,
    at_of,
    day_of,
    moment_of,
    score_of,
    side_of,
    words_of,
    yes_or_no_of,
)

#: A memory of pain further back is no measurement. Our choice. [d]
BACK_DAYS: Final = 7
#: How far the clock of a phone or a button may be ahead of ours: what is felt then is felt now.
AHEAD: Final = timedelta(minutes=2)
#: Until this hour one is asked about the first steps, until the second about the day itself.
MORNING_UNTIL, DAY_UNTIL = time(11), time(17)
#: The hour that an answer about an earlier day is filed under.
USUAL_HOUR: Final = {
    PainMoment.FIRST_STEPS: time(7, 30),
    PainMoment.DURING: time(14),
    PainMoment.AFTER_24H: time(18),
    PainMoment.EVENING: time(21),
}
#: A key that a sender chooses is no longer. [characters] Our choice.
LONGEST_KEY: Final = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of what somebody told."""

    report: PainReport
    recorded_at: datetime  # of what was said already: when it was
    day: date  # on which it counts
    replaced: PainReport | None = None  # what counted until now
    repeated: bool = False  # it was said already: nothing changed


def tell_pain(
    store: Store, runner_id: str, given: Given, now: datetime, key: str | None = None
) -> Kept:
    """Check and keep what somebody told.

    Parameters
    ----------
    store : Store
        Where it goes; its days grow dirty, and are computed again by whoever does so.
    runner_id : str
        Whose foot it is.
    given : Given
        What was entered.
    now : datetime
        When it is recorded.
    key : str or None
        Chosen by the sender: the same under the same key counts once.

    Raises
    ------
    PainRefused
        Naming the field, the value and what is wanted; nothing was kept.
    UnknownRunner
        There is no such runner.
    """
    _check_key(key)
    days = store.runner(runner_id).days
    report = checked(given, days, now)
    known = counting(store, runner_id, report, days)
    before = None if known is None else known.report
    report = _with_what_stays(report, given, before)
    if known is not None and _says(known.report) == _says(report):
        return Kept(known.report, known.recorded_at, report.day(days), before, repeated=True)
    is_new = store.add_pain(runner_id, report, now, key)
    return Kept(report, now, report.day(days), before, repeated=not is_new)


def tell_report(store: Store, runner_id: str, report: PainReport, told_at: datetime) -> None:
    """Keep a report that was told elsewhere, once; judged by when it was told.

    Raises
    ------
    PainRefused
        It was felt after it was told, or too long before.
    UnknownRunner
        There is no such runner.
    """
    _in_its_time(report, report.at.isoformat(), store.runner(runner_id).days, told_at)
    store.add_pain(runner_id, report, told_at)


def amend_pain(store: Store, runner_id: str, kept: Kept, given: Given) -> Kept:
    """Say more beside a score that is kept, which stays as it is.

    Raises
    ------
    PainRefused
        Naming the field, the value and what is wanted; the score stays kept.
    UnknownRecord
        Somebody took the report back meanwhile.
    """
    amended = replace(kept.report, **_beside(given))
    if amended == kept.report:
        return kept
    store.amend_pain(runner_id, kept.report, kept.recorded_at, amended)
    return replace(kept, report=amended)


def checked(given: Given, days: LocalDays, now: datetime) -> PainReport:
    """The report that somebody gave.

    Raises
    ------
    PainRefused
        Naming the field, the value and what is wanted.
    """
    score = score_of(given.score)
    moment = likely_moment(now, days) if given.moment is None else moment_of(given.moment)
    side = None if given.side is None else side_of(given.side)
    at = _felt(given, moment, days, now)
    return PainReport(at, moment, score, side, **_beside(given))


def likely_moment(now: datetime, days: LocalDays) -> PainMoment:
    """What one is most likely to answer about, by the clock."""
    clock = days.local(now).time()
    if clock < days.in_force(days.day_of(now)).day_start:
        return PainMoment.EVENING  # the day before is not over yet
    if clock < MORNING_UNTIL:
        return PainMoment.FIRST_STEPS
    return PainMoment.DURING if clock < DAY_UNTIL else PainMoment.EVENING


def usual_moment(day: date, moment: PainMoment, now: datetime, days: LocalDays) -> datetime:
    """When an answer about a day counts: now for today, the usual hour for an earlier day.

    A day cut short by a flight east may not have had that hour: then its last minute.
    """
    if PainReport(now, moment, NO_PAIN).day(days) == day:
        return now
    usual = datetime.combine(day, USUAL_HOUR[moment], tzinfo=days.clock()).astimezone(UTC)
    return min(usual, days.bounds(day)[1] - timedelta(minutes=1))


def counting(store: Store, runner_id: str, report: PainReport, days: LocalDays) -> Recorded | None:
    """What counts now about the same day, moment and side."""
    day = report.day(days)
    # First steps may have been taken before the day starts.
    since, until = days.begins(day - timedelta(days=1)), days.bounds(day + timedelta(days=1))[1]
    about = (day, report.moment, report.side)
    for one in store.pain_history(runner_id, since, until):
        told = one.report
        if one.replaced_at is None and (told.day(days), told.moment, told.side) == about:
            return one
    return None


def _felt(given: Given, moment: PainMoment, days: LocalDays, now: datetime) -> datetime:
    if given.at is not None and given.day is not None:
        raise PainRefused("at-and-day", "day", given.day, "told with a moment: one of the two")
    if given.at is not None:
        at = at_of(given.at)
        at = at if at.tzinfo else at.replace(tzinfo=days.clock()).astimezone(UTC)
        _in_its_time(PainReport(at, moment, NO_PAIN), given.at, days, now)
        return min(at, now)
    if given.day is None:
        return now
    day = day_of(given.day)
    today = PainReport(now, moment, NO_PAIN).day(days)
    if day > today:
        raise PainRefused("future", "day", day.isoformat(), f"today ({today}) or earlier")
    _not_long_ago("day", day.isoformat(), day, days.day_of(now))
    if not days.hours(day):
        wanted = "a day that there was, where this runner was then"
        raise PainRefused("day-skipped", "day", day.isoformat(), wanted)
    return usual_moment(day, moment, now, days)


def _in_its_time(report: PainReport, said: object, days: LocalDays, now: datetime) -> None:
    if report.at > now + AHEAD:
        raise PainRefused("future", "at", str(said), "now or earlier")
    _not_long_ago("at", str(said), report.day(days), days.day_of(now))


def _not_long_ago(field: str, said: str, day: date, today: date) -> None:
    if (today - day).days > BACK_DAYS:
        raise PainRefused("long-ago", field, said, f"within the last {BACK_DAYS} days")


def _beside(given: Given) -> dict[str, Any]:
    """What was said beside the score; what was not said is not in it."""
    said: dict[str, Any] = {}
    for field, most in (("note", LONGEST_NOTE), ("shoe", LONGEST_SHOE)):
        if (words := getattr(given, field)) is not None:
            said[field] = words_of(field, words, most)
    for field in ("analgesic", "flare"):
        if (answer := getattr(given, field)) is not None:
            said[field] = yes_or_no_of(field, answer)
    return said


def _with_what_stays(report: PainReport, given: Given, before: PainReport | None) -> PainReport:
    """A corrected score keeps what was said beside the one it replaces, unless said anew."""
    if before is None:
        return report
    stays = {
        field: getattr(before, field)
        for field in ("note", "analgesic", "shoe", "flare")
        if getattr(given, field) is None
    }
    return replace(report, **stays)


def _says(report: PainReport) -> tuple[int, Side | None, str, bool | None, str, bool]:
    return (
        report.score,
        report.side,
        report.note,
        report.analgesic,
        report.shoe,
        report.flare,
    )


def _check_key(key: str | None) -> None:
    if key is not None and (not 0 < len(key) <= LONGEST_KEY or not key.isprintable()):
        wanted = f"1 to {LONGEST_KEY} signs that can be shown"
        raise PainRefused("key", "id", f"{len(key)} signs", wanted)
