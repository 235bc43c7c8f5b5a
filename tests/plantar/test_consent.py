"""The one rule about who may look at whom, and how long somebody stays signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.account import (
    AT_WORK,
    OWN_PHONE,
    Account,
    Door,
    Invitation,
    Looking,
    SignedIn,
    login_name,
    shown_name,
)
from plantar.audit import Part, look
from plantar.consent import EVERYTHING, Consent, Scope, may, scopes_of
from plantar.errors import BadInput
from plantar.patience import OF_ACCOUNT, Patience, Tries
from plantar.secret import hashed, new_id, new_token
from plantar.viewer import Role

NOW = datetime(2026, 11, 23, 9, 12, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
KINESIST = frozenset({Role.KINESIST})
RUNNER = frozenset({Role.RUNNER})


def consent(**other: object) -> Consent:
    told = {
        "id": "c1",
        "runner_id": "anna",
        "account": "fien",
        "scopes": frozenset({Scope.LOAD}),
        "since": NOW,
        **other,
    }
    return Consent(**told)  # type: ignore[arg-type]


def test_a_kinesist_sees_what_the_runner_named_and_nothing_else() -> None:
    given_ = [consent(), consent(id="c2", runner_id="bert", scopes=EVERYTHING)]

    assert may(given_, "fien", "anna", Scope.LOAD, NOW)
    assert not may(given_, "fien", "anna", Scope.PAIN, NOW)
    assert not may(given_, "wout", "anna", Scope.LOAD, NOW)
    assert scopes_of(given_, "fien", "bert", NOW) == EVERYTHING
    assert not may([], "fien", "anna", Scope.LOAD, NOW)


def test_a_consent_holds_from_its_beginning_until_its_end_and_not_at_it() -> None:
    day = consent(until=NOW + HOUR)

    assert not day.holds(NOW - timedelta(microseconds=1))
    assert day.holds(NOW)
    assert not day.holds(NOW + HOUR)


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_what_is_revoked_never_holds_again(revoked_h: int, asked_h: int) -> None:
    ended = consent(revoked_at=NOW + revoked_h * HOUR)

    assert not may([ended], "fien", "anna", Scope.LOAD, NOW + asked_h * HOUR)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"scopes": frozenset()}, "scopes"),
        ({"scopes": frozenset({"load"})}, "scope"),
        ({"until": NOW}, "until"),
        ({"since": NOW.replace(tzinfo=None)}, "since"),
        ({"account": ""}, "account"),
    ],
)
def test_a_consent_that_says_too_little_is_refused(other: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput, match=field):
        consent(**other)


def looking(roles: frozenset[Role], *, own_phone: bool = False, **disabled: datetime) -> Looking:
    account = Account("a1", "fien", roles, "anna" if Role.RUNNER in roles else None, **disabled)  # type: ignore[arg-type]
    return Looking(SignedIn("hash", "a1", NOW, NOW, own_phone), account, "Fien")


def test_a_kinesist_is_signed_out_after_a_quarter_of_an_hour_and_after_a_day_of_work() -> None:
    idle = looking(KINESIST)
    busy = Looking(SignedIn("h", "a1", NOW, NOW + 8 * HOUR), idle.account, "Fien")

    assert idle.holds(NOW + AT_WORK.idle - timedelta(seconds=1))
    assert not idle.holds(NOW + AT_WORK.idle)
    assert not busy.holds(NOW + 8 * HOUR)


@pytest.mark.parametrize(
    ("roles", "own_phone", "limits"),
    [
        (RUNNER, True, OWN_PHONE),
        (RUNNER, False, AT_WORK),
        (RUNNER | {Role.ADMIN}, True, OWN_PHONE),
        (KINESIST, True, AT_WORK),
        (KINESIST | RUNNER, True, AT_WORK),
        (frozenset({Role.ADMIN}), True, AT_WORK),
    ],
)
def test_only_who_looks_at_their_own_feet_alone_stays_signed_in_on_their_phone(
    roles: frozenset[Role], limits: object, *, own_phone: bool
) -> None:
    assert looking(roles, own_phone=own_phone).session.limits(roles) == limits


def test_a_disabled_account_holds_no_session() -> None:
    assert not looking(KINESIST, disabled_at=NOW - HOUR).holds(NOW)


@pytest.mark.parametrize(
    ("typed", "name"), [(" Fien ", "fien"), ("FIEN@Praktijk.example", "fien@praktijk.example")]
)
def test_a_login_name_is_compared_without_capitals_or_spaces(typed: str, name: str) -> None:
    assert login_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "a b", "a\nb", "a\u202eb", "x" * 81, "\x00"])
def test_a_login_name_that_cannot_be_is_refused_and_not_repeated_whole(typed: str) -> None:
    with pytest.raises(BadInput, match="login") as refused:
        login_name(typed)

    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("typed", ["", " ", "x" * 81, "Anna\u202ePeeters", "A\x00"])
def test_a_name_that_would_turn_or_hide_what_stands_beside_it_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="name"):
        shown_name(typed)


def test_a_name_may_be_anything_that_can_be_read() -> None:
    for name in ("Zoë D'hondt", "<script>alert(1)</script>", "عائشة", '"; DROP TABLE', "李 梅"):
        assert shown_name(name) == name


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"login": "Fien"}, "login"),
        ({"roles": frozenset()}, "roles"),
        ({"roles": RUNNER}, "runner_id"),
        ({"runner_id": "anna"}, "runner_id"),
        ({"language": "de"}, "language"),
    ],
)
def test_an_account_that_says_too_little_is_refused(changed: dict[str, object], field: str) -> None:
    told = {"id": "a1", "login": "fien", "roles": KINESIST, **changed}

    with pytest.raises(BadInput, match=field):
        Account(**told)  # type: ignore[arg-type]


def test_a_link_opens_until_it_is_used_or_expires() -> None:
    link = Invitation("h", Door.ACCOUNT, NOW, NOW + HOUR, KINESIST)
    used = Invitation("h", Door.ACCOUNT, NOW, NOW + HOUR, KINESIST, used_at=NOW)

    assert link.opens(NOW)
    assert not link.opens(NOW + HOUR)
    assert not used.opens(NOW)


@pytest.mark.parametrize("door", [Door.RUNNER, Door.SHARE, Door.PASSWORD, Door.SIGN_IN])
def test_a_link_for_somebody_names_them(door: Door) -> None:
    with pytest.raises(BadInput):
        Invitation("h", door, NOW, NOW + HOUR)


def test_five_tries_are_free_and_then_every_one_doubles_the_wait() -> None:
    tries: Tries | None = None
    for _ in range(5):
        assert OF_ACCOUNT.locked_until(tries, NOW) is None
        tries = OF_ACCOUNT.after(tries, NOW)

    waits = []
    for count in range(5, 11):
        until = OF_ACCOUNT.locked_until(Tries(count, NOW), NOW)
        assert until is not None
        waits.append((until - NOW) // timedelta(minutes=1))

    assert waits == [1, 2, 4, 8, 15, 15]
    assert OF_ACCOUNT.locked_until(Tries(5, NOW), NOW + timedelta(minutes=1)) is None


@given(st.integers(0, 10**9))
def test_no_number_of_tries_locks_anybody_out_for_longer_than_the_longest_wait(count: int) -> None:
    until = OF_ACCOUNT.locked_until(Tries(count, NOW), NOW)

    assert until is None or until <= NOW + OF_ACCOUNT.longest


def test_old_tries_are_forgotten() -> None:
    patience = Patience(2, HOUR, HOUR, forget=HOUR)

    assert patience.after(Tries(9, NOW), NOW + HOUR) == Tries(1, NOW + HOUR)
    assert patience.after(Tries(9, NOW), NOW + HOUR / 2) == Tries(10, NOW + HOUR / 2)


def test_the_looks_of_one_minute_are_one_and_those_at_a_list_are_one_an_hour() -> None:
    later = NOW + timedelta(seconds=19)

    assert look("anna", "a1", Part.LOAD, NOW) == look("anna", "a1", Part.LOAD, later)
    assert look("anna", "a1", Part.LOAD, NOW) != look("anna", "a1", Part.PAIN, NOW)
    half_an_hour_later = NOW + HOUR / 2
    assert look("anna", "a1", Part.LIST, NOW) == look("anna", "a1", Part.LIST, half_an_hour_later)
    assert look("anna", "a1", Part.LOAD, NOW).at.second == 0


def test_secrets_are_long_and_what_is_kept_of_them_is_not_they() -> None:
    tokens = {new_token() for _ in range(50)}

    assert len(tokens) == len({new_id() for _ in range(50)}) == 50
    assert all(len(token) >= 43 for token in tokens)
    assert all(token not in hashed(token) for token in tokens)
