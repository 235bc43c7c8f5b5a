"""How much of the prescribed strength work was done: a count, and no judgement of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from plantar.day import each_day
from plantar.rehab import Programme, StrengthSession, exercises_on, plain_name

#: Days looked back over, today included. [d]
WINDOW_DAYS = 14
#: Below this share a neutral note stands beside the figure. Our choice.
NOTED_BELOW = 0.6


@dataclass(frozen=True, slots=True)
class Adherence:
    """The sessions of the last 14 days beside those prescribed."""

    day: date
    done: int  # of what was prescribed; a day counts once for each exercise
    prescribed: float  # by how often, over the days on which a programme was in force
    days: int  # days on which one was, of 14
    share: float | None  # at most 1; None before a programme was in force for all 14

    @property
    def is_noted(self) -> bool:
        """Whether a neutral note stands beside it."""
        return self.share is not None and self.share < NOTED_BELOW


def share_done(done: float, prescribed: float) -> float:
    """Sessions done over sessions prescribed, at most 1.

    Parameters
    ----------
    done : float
        Sessions done. [1]
    prescribed : float
        Sessions prescribed, more than 0. [1]

    Returns
    -------
    float
        The share, 0 to 1: more than was prescribed is not more than all of it. [-]
    """
    return min(1.0, done / prescribed)


def adherence_on(
    day: date, programmes: Sequence[Programme], log: Sequence[StrengthSession]
) -> Adherence | None:
    """The adherence on a day; None where no programme was in force in the 14 days up to it.

    What is done beyond one exercise's prescription makes up for no other one. An exercise counts
    by its name, on days on which it was prescribed, however many sets it had.

    Parameters
    ----------
    day : date
        The last day looked at.
    programmes : sequence of Programme
        All of a runner's; on each day the one in force then prescribes.
    log : sequence of StrengthSession
        What was done, in any order.
    """
    logged = {(one.day, plain_name(one.exercise)) for one in log}
    prescribed: dict[str, Fraction] = {}
    done: dict[str, int] = {}
    days = 0
    for one in each_day(day - timedelta(days=WINDOW_DAYS - 1), day):
        exercises = exercises_on(programmes, one)
        days += bool(exercises)
        for exercise in exercises:
            name = plain_name(exercise.name)
            prescribed[name] = prescribed.get(name, Fraction()) + exercise.a_day
            done[name] = done.get(name, 0) + ((one, name) in logged)
    if not days:
        return None
    asked = float(sum(prescribed.values()))
    counted = float(
        sum(min(asked_of, Fraction(done[name])) for name, asked_of in prescribed.items())
    )
    return Adherence(
        day=day,
        done=sum(done.values()),
        prescribed=asked,
        days=days,
        share=share_done(counted, asked) if days == WINDOW_DAYS else None,
    )
