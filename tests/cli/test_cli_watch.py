"""`plantar watch`: what arrives in a folder is imported once, when it is whole."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.adding.watching import Folder
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from tests.cli.conftest import Plantar
from tests.cli.test_cli_adding import AMBIGUOUS, steps
from tests.plantar.conftest import sqlite_file

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with sqlite_file(tmp_path) as opened:
        opened.add_runner(Runner("anna", body_mass_kg=70.0))
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "in").mkdir()
    return Folder(tmp_path / "in", "anna")


def came(folder: Folder, store: Store) -> list[tuple[str, str]]:
    """What becomes of the files that are whole now, by their names."""
    found = folder.take_in(store, folder.whole())
    return [(one.path.name, one.upload.state.value) for one in found if one.is_new]


def test_a_file_is_read_once_it_stopped_growing(folder: Folder, store: Store) -> None:
    path = folder.path / "deep" / "steps.csv"
    path.parent.mkdir()
    whole = steps()
    path.write_bytes(whole[:100])
    assert came(folder, store) == []
    path.write_bytes(whole[:300])
    assert came(folder, store) == []
    path.write_bytes(whole)
    assert came(folder, store) == []

    assert came(folder, store) == [("steps.csv", "accepted")]

    assert came(folder, store) == []
    assert [row.rows for row in store.origins("anna")] == [40]


def test_what_is_unfinished_or_hidden_or_gone_by_then_is_left_alone(
    folder: Folder, store: Store
) -> None:
    for name in ("a.csv.part", ".hidden.csv", "gone.csv"):
        (folder.path / name).write_bytes(steps())
    (folder.path / "nowhere.csv").symlink_to(folder.path / "nothing")
    folder.whole()
    found = folder.whole()
    (folder.path / "gone.csv").unlink()

    assert [path.name for path in found] == ["gone.csv"]
    assert list(folder.take_in(store, found)) == []


def test_one_that_is_written_to_while_it_is_read_comes_another_time(
    folder: Folder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli.adding import watching  # noqa: PLC0415  patched below

    path = folder.path / "steps.csv"
    path.write_bytes(steps(10))
    real = watching.told_and_kept

    def while_somebody_writes(*given: Any) -> Any:  # noqa: ANN401  as the real one
        told = real(*given)
        path.write_bytes(steps(12))
        return told

    folder.whole()
    monkeypatch.setattr(watching, "told_and_kept", while_somebody_writes)
    assert came(folder, store) == []
    assert store.origins("anna") == []
    monkeypatch.setattr(watching, "told_and_kept", real)

    folder.whole()

    assert came(folder, store) == [("steps.csv", "accepted")]
    assert [row.rows for row in store.origins("anna")] == [12]


def test_a_refusal_is_remembered_until_the_file_changes(folder: Folder, store: Store) -> None:
    path = folder.path / "steps.csv"
    path.write_bytes(b"date,steps\n2026-01-01,12x\n")
    folder.whole()
    assert came(folder, store) == [("steps.csv", "rejected")]

    for again in (folder, Folder(folder.path, "anna")):  # another process begins with nothing
        again.whole()
        assert came(again, store) == []
    path.write_bytes(b"date,steps\n2026-01-01,120\n")
    folder.whole()

    assert came(folder, store) == [("steps.csv", "accepted")]


def test_a_renamed_file_a_twin_and_one_taken_back_are_not_imported_again(
    folder: Folder, store: Store
) -> None:
    path = folder.path / "steps.csv"
    path.write_bytes(steps())
    folder.whole()
    assert came(folder, store) == [("steps.csv", "accepted")]
    renamed = path.rename(folder.path / "renamed.csv")
    (folder.path / "twin.csv").write_bytes(renamed.read_bytes())
    folder.whole()
    assert came(folder, store) == []

    (origin,) = store.origins("anna")
    store.withdraw(origin.origin.id)
    again = Folder(folder.path, "anna")
    again.whole()

    assert came(again, store) == []
    assert store.origins("anna") == []


def test_a_table_that_asks_is_read_when_it_is_said_how_its_dates_go(
    folder: Folder, store: Store
) -> None:
    from collector.files.asked import DateOrder  # noqa: PLC0415  for this test alone

    (folder.path / "steps.csv").write_bytes(AMBIGUOUS)
    folder.whole()
    assert came(folder, store) == [("steps.csv", "asks")]
    said = Folder(folder.path, "anna", DateOrder.DMY)
    said.whole()

    assert came(said, store) == [("steps.csv", "accepted")]


def test_once_deals_with_what_is_there_and_says_nothing_the_next_time(
    plantar: Plantar, anna: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "right.csv").write_bytes(steps())
    (tmp_path / "in" / "twin.csv").write_bytes(steps())
    (tmp_path / "in" / "wrong.csv").write_bytes(b"date,steps\n2026-01-01,12x\n")
    words = ("watch", tmp_path / "in", "--runner", anna, "--once", "--every", "0.05")

    first = plantar(*words, "--json")
    second = plantar(*words)

    told = [json.loads(line) for line in first.out.splitlines()]
    assert [(Path(one["file"]).name, one["verdict"], one["new"]) for one in told] == [
        ("right.csv", "accepted", 40),
        ("twin.csv", "duplicate", 0),
        ("wrong.csv", "rejected", 0),
    ]
    assert "12x" in told[2]["reason"]
    assert first.code == 1
    assert second.code == 0
    assert second.out.startswith("duplicate twin.csv")
    assert len(second.out.splitlines()) == 1
    assert plantar("runner", "show", anna, "--json").json["attention"] == "quiet"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", "--runner", "anna", "--once"), "nowhere: is not there"),
        ((".", "--runner", "zoe", "--once"), "no runner 'zoe'"),
        ((".", "--runner", "zoe"), "no runner 'zoe'"),
        ((".", "--runner", "anna", "--every", "0"), "--every: 0.0 is not more than 0"),
        ((".", "--runner", "anna", "--dates", "dym"), "--dates: 'dym' is not one of"),
    ],
    ids=range(5),
)
def test_what_cannot_be_is_said(
    plantar: Plantar, anna: str, words: tuple[str, ...], said: str
) -> None:
    assert anna == "anna"
    ran = plantar("watch", *words)

    assert ran.code in (1, 2)
    assert said in ran.err


class Watcher:
    """A process that watches, and what it says, line by line."""

    def __init__(self, home: Path, folder: Path) -> None:
        command = [sys.executable, "-c", "from cli.main import main; main()"]
        words = ["watch", str(folder), "--runner", "anna", "--json", "--every", "0.1"]
        self.process = subprocess.Popen(
            [*command, *words],
            cwd=ROOT,
            env={**os.environ, "PLANTAR_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def verdict(self) -> tuple[str, str]:
        assert self.process.stdout is not None
        told = json.loads(self.process.stdout.readline())
        return Path(told["file"]).name, told["verdict"]

    def trouble(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def ended(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


def test_a_process_that_watches_outlives_its_folder_and_ends_at_ctrl_c(
    plantar: Plantar, anna: str, home: Path, tmp_path: Path
) -> None:
    assert anna == "anna"
    folder = tmp_path / "in"
    watcher = Watcher(home, folder)
    try:
        assert "Ctrl-C stops it" in watcher.trouble()
        assert watcher.trouble().endswith("in: is not there; it is looked for again\n")
        folder.mkdir()
        assert watcher.trouble() == "plantar: it is there again\n"
        (folder / "right.csv").write_bytes(steps())
        assert watcher.verdict() == ("right.csv", "accepted")
        folder.rename(tmp_path / "away")
        assert "is not there" in watcher.trouble()
        (tmp_path / "away").rename(folder)
        assert watcher.trouble() == "plantar: it is there again\n"
        (folder / "wrong.csv").write_bytes(b"nothing of ours")
        assert watcher.verdict() == ("wrong.csv", "rejected")

        code, said = watcher.ended()
    finally:
        watcher.process.kill()
        watcher.process.wait()

    assert code == 0
    assert said.startswith("Stopped.")
    assert "Traceback" not in said
    with open_store(home / "plantar.db") as store:
        assert len(store.origins("anna")) == 1
        state = store.state("anna")
    now = datetime.now(UTC)
    assert state is not None
    assert now - state.computed_at < timedelta(days=1)
    assert plantar("import", "--list", "--runner", "anna", "--json").json[0]["file"] == "right.csv"
