"""What somebody may see is asked at every question, and made anew where something has changed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.access.rights import KnownRights
from plantar.account import Account, Looking, SignedIn
from plantar.consent import EVERYTHING, Consent, Scope
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.viewer import Role

NOW = datetime(2026, 6, 30, 20, tzinfo=UTC)
KINE = Account("kine", "kine", frozenset({Role.KINESIST}), None, "nl")
LOOKING = Looking(SignedIn("0" * 64, KINE.id, NOW, NOW), KINE, "Kine")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "plantar.db") as opened:
        for runner_id in ("anna", "ben"):
            opened.add_runner(Runner(runner_id))
        opened.add_account(KINE, "Kine", None)
        opened.grant(Consent("one", "anna", KINE.id, EVERYTHING, NOW - timedelta(days=9)))
        yield opened


def test_the_same_consents_make_the_same_rights(store: Store) -> None:
    known = KnownRights()

    first = known.of(store, LOOKING, NOW)

    assert first.of("anna") == EVERYTHING
    assert known.of(store, LOOKING, NOW + timedelta(seconds=1)) is first


def test_what_is_revoked_is_gone_at_the_next_question(store: Store) -> None:
    known = KnownRights()
    before = known.of(store, LOOKING, NOW)
    store.revoke("anna", "one", NOW - timedelta(days=1))  # by a clock that is behind

    after = known.of(store, LOOKING, NOW)

    assert not after.of("anna")
    assert after.lost_since(before)


def test_what_is_given_is_there_at_the_next_question(store: Store) -> None:
    known = KnownRights()
    known.of(store, LOOKING, NOW)
    older = NOW - timedelta(days=20)
    store.grant(Consent("two", "ben", KINE.id, frozenset({Scope.LOAD}), older))

    assert known.of(store, LOOKING, NOW).of("ben") == {Scope.LOAD}


def test_what_ends_by_itself_ends_without_a_word(store: Store) -> None:
    until = NOW + timedelta(minutes=1)
    store.grant(Consent("two", "ben", KINE.id, EVERYTHING, NOW - timedelta(days=1), until))
    known = KnownRights()

    assert known.of(store, LOOKING, NOW).of("ben")
    assert known.of(store, LOOKING, until - timedelta(seconds=1)).of("ben")
    assert not known.of(store, LOOKING, until).of("ben")


def test_an_account_that_is_another_has_its_own(store: Store) -> None:
    known = KnownRights()
    known.of(store, LOOKING, NOW)
    ended = Account("kine", "kine", KINE.roles, None, "nl", disabled_at=NOW)

    assert not known.of(store, Looking(LOOKING.session, ended, "Kine"), NOW).of("anna")
