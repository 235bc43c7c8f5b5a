"""Alerts of one family told as one story: it opens, may rise, and closes after seven ok days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from plantar.alert import Alert, Episode, Family, Level
from plantar.day import each_day
from plantar.load import DayStatus
from processing.rules.decide import Evidence

#: Ok days in a row that close an episode. Our choice. [d]
CLOSING_DAYS = 7


@dataclass(frozen=True, slots=True)
class Close:
    """A day on which the kinesist ended the story of that time, and how loud it was then."""

    day: date
    level: Level


NO_CLOSES: Final[Mapping[Family, Sequence[Close]]] = MappingProxyType({})


def episodes(
    alerts: Sequence[Alert],
    family: Family,
    known: Collection[date],
    last: date,
    closes: Sequence[Close] = (),
) -> tuple[Episode, ...]:
    """The episodes of a family, oldest first.

    Parameters
    ----------
    alerts : sequence of Alert
        Of any family and order; info opens nothing.
    known : collection of date
        Days on which silence means ok: a figure, or a score. A day without either neither counts
        towards closing nor starts the count again.
    last : date
        The day up to which the story is told.
    closes : sequence of Close
        Where the kinesist ended stories of this family: what is said after such a day begins a new
        one. Where late data made the story louder than it was to them, it goes on.
    """
    spoken: dict[date, list[Alert]] = {}
    for alert in alerts:
        if alert.rule.family is family and alert.level >= Level.CAUTION and alert.day <= last:
            spoken.setdefault(alert.day, []).append(alert)
    if not spoken:
        return ()
    told: list[Episode] = []
    current: list[Alert] = []
    ok_days = 0
    for day in each_day(min(spoken), last):
        if day in spoken:
            current.extend(spoken[day])
            ok_days = 0
        elif current and day in known:
            ok_days += 1
        closed = [close.level for close in closes if close.day == day]
        ended = closed and current and _loudest(current) <= max(closed)
        if ok_days == CLOSING_DAYS or ended:
            told.append(_episode(family, current, closed=day))
            current, ok_days = [], 0
    if current:
        told.append(_episode(family, current, closed=None))
    return tuple(told)


def told_episodes(
    alerts: Sequence[Alert],
    evidence: Evidence,
    today: date,
    closes: Mapping[Family, Sequence[Close]] = NO_CLOSES,
) -> tuple[Episode, ...]:
    """The episodes of load and of pain, oldest first."""
    measured = {day.day for day in evidence.days if day.status is not DayStatus.MISSING}
    known = {*measured, *evidence.declared}
    answered = {*evidence.mornings, *evidence.during}
    told = (
        *episodes(alerts, Family.LOAD, known, today, closes.get(Family.LOAD, ())),
        *episodes(alerts, Family.PAIN, answered, today, closes.get(Family.PAIN, ())),
    )
    return tuple(sorted(told, key=lambda episode: episode.opened))


def _episode(family: Family, alerts: list[Alert], *, closed: date | None) -> Episode:
    return Episode(
        family=family,
        opened=alerts[0].day,
        level=_loudest(alerts),
        last_day=alerts[-1].day,
        closed=closed,
        alerts=tuple(alerts),
    )


def _loudest(alerts: Sequence[Alert]) -> Level:
    return max(alert.level for alert in alerts)
