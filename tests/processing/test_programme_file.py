"""A strength programme as a file: read strictly, written back the same."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.errors import FileRejected
from plantar.rehab import Exercise, Legs, Phase, Programme, ProgrammeKind
from processing.rehab.programme_file import programme_of, toml_of

HERE = Path("programme.toml")
TEMPLATE = Path(__file__).parents[2] / "examples/strength_programme.toml"
MONDAY = date(2026, 6, 1)
TOLD = """
since = 2026-06-01
author = "kine-a"
[[phase]]
name = "1"
since_week = 1
[[phase.exercise]]
name = "heel raise"
sets = 3
reps = 12
every_days = 2
"""


def test_the_template_is_the_variant_of_rathleff_2015() -> None:
    programme = programme_of(TEMPLATE.read_text("utf-8"), TEMPLATE, since=MONDAY, author="kine-a")

    asked = [
        (phase.since_week, one.sets, one.reps, one.tempo, one.every_days, one.mode, one.load_kg)
        for phase in programme.phases
        for one in phase.exercises
    ]
    assert asked == [
        (1, 3, 12, "3-2-3", 2, Legs.ONE, None),
        (3, 4, 10, "3-2-3", 2, Legs.ONE, None),
        (5, 5, 8, "3-2-3", 2, Legs.ONE, None),
    ]
    assert programme.kind is ProgrammeKind.BUILD
    assert "one of the options in the guideline" in TEMPLATE.read_text("utf-8")


def test_what_is_told_beside_the_file_wins() -> None:
    programme = programme_of(TOLD, HERE, since=date(2026, 7, 1), author="kine-b")

    assert (programme.since, programme.author) == (date(2026, 7, 1), "kine-b")
    assert programme_of(TOLD, HERE).since == MONDAY


@pytest.mark.parametrize(
    ("before", "instead", "named"),
    [
        ("sets = 3", "sets = 0", "phase 1, exercise 1, sets: 0 is not a whole number from 1"),
        ("sets = 3", "sets = '3'", "phase 1, exercise 1, sets: '3'"),
        ("sets = 3", "", "phase 1, exercise 1, sets: 0"),
        ("every_days = 2", "", "phase 1, exercise 1, every_days: None"),
        ("every_days = 2", "every_days = 2\ntempo = 'slow'", "exercise 1, tempo: 'slow'"),
        ("every_days = 2", "every_days = 2\ntempo = 8", "exercise 1, tempo: 8"),
        ("every_days = 2", "every_days = 2\nload_kg = nan", "exercise 1, load_kg: nan"),
        ("every_days = 2", "every_days = 2\nmode = 'hop'", "exercise 1, mode: 'hop'"),
        ("every_days = 2", "every_days = 2\nmode = 2", "exercise 1, mode: 2"),
        ("every_days = 2", "every_days = 2\nnote = 2", "exercise 1, note: 2"),
        ("every_days = 2", "every_day = 2", "exercise 1, every_day: 2 is not a field of it"),
        ('name = "heel raise"', "name = 7", "phase 1, exercise 1, name: 7"),
        ('name = "1"', "name = ''", "phase 1, name: ''"),
        ("since_week = 1", "since_week = 2", "since_week: 2 is not 1 in the first phase"),
        ("since_week = 1", "since_week = true", "phase 1, since_week: True"),
        ("since_week = 1", "since_week = 1\nweeks = 3", "phase 1, weeks: 3"),
        ("since = 2026-06-01", "since = '2026-06-01'", "since: '2026-06-01' is not a date without"),
        ("since = 2026-06-01", "since = 2026-06-01T10:00:00", "since: "),
        ("since = 2026-06-01", "", "since: None"),
        ("since = 2026-06-01", "since = 2026-06-01\nuntil = 2026-05-01", "until: "),
        ('author = "kine-a"', "", "author: ''"),
        ('author = "kine-a"', "author = 'kine-a'\nkind = 'rest'", "kind: 'rest'"),
        ("[[phase.exercise]]", "[phase.exercise]", "phase 1, exercise: "),
        ("[[phase]]", "[phase]", "phase: "),
        ("sets = 3", "sets == 3", "is not TOML: "),
        ("[[phase.exercise]]", "[[phase.exercises]]", "phase 1, exercises: "),
    ],
)
def test_what_cannot_be_is_named_with_its_place_in_the_file(
    before: str, instead: str, named: str
) -> None:
    assert before in TOLD

    with pytest.raises(FileRejected) as refused:
        programme_of(TOLD.replace(before, instead), HERE)

    assert str(refused.value).startswith("programme.toml: ")
    assert named in str(refused.value)


def test_a_phase_without_an_exercise_is_refused() -> None:
    with pytest.raises(FileRejected, match="phase 1, exercises"):
        programme_of(TOLD.partition("[[phase.exercise]]")[0], HERE)


some_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
exercises = st.builds(
    Exercise,
    name=some_words,
    sets=st.integers(1, 50),
    reps=st.integers(1, 500),
    load_kg=st.none() | st.floats(0, 500),
    tempo=st.sampled_from([None, "3-2-3", "10-0-1"]),
    every_days=st.integers(1, 28),
    mode=st.sampled_from(Legs),
    note=st.text(st.characters(exclude_categories=["Cs"])),
)
weekly = st.builds(Exercise, some_words, st.just(3), st.just(8), per_week=st.integers(1, 7))


@given(
    st.builds(
        Programme,
        since=st.dates(),
        phases=st.lists(st.tuples(some_words, exercises | weekly), min_size=1, max_size=4).map(
            lambda told: tuple(Phase(n, k, (e,)) for k, (n, e) in enumerate(told, 1))
        ),
        author=some_words,
        kind=st.sampled_from(ProgrammeKind),
    )
)
def test_a_programme_written_out_reads_back_the_same(programme: Programme) -> None:
    assert programme_of(toml_of(programme), HERE) == programme
