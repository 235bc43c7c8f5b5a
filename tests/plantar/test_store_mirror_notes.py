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
from plantar.store.engine import Database
from plantar.store.migrate import config
from plantar.store.mirror_notes import MirrorNotes, open_mirror_notes
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
def opened(address: str) -> Iterator[tuple[Store, MirrorNotes]]:
    with open_store(address) as store, open_mirror_notes(address) as mirror_notes:
        store.add_runner(Runner("anna", body_mass_kg=62.0))
        yield store, mirror_notes


def put(store: Store, *minutes: StepMinute, of: Origin | None = None) -> None:
    store.put("anna", Batch(of or origin("watch"), "watch", minutes))


def noted(mirror_notes: MirrorNotes, kind: str = "step_minute") -> list[date]:
    return [one.note.day for one in mirror_notes.take(kind, 100)]


def settle(mirror_notes: MirrorNotes) -> None:
    for kind in ("day", "step_minute"):
        mirror_notes.settle([one.note for one in mirror_notes.take(kind, 100)])
    assert mirror_notes.waiting() == {}


def test_what_is_measured_is_noted_by_its_day_in_utc(opened: tuple[Store, MirrorNotes]) -> None:
    store, mirror_notes = opened

    put(store, steps(LATE_IN_JUNE), steps(LATE_IN_JUNE + A_MINUTE))

    assert noted(mirror_notes) == [JUNE, JULY]
    (first, _) = mirror_notes.take("step_minute", 100)
    assert first.rows[0][0] == "watch"
    assert [one.note.day for one in mirror_notes.take("step_minute", 1)] == [JUNE]
    assert [one.note.day for one in mirror_notes.take("step_minute", 9, most_rows=1)] == [JUNE]


def test_what_a_mirror_does_not_hold_is_not_noted(opened: tuple[Store, MirrorNotes]) -> None:
    store, mirror_notes = opened

    silent = Gap(LATE_IN_JUNE, LATE_IN_JUNE + A_MINUTE, None, GapCause.LINK)
    store.put("anna", Batch(origin("gaps"), "watch", (silent,)))

    assert mirror_notes.waiting() == {}


def test_what_changes_nothing_is_not_noted_again(opened: tuple[Store, MirrorNotes]) -> None:
    store, mirror_notes = opened
    put(store, steps(LATE_IN_JUNE))
    recompute(store, "anna", now=NOTED)
    settle(mirror_notes)

    put(store, steps(LATE_IN_JUNE, revision=7))
    put(store, steps(LATE_IN_JUNE), of=origin("copy", hours=1))
    store.mark_dirty("anna", [JUNE, JULY])
    recompute(store, "anna", now=NOTED)

    assert mirror_notes.waiting() == {}


def test_a_correction_and_a_return_are_noted_with_every_day_that_follows(
    opened: tuple[Store, MirrorNotes],
) -> None:
    store, mirror_notes = opened
    put(store, steps(LATE_IN_JUNE))
    recompute(store, "anna", now=NOTED)
    settle(mirror_notes)

    put(store, steps(LATE_IN_JUNE, 90.0), of=origin("better", hours=1))
    recompute(store, "anna", now=NOTED)
    corrected = noted(mirror_notes), noted(mirror_notes, "day")
    settle(mirror_notes)
    store.withdraw("better")
    recompute(store, "anna", now=NOTED)

    # Just before midnight of UTC it is the next day in Brussels.
    assert corrected == ([JUNE], [JULY])
    assert (noted(mirror_notes), noted(mirror_notes, "day")) == corrected


def test_a_put_that_fails_notes_nothing(opened: tuple[Store, MirrorNotes]) -> None:
    store, mirror_notes = opened
    put(store, steps(LATE_IN_JUNE))
    settle(mirror_notes)
    store.add_runner(Runner("bob"))

    with pytest.raises(StoreError, match="belongs to another runner"):
        store.put(
            "bob",
            Batch(origin("of bob"), "watch", (steps(LATE_IN_JUNE),)),
            Batch(origin("watch"), "watch", (steps(LATE_IN_JUNE),)),
        )

    assert mirror_notes.waiting() == {}


def test_a_day_that_changed_since_it_was_read_stays(opened: tuple[Store, MirrorNotes]) -> None:
    store, mirror_notes = opened
    put(store, steps(LATE_IN_JUNE))
    read = [one.note for one in mirror_notes.take("step_minute", 100)]
    settle(mirror_notes)
    put(store, steps(LATE_IN_JUNE, 81.0))

    mirror_notes.settle(read)  # somebody slow, who read what was there before

    assert noted(mirror_notes) == [JUNE]


def test_what_was_refused_waits_no_longer_and_a_change_lets_it_wait(
    opened: tuple[Store, MirrorNotes],
) -> None:
    store, mirror_notes = opened
    put(store, steps(LATE_IN_JUNE), steps(LATE_IN_JUNE + A_MINUTE))
    read = [one.note for one in mirror_notes.take("step_minute", 100)]

    mirror_notes.refuse([(note, "too old") for note in read])

    assert mirror_notes.waiting() == {}
    (refusal,) = mirror_notes.refusals()
    assert (refusal.reason, refusal.days, refusal.first, refusal.last) == ("too old", 2, JUNE, JULY)
    assert mirror_notes.unlike("anna", "step_minute", JUNE, JULY) == {JUNE, JULY}
    put(store, steps(LATE_IN_JUNE, 82.0))
    assert noted(mirror_notes) == [JUNE]
    mirror_notes.retry()
    assert noted(mirror_notes) == [JUNE, JULY]


def test_who_is_left_out_is_not_told_of_until_let_in(opened: tuple[Store, MirrorNotes]) -> None:
    store, mirror_notes = opened
    put(store, steps(LATE_IN_JUNE))
    settle(mirror_notes)

    for _ in range(2):
        mirror_notes.leave_out("anna")
    put(store, steps(LATE_IN_JUNE + A_MINUTE))

    assert (mirror_notes.waiting(), noted(mirror_notes), mirror_notes.left_out()) == (
        {},
        [],
        ["anna"],
    )
    assert mirror_notes.unlike("anna", "day", JUNE, JULY) is None
    mirror_notes.let_in("anna")
    assert noted(mirror_notes) == [JUNE, JULY]
    assert mirror_notes.left_out() == []


@contextmanager
def revision(address: str) -> Iterator[Connection]:
    database = Database(address)
    try:
        with database.writing() as connection:
            yield connection
    finally:
        database.close()


def test_a_store_from_before_mirrors_has_everything_waiting(address: str) -> None:
    with open_store(address) as store, open_mirror_notes(address) as mirror_notes:
        store.add_runner(Runner("anna", body_mass_kg=62.0))
        put(store, steps(LATE_IN_JUNE), steps(LATE_IN_JUNE + A_MINUTE))
        recompute(store, "anna", now=NOTED)
        days = noted(mirror_notes, "day")
        settle(mirror_notes)
    with revision(address) as connection:
        command.downgrade(config(connection), "0009")
        tables = inspect(connection).get_table_names()
        assert {"unmirrored", "left_out"}.isdisjoint(tables)

    with open_store(address) as store, open_mirror_notes(address) as mirror_notes:
        assert (noted(mirror_notes), noted(mirror_notes, "day")) == ([JUNE, JULY], days)
        settle(mirror_notes)
        mirror_notes.mark_all()
        assert (noted(mirror_notes), noted(mirror_notes, "day")) == ([JUNE, JULY], days)


def test_of_two_hosts_on_one_store_one_tells_the_mirror(
    opened: tuple[Store, MirrorNotes], address: str
) -> None:
    _, mirror_notes = opened
    with (
        open_mirror_notes(address) as other,
        mirror_notes.claimed() as ours,
        other.claimed() as theirs,
    ):
        assert (ours, theirs) == (True, not address.startswith("postgresql"))
    with open_mirror_notes(address) as other, other.claimed() as theirs:
        assert theirs
