"""A whole practice of made-up people: kinds mixed, some who join along the way, silent sensors."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from cli.validate.lives.life import (
    DAYS,
    HISTORY_DAYS,
    NURSE,
    OFFICE,
    PATIENT,
    RUNNER,
    SPORADIC,
    WALKER,
    Life,
)
from cli.validate.lives.lived import Lived, person

#: Thresholds were chosen on the practice of one seed; what is reported is of the other.
CHOOSING_PRACTICE: Final = 1962
REPORTING_PRACTICE: Final = 8128
#: Runners of a practice, and how many of each ten of them live how. Our choice.
RUNNERS: Final = 200
MIX: Final = (
    *((PATIENT,) * 3),
    *((RUNNER,) * 2),
    *((SPORADIC,) * 2),
    WALKER,
    OFFICE,
    NURSE,
)
#: A third of the others join along the way, with nothing behind them. A returning patient always
#: begins with nothing: the life is that of somebody who comes. Our choice.
JOIN_SHARE: Final = 1.0 / 3.0
JOIN_DAYS: Final = (20, 140)
#: Two of three people have a sensor that says nothing for so many days, once: at home, or empty.
SILENT_SHARE: Final = 2.0 / 3.0
SILENT_DAYS: Final = (3, 10)
#: Apart from everything else that is drawn of a person.
OF_PRACTICE: Final = 77


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a practice."""

    lived: Lived
    number: int
    joined: int  # the first day that anything is known of
    counted_from: int
    silent: tuple[int, int] | None  # first and last day without a word of the sensor

    @property
    def life(self) -> Life:
        """The kind of life."""
        return self.lived.life

    @property
    def days(self) -> int:
        """How many days of this life are counted."""
        return DAYS - self.counted_from


def practice(seed: int, runners: int = RUNNERS) -> Iterator[Member]:
    """The people of a practice: the same for the same seed, and the first of them for fewer."""
    for number in range(runners):
        life = MIX[number % len(MIX)]
        chance = np.random.default_rng([seed, OF_PRACTICE, number])
        joins = bool(chance.random() < JOIN_SHARE)
        on_day = int(chance.integers(*JOIN_DAYS))
        quiet, at = chance.random() < SILENT_SHARE, int(chance.integers(HISTORY_DAYS, DAYS - 20))
        length = int(chance.integers(*SILENT_DAYS, endpoint=True))
        joined = on_day if joins and life is not PATIENT else 0
        silent = (at, at + length - 1) if quiet else None
        lived = person(life, seed, number)
        new = life is PATIENT or joined > 0
        yield Member(
            lived=lived if silent is None else silenced(lived, *silent),
            number=number,
            joined=joined,
            counted_from=joined if new else HISTORY_DAYS,
            silent=silent,
        )


def silenced(lived: Lived, first: int, last: int) -> Lived:
    """The same life with a sensor that says nothing for some days; the diary goes on."""
    worn, recorded = lived.worn.copy(), lived.recorded.copy()
    worn[first : last + 1], recorded[first : last + 1] = 0.0, False
    return replace(lived, worn=worn, recorded=recorded)
