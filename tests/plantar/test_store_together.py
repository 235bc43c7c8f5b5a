"""Batches of several runners are kept in one commit: all of them, or none."""

from datetime import UTC, datetime, timedelta

import pytest

from plantar.errors import CannotKeep, UnknownRunner
from plantar.measured import Origin, OriginKind, Session, Sport
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store import Batch, Store

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def batch(runner_id: str, *minutes: int, source: str = "watch") -> tuple[str, Batch]:
    origin = Origin(f"live {runner_id} {source}", OriginKind.STREAM, source, NOON)
    told = tuple(StepMinute(NOON + timedelta(minutes=n), 1, 100.0 + n, 60.0) for n in minutes)
    return runner_id, Batch(origin, source, told)


def kept(store: Store, runner_id: str) -> int:
    return len(store.measured(runner_id, StepMinute, *ALL))


def test_several_runners_and_several_sources_of_one_are_kept_together(store: Store) -> None:
    store.add_runner(Runner("ben"))

    store.put_together(
        [batch("ben", 1, 2), batch("anna", 1), batch("ben", 1, source="pod"), batch("anna", 2)]
    )

    assert (kept(store, "anna"), kept(store, "ben")) == (2, 3)
    assert store.dirty("anna").days == store.dirty("ben").days == (NOON.date(),)


def test_when_one_cannot_be_kept_none_is(store: Store) -> None:
    with pytest.raises(UnknownRunner):
        store.put_together([batch("anna", 1), batch("zoe", 1)])

    assert kept(store, "anna") == 0
    assert not store.dirty("anna").days


def test_what_no_store_can_hold_is_told_apart_from_a_store_that_takes_nothing(store: Store) -> None:
    endless = Session(NOON, Sport.RUNNING, duration_s=1e300)
    _, one = batch("anna", 1)

    with pytest.raises(CannotKeep, match="cannot keep this"):
        store.put_together([("anna", Batch(one.origin, "watch", (*one.records, endless)))])

    assert kept(store, "anna") == 0
