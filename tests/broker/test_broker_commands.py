"""The commands as somebody types them: process, wearer, doctor and status, over a real broker."""

import json
import random
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from cli import clock
from cli.doctor.way import way
from collector import pairing_file
from collector.board import Board, write_board
from collector.outbox.box import Outbox
from collector.outbox.post import Post
from collector.outbox.sender import Sender
from plantar.runner import Runner
from plantar.store.sql import open_store
from tests.broker.broker_rig import USERS, Mosquitto, Process, rows_of, wait_for
from tests.cli.conftest import Plantar
from tests.cli.test_cli_doctor_judged import pod
from tests.collector.outbox_children import DEVICE, NOON, RUNNER, told


@pytest.fixture
def settings(broker: Mosquitto, home: Path, monkeypatch: pytest.MonkeyPatch) -> Mosquitto:
    """Commands here sign in as the first collector."""
    monkeypatch.setenv("PLANTAR_HOME", str(home))
    for name, value in broker.settings("pi-1").items():
        monkeypatch.setenv(name, value)
    return broker


def certificates(folder: Path, name: str) -> None:
    """Somebody who signs, and a certificate for a broker at an address of this computer."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", f"{name}.key", "-out", f"{name}.crt", "-days", "2",
            "-subj", f"/CN={name}", "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign")  # fmt: skip
    openssl("req", *key, "-keyout", "broker.key", "-out", "broker.csr", "-subj", "/CN=broker")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "broker.csr", "-CA", f"{name}.crt", "-CAkey", f"{name}.key",
            "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "broker.crt")  # fmt: skip


#: paho leaves a connection whose certificate it refused to be closed by whoever finds it.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <ssl:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl")
def test_rows_travel_over_tls_and_a_broker_that_nobody_vouches_for_is_not_believed(
    tmp_path: Path, home: Path, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates(tmp_path, "stranger")
    certificates(tmp_path, "ours")
    lines = f"certfile {tmp_path}/broker.crt\nkeyfile {tmp_path}/broker.key\n"
    broker = Mosquitto(tmp_path, tls=lines).start()
    monkeypatch.setenv("PLANTAR_BROKER_CA", str(tmp_path / "ours.crt"))
    worker = Process(home, broker).start().connected()
    try:
        outbox.append(DEVICE, [told(2)], now=NOON)
        place = broker.place("pi-1", ca=tmp_path / "ours.crt")
        with Post(place, random.Random()) as post:  # noqa: S311 - spreads reconnects
            assert Sender(outbox, post.deliver, random.Random()).drain()  # noqa: S311 - spreads retries
        believed = way(place)
        strange = way(broker.place("pi-1", ca=tmp_path / "stranger.crt"))
        no_file = way(broker.place("pi-1", ca=tmp_path / "none.crt"))
    finally:
        worker.stop()
        broker.stop()

    assert rows_of(home) == 1
    assert (believed.verdict, believed.fix) == ("ok", None)
    assert "TLS, signed in as 'pi-1'; the centre answers" in believed.found
    assert strange.verdict == "broken"
    assert "CERTIFICATE_VERIFY_FAILED" in strange.found
    assert strange.fix is not None
    assert strange.fix.startswith("broker_ca")
    assert "none.crt: is no certificate" in no_file.found


def test_doctor_walks_the_way_to_the_centre(
    settings: Mosquitto, worker: Process, tmp_path: Path
) -> None:
    answered = way(settings.place("pi-1"))
    wrong = way(settings.place("pi-1", "guessed"))
    worker.stop()
    nobody = way(settings.place("pi-1"))
    settings.kill()
    away = way(settings.place("pi-1"))
    closed = tmp_path / "closed.acl"
    closed.write_text("pattern read plantar-ack/v1/%u\n")
    other = Mosquitto(tmp_path, port=settings.port, acl=closed).start()
    forbidden = way(settings.place("pi-1"))
    other.stop()

    assert answered.found.endswith("signed in as 'pi-1'; the centre answers")
    assert (wrong.verdict, wrong.fix) == (
        "broken",
        "broker_user and broker_password, as the centre made them",
    )
    assert (nobody.verdict, nobody.fix) == ("look", "./run process, at the centre")
    assert away.verdict == "broken"
    assert "Connection refused" in away.found
    assert forbidden.verdict == "broken"
    assert "who may not send there: Not authorized" in forbidden.found


def test_doctor_and_status_name_the_broker_and_its_trouble(
    settings: Mosquitto, home: Path, plantar: Plantar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTAR_HOME", str(home))
    pairing_file.add(home, (pod(),))
    now = clock.now()
    trouble = "the centre does not answer: does `plantar process` run there?"
    with Outbox(home / "outbox.db"):
        write_board(
            home / "collector.json",
            Board(4242, now - timedelta(minutes=2), now, (), centre_trouble=trouble),
        )
        shown, told_in_json = plantar("status"), plantar("status", "--json")
    doctor = plantar("doctor", "--json")

    address = f"mqtt://127.0.0.1:{settings.port}"
    assert f"centre  by way of {address}; {trouble}" in shown.out
    assert f"- the centre takes nothing: {trouble}" in shown.out
    assert told_in_json.json["broker"] == address
    (found,) = [one for one in doctor.json["findings"] if one["subject"] == "broker"]
    assert (found["verdict"], found["fix"]) == ("look", "./run process, at the centre")


def test_a_wearer_told_while_the_worker_runs_is_known_from_then_on(
    broker: Mosquitto, home: Path, worker: Process, outbox: Outbox, post: Post, plantar: Plantar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("PLANTAR_HOME", str(home))
    sender = Sender(outbox, post.deliver, random.Random())  # noqa: S311 - spreads retries
    outbox.append("shoe", [told(2)], now=NOON)
    assert sender.drain()
    assert outbox.state().refused == 1

    assert plantar("wearer", "add", "shoe", RUNNER, "--collector", "pi-1").code == 0
    listed = plantar("wearer", "list", "--json").json
    outbox.append("shoe", [told(5)], now=NOON)
    assert sender.drain()

    assert {"collector": "pi-1", "device": "shoe", "runner": RUNNER} in listed
    assert rows_of(home) == 1
    assert plantar("wearer", "remove", "shoe", "--collector", "pi-1").code == 0
    outbox.append("shoe", [told(8)], now=NOON)
    assert sender.drain()
    assert outbox.state().refused == 2
    strange = plantar("wearer", "remove", "shoe", "--collector", "pi-1")
    assert (strange.code, strange.out) == (2, "")
    assert "'shoe' is not known for collector 'pi-1'" in strange.err
    assert plantar("wearer", "add", "shoe", "nobody", "--collector", "pi-1").code == 1


def test_the_centre_tells_its_dead_letters_and_logs_nobodys_name(
    broker: Mosquitto,
    home: Path,
    outbox: Outbox,
    post: Post,
    plantar: Plantar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_store(home / "plantar.db") as store:
        store.add_runner(Runner("r-7"), "Tellingwe Nameson")
    for name, value in {"PLANTAR_HOME": str(home), "PLANTAR_LOG_FORMAT": "json"}.items():
        monkeypatch.setenv(name, value)
    worker = Process(home, broker).start().connected()
    try:
        outbox.append(DEVICE, [told(2)], now=NOON)
        outbox.append("shoe", [told(2), told(5)], now=NOON)
        assert Sender(outbox, post.deliver, random.Random()).drain()  # noqa: S311 - spreads retries
        for name, value in broker.settings("centre").items():
            monkeypatch.setenv(name, value)
        with open_store(home / "plantar.db") as store:
            wait_for(lambda: store.backlog().runners == 0, "figures")
        shown, told_in_json = plantar("status"), plantar("status", "--json")
    finally:
        worker.stop()

    reason = "nobody here wears 'shoe'"
    assert shown.code == 1
    assert "figures  follow from all that is stored" in shown.out
    assert f"- collector pi-1: 2 rows could not be kept: {reason}" in shown.out
    assert told_in_json.json["dead_letters"] == [{"collector": "pi-1", "reason": reason, "rows": 2}]
    assert told_in_json.json["figures"]["runners_behind"] == 0
    said = [json.loads(line) for line in worker.said().splitlines()]
    assert any(one["message"].endswith(f"2 rows are dead letters: {reason}") for one in said)
    assert {one["runner"] for one in said if "runner" in one} == {RUNNER, "r-7"}
    for word in ("Tellingwe", "Nameson", *USERS.values()):
        assert word not in worker.said()


def test_the_worker_brings_figures_up_to_date_and_ends_when_told(
    home: Path, worker: Process, outbox: Outbox, post: Post
) -> None:
    outbox.append(DEVICE, [told(2)], now=NOON)
    assert Sender(outbox, post.deliver, random.Random()).drain()  # noqa: S311 - spreads retries

    def is_computed() -> bool:
        with open_store(home / "plantar.db") as store:
            return store.state(RUNNER) is not None and not store.dirty(RUNNER).days

    wait_for(is_computed, "figures")

    assert worker.stop() == 0
    assert "Stopped. What was acknowledged is in the store" in worker.said()


def test_a_store_that_is_locked_for_long_costs_nothing(
    home: Path, worker: Process, outbox: Outbox, post: Post
) -> None:
    outbox.append(DEVICE, [told(place) for place in range(30)], now=NOON)
    sender = Sender(outbox, post.deliver, random.Random())  # noqa: S311 - spreads retries
    with closing(sqlite3.connect(home / "plantar.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sender.hand_over()
        held = (outbox.state().waiting, rows_of(home))
        other.execute("COMMIT")
    wait_for(sender.drain, "the rows arrive")

    assert held == (10, 0)
    assert rows_of(home) == 10


def test_without_a_broker_there_is_nothing_to_process(
    home: Path, plantar: Plantar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTAR_HOME", str(home))
    ran = plantar("process")

    assert ran.code == 1
    assert ran.err.startswith("plantar: there is no broker: set broker_url")
