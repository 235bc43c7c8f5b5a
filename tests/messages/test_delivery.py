"""Messages arrive at real servers, are tried again while those are away, and are never dropped."""

import hashlib
import hmac
import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from plantar.alert import Level
from plantar.channel import Channel, Way
from plantar.delivery.door import Door
from plantar.delivery.letter import Letter
from plantar.delivery.signature import is_genuine
from plantar.delivery.trying import try_out
from plantar.delivery.undelivered import Undelivered
from plantar.message import Outcome, Sending
from plantar.recipient import QuietHours
from tests.messages.place import NOW, PAGES, TELLING, Place, episode, of_kine, of_runner, tell
from tests.messages.servers import Post, Web, silence, web

SECRET = "of the first webhook"  # noqa: S105 - of nobody
DOCUMENT = Path(__file__).parents[2] / "docs" / "messages.md"
A_MINUTE = timedelta(minutes=1)


def hook(address: str) -> Channel:
    return Channel(Way.WEBHOOK, address, SECRET, local=True)


def by_apprise(address: str) -> Channel:
    return Channel(Way.APPRISE, address, local=True)


def test_an_episode_arrives_once_by_mail_by_ntfy_and_by_webhook(
    place: Place, web_server: Web, mail_server: Post
) -> None:
    place.store.add_recipient(of_runner("m", by_apprise(mail_server.address)))
    place.store.add_recipient(of_runner("n", by_apprise(web_server.ntfy)))
    place.store.add_recipient(of_runner("w", hook(web_server.hook)))
    tell(place.store, episode())

    arrived = place.look()
    again = place.look(A_MINUTE)

    assert (arrived, again) == (3, 0)
    assert len(mail_server.taken) == 1
    assert sorted(one.path for one in web_server.taken) == ["/", "/hook?from=plantar"]
    assert {one.state for one in place.store.messages()} == {Sending.SENT}


def test_who_did_not_ask_for_details_reads_only_that_there_is_something(
    place: Place, web_server: Web, mail_server: Post
) -> None:
    for language in ("nl", "en", "fr"):
        place.store.add_recipient(
            of_runner(f"m-{language}", by_apprise(mail_server.address), language=language)
        )
    place.store.add_recipient(of_runner("w", hook(web_server.hook)))
    tell(place.store, episode())

    place.look()

    said = [f"{mail['subject']}\n{mail.get_content()}" for mail in mail_server.taken]
    (request,) = web_server.taken
    said += [request.told["subject"] + request.told["body"]]
    assert len(said) == 4
    for text in said:
        assert PAGES in text
        assert not [word for word in TELLING if re.search(rf"\b{word}", text, re.IGNORECASE)]
    assert request.told["items"] == []
    assert len({mail["subject"] for mail in mail_server.taken}) == 3
    for mail in mail_server.taken:
        assert len(list(mail.walk())) == 1  # nothing is attached


def test_who_asked_for_details_reads_what_the_rules_said_in_their_language(
    place: Place, web_server: Web
) -> None:
    for language in ("nl", "fr"):
        place.store.add_recipient(
            of_runner(language, hook(web_server.hook), language=language, details=True)
        )
    tell(place.store, episode())

    place.look()

    told = {one.told["language"]: one.told for one in web_server.taken}
    assert "Deze loop was 106\u00a0% langer dan de langste" in told["nl"]["body"]
    assert "course" in told["fr"]["body"]
    assert told["nl"]["items"] == [
        {
            "runner": "anna",
            "family": "load",
            "change": "opened",
            "level": "alert",
            "opened": "2026-06-05",
            "closed": None,
        }
    ]


def test_details_that_somebody_no_longer_wants_are_not_sent(place: Place, web_server: Web) -> None:
    place.store.add_recipient(of_runner("w", hook(web_server.hook), details=True))
    tell(place.store, episode())
    place.planning.look(place.now)

    place.store.save_recipient(of_runner("w", hook(web_server.hook)))
    place.look()

    (request,) = web_server.taken
    assert request.told["items"] == []
    assert "106" not in request.told["body"]


def test_a_test_message_arrives_by_ntfy_and_by_mail_without_a_word_about_anybody(
    web_server: Web, mail_server: Post
) -> None:
    for address in (web_server.ntfy, mail_server.address):
        try_out(Door(None, 5.0), of_runner("t", by_apprise(address), details=True), NOW, PAGES)

    (mail,), (pushed,) = mail_server.taken, web_server.taken
    assert pushed.told["topic"] == "hidden-topic"
    said = (f"{mail['subject']}{mail.get_content()}", f"{pushed.told}".replace("hidden-topic", ""))
    for text in said:
        assert "testbericht" in text
        assert not [word for word in TELLING if re.search(rf"\b{word}", text, re.IGNORECASE)]


def test_the_signature_holds_for_what_was_sent_and_for_nothing_else(
    place: Place, web_server: Web
) -> None:
    place.store.add_recipient(of_runner("w", hook(web_server.hook)))
    tell(place.store, episode())

    place.look()

    (request,) = web_server.taken
    stamp, signed = request.headers["Plantar-Timestamp"], request.headers["Plantar-Signature"]
    by_hand = hmac.new(SECRET.encode(), f"{stamp}.".encode() + request.body, hashlib.sha256)
    assert signed == f"v1={by_hand.hexdigest()}"
    assert stamp == str(int(NOW.timestamp()))
    assert is_genuine(SECRET, stamp, request.body, signed)
    assert not is_genuine(SECRET, stamp, request.body + b" ", signed)
    assert not is_genuine(SECRET, str(int(stamp) + 1), request.body, signed)
    assert not is_genuine(SECRET + "x", stamp, request.body, signed)
    assert not is_genuine(SECRET, stamp, request.body, "v1=é")
    assert request.headers["Plantar-Id"] == request.told["id"]


def test_what_the_documents_tell_a_receiver_to_do_takes_what_was_sent(
    place: Place, web_server: Web
) -> None:
    (written,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    told: dict[str, Any] = {}
    exec(written, told)  # noqa: S102 - our own document
    place.store.add_recipient(of_runner("w", hook(web_server.hook)))
    tell(place.store, episode())

    place.look()

    (request,) = web_server.taken
    verify, now_s = told["is_from_plantar"], NOW.timestamp()
    assert verify(SECRET, request.headers, request.body, now_s)
    assert not verify(SECRET, request.headers, request.body + b" ", now_s)
    assert not verify(SECRET, request.headers, request.body, now_s + 301)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (401, Outcome.NOT_LET_IN),
        (403, Outcome.NOT_LET_IN),
        (404, Outcome.REFUSED),
        (302, Outcome.REFUSED),
        (500, Outcome.SERVER_ERROR),
        (503, Outcome.SERVER_ERROR),
    ],
)
@pytest.mark.parametrize("way", ["webhook", "ntfy"])
def test_an_answer_that_says_no_is_tried_again_and_arrives_when_it_says_yes(
    place: Place, web_server: Web, way: str, answer: int, outcome: Outcome
) -> None:
    channel = hook(web_server.hook) if way == "webhook" else by_apprise(web_server.ntfy)
    place.store.add_recipient(of_runner("w", channel))
    tell(place.store, episode())
    web_server.answer = answer

    assert place.look() == 0
    (waiting,) = place.store.messages()
    assert waiting.last is not None
    assert (waiting.last.outcome, waiting.last.code) == (outcome, answer)
    assert waiting.next_at == NOW + A_MINUTE
    assert place.look(A_MINUTE / 2) == 0
    assert len(web_server.taken) == 1  # and nobody was sent elsewhere

    web_server.answer = 200
    assert place.look(A_MINUTE) == 1
    assert place.store.messages()[0].state is Sending.SENT
    ids = {one.headers.get("Plantar-Id") for one in web_server.taken}
    assert len(web_server.taken) == 2
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        ("535 wrong password of hidden@there.example", Outcome.NOT_LET_IN, 535),
        ("550 no such hidden@there.example", Outcome.REFUSED, 550),
        ("451 try later", Outcome.SERVER_ERROR, 451),
    ],
)
def test_a_mail_server_that_says_no_is_understood(
    place: Place, mail_server: Post, answer: str, outcome: Outcome, code: int
) -> None:
    mail_server.answer = answer

    with pytest.raises(Undelivered) as undelivered:
        try_out(place.sender.door, of_runner("m", by_apprise(mail_server.address)), NOW, None)

    assert (undelivered.value.outcome, undelivered.value.code) == (outcome, code)
    assert "hidden" not in str(undelivered.value)


@pytest.fixture
def unanswered() -> Iterator[dict[str, str]]:
    """Places where nothing arrives, each in its own way."""
    with ExitStack() as held:
        port = held.enter_context(silence())
        with web() as gone:
            refusing = gone.port
        yield {
            "hook-silent": f"http://127.0.0.1:{port}/x",
            "mail-silent": f"mailto://127.0.0.1:{port}?from=a@b.example&to=c@d.example",
            "ntfy-silent": f"ntfy://127.0.0.1:{port}/t",
            "hook-refusing": f"http://127.0.0.1:{refusing}/x",
            "mail-refusing": f"mailto://127.0.0.1:{refusing}?from=a@b.example&to=c@d.example",
            "ntfy-refusing": f"ntfy://127.0.0.1:{refusing}/t",
            "hook-unknown": "https://plantar-nowhere.invalid/x",
            "mail-unknown": "mailtos://u:p@plantar-nowhere.invalid?to=c@d.example",
            "ntfy-unknown": "ntfys://plantar-nowhere.invalid/t",
        }


def test_who_does_not_answer_is_told_apart_from_who_is_not_there(
    unanswered: dict[str, str],
) -> None:
    said: dict[str, Outcome] = {}
    for name, address in unanswered.items():
        channel = hook(address) if name.startswith("hook") else by_apprise(address)
        with pytest.raises(Undelivered) as undelivered:
            Door(None, 0.3).send(channel, letter(), NOW)
        said[name] = undelivered.value.outcome
        assert "127.0.0.1" not in str(undelivered.value)

    wanted = {
        "silent": Outcome.TIMEOUT,
        "refusing": Outcome.NO_CONNECTION,
        "unknown": Outcome.UNKNOWN_HOST,
    }
    assert said == {name: wanted[name.partition("-")[2]] for name in unanswered}


def letter() -> Letter:
    return Letter("m", "test", NOW, "nl", "Plantar", "Plantar")


def test_a_host_away_for_days_is_shown_as_not_delivered_and_nothing_is_dropped(
    place: Place,
) -> None:
    with web() as before:
        port = before.port
    place.store.add_recipient(of_runner("w", hook(f"http://127.0.0.1:{port}/hook")))
    tell(place.store, episode())

    tries = 0
    while place.store.messages() == [] or place.store.messages()[0].state is Sending.WAITING:
        assert place.look() == 0
        tries += 1
        (message,) = place.store.messages()
        place.now = max(place.now, message.next_at or place.now)

    (given_up,) = place.store.messages()
    assert given_up.state is Sending.GIVEN_UP
    assert len(place.store.attempts(given_up.id)) == tries == 21  # 9 that double, then every 6 h
    assert timedelta(days=3) <= place.now - NOW < timedelta(days=3, hours=7)
    assert place.look(timedelta(days=30)) == 0
    assert place.store.messages()[0].state is Sending.GIVEN_UP

    with web(port) as back:
        place.store.retry_message(given_up.id, place.now)
        assert place.look() == 1
        assert [one.told["id"] for one in back.taken] == [given_up.id]
    assert len(place.store.attempts(given_up.id)) == tries + 1


def test_one_who_does_not_answer_holds_up_nobody_else(place: Place, web_server: Web) -> None:
    with silence() as port:
        place.store.add_recipient(of_runner("a", hook(f"http://127.0.0.1:{port}/")))
        place.store.add_recipient(of_runner("b", hook(web_server.hook)))
        tell(place.store, episode())

        assert place.look() == 1

    outcomes = {one.recipient_id: one.last for one in place.store.messages()}
    assert outcomes["a"] is not None
    assert outcomes["a"].outcome is Outcome.TIMEOUT


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1:8086/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://0.0.0.0/",
    ],
)
def test_a_page_cannot_make_this_computer_call_its_own_network(address: str) -> None:
    with pytest.raises(Undelivered) as undelivered:
        Door(None, 0.3).send(Channel(Way.WEBHOOK, address, SECRET), letter(), NOW)

    assert undelivered.value.outcome is Outcome.NOT_ALLOWED


def test_apprise_is_held_to_the_same_network() -> None:
    for address in ("ntfys://192.168.1.5/topic", "mailtos://u:p@10.0.0.2?from=c@b.example"):
        with pytest.raises(Undelivered) as undelivered:
            Door(None, 0.3).send(Channel(Way.APPRISE, address), letter(), NOW)
        assert undelivered.value.outcome is Outcome.NOT_ALLOWED


def test_nothing_secret_stands_in_the_logs(
    place: Place, web_server: Web, mail_server: Post, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("cli").setLevel(logging.DEBUG)
    web_server.answer, mail_server.answer = 401, "550 no hidden@there.example"
    place.store.add_recipient(of_runner("n", by_apprise(web_server.ntfy)))
    place.store.add_recipient(of_runner("m", by_apprise(mail_server.address)))
    place.store.add_recipient(of_runner("w", hook(web_server.hook)))
    tell(place.store, episode())
    records: list[logging.LogRecord] = []
    catcher = logging.Handler()
    catcher.emit = records.append  # type: ignore[method-assign]  all that reaches the root
    logging.getLogger().addHandler(catcher)
    try:
        place.look()
        place.look(timedelta(days=4))
    finally:
        logging.getLogger().removeHandler(catcher)
        logging.getLogger("cli").setLevel(logging.NOTSET)

    said = "\n".join(f"{one.getMessage()} {one.__dict__}" for one in records) + str(
        capfd.readouterr()
    )
    assert "is tried again" in said
    for secret in ("hidden", SECRET, "127.0.0.1", "anna", "hook?"):
        assert secret not in said


def test_what_is_due_at_night_waits_for_the_morning(place: Place, web_server: Web) -> None:
    night = QuietHours(time(22), time(7))
    place.store.add_recipient(of_runner("w", hook(web_server.hook), quiet=night))
    # The night to 25 October, in which Brussels puts the clock back.
    place.now = datetime(2026, 10, 24, 21, tzinfo=UTC)
    tell(place.store, episode(date(2026, 10, 24)), at=place.now)

    arrived = [place.look(timedelta(hours=1)) for _ in range(10)]

    assert arrived == [0] * 8 + [1, 0]  # 06:00 UTC, which is 07:00 there
    assert place.store.messages()[0].due_at == datetime(2026, 10, 25, 6, tzinfo=UTC)


def test_an_alert_goes_at_once_to_a_kinesist_who_wants_that(place: Place, web_server: Web) -> None:
    place.store.add_recipient(of_kine("k", hook(web_server.hook), details=True, at_once=True))
    place.now = NOW.replace(hour=4)  # before the morning's digest
    tell(place.store, episode(level=Level.CAUTION))
    tell(place.store, episode(), whose="bob")

    assert place.look() == 1

    (request,) = web_server.taken
    assert "bob, belasting: nieuw sinds 5 jun: vandaag bellen" in request.told["body"]
    assert "anna" not in request.told["body"]
