"""How much of a strength programme was done: the count that a kinesist would make by hand."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.rehab import Exercise, Phase, Programme, ProgrammeKind, StrengthSession
from processing.rehab.adherence import adherence_on, share_done

MONDAY = date(2026, 6, 1)
RAISE = Exercise("heel raise", 3, 12, tempo="3-2-3", every_days=2)
CURL = Exercise("toe curl", 2, 15, per_week=3)
BUILD = Programme(MONDAY, (Phase("all along", 1, (RAISE,)),), "kine-a")


def raised(*days: int, name: str = "heel raise") -> list[StrengthSession]:
    """One session on each day after the first Monday."""
    return [StrengthSession(MONDAY + timedelta(days=n), name, 3, 12) for n in days]


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


@pytest.mark.shared
def test_the_worked_cases_of_adherence_are_reproduced(shared: Path) -> None:
    told = json.loads((shared / "vectors/vectors.json").read_text("utf-8"))["hsr_adherence"]

    assert len(told["cases"]) == 4
    for case in told["cases"]:
        log = raised(*range(20 - case["done"], 20))
        found = adherence_on(after(20), [BUILD], log)

        assert found is not None
        assert found.prescribed == 7.0
        assert found.done == case["done"]
        assert found.share == pytest.approx(case["adherence"], abs=1e-6)


@pytest.mark.parametrize(
    ("done", "share", "noted"),
    [(0, 0.0, True), (4, 4 / 7, True), (5, 5 / 7, False), (9, 1.0, False)],
)
def test_seven_sessions_are_prescribed_in_two_weeks_of_every_second_day(
    done: int, share: float, *, noted: bool
) -> None:
    found = adherence_on(after(30), [BUILD], raised(*range(20, 20 + done)))

    assert found is not None
    assert (found.done, found.prescribed, found.days) == (done, 7.0, 14)
    assert found.share == pytest.approx(share)
    assert found.is_noted is noted


def test_the_first_two_weeks_have_a_count_and_no_share() -> None:
    found = adherence_on(after(4), [BUILD], raised(0, 2))

    assert found is not None
    assert (found.done, found.prescribed, found.share) == (2, 2.5, None)
    assert not found.is_noted
    assert adherence_on(after(12), [BUILD], []).share is None  # type: ignore[union-attr]
    assert adherence_on(after(13), [BUILD], []).share == 0.0  # type: ignore[union-attr]


def test_without_a_programme_there_is_nothing_to_keep_to() -> None:
    assert adherence_on(after(-1), [BUILD], raised(-1, -2)) is None
    assert adherence_on(MONDAY, [], raised(0)) is None


def test_only_the_last_fourteen_days_count() -> None:
    found = adherence_on(after(20), [BUILD], raised(6, 7, 20, 21))

    assert found is not None
    assert found.done == 2  # days 7 and 20


def test_two_sessions_of_an_exercise_on_one_day_are_one() -> None:
    log = [*raised(18, 18), *raised(18, name="Heel  Raise")]

    found = adherence_on(after(20), [BUILD], log)

    assert found is not None
    assert found.done == 1


def test_what_was_not_prescribed_does_not_count() -> None:
    found = adherence_on(after(20), [BUILD], raised(*range(10, 20), name="squat"))

    assert found is not None
    assert found.share == 0.0


def test_more_of_one_exercise_makes_up_for_no_other() -> None:
    both = replace(BUILD, phases=(Phase("both", 1, (RAISE, CURL)),))

    found = adherence_on(after(20), [both], raised(*range(7, 21)))

    assert found is not None
    assert (found.done, found.prescribed) == (14, 13.0)
    assert found.share == pytest.approx(7 / 13)


def test_each_day_is_prescribed_by_the_programme_in_force_on_it() -> None:
    keep = Exercise("heel raise", 3, 8, per_week=1)
    phases = (Phase("onderhoud", 1, (keep,)),)
    maintenance = Programme(after(21), phases, "kine-a", ProgrammeKind.MAINTENANCE)

    found = adherence_on(after(27), [maintenance, BUILD], raised(14, 16, 18, 25))

    assert found is not None
    assert (found.prescribed, found.done, found.days) == (4.5, 4, 14)
    assert found.share == pytest.approx(4 / 4.5)


@given(st.floats(0, 1e6), st.floats(1e-3, 1e6))
def test_adherence_lies_between_nothing_and_all_of_it(done: float, prescribed: float) -> None:
    assert 0.0 <= share_done(done, prescribed) <= 1.0


@given(
    st.lists(st.integers(0, 60), max_size=40),
    st.integers(0, 60),
    st.integers(0, 60),
    st.randoms(use_true_random=False),
)
def test_one_session_more_never_lowers_adherence_whatever_the_order(
    done: list[int], more: int, day: int, random: Random
) -> None:
    log = raised(*done)
    shuffled = list(log)
    random.shuffle(shuffled)

    before = adherence_on(after(day), [BUILD], log)
    later = adherence_on(after(day), [BUILD], [*shuffled, *raised(more)])

    assert before is not None
    assert later is not None
    assert adherence_on(after(day), [BUILD], shuffled) == before
    assert later.done >= before.done
    assert (later.share or 0.0) >= (before.share or 0.0)
