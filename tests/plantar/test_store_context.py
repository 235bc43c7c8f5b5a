"""What a store promises about what a runner tells in passing, and about a double tap."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import inspect

from plantar.context import ContextKind, ContextNote
from plantar.errors import UnknownRecord, UnknownRunner
from plantar.plan import DeclaredShift
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from tests.plantar.test_store_migrations import command, config, writing

Settle = Callable[[Store], None]
MONDAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TAP = timedelta(seconds=10)
RACE = ContextNote(MONDAY, ContextKind.RACE, text="20 km, Brussels")
BAREFOOT = ContextNote(MONDAY, ContextKind.BAREFOOT, 90.0, author="anna")


def test_notes_stand_side_by_side_and_each_can_be_taken_back(store: Store, settle: Settle) -> None:
    race = store.keep_note("anna", RACE, NOON)
    barefoot = store.keep_note("anna", BAREFOOT, NOON + timedelta(hours=1))
    sunday = store.keep_note("anna", replace(BAREFOOT, day=date(2026, 5, 31)), NOON)
    settle(store)

    assert store.withdraw_note("anna", race.id) == RACE

    assert store.notes("anna") == [sunday, barefoot]
    with pytest.raises(UnknownRecord, match=f"no note {race.id} of runner 'anna'"):
        store.withdraw_note("anna", race.id)


def test_no_day_becomes_dirty_by_a_note_since_no_figure_follows_from_it(
    store: Store, settle: Settle
) -> None:
    settle(store)

    store.withdraw_note("anna", store.keep_note("anna", BAREFOOT, NOON).id)

    assert store.dirty("anna").days == ()


def test_a_note_is_one_runner_s_own(store: Store) -> None:
    store.add_runner(Runner("bert"))
    race = store.keep_note("anna", RACE, NOON)

    with pytest.raises(UnknownRecord, match="bert"):
        store.withdraw_note("bert", race.id)
    with pytest.raises(UnknownRunner, match="zoe"):
        store.keep_note("zoe", RACE, NOON)

    assert store.notes("bert") == []
    assert store.notes("anna") == [race]


def test_a_note_told_twice_at_the_same_moment_is_kept_once(store: Store) -> None:
    once = store.keep_note("anna", RACE, NOON)

    assert store.keep_note("anna", RACE, NOON) == once
    assert store.notes("anna") == [once]


def test_two_taps_of_one_finger_are_one_answer_and_a_later_one_is_another(
    store: Store, settle: Settle
) -> None:
    shift, done = DeclaredShift(MONDAY, 480.0), StrengthSession(MONDAY, "heel raise", 3, 12)
    settle(store)
    for seconds in (0.0, 0.4, 9.9):
        at = NOON + timedelta(seconds=seconds)
        store.keep_note("anna", RACE, at, once_within=TAP)
        store.keep_declared_shift("anna", shift, at, once_within=TAP)
        store.keep_strength("anna", done, at, once_within=TAP)

    assert [len(told) for told in _told(store)] == [1, 1, 1]
    later = NOON + timedelta(seconds=11)
    store.keep_note("anna", RACE, later, once_within=TAP)
    store.keep_declared_shift("anna", shift, later, once_within=TAP)
    store.keep_strength("anna", replace(done, load_kg=10.0), NOON, once_within=TAP)
    assert [len(told) for told in _told(store)] == [2, 2, 2]


def _told(store: Store) -> tuple[list[object], ...]:
    return (
        list(store.notes("anna")),
        list(store.declared_shifts("anna")),
        list(store.strength_log("anna")),
    )


def test_a_session_can_be_changed_and_stays_where_it_stood(store: Store, settle: Settle) -> None:
    done = StrengthSession(MONDAY, "heel raise", 3, 12)
    first = store.keep_strength("anna", done, NOON)
    second = store.keep_strength("anna", replace(done, exercise="curl"), NOON + timedelta(hours=1))
    settle(store)

    changed = store.change_strength("anna", first.id, replace(done, worst_pain=3))

    assert store.strength_log("anna") == [changed, second]
    assert changed.record.worst_pain == 3
    assert store.dirty("anna").days == ()
    timed = replace(done, start=NOON, duration_s=900.0)
    assert store.change_strength("anna", changed.id, timed).record == timed
    assert store.dirty("anna").days == (MONDAY,)
    with pytest.raises(UnknownRecord, match="strength session"):
        store.change_strength("anna", changed.id, done)


def test_a_change_that_is_refused_leaves_the_session(store: Store) -> None:
    done = store.keep_strength("anna", StrengthSession(MONDAY, "heel raise", 3, 12), NOON)
    elsewhere = replace(done.record, start=NOON + timedelta(days=3), duration_s=60.0)

    with pytest.raises(Exception, match="start"):
        store.change_strength("anna", done.id, elsewhere)

    assert store.strength_log("anna") == [done]


def test_a_programme_keeps_what_its_weeks_are_counted_from(store: Store) -> None:
    phases = (Phase("1", 1, (Exercise("heel raise", 3, 12, every_days=2),)),)
    changed = Programme(date(2026, 6, 17), phases, "kine-a", weeks_from=MONDAY)

    store.keep_programme("anna", changed)

    assert store.programmes("anna") == [changed]
    assert changed.week_on(date(2026, 6, 17)) == 3


def test_a_store_without_notes_takes_them_in_and_can_go_back(address: str) -> None:
    phases = (Phase("1", 1, (Exercise("heel raise", 3, 12, every_days=2),)),)
    programme = Programme(MONDAY, phases, "kine-a")
    with open_store(address) as store:
        store.add_runner(Runner("anna"))
        store.keep_programme("anna", programme)
        store.keep_note("anna", RACE, NOON)
    with writing(address) as connection:
        command.downgrade(config(connection), "0016")
        assert "context_note" not in inspect(connection).get_table_names()

    with open_store(address) as store:
        assert store.programmes("anna") == [programme]
        assert store.notes("anna") == []
        kept = store.keep_note("anna", BAREFOOT, NOON)
    with open_store(address) as store:
        assert store.notes("anna") == [kept]
