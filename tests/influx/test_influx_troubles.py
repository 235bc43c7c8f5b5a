"""Whatever happens to the mirror is told by name, and nothing it lacks is crossed off."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Event

import pytest

from plantar.errors import InfluxAway, InfluxDenied, InfluxError
from plantar.influx import sync as telling
from plantar.influx.server import Server
from plantar.influx.sync import rebuild, sync
from plantar.runner import Runner
from plantar.store import Batch
from tests.influx.conftest import BOTH, Mirrored
from tests.influx.influx_rig import Influx
from tests.influx.walked import A_MINUTE, NOON, NOW, origin, steps, unlike, walk

#: Longer ago than steps are kept.
LONG_AGO = NOW.replace(minute=0) - timedelta(weeks=200)


@BOTH
def test_an_influxd_that_is_killed_in_mid_sync_loses_nothing(
    mirrored: Mirrored, influx: Influx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_DAYS", 1)
    walk(mirrored.store, "anna", 12, minutes=30)
    with ThreadPoolExecutor(1) as beside:
        for days in (5, 11, 8):
            told = Event()
            going_on = partial(_count, iter(range(days)), told)
            running = beside.submit(sync, mirrored.mirror_notes, mirrored.server, going_on)
            assert told.wait(30)
            influx.kill()
            with pytest.raises(InfluxAway, match=r"is not well \(502\)|does not answer"):
                running.result(30)
            influx.start()
    waiting = mirrored.mirror_notes.waiting()

    mirrored.sync()

    assert waiting != {}
    assert mirrored.mirror_notes.waiting() == {}
    assert mirrored.mirror_notes.refusals() == []
    assert unlike(mirrored.store, mirrored.server) == []


def _count(seen: Iterator[int], told: Event) -> bool:
    """Go on; say when enough is told, while the next is on its way."""
    if next(seen, None) is None:
        told.set()
    return True


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_an_influxd_that_is_killed_around_a_write_has_it_told_again(
    mirrored: Mirrored, influx: Influx, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    walk(mirrored.store, "anna", 2)
    waiting, write = mirrored.mirror_notes.waiting(), mirrored.server.write

    def killed(policy: str, lines: Sequence[str]) -> None:
        if not before:
            write(policy, lines)
        influx.kill()
        write(policy, lines)

    monkeypatch.setattr(mirrored.server, "write", killed)
    with pytest.raises(InfluxAway):
        mirrored.sync()
    monkeypatch.undo()
    influx.start()

    assert mirrored.mirror_notes.waiting() == waiting
    mirrored.sync()
    assert unlike(mirrored.store, mirrored.server) == []


def test_we_who_are_killed_between_writing_and_crossing_off_tell_the_same_again(
    mirrored: Mirrored, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(mirrored.store, "anna", 2)
    before = mirrored.mirror_notes.waiting()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mirrored.mirror_notes, "settle", killed)
    with pytest.raises(KeyboardInterrupt):
        mirrored.sync()
    monkeypatch.undo()

    assert mirrored.mirror_notes.waiting() == before
    again = mirrored.sync()
    assert again.days == sum(before.values())
    assert unlike(mirrored.store, mirrored.server) == []


def test_a_wrong_token_is_told_and_everything_waits(mirrored: Mirrored, influx: Influx) -> None:
    walk(mirrored.store, "anna", 1)
    waiting = mirrored.mirror_notes.waiting()

    with (
        Server(influx.place(token="another")) as stranger,  # noqa: S106 - of nobody
        pytest.raises(InfluxDenied, match=r"does not take influx_token for this \(401\)") as told,
    ):
        sync(mirrored.mirror_notes, stranger)

    assert "another" not in str(told.value)
    assert mirrored.mirror_notes.waiting() == waiting
    assert mirrored.mirror_notes.refusals() == []


def test_an_influxd_that_is_away_is_told_and_everything_waits(
    mirrored: Mirrored, influx: Influx
) -> None:
    walk(mirrored.store, "anna", 1)
    waiting = mirrored.mirror_notes.waiting()
    influx.kill()
    try:
        with pytest.raises(InfluxAway, match=r"is not well \(502\)"):
            mirrored.sync()
    finally:
        influx.start()
    elsewhere = replace(influx.place(), url="http://127.0.0.1:9")
    with (
        Server(elsewhere) as nobody,
        pytest.raises(InfluxAway, match=r"http://127\.0\.0\.1:9: does not answer"),
    ):
        sync(mirrored.mirror_notes, nobody)

    assert mirrored.mirror_notes.waiting() == waiting


def test_buckets_that_were_not_made_are_told_with_what_makes_them(
    mirrored: Mirrored, influx: Influx
) -> None:
    walk(mirrored.store, "anna", 1)
    waiting = mirrored.mirror_notes.waiting()
    influx.empty()

    with pytest.raises(InfluxError, match=r"make it with `\./run influx init`"):
        mirrored.sync()

    assert mirrored.mirror_notes.waiting() == waiting


def test_one_point_beyond_retention_is_refused_by_name_and_the_others_are_told(
    mirrored: Mirrored,
) -> None:
    mirrored.store.add_runner(Runner("anna"))
    minutes = [steps(NOON - timedelta(days=n)) for n in range(3)]
    old = (steps(LONG_AGO), steps(LONG_AGO + A_MINUTE))
    mirrored.store.put("anna", Batch(origin("watch"), "watch", (*minutes, *old)))

    told = mirrored.sync()

    (refusal,) = mirrored.mirror_notes.refusals()
    assert (refusal.runner_id, refusal.kind, refusal.days) == ("anna", "step_minute", 1)
    assert refusal.first == refusal.last == LONG_AGO.date()
    assert refusal.reason == "partial write: points beyond retention policy"
    assert told.refused == [f"anna step_minute {LONG_AGO.date()}: {refusal.reason} (2 of 2 points)"]
    assert (told.days, told.written) == (3, 3)
    assert mirrored.mirror_notes.waiting() == {}
    assert unlike(mirrored.store, mirrored.server) == ["StepMinute of anna"]
    assert mirrored.sync().days == 0  # it is not tried for ever


def test_a_refused_day_is_tried_again_when_it_changes_or_is_asked_for(mirrored: Mirrored) -> None:
    mirrored.store.add_runner(Runner("anna"))
    mirrored.store.put("anna", Batch(origin("watch"), "watch", (steps(LONG_AGO),)))
    mirrored.sync()

    mirrored.store.put("anna", Batch(origin("watch"), "watch", (steps(LONG_AGO + A_MINUTE),)))
    assert mirrored.mirror_notes.waiting() == {"step_minute": 1}
    assert mirrored.mirror_notes.refusals() == []
    mirrored.sync()
    assert len(mirrored.mirror_notes.refusals()) == 1

    mirrored.mirror_notes.retry()

    assert mirrored.mirror_notes.waiting() == {"step_minute": 1}
    mirrored.store.withdraw("watch")
    assert mirrored.sync().refused == []
    assert mirrored.mirror_notes.refusals() == []


def test_a_field_of_another_type_is_refused_by_name_and_a_rebuild_mends_it(
    mirrored: Mirrored, influx: Influx
) -> None:
    spoilt = time.time_ns()
    influx.write("steps", f"step_minute,runner=x,device=y steps=4i {spoilt}")
    mirrored.store.add_runner(Runner("anna"))
    other_shard = steps(NOON - timedelta(weeks=9))  # there the field has no type yet
    today = steps(NOW - A_MINUTE)
    mirrored.store.put("anna", Batch(origin("watch"), "watch", (today, other_shard)))

    told = mirrored.sync()

    (refusal,) = mirrored.mirror_notes.refusals()
    assert refusal.first == refusal.last == today.at.date()
    assert 'input field "steps" on measurement "step_minute" is type float' in refusal.reason
    assert "already exists as type integer" in refusal.reason
    assert told.days == 1

    rebuild(mirrored.mirror_notes, mirrored.server)

    assert mirrored.mirror_notes.refusals() == []
    assert unlike(mirrored.store, mirrored.server) == []


def test_a_rebuild_that_breaks_off_goes_on_with_the_next_sync(mirrored: Mirrored) -> None:
    walk(mirrored.store, "anna", 3)
    mirrored.sync()
    answers = iter([True, False])  # the days of the first table, and no more

    rebuild(mirrored.mirror_notes, mirrored.server, lambda: next(answers, False))

    assert unlike(mirrored.store, mirrored.server) != []
    assert mirrored.mirror_notes.waiting() != {}
    mirrored.sync()
    assert unlike(mirrored.store, mirrored.server) == []


def test_a_rebuild_of_a_mirror_that_is_away_changes_nothing_in_it(
    mirrored: Mirrored, influx: Influx
) -> None:
    walk(mirrored.store, "anna", 2)
    mirrored.sync()
    influx.kill()
    try:
        with pytest.raises(InfluxAway):
            rebuild(mirrored.mirror_notes, mirrored.server)
    finally:
        influx.start()

    assert unlike(mirrored.store, mirrored.server) == []
    assert mirrored.mirror_notes.waiting() != {}
    assert mirrored.sync().written == 0
