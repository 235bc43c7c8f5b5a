"""Who may make a link for somebody else's password: nobody who would see more by it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest

from dashboard.access.guard import Guarded, NotedLooks
from dashboard.access.rights import rights, signed_in
from plantar.account import Account, Door, Invitation
from plantar.consent import EVERYTHING, Scope
from plantar.errors import NotAllowed
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


def makes(store: Store, maker: Account, whose: Account) -> Invitation:
    """A link that somebody tries to make on a page."""
    token = token_of(store, maker, NOW)
    looking = signed_in(store, hashed(token), NOW)
    assert looking is not None
    held = rights(store, looking, NOW)
    guard = Guarded(store, hashed(token), held, lambda: NOW, lost, NotedLooks()).as_store()
    made = Invitation(
        hashed(f"{maker.id} {whose.id}"), Door.PASSWORD, NOW, NOW + timedelta(days=7),
        made_by=maker.id, account=whose.id,
    )  # fmt: skip
    guard.invite(made)
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
    token = token_of(store, keeper, NOW)
    looking = signed_in(store, hashed(token), NOW)
    assert looking is not None
    held = rights(store, looking, NOW)
    guard = Guarded(store, hashed(token), held, lambda: NOW, lost, NotedLooks()).as_store()

    with pytest.raises(NotAllowed):
        guard.withdraw_invitation(link.token_hash)
    assert [one.used_at for one in store.invitations()] == [NOW]
