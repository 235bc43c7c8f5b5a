"""What goes with a runner who is erased: what would be nobody's, and nothing that is another's."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from plantar.account import Account, Door, Invitation
from plantar.audit import Part, look
from plantar.consent import EVERYTHING, Consent
from plantar.errors import UnknownAccount, UnknownRecipient
from plantar.message import Attempt, Message, Outcome
from plantar.own import erasing
from plantar.own.traces import Traces
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.engine import Database
from plantar.store.sql import open_store
from plantar.viewer import Role
from tests.plantar.test_backup import BOTH, place
from tests.plantar.whole_house import NOON, NOW, item, let_in, message, written_to
from tests.plantar.whole_store import held

CALLED = {"anna": "A. Ångström", "bert": "B. Ångström"}
LEASE = timedelta(minutes=2)


@pytest.fixture(params=BOTH)
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Anna and bert, with all that let_in gives each of them."""
    with place(request.param, request, tmp_path_factory.mktemp("practice"), "new") as where:
        with open_store(where) as store:
            for runner_id, name in CALLED.items():
                store.add_runner(Runner(runner_id), name)
                let_in(store, runner_id)
        yield where


def own(store: Store, name: str = "anna") -> Account:
    """The account of a runner."""
    return next(one for one in store.accounts() if one.runner_id == name)


def kinesist(store: Store, name: str) -> Account:
    """The account that a runner let see everything."""
    return store.account(store.consents_of(name)[0].account)


def erase(address: str) -> None:
    """Erase anna, and find nothing of her."""
    with closing(Database(address)) as database:
        names = erasing.names_of(database, "anna")
        assert erasing.count_rows(database, "anna") == erasing.erase_rows(database, "anna")
        assert list(erasing.find_rows(database, Traces(names))) == []
        assert erasing.erase_rows(database, "anna") == {}


def test_an_account_of_the_runners_alone_goes_with_all_that_lets_in_by_it(address: str) -> None:
    with open_store(address) as store:
        hers = own(store)
        store.grant(Consent("to her", "bert", hers.id, EVERYTHING, NOON))
        store.invite(Invitation("new password", Door.PASSWORD, NOON, NOW, account=hers.id))
        store.invite(Invitation("by her", Door.ACCOUNT, NOON, NOW, made_by=hers.id))
        store.note_looks([look("bert", hers.id, Part.PAIN, NOON)])
        others = [one for one in store.accounts() if one != hers]
        names = {one: name for one, name in store.account_names().items() if one != hers.id}
        with closing(Database(address)) as database:
            assert erasing.names_of(database, "anna") == (
                "anna", CALLED["anna"], f"Somebody {hers.login[-1]}", hers.login,
            )  # fmt: skip

        erase(address)

        assert store.accounts() == others
        assert store.account_names() == names
        with pytest.raises(UnknownAccount):
            store.account(hers.id)
        assert store.looking(f"session of {hers.id}") is None
        assert [one.id for one in store.consents()] == [f"c{own(store, 'bert').id}"]
        assert [one.runner_id for one in store.invitations()] == ["bert"]
        # That she looked at somebody stays to be read by them, by an id that names nobody.
        assert hers.id in {one.account for one in store.looks_at("bert")}
        assert store.looking(f"session of {own(store, 'bert').id}") is not None


@pytest.mark.parametrize("other", [Role.KINESIST, Role.ADMIN])
def test_one_that_is_more_than_a_runners_stays_and_goes_on(address: str, other: Role) -> None:
    with open_store(address) as store:
        hers = replace(own(store), roles=frozenset({Role.RUNNER, other}))
        store.save_account(hers)
        store.rename_account(hers.id, CALLED["anna"])
        store.grant(Consent("to her", "bert", hers.id, EVERYTHING, NOON))
        left = replace(hers, roles=frozenset({other}), runner_id=None)
        to = written_to(store, left)

        erase(address)

        assert store.account(hers.id) == left
        assert store.account_names()[hers.id] == CALLED["anna"]
        assert store.looking(f"session of {hers.id}") is not None
        assert [one.id for one in store.consents_for(hers.id)] == ["to her"]
        assert store.recipient(to.id) == to


def test_ways_to_write_to_the_runner_go_and_those_to_others_stay(address: str) -> None:
    with open_store(address) as store:
        (hers,) = (one for one in store.recipients() if one.runner_id == "anna")
        others = [one for one in store.recipients() if one != hers]

        erase(address)

        assert store.recipients() == others
        with pytest.raises(UnknownRecipient):
            store.recipient(hers.id)
        assert {one.runner_id for to in others for one in store.told(to.id)} == {"bert"}


def test_no_message_without_a_story_is_ever_sent(address: str) -> None:
    with open_store(address) as store:
        (to,) = (one for one in store.recipients() if one.account == kinesist(store, "bert").id)
        day = NOON.date()
        told: list[Message] = [
            message("hers", to, item("anna"), item("anna")),
            message("delivered", to, item("anna")),
            message("both", to, item("anna"), item("bert"), item("anna")),
            message("a reminder", to),
        ]
        for n, one in enumerate(told, 1):
            assert store.keep_morning(to.id, day + timedelta(days=n), one, [])
        store.settle_message("delivered", Attempt(NOON, Outcome.DELIVERED))
        before = {one.id for one in store.messages()}

        erase(address)

        left = {one.id: one for one in store.messages()}
        assert left["both"].items == (item("bert"),)
        assert left["a reminder"].items == ()
        gone = before - left.keys()
        assert gone > {"hers", "delivered"}
        assert {one.id for one in store.take_messages(NOW, LEASE, 99)} == left.keys()
        assert all(one.items for one in left.values() if one.id != "a reminder")
        assert [store.attempts(one) for one in gone] == [[]] * len(gone)


def test_nothing_of_anybody_else_changes(address: str) -> None:
    with open_store(address) as store:
        erase(address)
        before = held(address)
        store.add_runner(Runner("anna"), CALLED["anna"])
        let_in(store, "anna")
        hers, theirs = own(store), kinesist(store, "anna")
        between = held(address)

        erase(address)

        after = held(address)
        changed = {name for name in before if before[name] != between[name]}
        assert changed > {"account", "consent", "message", "message_item", "recipient"}
        # Lines of who looked stay without her, as does the kinesist who did, and what was tried.
        stay = {"looked", "account", "account_name", "signed_in", "recipient", "tried"}
        assert {name for name in before if before[name] != after[name]} == stay
        assert hers.id not in {one.id for one in store.accounts()}
        assert theirs in store.accounts()
