"""Who is written to, from a shell: addresses go in and never come out."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cli import clock
from cli.home import home_of, opened_store
from plantar.message import Attempt, Kind, Message, Outcome, Sending
from tests.cli.conftest import Plantar
from tests.messages.servers import Web, web


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as one:
        yield one


def added(plantar: Plantar, *words: object) -> str:
    ran = plantar("recipient", "add", *words)
    assert ran.code == 0, ran.err
    return ran.out.strip()


def test_somebody_is_added_listed_tried_out_paused_and_removed(
    plantar: Plantar, anna: str, server: Web
) -> None:
    key = added(plantar, server.ntfy, "--runner", anna, "--local", "--quiet", "22:00-07:00")

    (told,) = plantar("recipient", "list", "--json").json
    assert told == {
        "id": key,
        "runner": "anna",
        "account": None,
        "way": "apprise",
        "channel": "ntfy://…",
        "user": None,
        "language": "nl",
        "zone": None,
        "wants": ["alert", "caution"],
        "details": False,
        "at_once": False,
        "quiet": "22:00-07:00",
        "morning": "07:30",
        "paused": False,
    }
    tried = plantar("recipient", "test", key)
    assert (tried.code, tried.err) == (0, f"the test message to {key} arrived\n")
    assert len(server.taken) == 1

    assert plantar("recipient", "pause", key).code == 0
    assert "paused" in plantar("recipient", "list").out
    assert plantar("recipient", "pause", key, "--resume").code == 0
    assert not plantar("recipient", "list", "--json").json[0]["paused"]
    assert plantar("recipient", "remove", key).code == 0
    assert plantar("recipient", "list", "--json").json == []


def test_an_address_is_in_nothing_that_a_command_writes(
    plantar: Plantar, anna: str, server: Web
) -> None:
    server.answer = 401
    key = added(plantar, server.ntfy, "--runner", anna, "--local")

    ran = [plantar("recipient", *words) for words in (("list",), ("list", "--json"), ("test", key))]

    assert [one.code for one in ran] == [0, 0, 1]
    assert ran[2].err == (
        "plantar: the other side does not let us in: check user, password or token (401)\n"
    )
    for one in ran:
        assert "hidden" not in one.out + one.err
        assert str(server.port) not in one.out + one.err


def test_an_address_can_be_read_from_a_pipe_and_a_secret_from_a_file(
    plantar: Plantar, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "typed").write_text("https://hook.example/hidden\n")
    (tmp_path / "secret").write_text("of the first webhook\n")
    with (tmp_path / "typed").open() as typed:
        monkeypatch.setattr("sys.stdin", typed)
        ran = plantar(
            *("recipient", "add", "-", "--account", "kine-a", "--at-once"),
            *("--secret-file", tmp_path / "secret"),
        )

    assert ran.code == 0
    assert "first webhook" not in ran.out + ran.err
    with opened_store() as store:
        (kept,) = store.recipients()
    assert kept.channel.address == "https://hook.example/hidden"
    assert kept.channel.secret == "of the first webhook"  # noqa: S105 - of nobody
    assert (kept.account, kept.at_once, kept.time_zone) == ("kine-a", True, "Europe/Brussels")


def test_a_secret_that_is_made_here_is_shown_once(plantar: Plantar, home: Path) -> None:
    ran = plantar("recipient", "add", "https://hook.example/x", "--account", "kine-a")

    with opened_store() as store:
        (kept,) = store.recipients()
    assert kept.channel.secret is not None
    assert len(kept.channel.secret) >= 40
    assert kept.channel.secret in ran.err
    assert kept.channel.secret not in plantar("recipient", "list", "--json").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("json://hidden",), "'json://' is not one of"),
        (("https://hook.example/x", "--secret-file", "nowhere"), "--secret-file"),
        (("mqtt:house", "--quiet", "22:00"), "--quiet"),
        (("mqtt:house", "--quiet", "22:00-25:00"), "--quiet"),
        (("mqtt:house", "--morning", "early"), "--morning"),
        (("mqtt:house", "--wants", "alert,all"), "--wants"),
        (("mqtt:house", "--wants", "reminder"), "wants"),
        (("mqtt:house", "--runner", "anna"), "a runner or an account"),
        (("mqtt:house", "--lang", "de"), "language"),
        (("ntfy://127.0.0.1/hidden",), "ntfys:// to a host of the internet"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    plantar: Plantar, anna: str, words: tuple[str, ...], said: str
) -> None:
    ran = plantar("recipient", "add", *words, "--account", "kine-a")

    assert ran.code == 2
    assert said in ran.err
    assert "hidden" not in ran.err.replace("(hidden)", "")
    assert plantar("recipient", "list", "--json").json == []


def test_what_was_not_delivered_is_listed_and_tried_again(plantar: Plantar, anna: str) -> None:
    key = added(plantar, "mqtt:house", "--runner", anna)
    now = clock.now() - timedelta(days=4)
    one = Message("m-1", key, Kind.EPISODES, now, now)
    with opened_store() as store:
        store.enqueue(anna, [], [one, replace(one, id="m-2")], [], at=now)
        store.settle_message("m-1", Attempt(now, Outcome.SERVER_ERROR, 500), None)

    (listed,) = plantar("messages", "list", "--not-delivered", "--json").json
    assert (listed["id"], listed["state"], len(listed["attempts"])) == ("m-1", "given-up", 1)
    assert "an error of its own (500)" in plantar("messages", "list").out
    assert len(plantar("messages", "list", "--json").json) == 2

    assert plantar("messages", "retry").code == 2
    assert plantar("messages", "retry", "m-9").code == 1
    ran = plantar("messages", "retry", "--all")
    assert (ran.code, ran.err) == (0, "1 to be tried again\n")
    assert plantar("messages", "list", "--not-delivered", "--json").json == []
    with opened_store() as store:
        assert {one.state for one in store.messages()} == {Sending.WAITING}
        assert len(store.attempts("m-1")) == 1


def test_the_doctor_tells_when_messages_do_not_arrive(
    plantar: Plantar, anna: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> tuple[str, str] | None:
        told = plantar("doctor", "--json").json["findings"]
        one = next((one for one in told if one["subject"] == "messages"), None)
        return None if one is None else (one["verdict"], one["found"])

    assert found() is None
    key = added(plantar, "mqtt:house", "--runner", anna)
    assert found() == (
        "look",
        "1 recipient is written to, but no message can tell where the pages are",
    )
    monkeypatch.setenv("PLANTAR_PAGES_URL", "https://pages.example")
    assert found() == ("ok", "1 recipient is written to, and none waits for a person")
    now = clock.now()
    with opened_store() as store:
        store.enqueue(anna, [], [Message("m-1", key, Kind.EPISODES, now, now)], [], at=now)
        store.settle_message("m-1", Attempt(now, Outcome.TIMEOUT), None)
    assert found() == ("look", "1 recipient is written to; 1 not delivered")


def test_where_the_pages_are_is_a_setting_that_is_checked(
    plantar: Plantar, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in ("http://pages.example", "pages.example", "https://u:p@x.example", "https://x?y"):
        monkeypatch.setenv("PLANTAR_PAGES_URL", wrong)
        ran = plantar("recipient", "list")
        assert ran.code == 1
        assert "PLANTAR_PAGES_URL (environment)" in ran.err
    monkeypatch.setenv("PLANTAR_PAGES_URL", "https://pages.example/plantar/")
    assert home_of().pages_url == "https://pages.example/plantar"
    assert json.loads(plantar("recipient", "list", "--json").out) == []
