"""The broker of a deployment, and whom it serves: judged by what is delivered, never by a word.

Every test sends what must not arrive, then a control by whoever may: the control is the first thing
that arrives, so that nothing came before it and the way was open.
"""

import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cli import clock
from cli.deploy.compose_env import Wanted
from cli.deploy.make import make
from cli.doctor.way import way
from collector.outbox.box import Outbox
from collector.outbox.post import Post
from collector.outbox.sender import Sender
from plantar import topics
from plantar.broker import REFUSED, Broker
from tests.broker.broker_rig import Process, rows_of, wait_for
from tests.broker.broker_sides import Join, arrived, joined, published
from tests.broker.raw_mqtt import CONNACK, connect, publish, published_to, subscribe
from tests.broker.shipped import Shipped
from tests.cli.conftest import Plantar
from tests.collector.outbox_children import DEVICE, NOON, told
from tests.house.test_compose import SERVICES

#: All that a collector and the centre say to each other, and what the broker says of itself.
ALL = (
    topics.rows("pi-1"),
    topics.state("pi-1"),
    topics.answers("pi-1"),
    topics.dead("pi-1"),
    topics.pain("pi-1"),
    topics.pain_answers("pi-1"),
    "$SYS/broker/uptime",
)
#: What a spy may ask for; mosquitto grants all of it, and delivers what the rules allow.
EVERYTHING = (
    "#",
    "+/#",
    "+/+/+/+",
    "+/v1/+",
    "plantar/v1/+/rows",
    "plantar/v1/+/pain",
    "plantar-ack/v1/+/pain",
    topics.ALL_PAIN,
    "plantar/v1/pi-1/#",
    "plantar-ack/v1/+",
    "plantar-dead/v1/#",
    topics.ALL_ROWS,
    "$share/spies/#",
    "$share/spies/plantar-ack/v1/pi-1",
    "$SYS/#",
    "$SYS/broker/clients/+",
)


@pytest.fixture
def join(shipped: Shipped) -> Iterator[Join]:
    with joined(shipped) as join:
        yield join


@pytest.fixture
def listeners(join: Join) -> tuple[Broker, Broker]:
    """The centre and a collector, who hear all that a forger would want them to."""
    heard = (topics.ALL_ROWS, topics.ALL_STATES, topics.ALL_PAIN, "plantar-dead/v1/+")
    return join("centre", *heard), join("pi-1", topics.answers("pi-1"), topics.pain_answers("pi-1"))


def only_the_control_arrives(listeners: tuple[Broker, Broker], join: Join) -> None:
    """Both ways are open, and nothing lay on them before."""
    # Others than those who listen send it, since who waits for a word drops what arrives.
    assert published(join("pi-1"), topics.rows("pi-1"), b"control").code == 0
    assert published(join("centre"), topics.answers("pi-1"), b"control").code == 0
    for one in listeners:
        first = arrived(one)
        assert first is not None
        assert first.payload == b"control", first.topic
        assert arrived(one, 0.2) is None


def wire(shipped: Shipped, *, tls: bool) -> socket.socket:
    plain = socket.create_connection(("127.0.0.1", shipped.port), timeout=10.0)
    if not tls:
        return plain
    context = ssl.create_default_context(cafile=shipped.ca)
    return context.wrap_socket(plain, server_hostname="127.0.0.1")


def exchange(shipped: Shipped, sent: bytes, *, tls: bool) -> bytes:
    """Send all at once, whatever the broker thinks of it, and take all that it says."""
    said = b""
    with wire(shipped, tls=tls) as one, suppress(OSError):
        one.settimeout(1.0)
        one.sendall(sent)
        while part := one.recv(4096):
            said += part
    return said


STRANGERS = {
    "anonymous": (connect(), True),
    "wrong password": (connect("pi-1", "guessed"), True),
    "no password": (connect("pi-1", ""), True),
    "a name without a password": (connect("pi-1", None), True),
    "nobody we know": (connect("pi-9", "guessed"), True),
    "plain TCP": (connect("pi-1", "guessed"), False),
    "before it signed in": (b"", True),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_is_not_heard(
    shipped: Shipped, listeners: tuple[Broker, Broker], join: Join, who: str
) -> None:
    hello, tls = STRANGERS[who]

    said = exchange(shipped, hello + b"".join(publish(one, b"forged") for one in ALL), tls=tls)

    assert said == b"" or (said[0] >> 4, said[3] >= 0x80) == (CONNACK, True)  # refused
    only_the_control_arrives(listeners, join)


def test_the_right_password_over_plain_tcp_is_not_heard_either(
    shipped: Shipped, listeners: tuple[Broker, Broker], join: Join
) -> None:
    hello = connect("pi-1", shipped.password("pi-1"))

    assert exchange(shipped, hello + publish(ALL[0], b"in the clear"), tls=False) == b""

    only_the_control_arrives(listeners, join)


def test_the_words_of_these_tests_are_ones_that_a_broker_takes(
    shipped: Shipped, listeners: tuple[Broker, Broker]
) -> None:
    """Else the tests above would pass for want of a word that anybody understands."""
    hello = connect("pi-1", shipped.password("pi-1"))

    said = exchange(shipped, hello + publish(topics.rows("pi-1"), b"by hand"), tls=True)

    assert (said[0] >> 4, said[3]) == (CONNACK, 0)
    first = arrived(listeners[0])
    assert first is not None
    assert first.payload == b"by hand"


@pytest.mark.parametrize("user", ["pi-2", "health", "pi-1"])
def test_nobody_forges_what_another_says(
    listeners: tuple[Broker, Broker], join: Join, user: str
) -> None:
    """Rows, states, answers and dead letters; a collector does not answer itself either."""
    forger = join(user)
    own = {topics.rows(user), topics.state(user), topics.pain(user)}
    answers = {topics.answers(user), topics.pain_answers(user)}
    for topic in {*ALL, *answers, topics.dead(user)} - own:
        assert published(forger, topic, b"forged").is_refused, topic

    only_the_control_arrives(listeners, join)


def test_a_last_will_is_no_way_around(
    shipped: Shipped, listeners: tuple[Broker, Broker], join: Join
) -> None:
    for topic in ALL:
        with wire(shipped, tls=True) as one:
            one.sendall(connect("pi-2", shipped.password("pi-2"), will=(topic, b"forged")))
            assert one.recv(4096)[0] >> 4 == CONNACK
        # It is gone without a word of leave, and the broker speaks its will, where it may.

    only_the_control_arrives(listeners, join)


@pytest.mark.parametrize("user", ["pi-2", "health"])
def test_who_subscribes_to_everything_hears_nothing_of_others(join: Join, user: str) -> None:
    spy = join(user, *EVERYTHING)
    centre, answering = join("centre", topics.ALL_STATES), join("centre")

    assert published(join("pi-1"), topics.state("pi-1"), b"of another").code == 0
    assert published(join("pi-1"), topics.rows("pi-1"), b"of another") is not None
    assert published(answering, topics.answers("pi-1"), b"for another") is not None
    assert published(answering, topics.dead("pi-1"), b"for the centre") is not None
    assert published(join("pi-1"), topics.pain("pi-1"), b"of another") is not None
    assert published(answering, topics.pain_answers("pi-1"), b"for another") is not None
    assert published(answering, topics.answers(user), b"control").code == 0

    control = arrived(centre)
    assert control is not None
    assert control.payload == b"of another"
    seen = set()
    while (heard := arrived(spy, 0.3)) is not None:
        seen.add((heard.topic, heard.payload))
    allowed = {one for one in seen if one[0] == "$SYS/broker/uptime" and user == "health"}
    assert seen - allowed == {(topics.answers(user), b"control")}


def test_a_stranger_who_subscribes_hears_nothing(shipped: Shipped, join: Join) -> None:
    centre = join("centre", topics.ALL_STATES)
    asked = b"".join(subscribe(number, one) for number, one in enumerate(EVERYTHING, 1))
    with wire(shipped, tls=True) as stranger:
        stranger.sendall(connect() + asked)
        assert published(join("pi-1"), topics.state("pi-1"), b"control").code == 0
        first = arrived(centre)
        stranger.settimeout(1.0)
        said = b""
        with suppress(OSError):
            while part := stranger.recv(4096):
                said += part

    assert first is not None
    assert first.payload == b"control"
    assert published_to(said) == []


def test_a_thief_among_the_workers_hears_nothing_and_what_it_swallows_comes_again(
    shipped: Shipped, join: Join, home: Path, outbox: Outbox
) -> None:
    """mosquitto 2.0 lets it into the share, gives it its turn, and then delivers nothing to it."""  # noqa: D403 - so it is written
    thief, worker = join("pi-2", topics.ALL_ROWS), Process(home, shipped).start().connected()
    collector = Post(shipped.place("pi-1"), random.Random(), answer_s=0.4)  # noqa: S311 - spreads reconnects
    try:
        sender = Sender(outbox, collector.deliver, random.Random(), at_once=1)  # noqa: S311 - spreads retries
        outbox.append(DEVICE, [told(number) for number in (2, 7, 12)], now=NOON)
        wait_for(sender.drain, "all rows arrive in the end")
    finally:
        collector.close()
        worker.stop()

    assert rows_of(home) == 3
    assert arrived(thief, 0.3) is None


def test_the_whole_way_over_the_broker_of_a_deployment(
    shipped: Shipped, home: Path, plantar: Plantar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a collector, and as the centre's own container asks after its health."""
    nobody = way(shipped.place("pi-1"))
    worker = Process(home, shipped).start().connected()
    try:
        answered = way(shipped.place("pi-1"))
        monkeypatch.setenv("PLANTAR_HOME", str(home))
        for name, value in shipped.settings("centre").items():
            monkeypatch.setenv(name, value)
        well = plantar("deploy", "answers")
    finally:
        worker.stop()
    ill = plantar("deploy", "answers")

    assert nobody.verdict == "look"
    assert answered.found.endswith("TLS, signed in as 'pi-1'; the centre answers")
    assert (well.code, ill.code) == (0, 1)
    assert "the centre answers" in well.out
    assert "the centre does not answer" in ill.err


@pytest.mark.clients
@pytest.mark.skipif(shutil.which("mosquitto_sub") is None, reason="there is no mosquitto_sub")
def test_the_broker_s_own_health_is_asked_as_in_its_container(
    shipped: Shipped, tmp_path: Path
) -> None:
    """With the options of the file that `init` wrote, but for port and folder."""
    options = (shipped.site / "secrets/mosquitto_sub").read_text("utf-8")
    assert options.count("-p 8883\n") == 1
    options = options.replace("8883", str(shipped.port))
    options = options.replace("/etc/mosquitto/plantar/", f"{shipped.site}/broker/")
    asking = tmp_path / "asking"
    asking.mkdir()
    (asking / "mosquitto_sub").write_text(options)
    (_, *words) = SERVICES["mosquitto"]["healthcheck"]["test"]
    words = [word.replace("$$", "$") for word in words]

    def ask(folder: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "XDG_CONFIG_HOME": str(folder)}
        return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)

    well = ask(asking)
    (asking / "mosquitto_sub").write_text(options.replace("-P ", "-P not"))
    stranger = ask(asking)
    shipped.stop()
    (asking / "mosquitto_sub").write_text(options)
    away = ask(asking)

    assert (well.returncode, "seconds" in well.stdout) == (0, True), well.stderr
    assert stranger.returncode != 0
    assert away.returncode != 0


def test_mosquitto_reads_the_passwords_that_we_hash(shipped: Shipped) -> None:
    """Each user is let in with what its file holds."""
    lines = (shipped.site / "broker/passwords").read_text("utf-8").splitlines()
    users = [line.partition(":")[0] for line in lines]

    assert users == ["centre", "health", "pi-1", "pi-2"]
    with joined(shipped) as join:
        for user in users:
            assert join(user).is_up


def test_collectors_come_and_go_without_a_new_start(shipped: Shipped, tmp_path: Path) -> None:
    """At the signal that `docker compose kill -s HUP mosquitto` sends."""
    own = tmp_path / "site"
    shutil.copytree(shipped.site, own)
    shipped.stop()
    shipped.site = own
    process = shipped.start().process
    assert process is not None
    passwords = own / "broker/passwords"
    before = passwords.read_text("utf-8")

    make(own, Wanted((), ("pi-3",)), clock.now())
    process.send_signal(signal.SIGHUP)
    with joined(shipped) as join:
        added, stays = join("pi-3"), join("pi-1")
        passwords.write_text(before)
        process.send_signal(signal.SIGHUP)

        def is_out() -> bool:
            added.next(0.5)
            return "does not let 'pi-3' in" in added.trouble

        wait_for(is_out, "who was taken out is put out, and not let in again")
        assert stays.is_up
        assert published(stays, topics.rows("pi-1"), b"still in").code < REFUSED
