"""A programme while it is being written: phases and exercises that come and go until it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Final

from plantar.rehab import Exercise, Phase, Programme, ProgrammeKind
from plantar.words.catalogue import Words, mark

#: What is said where a field cannot be kept as it stands.
REFUSED: Final = {
    "name": mark("A name is missing, or stands twice in one phase."),
    "tempo": mark("A tempo is seconds up, held and down, such as 3-2-3."),
    "since_week": mark("The first phase begins in week 1, and each next one in a later week."),
    "exercises": mark("A phase has an exercise or more."),
    "sets": mark("Sets are a whole number from 1 to 50."),
    "reps": mark("Repetitions are a whole number from 1 to 500."),
    "load_kg": mark("A load is between 0 and 500 kg."),
}
TEMPO: Final = "3-2-3"


@dataclass(slots=True)
class DraftPhase:
    """A phase with its exercises, each under a number that stays its own."""

    key: int
    name: str
    since_week: int
    exercises: dict[int, Exercise]


@dataclass(slots=True)
class Draft:
    """What somebody is writing for one runner; nothing of it is kept until they say so."""

    runner_id: str
    kind: ProgrammeKind = ProgrammeKind.BUILD
    weeks_from: date | None = None  # the weeks of the version that is being changed
    phases: list[DraftPhase] = field(default_factory=list)
    _keys: "count[int]" = field(default_factory=count)

    @classmethod
    def of(cls, runner_id: str, phases: Iterable[Phase], kind: ProgrammeKind) -> "Draft":
        """A draft that begins as those phases."""
        draft = cls(runner_id, kind)
        for phase in phases:
            draft.add_phase(phase)
        return draft

    @classmethod
    def changing(cls, runner_id: str, programme: Programme) -> "Draft":
        """A draft that goes on from a programme, and counts its weeks."""
        draft = cls.of(runner_id, programme.phases, programme.kind)
        draft.weeks_from = programme.weeks_from or programme.since
        return draft

    def add_phase(self, phase: Phase) -> None:
        """Put a phase behind the others."""
        exercises = {next(self._keys): exercise for exercise in phase.exercises}
        self.phases.append(DraftPhase(next(self._keys), phase.name, phase.since_week, exercises))

    def add_exercise(self, phase: DraftPhase, exercise: Exercise) -> None:
        """Put an exercise behind those of a phase."""
        phase.exercises[next(self._keys)] = exercise

    def next_week(self) -> int:
        """A week in which one more phase may begin."""
        return max((phase.since_week for phase in self.phases), default=-1) + 2

    def programme(
        self, phases: tuple[Phase, ...], since: date, author: str, *, weeks_go_on: bool
    ) -> Programme:
        """The programme as it would be kept; BadInput where it cannot be."""
        counted = self.weeks_from if weeks_go_on else None
        if counted is not None and counted > since:
            counted = None
        return Programme(
            since, phases, author, self.kind, weeks_from=None if counted == since else counted
        )


def empty_exercise(words: Words) -> Exercise:
    """An exercise to be filled in."""
    return Exercise(words.say("exercise"), 3, 10, every_days=2)


def example(words: Words) -> tuple[Phase, ...]:
    """High-load heel raises after Rathleff 2015: one of the options in the guideline.

    Written out to be changed: it has not been shown to be the best of them.

    References
    ----------
    Rathleff MS et al. Scand J Med Sci Sports 2015;25:e292-e300. doi:10.1111/sms.12313
    """
    raises = Exercise(
        words.say("heel raise on a step"),
        3,
        12,
        tempo=TEMPO,
        every_days=2,
        note=words.say("towel under the toes; a load with which no more repetitions go"),
    )
    return (
        Phase(words.say("weeks 1 and 2"), 1, (raises,)),
        Phase(words.say("weeks 3 and 4"), 3, (replace(raises, sets=4, reps=10),)),
        Phase(words.say("from week 5"), 5, (replace(raises, sets=5, reps=8),)),
    )
