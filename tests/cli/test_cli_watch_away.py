"""`plantar watch` while its store is away, and while a file is written slowly."""

import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cli import watch
from cli.adding.watching import Folder
from plantar.measured import DayTotal
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from processing.evidence import BEGINNING
from tests.cli.test_cli_adding import NOW, steps

Step = Callable[[], object]
BUSY = "is busy: another process kept writing to it; it is tried again"
AGAIN = "plantar: it is there again"


def nothing() -> None:
    """Only time goes by."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose store is not waited for."""
    place = tmp_path / "home"
    place.mkdir()
    (tmp_path / "in").mkdir()
    monkeypatch.setenv("PLANTAR_HOME", str(place))
    with open_store(place / "plantar.db") as store:
        store.add_runner(Runner("anna", body_mass_kg=70.0))
    monkeypatch.setattr(watch, "_opened", lambda: open_store(place / "plantar.db", patience_s=0.05))
    return place


def watched(home: Path, monkeypatch: pytest.MonkeyPatch, *happens: Step) -> None:
    """Watch a folder; something happens each time when it waits, and then it is stopped."""
    left: Iterator[Step] = iter(happens)

    def wait(_seconds: float) -> None:
        step = next(left, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(watch, "_wait", wait)
    folder = Folder(home.parent / "in", "anna")
    with pytest.raises(KeyboardInterrupt):
        watch.Watching(folder, 0.1, json=False).until_stopped()


def totals(store: Store) -> list[DayTotal]:
    return [one.record for one in store.measured("anna", DayTotal, BEGINNING, NOW)]


def kept(home: Path) -> list[int]:
    """How many rows each import brought."""
    with open_store(home / "plantar.db") as store:
        return [row.rows for row in store.origins("anna")]


def test_a_locked_store_is_said_once_and_what_came_meanwhile_is_taken_in_after_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = sqlite3.connect(home / "plantar.db", isolation_level=None)

    def lock() -> None:
        other.execute("BEGIN IMMEDIATE")
        (home.parent / "in" / "steps.csv").write_bytes(steps())

    unlock = lambda: other.execute("ROLLBACK")  # noqa: E731  a step
    watched(home, monkeypatch, lock, *[nothing] * 5, unlock, nothing, nothing)
    other.close()

    out, told = capsys.readouterr()
    assert out.count("accepted") == 1
    assert [line.rpartition("plantar.db: ")[2] for line in told.splitlines()[1:]] == [BUSY, AGAIN]
    assert kept(home) == [40]


def test_a_store_that_is_away_is_waited_for_and_no_other_is_made_in_its_place(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    away = home.parent / "away"

    def goes() -> None:
        home.rename(away)
        (home.parent / "in" / "steps.csv").write_bytes(steps())

    def comes_back() -> None:
        assert not home.exists()
        away.rename(home)

    watched(home, monkeypatch, goes, nothing, nothing, comes_back, nothing, nothing)

    out, told = capsys.readouterr()
    assert out.count("accepted") == 1
    assert told.splitlines()[1:] == [
        f"plantar: {home / 'plantar.db'}: is not there; it is tried again",
        AGAIN,
    ]
    assert kept(home) == [40]


def test_where_a_backup_took_the_place_of_the_store_what_comes_goes_into_that(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = home / "plantar.db"

    def restored() -> None:
        copy = home / "copy.db"
        with sqlite3.connect(file) as one, sqlite3.connect(copy) as other:
            one.backup(other)
        one.close()
        other.close()
        for beside in home.glob("plantar.db-*"):
            beside.unlink()
        copy.replace(file)
        (home.parent / "in" / "steps.csv").write_bytes(steps())

    watched(home, monkeypatch, restored, nothing, nothing, nothing)

    out, told = capsys.readouterr()
    assert out.count("accepted") == 1
    assert "another file is in its place" in told
    assert kept(home) == [40]


def test_a_file_whose_writer_paused_too_long_is_put_right_when_it_is_whole(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, whole = home.parent / "in" / "steps.csv", steps()

    def grows(until: int | None) -> Step:
        return lambda: path.write_bytes(whole[:until])

    # Cut within the number of a line; it is the same at two looks, and read.
    cut = whole.rindex(b",", 0, 300) + 3
    watched(home, monkeypatch, grows(cut), nothing, nothing, grows(None), nothing, nothing)

    assert capsys.readouterr().out.count("accepted") == 2
    with open_store(home / "plantar.db") as store, open_store("sqlite://") as at_once:
        at_once.add_runner(Runner("anna", body_mass_kg=70.0))
        straight = Folder(path.parent, "anna")
        straight.whole()
        assert [one.is_new for one in straight.take_in(at_once, straight.whole())] == [True]
        assert totals(store) == totals(at_once)
        assert len(totals(store)) == 40


@pytest.mark.postgres
def test_a_server_that_is_stopped_and_started_again_is_waited_for(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from tests.private_postgres import PrivatePostgres  # noqa: PLC0415  needs Unix

    folder = TemporaryDirectory(prefix="plantar-")
    server = PrivatePostgres(Path(folder.name))
    server.make()
    server.start()
    try:
        where = server.create("watched")
        with open_store(where) as store:
            store.add_runner(Runner("anna", body_mass_kg=70.0))
        monkeypatch.setenv("PLANTAR_STORE_URL", where)
        monkeypatch.setattr(watch, "_opened", lambda: open_store(where, patience_s=1.0))

        def stops() -> None:
            server.end(signal.SIGINT)
            (home.parent / "in" / "steps.csv").write_bytes(steps())

        watched(home, monkeypatch, stops, nothing, nothing, server.start, nothing, nothing)
        with open_store(where) as store:
            rows = [row.rows for row in store.origins("anna")]
    finally:
        server.end(signal.SIGINT)
        folder.cleanup()

    out, told = capsys.readouterr()
    assert out.count("accepted") == 1
    assert told.splitlines()[-1] == AGAIN
    assert told.count("; it is tried again") >= 1
    assert rows == [40]
