"""The burden of many runners is read together, and each time it is asked who asks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard.access.guard import Guarded, NotedLooks
from dashboard.access.rights import rights, signed_in
from dashboard.settings import burdens
from plantar.audit import Part
from plantar.consent import EVERYTHING, Scope
from plantar.errors import UnknownRunner
from plantar.runner import Runner
from plantar.secret import hashed
from plantar.store import Store
from plantar.store.sql import open_store
from tests.dashboard.clinic import NOW
from tests.dashboard.signed_in import account, consent, token_of
from tests.dashboard.test_wrong_users import Left, lost

TOLD_BY = frozenset({Scope.LOAD, Scope.PAIN})
MANY = 3 * burdens.AT_ONCE


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "plantar.db") as store:
        for n in range(MANY):
            store.add_runner(Runner(f"r-{n:03}"))
        burdens.kept.clear()
        yield store
        burdens.kept.clear()


def _kinesist(store: Store, **scopes: frozenset[Scope]) -> tuple[Store, str]:
    """The store as a kinesist has it, to whom so much of each runner is open."""
    kine = account(store, "kine")
    for runner_id, shared in scopes.items():
        consent(store, kine, runner_id, shared)
    token = token_of(store, kine, NOW)
    looking = signed_in(store, hashed(token), NOW)
    assert looking is not None
    held = rights(store, looking, NOW)
    return Guarded(store, hashed(token), held, lambda: NOW, lost, NotedLooks()).as_store(), token


def _looks(store: Store, runner_id: str) -> set[Part]:
    return {one.part for one in store.looks_at(runner_id)}


def test_only_of_whom_load_and_pain_are_seen_anything_is_read_and_each_look_is_noted(
    whole: Store,
) -> None:
    shared = {"r-000": TOLD_BY, "r-001": EVERYTHING, "r-002": frozenset({Scope.LOAD})}
    store, _ = _kinesist(whole, **shared)

    found = store.material_of(["r-000", "r-001", "r-002", "r-003"], date.min)

    assert set(found) == {"r-000", "r-001"}
    assert _looks(whole, "r-000") == {Part.LOAD, Part.PAIN}
    assert _looks(whole, "r-001") == {Part.LOAD, Part.PAIN, Part.PLAN}
    assert _looks(whole, "r-002") == _looks(whole, "r-003") == set()


@pytest.mark.parametrize("shared", [{}, {"r-000": frozenset({Scope.LOAD})}])
def test_a_burden_is_refused_for_whom_not_both_are_seen(
    whole: Store, shared: dict[str, frozenset[Scope]]
) -> None:
    store, _ = _kinesist(whole, **shared)

    with pytest.raises(UnknownRunner, match="r-000"):
        burdens.compared(store, [whole.runner("r-000")], (), own=None, now=NOW, tell=lambda _: None)


@pytest.mark.parametrize("how", ["signed out", "a consent revoked"])
def test_who_is_let_in_no_more_reads_no_further(whole: Store, how: str) -> None:
    runners = whole.runners()
    store, token = _kinesist(whole, **{one.id: TOLD_BY for one in runners})
    last = runners[-1].id
    told = []

    def tell(share: float) -> None:
        told.append(share)
        if len(told) == 2:  # in the middle of it
            if how == "signed out":
                whole.end_session(hashed(token))
            else:
                (given,) = whole.consents_of(last)
                whole.revoke(last, given.id, NOW)

    with pytest.raises(Left):
        burdens.compared(store, runners, (), own=None, now=NOW, tell=tell)

    assert told == [0.0, pytest.approx(1 / 3)]
    assert _looks(whole, runners[0].id) >= {Part.LOAD, Part.PAIN}
    assert _looks(whole, last) == set()
