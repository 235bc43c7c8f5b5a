"""The mirror comes to equal the store, whatever happens to the store in the meantime."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from plantar.influx import sync as telling
from plantar.influx.sync import erase, rebuild, sync
from plantar.measured import SourceClass
from plantar.runner import Runner
from plantar.store import Batch
from processing.recompute import recompute
from tests.influx.conftest import BOTH, Mirrored
from tests.influx.influx_rig import Influx
from tests.influx.walked import (
    A_MINUTE,
    EVER,
    NOON,
    NOW,
    SOLES,
    feet,
    origin,
    steps,
    unlike,
    walk,
)


@BOTH
def test_what_waits_is_told_and_then_nothing_waits(mirrored: Mirrored) -> None:
    walk(mirrored.store, "anna", 3)
    walk(mirrored.store, "bob.2", 2)
    waiting = mirrored.mirror_notes.waiting()

    told = mirrored.sync()

    assert waiting["foot_minute"] == waiting["body_minute"] == waiting["step_minute"] == 5
    assert told.written > 5 * 3 * 4
    assert (mirrored.mirror_notes.waiting(), told.refused) == ({}, [])
    assert unlike(mirrored.store, mirrored.server) == []
    assert len(mirrored.store.days("anna", SourceClass.INSOLE, *EVER)) == 3


def test_the_same_told_twice_writes_nothing(mirrored: Mirrored) -> None:
    walk(mirrored.store, "anna", 2)
    mirrored.sync()
    mirrored.mirror_notes.mark_all()

    again = mirrored.sync()

    assert again.days == 8
    assert (again.written, again.deleted) == (0, 0)


@BOTH
def test_late_and_corrected_minutes_reach_the_mirror(mirrored: Mirrored) -> None:
    walk(mirrored.store, "anna", 3)
    mirrored.sync()
    late = NOON - timedelta(days=30)
    left, right = feet(NOON - timedelta(days=2), load=0.9, revision=4)
    bare = replace(left, regions=None, quality=())  # fields that the mirror has to lose

    mirrored.store.put("anna", Batch(origin("anna soles 2"), SOLES, (bare, right, *feet(late))))
    recompute(mirrored.store, "anna", now=NOW)
    told = mirrored.sync()

    assert unlike(mirrored.store, mirrored.server) == []
    assert told.deleted > 0
    assert mirrored.mirror_notes.waiting() == {}


@BOTH
def test_what_is_taken_back_goes_from_the_mirror_and_what_it_covered_comes_to_light(
    mirrored: Mirrored,
) -> None:
    walk(mirrored.store, "anna", 2)
    wrong = tuple(steps(NOON + n * A_MINUTE, 140.0) for n in range(1, 9))
    mirrored.store.put("anna", Batch(origin("wrong", hours=1), "watch", wrong))
    recompute(mirrored.store, "anna", now=NOW)
    mirrored.sync()
    assert unlike(mirrored.store, mirrored.server) == []

    mirrored.store.withdraw("wrong")
    recompute(mirrored.store, "anna", now=NOW)
    told = mirrored.sync()

    assert told.deleted == 6  # two of the eight minutes have others below them
    assert unlike(mirrored.store, mirrored.server) == []


def test_days_that_no_longer_follow_go_from_the_mirror(mirrored: Mirrored, influx: Influx) -> None:
    walk(mirrored.store, "anna", 2)
    mirrored.sync()

    for one in mirrored.store.origins("anna"):
        mirrored.store.withdraw(one.origin.id)
    recompute(mirrored.store, "anna", now=NOW)
    mirrored.sync()

    assert unlike(mirrored.store, mirrored.server) == []
    assert influx.ask("SELECT * FROM minutes.foot_minute") == []


def test_a_day_that_changes_while_it_is_told_is_told_again(mirrored: Mirrored) -> None:
    walk(mirrored.store, "anna", 1)
    (changed,) = mirrored.mirror_notes.take("step_minute", 10)
    mirrored.store.put("anna", Batch(origin("more"), "watch", (steps(NOON + 30 * A_MINUTE),)))

    mirrored.mirror_notes.settle([changed.note])
    mirrored.mirror_notes.refuse([(changed.note, "too late")])

    assert mirrored.mirror_notes.waiting()["step_minute"] == 1
    assert mirrored.mirror_notes.refusals() == []
    mirrored.sync()
    assert unlike(mirrored.store, mirrored.server) == []


@BOTH
def test_a_mirror_that_is_made_again_equals_the_store(mirrored: Mirrored, influx: Influx) -> None:
    walk(mirrored.store, "anna", 3)
    mirrored.sync()
    influx.write("days", "day,runner=nobody,source_class=insole load_wse=1 1")
    influx.write("minutes", f"foot_minute,runner=anna,device=x,foot=left gap_s=1 {time.time_ns()}")

    told = rebuild(mirrored.mirror_notes, mirrored.server)

    assert told.days == 12
    assert unlike(mirrored.store, mirrored.server) == []
    assert influx.ask("SELECT * FROM days.day WHERE runner = 'nobody'") == []


@BOTH
def test_a_runner_who_is_erased_leaves_no_point_and_stays_out(
    mirrored: Mirrored, influx: Influx
) -> None:
    walk(mirrored.store, "anna", 3)
    walk(mirrored.store, "anna.2", 1)  # begins with the same word
    mirrored.sync()
    assert influx.runners() == {"anna", "anna.2"}

    erase(mirrored.mirror_notes, mirrored.server, "anna")
    mirrored.store.put("anna", Batch(origin("later"), "watch", (steps(NOW - A_MINUTE),)))
    mirrored.sync()
    rebuild(mirrored.mirror_notes, mirrored.server)

    assert influx.runners() == {"anna.2"}
    for where in ("days.day", "steps.step_minute", "minutes.foot_minute", "minutes.body_minute"):
        assert influx.ask(f"SELECT * FROM {where} WHERE runner = 'anna'") == []  # noqa: S608 - our own names
        assert influx.ask(f"SELECT * FROM {where}") != []  # noqa: S608 - as above
    assert mirrored.mirror_notes.left_out() == ["anna"]
    assert mirrored.mirror_notes.waiting() == {}


def test_who_was_erased_can_be_let_in_again(mirrored: Mirrored) -> None:
    walk(mirrored.store, "anna", 2)
    mirrored.sync()
    erase(mirrored.mirror_notes, mirrored.server, "anna")

    mirrored.mirror_notes.let_in("anna")
    mirrored.sync()

    assert unlike(mirrored.store, mirrored.server) == []


def test_nobody_need_be_known_to_be_erased(mirrored: Mirrored, influx: Influx) -> None:
    influx.write("days", "day,runner=gone,source_class=insole load_wse=1 1")

    assert influx.runners() == {"gone"}

    erase(mirrored.mirror_notes, mirrored.server, "gone")

    assert influx.runners() == set()


def test_telling_can_be_broken_off_between_days(
    mirrored: Mirrored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_DAYS", 20)
    mirrored.store.add_runner(Runner("anna"))
    minutes = tuple(steps(NOON - timedelta(days=n)) for n in range(45))
    mirrored.store.put("anna", Batch(origin("long"), "watch", minutes))
    answers = iter([True, True, False])  # the days, minutes, and no more

    told = sync(mirrored.mirror_notes, mirrored.server, lambda: next(answers, False))

    assert told.days == 20
    assert mirrored.mirror_notes.waiting() == {"step_minute": 25}
