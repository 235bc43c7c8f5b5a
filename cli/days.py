"""How a runner's days are cut, as the command line is told it and tells it."""

from dataclasses import dataclass
from datetime import date, time

from cli import clock
from plantar.day import LocalDay, civil_day
from plantar.day import zone as iana_zone
from plantar.errors import BadInput
from plantar.runner import Runner


@dataclass(frozen=True, slots=True)
class Cut:
    """One way of cutting days, in words; JSON has the same names."""

    since: str | None  # None: from the beginning
    zone: str
    day_start: str


def changed(runner: Runner, since: str | None, zone: str | None, day_start: str | None) -> LocalDay:
    """The way days are cut from a date on; what is not said stays as it was."""
    first = _today(runner, zone) if since is None else _date(since)
    before = runner.days.in_force(first)
    start = before.day_start if day_start is None else hour(day_start)
    return LocalDay(first, zone or before.zone, start)


def cuts(runner: Runner) -> list[Cut]:
    """Every way in which their days are cut, the oldest first."""
    known = runner.day_changes
    if not known or known[0].since > date.min:
        known = (LocalDay(date.min, runner.zone), *known)
    return [
        Cut(
            None if one.since == date.min else one.since.isoformat(),
            one.zone,
            f"{one.day_start:%H:%M}",
        )
        for one in known
    ]


def hour(text: str) -> time:
    """The hour at which a day starts."""
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise BadInput("--day-start", text, "an hour such as 04:00") from error


def _today(runner: Runner, zone: str | None) -> date:
    """Today, by the clock of the place somebody came to."""
    now = clock.now()
    return runner.days.day_of(now) if zone is None else civil_day(now, iana_zone(zone))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("--since", text, "a date such as 2026-06-01") from error
