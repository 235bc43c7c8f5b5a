"""The one door for what a runner tells in passing: the same answers by page and by command."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.context import ContextKind, ContextNote
from plantar.errors import BadInput, UnknownRunner
from plantar.plan import DeclaredShift
from plantar.rehab import Exercise, Legs, StrengthSession
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from processing.rehab.log_set import as_planned, log_set, with_pain
from processing.tell_context import take_back, tell, told_since

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
TODAY = date(2026, 6, 10)
RAISE = Exercise("heel raise", 3, 12, 10.0, "3-2-3", every_days=2, mode=Legs.BOTH)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna"))
        yield opened


def days_ago(n: int) -> date:
    return TODAY - timedelta(days=n)


@pytest.mark.parametrize("ago", [0, 7])
def test_today_and_a_week_back_can_be_told(store: Store, ago: int) -> None:
    note = tell(store, "anna", ContextNote(days_ago(ago), ContextKind.NEW_SHOES), NOW)
    shift = tell(store, "anna", DeclaredShift(days_ago(ago), 480.0), NOW)

    assert told_since(store, "anna", days_ago(7)) == [shift, note]
    assert told_since(store, "anna", days_ago(ago) + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (-1, r"day: '2026-06-11' is not today \(2026-06-10\) or earlier"),
        (8, r"day: '2026-06-02' is not 2026-06-03 or later: within the last 7 days"),
    ],
)
def test_a_day_to_come_and_one_too_far_back_are_refused(store: Store, ago: int, said: str) -> None:
    for told in (
        ContextNote(days_ago(ago), ContextKind.RACE),
        DeclaredShift(days_ago(ago), 480.0),
    ):
        with pytest.raises(BadInput, match=said):
            tell(store, "anna", told, NOW)
    with pytest.raises(BadInput, match=said):
        log_set(store, "anna", StrengthSession(days_ago(ago), "heel raise", 3, 12), NOW)

    assert told_since(store, "anna", days_ago(60)) == []
    assert store.strength_log("anna") == []


def test_today_is_that_of_the_runner(store: Store) -> None:
    store.add_runner(Runner("kiri", "Pacific/Kiritimati"))
    ahead = ContextNote(days_ago(-1), ContextKind.RACE)

    assert tell(store, "kiri", ahead, NOW).record == ahead
    with pytest.raises(UnknownRunner, match="zoe"):
        tell(store, "zoe", ahead, NOW)


def test_what_was_told_can_be_taken_back(store: Store) -> None:
    note = tell(store, "anna", ContextNote(TODAY, ContextKind.STOOD, 300.0), NOW)
    shift = tell(store, "anna", DeclaredShift(TODAY, 300.0), NOW)

    take_back(store, "anna", note)
    assert told_since(store, "anna", TODAY) == [shift]
    take_back(store, "anna", shift)
    assert told_since(store, "anna", TODAY) == []


def test_a_double_tap_is_one_shift_and_eight_hours_do_not_become_sixteen(store: Store) -> None:
    for late in (0.0, 0.3):
        tell(store, "anna", DeclaredShift(TODAY, 480.0), NOW + timedelta(seconds=late))

    assert [one.record.upright_min for one in store.declared_shifts("anna")] == [480.0]


def test_a_set_is_two_taps_and_pain_joins_what_was_done(store: Store) -> None:
    done = log_set(store, "anna", as_planned(RAISE, TODAY, None), NOW)
    again = log_set(store, "anna", as_planned(RAISE, TODAY, None), NOW + timedelta(seconds=1))
    assert again == done

    hurt = with_pain(store, "anna", done, 3)

    assert store.strength_log("anna") == [hurt]
    expected = StrengthSession(TODAY, "heel raise", 3, 12, 10.0, Legs.BOTH, "3-2-3", 3)
    assert hurt.record == expected
    assert with_pain(store, "anna", hurt, None).record == done.record


@pytest.mark.parametrize(
    ("prescribed", "lifted", "load"), [(10.0, 12.5, 10.0), (None, 12.5, 12.5), (None, None, None)]
)
def test_the_load_is_the_prescribed_one_or_that_of_last_time_and_never_a_higher_one(
    prescribed: float | None, lifted: float | None, load: float | None
) -> None:
    last = StrengthSession(days_ago(2), "heel raise", 3, 12, lifted)

    asked = Exercise("heel raise", 3, 12, prescribed, every_days=2)

    assert as_planned(asked, TODAY, last).load_kg == load
