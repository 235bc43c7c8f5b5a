"""`plantar recompute` by several processes, or by Dask: the same, whatever becomes of one."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli import jobs, on_dask
from plantar.errors import PlantarError
from plantar.store.backup import write_backup
from plantar.store.engine import Database
from plantar.store.restore import restore
from plantar.store.sql import open_store
from processing.again import Chunk, chunks, compute
from tests.cli.conftest import Plantar
from tests.plantar.whole_store import NOW, fill, held

if TYPE_CHECKING:
    from plantar.state import State
    from tests.private_postgres import PrivatePostgres

ROOT = Path(__file__).parents[2]
NAMES = tuple(f"runner-{n}" for n in range(6))
EVER = (date(2020, 1, 1), date(2040, 1, 1))
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six runners of whom nothing is computed yet."""
    path = tmp_path_factory.mktemp("measured") / "plantar.db"
    with open_store(path) as store:
        for n, name in enumerate(NAMES):
            fill(store, name, days=10 + n)
    return path


@pytest.fixture
def copy(measured: Path, home: Path) -> Path:
    home.mkdir()
    return Path(shutil.copy(measured, home / "plantar.db"))


@pytest.fixture(scope="module")
def by_one(measured: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What one process computes."""
    path = Path(shutil.copy(measured, tmp_path_factory.mktemp("one")))
    compute(Chunk(str(path), NAMES, NOW))
    return figures(path)


def figures(path: Path | str) -> dict[str, object]:
    """Everything computed of everybody, bit for bit; alerts without the numbers of their rows."""
    sums = held(str(path))
    with open_store(path) as store:
        told = {
            name: repr(
                [
                    [(one.alert, one.withdrawn_at) for one in store.alert_history(name, *EVER)],
                    store.episodes(name),
                ]
            )
            for name in NAMES
        }
    return told | {table: sums[table] for table in ("day", "state", "dirty")}


def asked(path: Path | str, size: int = 1) -> list[Chunk]:
    with open_store(path) as store:
        return chunks(str(path), store.runners(), NOW, size)


def all_of(told: "Iterator[list[State]]", into: "list[State]") -> None:
    for states in told:
        into += states


def test_two_processes_compute_the_same_as_one_bit_for_bit(
    copy: Path, by_one: dict[str, object]
) -> None:
    states = [state for told in jobs.computed(asked(copy, 2), 2) for state in told]

    assert sorted(state.runner_id for state in states) == sorted(NAMES)
    assert figures(copy) == by_one


@pytest.mark.long
@pytest.mark.postgres
def test_two_processes_compute_the_same_on_postgresql(
    postgres: "PrivatePostgres", copy: Path, by_one: dict[str, object], tmp_path: Path
) -> None:
    backup = tmp_path / "measured.backup"
    with closing(Database(copy)) as database:
        write_backup(database, backup, plantar="1", now=None)
    with postgres.database() as address:
        restore(backup, address, plantar="1", now=NOW)

        states = [state for told in jobs.computed(asked(address, 2), 2) for state in told]

        assert len(states) == len(NAMES)
        assert figures(address) == by_one


def test_the_command_tells_the_same_in_the_same_order(plantar: Plantar, copy: Path) -> None:
    one = plantar("recompute", "--json")
    two = plantar("recompute", "--json", "--jobs", 2)

    assert (one.code, two.code) == (0, 0), two.err
    assert one.json == two.json
    assert [state["runner"] for state in two.json] == sorted(NAMES)


def test_a_process_that_is_killed_takes_nobody_along(copy: Path, by_one: dict[str, object]) -> None:
    states: list[State] = []
    killed = 0
    for told in jobs.computed(asked(copy), 2):
        states += told
        if len(states) == 1:
            for process in multiprocessing.active_children():
                process.kill()
                killed += 1

    assert killed == 2
    assert sorted(state.runner_id for state in states) == sorted(NAMES)
    assert figures(copy) == by_one
    assert multiprocessing.active_children() == []


def test_runners_who_cannot_be_computed_are_named_and_the_others_are(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, began = jobs._given, []

    def given_and_killed(*words: object) -> jobs._Job:
        job = given(*words)  # type: ignore[arg-type]
        if job.chunk.runner_ids == ("runner-3",):
            began.append(job.process.pid)
            job.process.kill()
        return job

    monkeypatch.setattr(jobs, "_given", given_and_killed)
    states: list[State] = []

    strange = Chunk(str(copy), ("nobody",), NOW)
    with pytest.raises(PlantarError, match=r"^not computed: ") as refused:
        all_of(jobs.computed([strange, *asked(copy)], 2), states)

    assert "no runner 'nobody'" in str(refused.value)
    assert "runner-3" in str(refused.value)
    assert "its process ended 3 times (the last time with -9)" in str(refused.value)
    assert len(began) == jobs.TRIES
    assert {state.runner_id for state in states} == set(NAMES) - {"runner-3"}


def test_a_chunk_does_not_show_where_the_store_is_as_that_may_hold_a_password() -> None:
    assert "geheim" not in repr(Chunk("postgresql://plantar:geheim@host/db", ("anna",), NOW))


def is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_ctrl_c_ends_all_of_it_at_once_and_what_was_saved_is_whole(home: Path, copy: Path) -> None:
    words = [sys.executable, "-c", "from cli.main import main; main()", "recompute", "--jobs", "2"]
    with subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, "PLANTAR_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        until = time.monotonic() + PATIENCE_S
        with open_store(copy) as store:
            while not store.states():
                assert running.poll() is None, running.communicate()
                assert time.monotonic() < until
                time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
        _, err = running.communicate(timeout=PATIENCE_S)

    assert running.returncode != 0
    assert "Traceback" not in err
    while is_there(running.pid):
        assert time.monotonic() < until, "somebody of them is left"
        time.sleep(0.02)
    with open_store(copy) as store:
        done = {state.runner_id for state in store.states()}
        assert done
        assert all(not store.dirty(name).days for name in done)


@contextmanager
def dask(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A scheduler and two workers, as programs on this computer; its address, and a worker."""
    told = folder / "scheduler.json"
    scheduler = [
        *(sys.executable, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0"),
        *("--no-dashboard", "--no-show", "--scheduler-file", str(told)),
    ]
    worker = [
        *(sys.executable, "-m", "dask", "worker", "--scheduler-file", str(told), "--no-dashboard"),
        *("--nworkers", "1", "--nthreads", "1", "--local-directory", str(folder), "--no-nanny"),
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = []
    with (folder / "dask.log").open("wb") as log:
        try:
            for number, words in enumerate((scheduler, worker, worker)):
                running.append(subprocess.Popen(words, cwd=ROOT, env=env, stdout=log, stderr=log))
                until = time.monotonic() + PATIENCE_S
                ready = b"Registered to" if words is worker else b"Scheduler at"
                while (folder / "dask.log").read_bytes().count(ready) < max(1, number):
                    assert time.monotonic() < until, (folder / "dask.log").read_text()
                    assert running[-1].poll() is None, (folder / "dask.log").read_text()
                    time.sleep(0.05)
            yield json.loads(told.read_text())["address"], running[-1]
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait()


@pytest.mark.long
def test_dask_computes_the_same_bit_for_bit_though_a_worker_is_killed(
    copy: Path, by_one: dict[str, object], tmp_path: Path
) -> None:
    asking = (
        "import sys; from datetime import datetime; from cli.on_dask import computed;"
        "from processing.again import chunks; from plantar.store.sql import open_store;"
        "path, now, address = sys.argv[1], datetime.fromisoformat(sys.argv[2]), sys.argv[3];"
        "store = open_store(path);"
        "told = [one for part in computed(chunks(path, store.runners(), now, 1), address)"
        " for one in part];"
        "print(sorted(state.runner_id for state in told))"
    )
    words = [sys.executable, "-c", asking, str(copy), NOW.isoformat()]
    with (
        dask(tmp_path) as (address, worker),
        open_store(copy) as store,
        subprocess.Popen([*words, address], cwd=ROOT, stdout=subprocess.PIPE) as running,
    ):
        until = time.monotonic() + PATIENCE_S
        while not store.states():
            assert time.monotonic() < until
            time.sleep(0.01)
        worker.kill()
        out, _ = running.communicate(timeout=PATIENCE_S)

    assert out.decode().strip() == str(sorted(NAMES))
    assert figures(copy) == by_one


def test_dask_that_is_not_there_is_said_in_a_sentence(
    copy: Path, plantar: Plantar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "CONNECT_S", 0.3)
    nobody = plantar("recompute", "--dask", "tcp://127.0.0.1:9")
    both = plantar("recompute", "--dask", "tcp://127.0.0.1:9", "--jobs", 2)
    monkeypatch.setitem(sys.modules, "distributed", None)
    absent = plantar("recompute", "--dask", "tcp://127.0.0.1:9")

    assert nobody.code == 1
    assert "--dask: no scheduler answers at tcp://127.0.0.1:9" in nobody.err
    assert "Traceback" not in nobody.err
    assert both.code == 2
    assert absent.code == 1
    assert "install Plantar with its extra `dask`" in absent.err
