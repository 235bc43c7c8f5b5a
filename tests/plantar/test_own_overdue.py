"""What is older than its term goes, and a message that waits does not."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from plantar.audit import Part, look
from plantar.message import Attempt, Outcome
from plantar.own import overdue
from plantar.own.terms import Terms
from plantar.runner import Runner
from plantar.store.engine import Database
from plantar.store.sql import open_store
from plantar.viewer import Role
from tests.plantar.test_backup import BOTH, place
from tests.plantar.whole_house import NOON, NOW, account, item, message, written_to

KEPT_30 = Terms(audit_days=30, messages_days=30)


@pytest.fixture(params=BOTH)
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with place(request.param, request, tmp_path_factory.mktemp("practice"), "new") as where:
        yield where


def test_old_lines_and_finished_messages_go(address: str) -> None:
    with open_store(address) as store, closing(Database(address)) as database:
        store.add_runner(Runner("anna"))
        kinesist = account(store, Role.KINESIST)
        to = written_to(store, kinesist)
        store.note_looks([look("anna", kinesist.id, Part.PAIN, at) for at in (NOON, NOW)])
        for n, key in enumerate(("delivered", "given up", "waits"), 1):
            day = NOON.date() + timedelta(days=n)
            assert store.keep_morning(to.id, day, message(key, to, item("anna")), [])
        store.settle_message("delivered", Attempt(NOON, Outcome.DELIVERED))
        store.settle_message("given up", Attempt(NOON, Outcome.TIMEOUT))
        store.settle_message("waits", Attempt(NOON, Outcome.TIMEOUT), NOW)

        assert overdue.erase(database, Terms(), NOW) == {}
        assert overdue.erase(database, KEPT_30, NOON + timedelta(days=29)) == {}
        counted = overdue.count(database, KEPT_30, NOW)
        assert len(store.messages()) == 3
        assert overdue.erase(database, KEPT_30, NOW) == counted
        assert counted == {"lines of who looked": 1, "messages": 2}
        assert [one.id for one in store.messages()] == ["waits"]
        assert len(store.attempts("waits")) == 1
        assert store.attempts("delivered") == []
        assert [one.at for one in store.looks_at("anna")] == [
            look("anna", kinesist.id, Part.PAIN, NOW).at
        ]
        assert overdue.erase(database, KEPT_30, NOW) == {}
