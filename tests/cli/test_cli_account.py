"""`plantar account` and `plantar consent`, as whoever has the computer uses them."""

import io
from pathlib import Path

import pytest

from dashboard.web import password
from plantar.consent import Basis
from plantar.secret import hashed
from plantar.store.sql import open_store
from tests.cli.conftest import Plantar

WORD = "a few plain words"


def typing(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{word}\n"))


def test_an_account_is_added_listed_disabled_and_let_in_again(
    plantar: Plantar, anna: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typing(monkeypatch, WORD)
    added = plantar("account", "add", "Fien", "--role", "kinesist", "--name", "Fien De Smet")
    assert added.code == 0, added.err
    typing(monkeypatch, WORD)
    assert plantar("account", "add", "an", "--role", "runner", "--runner", anna).code == 0

    assert plantar("account", "disable", "fien").code == 0
    listed = plantar("account", "list", "--json").json

    assert [(one["login"], one["roles"], one["runner"]) for one in listed] == [
        ("an", ["runner"], "anna"),
        ("fien", ["kinesist"], None),
    ]
    assert listed[1]["disabled_at"] is not None
    assert "Smet" not in plantar("account", "list").out
    assert plantar("account", "disable", "fien", "--undo").code == 0
    with open_store(home / "plantar.db") as store:
        found = store.account_of_login("fien")
    assert found is not None
    assert password.fits(found[1], WORD)
    assert found[0].disabled_at is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "fien", "--role", "boss"), "role: 'boss'"),
        (("add", "fien", "--role", "runner"), "runner_id"),
        (("add", "fien", "--role", "runner", "--runner", "zoe"), "no runner 'zoe'"),
        (("add", "fi en"), "login"),
        (("disable", "nobody"), "no account 'nobody'"),
        (("reset-password", "nobody"), "no account 'nobody'"),
        (("invite",), "--role"),
        (("invite", "--role", "runner"), "--role"),
        (("invite", "--runner", "zoe"), "no runner 'zoe'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_one_sentence(
    plantar: Plantar,
    anna: str,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    typing(monkeypatch, WORD)

    ran = plantar("account", *words)

    assert ran.code in (1, 2)
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_password_that_others_would_try_is_refused_and_not_shown(
    plantar: Plantar, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typing(monkeypatch, "password123")

    ran = plantar("account", "add", "fien")

    assert ran.code == 2
    assert "password123" not in ran.err + ran.out


def test_a_link_is_written_alone_and_only_its_hash_is_kept(
    plantar: Plantar, anna: str, home: Path
) -> None:
    for words in (("--role", "kinesist"), ("--runner", anna)):
        ran = plantar("account", "invite", *words)

        token = ran.out.strip().removeprefix("/in/")
        assert "\n" not in ran.out.strip()
        with open_store(home / "plantar.db") as store:
            assert store.invitation(hashed(token)) is not None
            assert token not in repr(store.invitations())


def test_a_consent_is_granted_listed_and_revoked(
    plantar: Plantar, anna: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typing(monkeypatch, WORD)
    plantar("account", "add", "fien")

    granted = plantar(
        "consent", "grant", anna, "fien", "--scope", "load", "--until", "2099-01-31"
    )  # fmt: skip
    assert granted.code == 0, granted.err
    (one,) = plantar("consent", "list", anna, "--json").json
    assert (one["login"], one["scopes"], one["basis"]) == ("fien", ["load"], Basis.OPERATOR)
    assert one["until"] == "2099-01-31T23:00:00+00:00"
    assert one["holds"]

    assert plantar("consent", "revoke", anna, "fien").code == 0
    (one,) = plantar("consent", "list", "--json").json
    assert not one["holds"]
    assert "revoked" in plantar("consent", "list").out
    again = plantar("consent", "revoke", anna, "fien")
    assert again.code == 1
    assert "no consent to fien" in again.err
