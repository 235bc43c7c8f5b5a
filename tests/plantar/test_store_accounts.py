"""What a store promises about who can sign in, who may look at whom, and who did."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plantar.account import Account, Door, Invitation, Looking, Newcomer, SignedIn
from plantar.audit import Part, look
from plantar.consent import EVERYTHING, Basis, Consent, Scope
from plantar.errors import (
    AccountExists,
    RunnerExists,
    UnknownAccount,
    UnknownRecord,
    UnknownRunner,
    UsedUp,
)
from plantar.patience import OF_ACCOUNT
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.viewer import Role

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIEN = Account("a-fien", "fien", frozenset({Role.KINESIST, Role.ADMIN}), language="fr")
ANNA = Account("a-anna", "anna", frozenset({Role.RUNNER}), "anna")
SHARED = Consent("c1", "anna", "a-fien", frozenset({Scope.LOAD, Scope.PLAN}), NOW, NOW + HOUR)
LINK = Invitation("h1", Door.ACCOUNT, NOW, NOW + HOUR, frozenset({Role.KINESIST}), "a-fien")


def test_an_account_comes_back_as_told_with_name_and_password_apart(store: Store) -> None:
    store.add_account(FIEN, "Fien D.", "$argon2id$hash")
    store.add_account(ANNA, None, None)

    assert store.accounts() == [ANNA, FIEN]
    assert store.account("a-fien") == FIEN
    assert store.account_of_login("fien") == (FIEN, "$argon2id$hash")
    assert store.account_of_login("anna") == (ANNA, None)
    assert store.account_of_login("nobody") is None
    assert store.account_names() == {"a-fien": "Fien D."}
    assert "Fien" not in repr(store.accounts())


def test_a_login_name_and_a_runner_belong_to_one_account(store: Store) -> None:
    store.add_account(FIEN, None, None)
    store.add_account(ANNA, None, None)
    other = Account("a-3", "bert", frozenset({Role.KINESIST}))
    store.add_account(other, None, None)

    for taken in (replace(other, id="a-4", login="fien"), replace(ANNA, id="a-4", login="an")):
        with pytest.raises(AccountExists):
            store.add_account(taken, "Name", None)
    with pytest.raises(AccountExists):
        store.save_account(replace(other, login="fien"))
    with pytest.raises(UnknownRunner):
        store.add_account(Account("a-5", "zoe", frozenset({Role.RUNNER}), "zoe"), None, None)

    assert store.account_names() == {}
    assert len(store.accounts()) == 3


def test_an_account_can_be_disabled_renamed_and_given_another_password(store: Store) -> None:
    store.add_account(FIEN, "Fien D.", "one")
    store.add_account(Account("a-w", "wout", frozenset({Role.KINESIST})), None, None)
    disabled = replace(FIEN, disabled_at=NOW, roles=frozenset({Role.KINESIST}))

    store.save_account(disabled)
    store.rename_account("a-fien", "Fien De Smet")
    store.set_password("a-fien", "two")

    assert store.account_of_login("fien") == (disabled, "two")
    assert store.account_names() == {"a-fien": "Fien De Smet"}


def test_nobody_is_ever_assumed_to_have_an_account(store: Store) -> None:
    asked = (
        lambda: store.account("a-fien"),
        lambda: store.save_account(FIEN),
        lambda: store.rename_account("a-fien", "Fien"),
        lambda: store.set_password("a-fien", "two"),
        lambda: store.grant(SHARED),
        lambda: store.invite(replace(LINK, door=Door.PASSWORD, account="a-fien")),
    )
    for ask in asked:
        with pytest.raises(UnknownAccount, match="a-fien"):
            ask()


def test_a_link_comes_back_as_told_and_lets_one_in(store: Store) -> None:
    store.add_account(FIEN, None, None)
    share = Invitation(
        "h2", Door.SHARE, NOW + HOUR, NOW + 2 * HOUR, made_by="a-anna", runner_id="anna",
        scopes=frozenset({Scope.PAIN}), until=NOW + 9 * HOUR,
    )  # fmt: skip
    store.invite(LINK)
    store.invite(share)

    assert store.invitations() == [share, LINK]
    assert store.use_invitation("h2", NOW + HOUR) == replace(share, used_at=NOW + HOUR)
    with pytest.raises(UsedUp):
        store.use_invitation("h2", NOW + HOUR)
    with pytest.raises(UsedUp):
        store.use_invitation("h1", NOW + HOUR)  # it has expired
    with pytest.raises(UsedUp):
        store.use_invitation("guessed", NOW)
    store.withdraw_invitation("h1")
    assert store.invitation("h1") is None


def test_who_comes_in_by_a_link_gets_everything_or_nothing(store: Store) -> None:
    store.add_account(FIEN, None, None)
    store.invite(LINK)
    bert = Runner("r-9f")
    account = Account("a-bert", "bert", frozenset({Role.RUNNER}), "r-9f")
    given = replace(SHARED, runner_id="r-9f")

    with pytest.raises(RunnerExists):
        store.come_in("h1", Newcomer(account, "Bert", "hash", Runner("anna"), (given,)), NOW)
    with pytest.raises(AccountExists):
        store.come_in("h1", Newcomer(FIEN, "Bert", "hash", bert), NOW)
    assert [runner.id for runner in store.runners()] == ["anna"]

    store.come_in("h1", Newcomer(account, "Bert", "hash", bert, (given,)), NOW)

    assert store.account_of_login("bert") == (account, "hash")
    assert store.display_names() == {"r-9f": "Bert"}
    assert store.consents_of("r-9f") == [given]
    with pytest.raises(UsedUp):
        store.come_in("h1", Newcomer(replace(account, id="x", login="x"), None, "hash"), NOW)


def test_a_link_for_the_first_account_makes_no_second(store: Store) -> None:
    for secret in ("h1", "h2"):
        store.invite(Invitation(secret, Door.SET_UP, NOW, NOW + HOUR))
    store.come_in("h1", Newcomer(FIEN, "Fien", "hash"), NOW)

    with pytest.raises(UsedUp):
        store.come_in("h2", Newcomer(ANNA, "Anna", "hash"), NOW)

    assert store.accounts() == [FIEN]


def test_of_many_who_use_a_link_at_once_one_comes_in(address: str) -> None:
    with open_store(address) as store:
        store.invite(replace(LINK, made_by=None))

        def come(n: int) -> bool:
            account = Account(f"a{n}", f"login{n}", frozenset({Role.KINESIST}))
            try:
                store.come_in("h1", Newcomer(account, None, "hash"), NOW)
            except UsedUp:
                return False
            return True

        with ThreadPoolExecutor(6) as pool:
            came = list(pool.map(come, range(6)))

        assert sum(came) == 1
        assert len(store.accounts()) == 1


def test_a_session_is_found_seen_and_ended(store: Store) -> None:
    store.add_account(FIEN, "Fien D.", None)
    store.add_account(ANNA, None, None)
    session = SignedIn("s1", "a-fien", NOW, NOW)
    own = SignedIn("s2", "a-anna", NOW, NOW, own_phone=True)
    store.begin_session(session)
    store.begin_session(own)
    store.begin_session(SignedIn("s3", "a-anna", NOW + HOUR, NOW + HOUR))

    store.see_session("s1", NOW + HOUR)
    store.see_session("s1", NOW)  # told late

    assert store.looking("s1") == Looking(replace(session, seen=NOW + HOUR), FIEN, "Fien D.")
    assert store.looking("s2") == Looking(own, ANNA, "anna")
    store.end_session("s1")
    assert store.looking("s1") is None
    store.forget_sessions(NOW + HOUR)
    assert store.looking("s2") is None
    store.end_sessions("a-anna")
    assert store.looking("s3") is None


def test_tries_are_counted_before_they_are_made_and_survive_a_restart(address: str) -> None:
    with open_store(address) as store, ThreadPoolExecutor(6) as pool:
        waits = list(pool.map(lambda _: store.count_try("fien", OF_ACCOUNT, NOW), range(20)))

        assert waits.count(None) == OF_ACCOUNT.free
    with open_store(address) as store:
        assert store.count_try("fien", OF_ACCOUNT, NOW) == NOW + OF_ACCOUNT.first
        assert store.count_try("anna", OF_ACCOUNT, NOW) is None
        store.forgive_tries("fien", wholly=False)
        assert store.count_try("fien", OF_ACCOUNT, NOW) is None
        assert store.count_try("fien", OF_ACCOUNT, NOW) is not None
        store.forgive_tries("fien", wholly=True)
        assert store.count_try("fien", OF_ACCOUNT, NOW) is None


def test_consents_come_back_as_given_and_end_once(store: Store) -> None:
    store.add_account(FIEN, None, None)
    later = Consent("c2", "anna", "a-fien", EVERYTHING, NOW + HOUR, basis=Basis.PRACTICE)
    store.grant(SHARED)
    store.grant(later)

    store.revoke("anna", "c1", NOW)
    store.revoke("anna", "c1", NOW + HOUR)

    ended = replace(SHARED, revoked_at=NOW)
    assert store.consents() == store.consents_of("anna") == [later, ended]
    assert store.consents_for("a-fien") == [later, ended]
    assert store.consents_for("a-anna") == []
    with pytest.raises(UnknownRecord, match="c9"):
        store.revoke("anna", "c9", NOW)
    with pytest.raises(UnknownRunner):
        store.grant(replace(SHARED, id="c3", runner_id="zoe"))


def test_a_look_is_one_line_however_often_it_is_told(store: Store) -> None:
    looks = [look("anna", "a-fien", part, NOW + n * HOUR) for n in (0, 1) for part in Part]

    store.note_looks(looks)
    store.note_looks(looks[:3])

    told = store.looks_at("anna")
    assert len(told) == len(looks)
    assert told[0].at == NOW + HOUR
    assert {one.part for one in told} == set(Part)
    assert store.looks_at("bert") == []
