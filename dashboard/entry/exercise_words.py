"""Exercises and what was done of them, in words."""

from typing import Final

from plantar.rehab import Exercise, Legs, ProgrammeKind, StrengthSession
from plantar.words.catalogue import Words, mark

LEGS: Final = {Legs.ONE: mark("one leg"), Legs.BOTH: mark("both legs")}
KINDS: Final = {
    ProgrammeKind.BUILD: mark("building up"),
    ProgrammeKind.MAINTENANCE: mark("maintenance"),
}


def dose(exercise: Exercise, words: Words) -> str:
    """How much of an exercise is prescribed, and how often."""
    parts = [amount(exercise.sets, exercise.reps, exercise.load_kg, words)]
    if exercise.tempo is not None:
        parts.append(exercise.tempo)
    parts += [words.say(LEGS[exercise.mode]), how_often(exercise, words)]
    return " · ".join(parts)


def amount(sets: int, reps: int, load_kg: float | None, words: Words) -> str:
    """Sets times repetitions, with the load where there is one."""
    said = words.say("{sets} × {reps}", sets=sets, reps=reps)
    if load_kg is None:
        return said
    weight = words.say("{load} kg", load=load_kg)
    return f"{said}, {weight}"


def how_often(exercise: Exercise, words: Words) -> str:
    """Every so many days, or so many times a week."""
    return frequency(exercise.every_days, exercise.per_week, words)


def frequency(every_days: int | None, per_week: int | None, words: Words) -> str:
    """How often, as one of the two says it."""
    if every_days is None:
        return words.plural("{n} time a week", "{n} times a week", per_week or 0)
    if every_days == 1:
        return words.say("every day")
    return words.say("every {n} days", n=every_days)


def done(session: StrengthSession, words: Words) -> str:
    """What was done, and how much it hurt where that was told."""
    said = amount(session.sets, session.reps, session.load_kg, words)
    if session.worst_pain is None:
        return said
    hurt = words.say("pain {score}/10", score=session.worst_pain)
    return f"{said}, {hurt}"
