"""Who may make a link for somebody else's password: nobody who would see more by it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest

from dashboard.access.guard import Guarded, NotedLooks
from dashboard.access.rights import rights, signed_in
from plantar.account import Account, Door, Invitation
from plantar.audit import NewPassword
from plantar.consent import EVERYTHING, Scope
from plantar.errors import NotAllowed, UnknownRunner
from plantar.runner import Runner
from plantar.secret import hashed
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.viewer import Role
from tests.dashboard.signed_in import ADMIN, KINESIST, RUNNER, account, consent, token_of

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
BOTH = KINESIST | ADMIN


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as one:
        one.add_runner(Runner("r-1"), "Anna Peeters")
        yield one


def lost() -> NoReturn:
    raise AssertionError("nothing was lost")


def as_them(store: Store, who: Account) -> Store:
    """The store as somebody who is signed in has it."""
    token = token_of(store, who, NOW)
    looking = signed_in(store, hashed(token), NOW)
    assert looking is not None
    held = rights(store, looking, NOW)
    return Guarded(store, hashed(token), held, lambda: NOW, lost, NotedLooks()).as_store()


def makes(store: Store, maker: Account, whose: Account) -> Invitation:
    """A link that somebody tries to make on a page."""
    made = Invitation(
        hashed(f"{maker.id} {whose.id}"), Door.PASSWORD, NOW, NOW + timedelta(days=7),
        made_by=maker.id, account=whose.id,
    )  # fmt: skip
    as_them(store, maker).invite(made)
    return made


@pytest.mark.parametrize("roles", [ADMIN, KINESIST, BOTH], ids=["admin", "kinesist", "both"])
@pytest.mark.parametrize(
    "scopes", [frozenset(), EVERYTHING - {Scope.PAIN}], ids=["nothing", "a part"]
)
def test_nobody_comes_in_as_a_runner_of_whom_they_do_not_see_everything(
    store: Store, roles: frozenset[Role], scopes: frozenset[Scope]
) -> None:
    anna, maker = account(store, "anna", RUNNER, "r-1"), account(store, "maker", roles)
    if scopes:
        consent(store, maker, "r-1", scopes)

    with pytest.raises(NotAllowed):
        makes(store, maker, anna)
    assert store.invitations() == []


@pytest.mark.parametrize("roles", [KINESIST, BOTH], ids=["kinesist", "both"])
def test_a_kinesist_who_sees_everything_helps_a_runner_who_forgot_their_password(
    store: Store, roles: frozenset[Role]
) -> None:
    anna, maker = account(store, "anna", RUNNER, "r-1"), account(store, "maker", roles)
    consent(store, maker, "r-1")

    made = makes(store, maker, anna)

    assert store.invitations() == [made]


def test_a_kinesist_does_not_come_in_as_a_runner_who_is_a_kinesist_or_keeps_accounts(
    store: Store,
) -> None:
    for n, roles in enumerate((RUNNER | KINESIST, RUNNER | ADMIN)):
        store.add_runner(Runner(f"r-more-{n}"), None)
        whose = account(store, f"more-{n}", roles, f"r-more-{n}")
        maker = account(store, f"kinesist-{n}")
        consent(store, maker, f"r-more-{n}")

        with pytest.raises(NotAllowed):
            makes(store, maker, whose)


def test_an_admin_lets_a_kinesist_in_again_and_a_kinesist_no_colleague(store: Store) -> None:
    fien, keeper = account(store, "fien"), account(store, "an", ADMIN)

    assert makes(store, keeper, fien).account == fien.id
    with pytest.raises(NotAllowed):
        makes(store, account(store, "colleague"), fien)


def test_a_link_that_was_used_stays_and_is_read_by_whose_it_is(store: Store) -> None:
    fien, keeper = account(store, "fien"), account(store, "an", ADMIN)
    link = makes(store, keeper, fien)
    store.use_invitation(link.token_hash, NOW)

    with pytest.raises(NotAllowed):
        as_them(store, keeper).withdraw_invitation(link.token_hash)
    assert [one.used_at for one in store.invitations()] == [NOW]


def test_a_runner_reads_who_made_a_link_for_the_password_of_a_kinesist_they_let_in(
    store: Store,
) -> None:
    anna, fien = account(store, "anna", RUNNER, "r-1"), account(store, "fien")
    keeper = account(store, "an", ADMIN)
    for _ in range(2):
        consent(store, fien, "r-1", since=NOW - timedelta(days=1))
    link = makes(store, keeper, fien)
    hers = as_them(store, anna)
    assert hers.new_passwords("r-1") == []

    store.use_invitation(link.token_hash, NOW)

    assert hers.new_passwords("r-1") == [NewPassword(fien.id, keeper.id, NOW)]
    assert {fien.id, keeper.id} <= set(hers.account_names())
    for other in (keeper, fien):
        with pytest.raises(UnknownRunner):
            as_them(store, other).new_passwords("r-1")


@pytest.mark.parametrize(
    ("since", "until", "told"), [(-2, None, 1), (-2, 1, 1), (-2, -1, 0), (-2, 0, 0), (1, None, 0)]
)
def test_a_new_password_is_told_to_who_let_them_in_when_it_was_set(
    store: Store, since: int, until: int | None, told: int
) -> None:
    fien, keeper = account(store, "fien"), account(store, "an", ADMIN)
    ends = None if until is None else NOW + timedelta(days=until)
    consent(store, fien, "r-1", since=NOW + timedelta(days=since), until=ends)
    store.use_invitation(makes(store, keeper, fien).token_hash, NOW)

    assert len(store.new_passwords("r-1")) == told


def test_a_consent_that_was_revoked_before_hears_of_no_new_password(store: Store) -> None:
    fien, keeper = account(store, "fien"), account(store, "an", ADMIN)
    given = consent(store, fien, "r-1", since=NOW - timedelta(days=2))
    store.revoke("r-1", given.id, NOW - timedelta(days=1))
    store.use_invitation(makes(store, keeper, fien).token_hash, NOW)

    assert store.new_passwords("r-1") == []
