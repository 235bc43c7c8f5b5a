"""What a practice is told: messages of everybody, and jumps planted in each of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from cli.validate.lives.jumps import (
    BEFORE,
    Plant,
    Planted,
    doubled_run,
    doubled_walk,
    standing_day,
    week_above,
)
from cli.validate.lives.life import DAYS, PATIENT, Life
from cli.validate.lives.lived import WEEK
from cli.validate.lives.measured import day_of, evidence
from cli.validate.lives.practice import Member, practice
from cli.validate.lives.simulate import WEEKS_TRIED, hear
from plantar.measured import SourceClass
from processing.backtest import MONTH_DAYS
from processing.written import Message

WEEK_60: Final = "week 60 % above the three before"
RUN: Final = "longest run of a month doubled"
WALK: Final = "longest recorded walk of a month doubled"
STANDING: Final = "9 hours standing, soles on"
PLANTS: Final[Mapping[str, Plant]] = {
    WEEK_60: week_above(0.6),
    RUN: doubled_run,
    WALK: doubled_walk,
    STANDING: standing_day,
}
#: The first day of a life that a jump is planted on, where there are weeks enough before it.
PLANTED_FROM: Final = 60
WEEKS_KNOWN: Final = 5
#: The first month of somebody new. [d]
FIRST_MONTH: Final = 30
#: From here on a sensor that says nothing is told, quietly. [d]
SILENCE_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class Jump:
    """What became of one planted jump; nothing of it is None where nobody spoke or wrote."""

    what: str
    life: Life
    word_days: int | None  # until a rule spoke
    message_days: int | None  # until a message went out


@dataclass(frozen=True, slots=True)
class Told:
    """What was written about one runner of a practice."""

    member: Member
    messages: tuple[Message, ...]
    silences: int  # of the sensor, of 72 h or more
    jumps: tuple[Jump, ...]

    @property
    def is_new(self) -> bool:
        """Whether nothing was known of them when counting began."""
        return self.member.life is PATIENT or self.member.joined > 0

    @property
    def in_first_month(self) -> int:
        """Messages of the first month of somebody new."""
        ends = day_of(self.member.joined + FIRST_MONTH)
        return sum(one.day < ends for one in self.messages)


def told_of(seed: int, runners: int, plants: Mapping[str, Plant] = PLANTS) -> tuple[Told, ...]:
    """Everything a practice of a seed is told, as it lives and with each jump planted."""
    return tuple(_told(member, seed, plants) for member in practice(seed, runners))


def a_month(told: Iterable[Told]) -> float:
    """Messages per runner-month of 30 days."""
    known = list(told)
    days = sum(one.member.days for one in known)
    return MONTH_DAYS * sum(len(one.messages) for one in known) / days


def by_rule(told: Iterable[Told]) -> Counter[str]:
    """Messages by the rule that each one tells first."""
    return Counter(due.rule.value for one in told for due in one.messages if due.rule)


def jumps_of(told: Iterable[Told], what: str) -> list[Jump]:
    """The planted jumps of a kind."""
    return [jump for one in told for jump in one.jumps if jump.what == what]


def _told(member: Member, seed: int, plants: Mapping[str, Plant]) -> Told:
    heard = hear(evidence(member.lived, member.joined))
    since = day_of(member.counted_from)
    return Told(
        member,
        tuple(one for one in heard.messages if one.day >= since),
        _silences(member),
        tuple(_planted(member, seed, plants)),
    )


def _silences(member: Member) -> int:
    quiet = member.lived.worn[member.counted_from :] <= 0.0
    lengths = np.diff(np.flatnonzero(np.concatenate(([True], ~quiet, [True])))) - 1
    return int(np.sum(lengths >= SILENCE_DAYS))


def _planted(member: Member, seed: int, plants: Mapping[str, Plant]) -> Iterator[Jump]:
    """One jump of each kind that fits, each in a life of its own."""
    chance = np.random.default_rng([seed, member.number])
    first = max(member.joined + WEEKS_KNOWN * WEEK, PLANTED_FROM)
    last = DAYS - WEEK
    begin = int(chance.integers(first, last))
    weeks = [first + (begin - first + WEEK * n) % (last - first) for n in range(WEEKS_TRIED)]
    for what, plant in plants.items():
        if what == STANDING and member.life.series is not SourceClass.INSOLE:
            continue
        jump = next((found for at in weeks if (found := plant(member.lived, at))), None)
        if jump is not None:
            yield _outcome(what, member, jump)


def _outcome(what: str, member: Member, jump: Planted) -> Jump:
    begins = max(member.joined, jump.first - BEFORE)
    heard = hear(evidence(jump.lived, begins, jump.last))
    word = _days((one.day for one in heard.alerts if one.rule in jump.rules), jump.first)
    message = _days((one.day for one in heard.messages), jump.first)
    return Jump(what, member.life, word, None if word is None else message)


def _days(found: Iterable[date], since: int) -> int | None:
    """How many days after a day the first of these came, that day included."""
    first = day_of(since)
    return min(((day - first).days for day in found if day >= first), default=None)
