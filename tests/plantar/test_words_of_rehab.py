"""Plans, shifts and strength work check themselves at the door."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.errors import BadInput
from plantar.plan import DeclaredShift, PlannedRun
from plantar.rehab import (
    Exercise,
    Legs,
    Phase,
    Programme,
    ProgrammeKind,
    StrengthSession,
    exercises_on,
    plain_name,
    programme_on,
    tempo_s,
)

MONDAY = date(2026, 6, 1)
EVENING = datetime(2026, 6, 1, 18, tzinfo=UTC)
RAISE = Exercise("heel raise", 3, 12, tempo="3-2-3", every_days=2)
EARLY, LATE = Phase("early", 1, (RAISE,)), Phase("late", 3, (replace(RAISE, sets=4, reps=10),))
BUILD = Programme(MONDAY, (EARLY, LATE), "kine-a")


def test_a_plan_has_a_distance_or_a_duration_and_somebody_who_agreed_it() -> None:
    assert PlannedRun(MONDAY, 8_000.0, None, "kine-a").duration_s is None
    for field, planned in (
        ("planned run", lambda: PlannedRun(MONDAY, None, None, "kine-a")),
        ("distance_m", lambda: PlannedRun(MONDAY, 0.0, None, "kine-a")),
        ("duration_s", lambda: PlannedRun(MONDAY, None, float("nan"), "kine-a")),
        ("author", lambda: PlannedRun(MONDAY, 8_000.0, None, "  ")),
        ("day", lambda: PlannedRun(EVENING, 8_000.0, None, "kine-a")),
    ):
        with pytest.raises(BadInput, match=field):
            planned()


@pytest.mark.parametrize("upright_min", [0.0, -60.0, 1441.0, float("nan"), "nine", True])
def test_a_shift_is_longer_than_nothing_and_no_longer_than_a_day(upright_min: float) -> None:
    with pytest.raises(BadInput, match="upright_min"):
        DeclaredShift(MONDAY, upright_min)


@pytest.mark.parametrize("tempo", ["", "3", "3-2", "0-0-0", "3-2-3-1", "a-b-c", "-3-2-3", 8])
def test_a_tempo_is_three_numbers_of_seconds(tempo: object) -> None:
    assert tempo_s("3-2-3") == 8.0
    with pytest.raises(BadInput, match="tempo"):
        tempo_s(tempo)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", {"name": " "}),
        ("sets", {"sets": 0}),
        ("sets", {"sets": 3.0}),
        ("reps", {"reps": True}),
        ("load_kg", {"load_kg": -1.0}),
        ("tempo", {"tempo": "slow"}),
        ("every_days", {"every_days": None}),
        ("every_days", {"every_days": 2, "per_week": 3}),
        ("every_days", {"every_days": 0}),
        ("per_week", {"every_days": None, "per_week": 8}),
        ("mode", {"mode": "unilateral"}),
    ],
)
def test_an_exercise_names_what_cannot_be(field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=field):
        replace(RAISE, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("since_week", lambda: Programme(MONDAY, (), "kine-a")),
        ("since_week", lambda: Programme(MONDAY, (LATE,), "kine-a")),
        ("since_week", lambda: Programme(MONDAY, (EARLY, EARLY), "kine-a")),
        ("author", lambda: Programme(MONDAY, (EARLY,), "")),
        ("until", lambda: replace(BUILD, until=MONDAY - timedelta(days=1))),
        ("kind", lambda: replace(BUILD, kind="build")),
        ("exercises", lambda: Phase("empty", 1, ())),
        ("name", lambda: Phase("twice", 1, (RAISE, replace(RAISE, name="Heel  RAISE")))),
    ],
)
def test_a_programme_names_what_cannot_be(field: str, make: Callable[[], object]) -> None:
    with pytest.raises(BadInput, match=field):
        make()


def test_a_phase_lasts_until_the_next_one_and_the_last_until_the_end() -> None:
    ends = replace(BUILD, until=MONDAY + timedelta(days=20))
    phases = [ends.phase_on(MONDAY + timedelta(days=n)) for n in (-1, 0, 13, 14, 20, 21)]

    assert phases == [None, EARLY, EARLY, LATE, LATE, None]
    assert [ends.week_on(MONDAY + timedelta(days=n)) for n in (0, 6, 7, 14)] == [1, 1, 2, 3]


def test_the_programme_that_began_last_is_the_one_in_force() -> None:
    monthly = replace(RAISE, every_days=None, per_week=1)
    maintenance = Programme(
        MONDAY + timedelta(days=30),
        (Phase("keep", 1, (monthly,)),),
        "kine-a",
        ProgrammeKind.MAINTENANCE,
        until=MONDAY + timedelta(days=40),
    )
    told = (maintenance, BUILD)

    in_force = [programme_on(told, MONDAY + timedelta(days=n)) for n in (-1, 0, 29, 30, 40, 41)]

    assert in_force == [None, BUILD, BUILD, maintenance, maintenance, None]
    assert exercises_on(told, MONDAY) == (RAISE,)
    assert exercises_on(told, MONDAY - timedelta(days=1)) == ()


def test_an_exercise_is_the_same_whatever_its_capitals_and_spaces() -> None:
    assert plain_name("Heel  raise ") == plain_name("heel raise")
    assert plain_name("heel raise") != plain_name("toe raise")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("exercise", {"exercise": ""}),
        ("worst_pain", {"worst_pain": 11}),
        ("duration_s", {"start": EVENING}),
        ("duration_s", {"duration_s": 900.0}),
        ("duration_s", {"start": EVENING, "duration_s": 0.0}),
        ("start", {"start": EVENING.replace(tzinfo=None), "duration_s": 900.0}),
    ],
)
def test_a_strength_session_names_what_cannot_be(field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=field):
        replace(StrengthSession(MONDAY, "heel raise", 3, 12), **wrong)  # type: ignore[arg-type]


def test_time_under_tension_is_repetitions_times_tempo_and_unknown_without_one() -> None:
    done = StrengthSession(MONDAY, "heel raise", 3, 12, 10.0, Legs.ONE, "3-2-3")

    assert done.repetitions == 36
    assert done.under_tension_s == 288.0
    assert replace(done, tempo=None).under_tension_s is None
