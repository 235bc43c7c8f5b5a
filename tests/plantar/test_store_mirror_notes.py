"""A mirror's cursor: what changes is noted with the change, and crossed off by who has read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import Connection, inspect

from plantar.errors import StoreError
from plantar.measured import Gap, GapCause, Origin, OriginKind
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.backlog import Backlog, open_backlog
from plantar.store.engine import Database
from plantar.store.migrate import config
from plantar.store.sql import open_store
from processing.recompute import recompute

LATE_IN_JUNE = datetime(2026, 6, 30, 23, 59, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
NOTED = datetime(2026, 7, 2, tzinfo=UTC)


def origin(name: str, hours: int = 0) -> Origin:
    return Origin(name, OriginKind.IMPORT, name, NOTED + timedelta(hours=hours))


def steps(at: datetime, number: float = 80.0, revision: int = 0) -> StepMinute:
    return StepMinute(at, revision, number, 60.0)


@pytest.fixture
def opened(address: str) -> Iterator[tuple[Store, Backlog]]:
    with open_store(address) as store, open_backlog(address) as backlog:
        store.add_runner(Runner("anna", body_mass_kg=62.0))
        yield store, backlog


def put(store: Store, *minutes: StepMinute, of: Origin | None = None) -> None:
    store.put("anna", Batch(of or origin("watch"), "watch", minutes))


def noted(backlog: Backlog, kind: str = "step_minute") -> list[date]:
    return [one.note.day for one in backlog.take(kind, 100)]


def settle(backlog: Backlog) -> None:
    for kind in ("day", "step_minute"):
        backlog.settle([one.note for one in backlog.take(kind, 100)])
    assert backlog.waiting() == {}


def test_what_is_measured_is_noted_by_its_day_in_utc(opened: tuple[Store, Backlog]) -> None:
    store, backlog = opened

    put(store, steps(LATE_IN_JUNE), steps(LATE_IN_JUNE + A_MINUTE))

    assert noted(backlog) == [JUNE, JULY]
    (first, _) = backlog.take("step_minute", 100)
    assert first.rows[0][0] == "watch"
    assert [one.note.day for one in backlog.take("step_minute", 1)] == [JUNE]
    assert [one.note.day for one in backlog.take("step_minute", 9, most_rows=1)] == [JUNE]


def test_what_a_mirror_does_not_hold_is_not_noted(opened: tuple[Store, Backlog]) -> None:
    store, backlog = opened

    silent = Gap(LATE_IN_JUNE, LATE_IN_JUNE + A_MINUTE, None, GapCause.LINK)
    store.put("anna", Batch(origin("gaps"), "watch", (silent,)))

    assert backlog.waiting() == {}


def test_what_changes_nothing_is_not_noted_again(opened: tuple[Store, Backlog]) -> None:
    store, backlog = opened
    put(store, steps(LATE_IN_JUNE))
    recompute(store, "anna", now=NOTED)
    settle(backlog)

    put(store, steps(LATE_IN_JUNE, revision=7))
    put(store, steps(LATE_IN_JUNE), of=origin("copy", hours=1))
    store.mark_dirty("anna", [JUNE, JULY])
    recompute(store, "anna", now=NOTED)

    assert backlog.waiting() == {}


def test_a_correction_and_a_return_are_noted_with_every_day_that_follows(
    opened: tuple[Store, Backlog],
) -> None:
    store, backlog = opened
    put(store, steps(LATE_IN_JUNE))
    recompute(store, "anna", now=NOTED)
    settle(backlog)

    put(store, steps(LATE_IN_JUNE, 90.0), of=origin("better", hours=1))
    recompute(store, "anna", now=NOTED)
    corrected = noted(backlog), noted(backlog, "day")
    settle(backlog)
    store.withdraw("better")
    recompute(store, "anna", now=NOTED)

    # Just before midnight of UTC it is the next day in Brussels.
    assert corrected == ([JUNE], [JULY])
    assert (noted(backlog), noted(backlog, "day")) == corrected


def test_a_put_that_fails_notes_nothing(opened: tuple[Store, Backlog]) -> None:
    store, backlog = opened
    put(store, steps(LATE_IN_JUNE))
    settle(backlog)
    store.add_runner(Runner("bob"))

    with pytest.raises(StoreError, match="belongs to another runner"):
        store.put(
            "bob",
            Batch(origin("of bob"), "watch", (steps(LATE_IN_JUNE),)),
            Batch(origin("watch"), "watch", (steps(LATE_IN_JUNE),)),
        )

    assert backlog.waiting() == {}


def test_a_day_that_changed_since_it_was_read_stays(opened: tuple[Store, Backlog]) -> None:
    store, backlog = opened
    put(store, steps(LATE_IN_JUNE))
    read = [one.note for one in backlog.take("step_minute", 100)]
    settle(backlog)
    put(store, steps(LATE_IN_JUNE, 81.0))

    backlog.settle(read)  # somebody slow, who read what was there before

    assert noted(backlog) == [JUNE]


def test_what_was_refused_waits_no_longer_and_a_change_lets_it_wait(
    opened: tuple[Store, Backlog],
) -> None:
    store, backlog = opened
    put(store, steps(LATE_IN_JUNE), steps(LATE_IN_JUNE + A_MINUTE))
    read = [one.note for one in backlog.take("step_minute", 100)]

    backlog.refuse([(note, "too old") for note in read])

    assert backlog.waiting() == {}
    (refusal,) = backlog.refusals()
    assert (refusal.reason, refusal.days, refusal.first, refusal.last) == ("too old", 2, JUNE, JULY)
    assert backlog.unlike("anna", "step_minute", JUNE, JULY) == {JUNE, JULY}
    put(store, steps(LATE_IN_JUNE, 82.0))
    assert noted(backlog) == [JUNE]
    backlog.retry()
    assert noted(backlog) == [JUNE, JULY]


def test_who_is_left_out_is_not_told_of_until_let_in(opened: tuple[Store, Backlog]) -> None:
    store, backlog = opened
    put(store, steps(LATE_IN_JUNE))
    settle(backlog)

    for _ in range(2):
        backlog.leave_out("anna")
    put(store, steps(LATE_IN_JUNE + A_MINUTE))

    assert (backlog.waiting(), noted(backlog), backlog.left_out()) == ({}, [], ["anna"])
    assert backlog.unlike("anna", "day", JUNE, JULY) is None
    backlog.let_in("anna")
    assert noted(backlog) == [JUNE, JULY]
    assert backlog.left_out() == []


@contextmanager
def revision(address: str) -> Iterator[Connection]:
    database = Database(address)
    try:
        with database.writing() as connection:
            yield connection
    finally:
        database.close()


def test_a_store_from_before_mirrors_has_everything_waiting(address: str) -> None:
    with open_store(address) as store, open_backlog(address) as backlog:
        store.add_runner(Runner("anna", body_mass_kg=62.0))
        put(store, steps(LATE_IN_JUNE), steps(LATE_IN_JUNE + A_MINUTE))
        recompute(store, "anna", now=NOTED)
        days = noted(backlog, "day")
        settle(backlog)
    with revision(address) as connection:
        command.downgrade(config(connection), "0009")
        tables = inspect(connection).get_table_names()
        assert {"unmirrored", "left_out"}.isdisjoint(tables)

    with open_store(address) as store, open_backlog(address) as backlog:
        assert (noted(backlog), noted(backlog, "day")) == ([JUNE, JULY], days)
        settle(backlog)
        backlog.mark_all()
        assert (noted(backlog), noted(backlog, "day")) == ([JUNE, JULY], days)


def test_of_two_hosts_on_one_store_one_tells_the_mirror(
    opened: tuple[Store, Backlog], address: str
) -> None:
    _, backlog = opened
    with open_backlog(address) as other, backlog.claimed() as ours, other.claimed() as theirs:
        assert (ours, theirs) == (True, not address.startswith("postgresql"))
    with open_backlog(address) as other, other.claimed() as theirs:
        assert theirs
