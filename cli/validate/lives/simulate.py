"""Simulated people asked the rules that ship: steady lives, and the same with jumps in them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import stdev
from typing import Final

import numpy as np

from cli.validate.lives.jumps import ASKED_BEFORE, BEFORE, Plant, Planted
from cli.validate.lives.life import DAYS, HISTORY_DAYS, Life
from cli.validate.lives.lived import WEEK, Lived, person
from cli.validate.lives.measured import day_of, evidence
from plantar.alert import Alert, Level, Rule
from plantar.plan import RuleOverride
from processing.backtest import MONTH_DAYS
from processing.episodes import told_episodes
from processing.rules.decide import Evidence, decide
from processing.written import Message, written

#: Thresholds were chosen on the people of one seed; what is reported comes from those of the other.
CHOOSING_SEED: Final = 2026
REPORTING_SEED: Final = 4711
#: A jump is planted once in each of these stretches of a life. [d]
STRETCHES: Final = ((60, 120), (130, 188))
#: Weeks of a stretch that are tried for a jump: some are holidays.
WEEKS_TRIED: Final = 8


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is asked: so many people of a seed, with other thresholds where some are tried."""

    seed: int
    people: int
    tried: tuple[RuleOverride, ...] = ()

    def of(self, life: Life) -> Iterator[Lived]:
        """The people of a life."""
        return (person(life, self.seed, number) for number in range(self.people))

    def planted(
        self, life: Life, plants: Mapping[str, Plant]
    ) -> Iterator[tuple[Lived, list[tuple[str, Planted]]]]:
        """The people of a life, each with every jump once in each stretch that has room for it."""
        for number, lived in enumerate(self.of(life)):
            chance = np.random.default_rng([self.seed, number])
            begins = [int(chance.integers(first, last)) for first, last in STRETCHES]
            yield (
                lived,
                [
                    (name, jump)
                    for stretch, begin in zip(STRETCHES, begins, strict=True)
                    for name, plant in plants.items()
                    if (jump := _first_that_fits(plant, lived, begin, stretch)) is not None
                ],
            )

    @property
    def months(self) -> float:
        """Runner-months that are counted. [30 d]"""
        return self.people * (DAYS - HISTORY_DAYS) / MONTH_DAYS


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said about one life: alerts at caution or above, and the messages they make."""

    alerts: tuple[Alert, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Steady:
    """What was said about steady people, after their first month."""

    months: float
    messages: tuple[Message, ...]
    alerts: tuple[Alert, ...]
    by_person: tuple[int, ...]  # messages of each
    first_month: int  # messages before

    def a_month(self, rule: Rule | None = None) -> float:
        """Alerts of a rule per runner-month; messages where none is named."""
        if rule is None:
            return len(self.messages) / self.months
        return sum(alert.rule is rule for alert in self.alerts) / self.months

    @property
    def standard_error(self) -> float:
        """Of the messages per runner-month, from how the people differ; nan for one of them."""
        people = len(self.by_person)
        if people == 1:
            return math.nan
        return stdev(self.by_person) * math.sqrt(people) / self.months


@dataclass(frozen=True, slots=True)
class Caught:
    """How many planted jumps were spoken about, how soon, and how many would have been anyway."""

    planted: int
    caught: int
    written: int  # with a message
    by_chance: int  # on the same days of the same people, without the jump
    days_late: tuple[int, ...]

    @property
    def share(self) -> float:
        """Of those planted. [0-1]"""
        return self.caught / self.planted if self.planted else float("nan")


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that was heard about the people of a life."""

    steady: Steady
    caught: dict[str, Caught]


def hear(known: Evidence, tried: Sequence[RuleOverride] = (), *, skipped: int = 0) -> Heard:
    """Ask the rules about every day of a life but the first few, and write the messages."""
    known = replace(known, overrides=tuple(tried))
    first, last = known.days[skipped].day, known.days[-1].day
    said = decide(known, first, last).alerts
    sent = written(told_episodes(said, known, last), last)
    return Heard(tuple(one for one in said if one.level >= Level.CAUTION), sent)


def asked(life: Life, crowd: Crowd, plants: Mapping[str, Plant] | None = None) -> Asked:
    """Ask about everybody of a life, as they live and with each jump planted."""
    everything: list[Heard] = []
    found: dict[str, list[_Outcome]] = {name: [] for name in plants or {}}
    for lived, jumps in crowd.planted(life, plants or {}):
        plain = hear(evidence(lived), crowd.tried)
        everything.append(plain)
        for name, planted in jumps:
            found[name].append(_outcome(plain, planted, crowd))
    caught = {name: _together(outcomes) for name, outcomes in found.items()}
    return Asked(_steady(everything, crowd), caught)


def _first_that_fits(
    plant: Plant, lived: Lived, begin: int, stretch: tuple[int, int]
) -> Planted | None:
    """The jump in the first week from a day on that it can be planted in, the stretch around."""
    first, last = stretch
    weeks = (first + (begin - first + WEEK * n) % (last - first) for n in range(WEEKS_TRIED))
    return next((jump for at in weeks if (jump := plant(lived, at)) is not None), None)


def _steady(everything: Sequence[Heard], crowd: Crowd) -> Steady:
    begin = day_of(HISTORY_DAYS)
    counted = [[due for due in one.messages if due.day >= begin] for one in everything]
    by_person = tuple(len(one) for one in counted)
    return Steady(
        months=crowd.months,
        messages=tuple(due for one in counted for due in one),
        alerts=tuple(alert for one in everything for alert in one.alerts if alert.day >= begin),
        by_person=by_person,
        first_month=sum(len(one.messages) for one in everything) - sum(by_person),
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    days_late: int | None  # None: not caught
    written: bool
    by_chance: bool


def _outcome(plain: Heard, planted: Planted, crowd: Crowd) -> _Outcome:
    known = evidence(planted.lived, planted.first - BEFORE, planted.last)
    heard = hear(known, crowd.tried, skipped=BEFORE - ASKED_BEFORE)
    late, since = _late(heard, planted), day_of(planted.first)
    return _Outcome(
        days_late=late,
        written=late is not None and any(due.day >= since for due in heard.messages),
        by_chance=_late(plain, planted) is not None,
    )


def _late(heard: Heard, planted: Planted) -> int | None:
    first, last = day_of(planted.first), day_of(planted.last)
    days = [
        one.day for one in heard.alerts if one.rule in planted.rules and first <= one.day <= last
    ]
    return (min(days) - first) // timedelta(days=1) if days else None


def _together(outcomes: Sequence[_Outcome]) -> Caught:
    late = tuple(one.days_late for one in outcomes if one.days_late is not None)
    return Caught(
        planted=len(outcomes),
        caught=len(late),
        written=sum(one.written for one in outcomes),
        by_chance=sum(one.by_chance for one in outcomes),
        days_late=late,
    )
