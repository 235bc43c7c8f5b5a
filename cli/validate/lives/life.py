"""Six kinds of steady lives, as numbers: what a week holds, and how far people and days differ.

Nothing here was set by looking at what the rules said: figures are of open step tables and diaries
where there are any, else our choice.
"""

from dataclasses import dataclass, field
from typing import Final

from plantar.measured import SourceClass

#: People of each life, as the report in the docs has them.
PEOPLE: Final = 50
#: Length of a simulated life, and its first part, which is history and is not counted. [d]
DAYS: Final = 200
HISTORY_DAYS: Final = 30
#: Within a person, day to day: median and log-spread of the standard deviation of log steps.
DAY_SPREAD: Final = (0.36, 0.35)
#: From one day to the next.
DAY_MEMORY: Final = 0.1
#: Between people: log-spread of what is usual to them, and of weekend over weekday.
PEOPLE_SPREAD: Final = 0.30
WEEKEND_SPREAD: Final = 0.35


@dataclass(frozen=True, slots=True)
class Habit:
    """A run or a walk that comes back every week."""

    km: tuple[float, ...]  # median of a week; several: one week after another, repeating
    spread: float  # log-spread of the distance
    kept: float  # share of the weeks in which it takes place
    weekday: int | None = None  # Monday 0; None: on any day, another each week
    from_week: int = 0
    growth: float = 0.0  # a week, of the distance
    most_km: float = 100.0


@dataclass(frozen=True, slots=True)
class Shifts:
    """Work in shifts, soles on while it lasts, a new rota every week."""

    a_week: tuple[int, ...]  # as likely each
    hours: float
    standing_min: float
    steps: float
    spread: float  # log-spread of both
    swapped: float  # share of shifts on another day than the plan knows


@dataclass(frozen=True, slots=True)
class Pain:
    """Scores that do not depend on load at all."""

    first: tuple[float, float] = (0.5, 3.5)  # range between people of the usual score [NRS]
    last: tuple[float, float] | None = None  # where it goes to over the life; None: stays
    spread: tuple[float, float] = (0.5, 0.95)  # range of the standard deviation [NRS]
    memory: float = 0.4  # from one day to the next
    mornings: float = 0.75  # share of mornings with a score
    during: float = 0.5  # share of loaded days with a score
    limit: int = 5  # agreed


@dataclass(frozen=True, slots=True)
class Life:
    """One kind of life."""

    name: str
    series: SourceClass
    steps: float = 0.0  # median of a day, outside runs and recorded walks
    standing_min: float = 0.0  # median of a day in the shoes, where soles measure it
    wear_h: tuple[float, ...] = (14.0,) * 7  # the plan, Monday first
    forgotten: float = 0.05  # share of planned days without a figure
    partly: float = 0.08  # share of planned days with 40-80 % of the wear
    recorded: float = 0.97  # share of runs and walks that the watch has
    runs: tuple[Habit, ...] = ()
    agreed: bool = False  # the kinesist wrote each run down, and what is run differs as habits do
    walks: tuple[Habit, ...] = ()
    shifts: Shifts | None = None
    growth: float = 0.0  # a week, of the steps
    most_steps: float = 1e9
    pain: Pain = field(default_factory=Pain)


OFFICE = Life("office worker", SourceClass.WATCH, steps=7300)
WALKER = Life(
    "walker",
    SourceClass.WATCH,
    steps=5500,
    walks=(
        Habit((5.0,), 0.20, 0.85, 1),
        Habit((5.0,), 0.20, 0.85, 3),
        Habit((9.0,), 0.25, 0.85, 6),
    ),
)
NURSE = Life(
    "nurse",
    SourceClass.INSOLE,
    forgotten=0.08,
    partly=0.12,
    shifts=Shifts((3, 4, 4, 5), 8.0, 200.0, 8500, 0.20, 0.05),
)
RUNNER = Life(
    "runner",
    SourceClass.INSOLE,
    steps=4500,
    standing_min=60.0,
    wear_h=(8.0, 8.0, 8.0, 8.0, 8.0, 4.0, 4.0),
    forgotten=0.08,
    partly=0.12,
    runs=(
        Habit((7.0,), 0.20, 0.88, 1),
        Habit((9.0,), 0.20, 0.88, 3),
        Habit((6.0,), 0.20, 0.88, 5),
        Habit((14.0, 15.0, 16.0, 11.0), 0.12, 0.88, 6),
    ),
)
SPORADIC = Life(
    "sporadic runner",
    SourceClass.WATCH,
    steps=7000,
    runs=(Habit((6.0,), 0.35, 0.30),) * 3,
)
PATIENT = Life(
    "returning patient",
    SourceClass.WATCH,
    steps=4000,
    growth=0.03,
    most_steps=7500,
    walks=(
        Habit((2.0,), 0.15, 0.85, 1, growth=0.05, most_km=5.0),
        Habit((2.0,), 0.15, 0.85, 5, growth=0.05, most_km=5.0),
    ),
    runs=(
        Habit((1.5,), 0.10, 0.85, 0, from_week=8, growth=0.10, most_km=6.0),
        Habit((1.5,), 0.10, 0.85, 2, from_week=8, growth=0.10, most_km=6.0),
        Habit((2.0,), 0.10, 0.85, 4, from_week=8, growth=0.10, most_km=8.0),
    ),
    agreed=True,
    pain=Pain(first=(4.0, 5.5), last=(1.0, 3.0)),
)
LIVES: Final = (OFFICE, WALKER, NURSE, RUNNER, SPORADIC, PATIENT)
