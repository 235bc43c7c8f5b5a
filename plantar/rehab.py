"""Strength work as a kinesist writes it down and a runner logs it: plain records, no advice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Final

from plantar.door import aware, civil, member, some_words, whole, within
from plantar.errors import BadInput
from plantar.pain import NO_PAIN, WORST_PAIN

#: Seconds up, held and down, such as 3-2-3.
TEMPO: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{1,2})")
MOST_SETS = 50
MOST_REPS = 500
MOST_LOAD_KG = 500.0
MOST_WEEKS = 520
#: Longer than any strength session. [s]
LONGEST_SESSION_S = 14_400.0
DAYS_A_WEEK = 7


class Legs(StrEnum):
    """On how many legs an exercise is done."""

    ONE = "unilateral"
    BOTH = "bilateral"


class ProgrammeKind(StrEnum):
    """What a programme is for."""

    BUILD = "build"
    MAINTENANCE = "maintenance"


def tempo_s(tempo: object) -> float:
    """How long one repetition lasts by its tempo: `3-2-3` is 8 s. [s]"""
    found = TEMPO.fullmatch(tempo) if isinstance(tempo, str) else None
    seconds = sum(map(int, found.groups())) if found else 0
    if not seconds:
        raise BadInput("tempo", tempo, "seconds up, held and down, such as 3-2-3")
    return float(seconds)


def plain_name(name: str) -> str:
    """An exercise's name as it is compared: capitals and spaces make no difference."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of a phase: how much of it, and how often."""

    name: str
    sets: int
    reps: int  # in each set
    load_kg: float | None = None  # None: none is prescribed
    tempo: str | None = None  # seconds up, held and down
    every_days: int | None = None  # 2: every second day; either this or `per_week`
    per_week: int | None = None
    mode: Legs = Legs.ONE
    note: str = ""

    def __post_init__(self) -> None:
        some_words("name", self.name, "an exercise has a name")
        whole("sets", self.sets, 1, MOST_SETS)
        whole("reps", self.reps, 1, MOST_REPS)
        if self.load_kg is not None:
            within("load_kg", self.load_kg, 0.0, MOST_LOAD_KG)
        if self.tempo is not None:
            tempo_s(self.tempo)
        if (self.every_days is None) == (self.per_week is None):
            raise BadInput("every_days", self.every_days, "given exactly when per_week is not")
        if self.every_days is not None:
            whole("every_days", self.every_days, 1, 4 * DAYS_A_WEEK)
        if self.per_week is not None:
            whole("per_week", self.per_week, 1, DAYS_A_WEEK)
        member("mode", self.mode, Legs)

    @property
    def a_day(self) -> Fraction:
        """Sessions prescribed per day, exactly. [1/d]"""
        if self.per_week is not None:
            return Fraction(self.per_week, DAYS_A_WEEK)
        return Fraction(1, self.every_days or 1)


@dataclass(frozen=True, slots=True)
class Phase:
    """What is done from one week of a programme on, until the next phase."""

    name: str
    since_week: int  # 1: from the day on which the programme begins
    exercises: tuple[Exercise, ...]

    def __post_init__(self) -> None:
        some_words("name", self.name, "a phase has a name")
        whole("since_week", self.since_week, 1, MOST_WEEKS)
        if not self.exercises:
            raise BadInput("exercises", self.exercises, f"an exercise or more, in {self.name!r}")
        names = [plain_name(exercise.name) for exercise in self.exercises]
        for name in names:
            if names.count(name) > 1:
                raise BadInput("name", name, f"there once, in {self.name!r}")


@dataclass(frozen=True, slots=True)
class Programme:
    """Strength work by phases, as the kinesist wrote it; nothing in it ever changes by itself."""

    since: date
    phases: tuple[Phase, ...]
    author: str
    kind: ProgrammeKind = ProgrammeKind.BUILD
    until: date | None = None  # the last day; None: until another one begins
    weeks_from: date | None = None  # what week 1 begins with; None: `since`

    def __post_init__(self) -> None:
        civil("since", self.since)
        some_words("author", self.author, "a programme is somebody's")
        member("kind", self.kind, ProgrammeKind)
        weeks = [phase.since_week for phase in self.phases]
        if not weeks or weeks[0] != 1:
            raise BadInput("since_week", weeks[0] if weeks else None, "1 in the first phase")
        for before, week in pairwise(weeks):
            if week <= before:
                raise BadInput("since_week", week, f"after week {before}, where the last one began")
        if self.until is not None:
            civil("until", self.until)
            if self.until < self.since:
                raise BadInput("until", self.until, f"{self.since} or later")
        if self.weeks_from is not None:
            civil("weeks_from", self.weeks_from)
            if self.weeks_from > self.since:
                raise BadInput("weeks_from", self.weeks_from, f"{self.since} or earlier")

    def week_on(self, day: date) -> int:
        """Which week of the programme a day lies in; the first is 1.

        A version that goes on where an earlier one was changed counts on from that one's weeks.
        """
        return (day - (self.weeks_from or self.since)).days // DAYS_A_WEEK + 1

    def phase_on(self, day: date) -> Phase | None:
        """What is done on a day; None before it begins and after it ends."""
        if day < self.since or (self.until is not None and day > self.until):
            return None
        week = self.week_on(day)
        return next(phase for phase in reversed(self.phases) if phase.since_week <= week)


def programme_on(programmes: Sequence[Programme], day: date) -> Programme | None:
    """The programme in force on a day: the last one that had begun, unless it has ended."""
    begun = [programme for programme in programmes if programme.since <= day]
    last = max(begun, key=lambda programme: programme.since, default=None)
    return last if last is not None and last.phase_on(day) is not None else None


def exercises_on(programmes: Sequence[Programme], day: date) -> tuple[Exercise, ...]:
    """The exercises that are prescribed on a day; none where no programme is in force."""
    programme = programme_on(programmes, day)
    phase = None if programme is None else programme.phase_on(day)
    return () if phase is None else phase.exercises


@dataclass(frozen=True, slots=True)
class StrengthSession:
    """One exercise as it was done on one day; its time is no plantar load, where it is known."""

    day: date
    exercise: str
    sets: int
    reps: int  # in each set
    load_kg: float | None = None  # None: not told
    mode: Legs = Legs.ONE
    tempo: str | None = None
    worst_pain: int | None = None  # during it [NRS]
    start: datetime | None = None
    duration_s: float | None = None  # given exactly when `start` is
    note: str = ""

    def __post_init__(self) -> None:
        civil("day", self.day)
        some_words("exercise", self.exercise, "which one it was")
        whole("sets", self.sets, 1, MOST_SETS)
        whole("reps", self.reps, 1, MOST_REPS)
        if self.load_kg is not None:
            within("load_kg", self.load_kg, 0.0, MOST_LOAD_KG)
        member("mode", self.mode, Legs)
        if self.tempo is not None:
            tempo_s(self.tempo)
        if self.worst_pain is not None:
            whole("worst_pain", self.worst_pain, NO_PAIN, WORST_PAIN)
        if (self.start is None) != (self.duration_s is None):
            raise BadInput("duration_s", self.duration_s, "given exactly when the start is")
        if self.start is not None:
            aware("start", self.start)
            within("duration_s", self.duration_s, 1.0, LONGEST_SESSION_S)

    @property
    def repetitions(self) -> int:
        """Repetitions of all sets."""
        return self.sets * self.reps

    @property
    def under_tension_s(self) -> float | None:
        """Repetitions times tempo; None where no tempo is known. [s]"""
        return None if self.tempo is None else self.repetitions * tempo_s(self.tempo)
