"""`plantar influx` as a user runs it, and the mirror that is told beside other work."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cli.home import Home
from cli.mirroring import keep_mirrored
from plantar.influx.server import Server
from plantar.store import Batch
from plantar.store.mirror_notes import open_mirror_notes
from plantar.store.sql import SqlStore, open_store
from plantar.whole_file import alone
from tests.cli.conftest import Plantar
from tests.influx.influx_rig import Influx, wait_for
from tests.influx.walked import NOON, origin, steps, unlike, walk


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, influx: Influx) -> Path:
    """A home with a mirror."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PLANTAR_HOME", str(folder))
    for name, value in influx.settings().items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture
def store(home: Path) -> Iterator[SqlStore]:
    """Its store, in which anna walked."""
    with open_store(home / "plantar.db") as one:
        walk(one, "anna", 2)
        yield one


def test_a_mirror_is_made_told_looked_at_erased_and_made_again(
    plantar: Plantar, store: SqlStore, influx: Influx
) -> None:
    early = plantar("influx", "sync")
    assert early.code == 1
    assert "make it with `./run influx init`" in early.err
    assert "make it with" in plantar("influx", "status", "--json").json["trouble"]

    made = plantar("influx", "init")
    assert "(InfluxDB 1.6.7~rc0) has plantar/days, plantar/steps, plantar/minutes" in made.out
    assert plantar("influx", "init").code == 0  # what is there stays

    assert plantar("influx", "status", "--json").json["waiting"]["foot_minute"] == 2
    assert plantar("influx", "sync").out.startswith("8 days told: ")
    assert "Waiting: nothing" in plantar("influx", "status").out

    assert plantar("influx", "erase", "anna").code == 0
    assert influx.runners() == set()
    assert plantar("influx", "status", "--json").json["left_out"] == ["anna"]
    assert "Left out: anna." in plantar("influx", "status").out
    assert plantar("influx", "rebuild").out.startswith("0 days told")
    assert plantar("influx", "erase", "anna", "--undo").code == 0
    assert plantar("influx", "rebuild").out.startswith("8 days told")
    with Server(influx.place()) as server:
        assert unlike(store, server) == []


def test_what_was_refused_is_told_and_tried_again_when_asked(
    plantar: Plantar, store: SqlStore, influx: Influx
) -> None:
    plantar("influx", "init")
    shorter = "ALTER RETENTION POLICY steps ON plantar DURATION {} SHARD DURATION 1h"
    influx.ask(shorter.format("1h"))

    told = plantar("influx", "sync")

    assert told.code == 1
    assert "days were refused; `./run influx status` says why" in told.out
    said = plantar("influx", "status", "--json").json
    (refused,) = said["refused"]
    assert (refused["runner"], refused["table"]) == ("anna", "step_minute")
    assert "beyond retention policy" in refused["reason"]
    assert "beyond retention policy" in plantar("influx", "status").out

    assert plantar("influx", "init").code == 0  # gives the policy its length again
    assert plantar("influx", "sync").out.startswith("0 days told")
    assert plantar("influx", "sync", "--again").code == 0
    with Server(influx.place()) as server:
        assert unlike(store, server) == []


def test_a_mirror_that_somebody_else_tells_is_left_to_them(
    plantar: Plantar, home: Path, store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.influx.PATIENCE_S", 0.0)
    with alone(home / "influx"):
        told = plantar("influx", "sync")

    assert told.code == 1
    assert "another process tells the mirror now" in told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("influx", "erase", "x' OR runner =~ /.*/"), "is not an id of a runner"),
        (("influx", "erase", ""), "is not an id of a runner"),
    ],
)
def test_who_cannot_be_a_runner_is_nobody_to_erase(
    plantar: Plantar, home: Path, words: tuple[str, ...], said: str
) -> None:
    told = plantar(*words)

    assert told.code == 2
    assert said in told.err


def test_without_a_mirror_every_command_names_the_settings(
    plantar: Plantar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("URL", "TOKEN", "ORG", "BUCKET"):
        monkeypatch.delenv(f"PLANTAR_INFLUX_{name}", raising=False)
    for words in (("init",), ("sync",), ("rebuild",), ("erase", "anna"), ("status",)):
        told = plantar("influx", *words)
        assert told.code == 1
        assert "there is no mirror: set influx_url, influx_token" in told.err


def test_beside_other_work_a_trouble_is_said_once_and_what_waited_is_told_after_it(
    home: Path,
    store: SqlStore,
    influx: Influx,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("cli.mirroring.LOOK_EVERY_S", 0.01)
    with Server(influx.place()) as server:
        server.make()
        influx.kill()
        stop, turns = threading.Event(), []
        monkeypatch.setattr(stop, "wait", lambda _: turns.append(None))
        telling = threading.Thread(
            target=keep_mirrored,
            args=(Home(home, str(home / "plantar.db"), influx=influx.place()), stop),
        )
        telling.start()
        try:
            wait_for(lambda: len(turns) > 3, "it is tried again and again")
            influx.start()
            with open_mirror_notes(home / "plantar.db") as mirror_notes:
                wait_for(lambda: mirror_notes.waiting() == {}, "what waited is told")
        finally:
            stop.set()
            telling.join()
        assert unlike(store, server) == []
    said = caplog.text
    assert said.count("the mirror waits: ") == 1
    assert "is not well (502)" in said
    assert said.count("the mirror is told again") == 1


def test_beside_other_work_what_is_refused_is_said_and_the_rest_is_told(
    home: Path,
    store: SqlStore,
    influx: Influx,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    old = steps(NOON - timedelta(weeks=200))
    store.put("anna", Batch(origin("old"), "watch", (old,)))
    with Server(influx.place()) as server:
        server.make()
    stop = threading.Event()
    monkeypatch.setattr(stop, "wait", lambda _: stop.set())

    keep_mirrored(Home(home, str(home / "plantar.db"), influx=influx.place()), stop)

    said = caplog.text
    assert f"the mirror refused 1 days, such as anna step_minute {old.at.date()}: " in said
    with open_mirror_notes(home / "plantar.db") as mirror_notes:
        assert mirror_notes.waiting() == {}
