"""Several workers compute from one store, and one of them may be killed in mid-work."""

import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantar.measured import DayTotal, Origin, OriginKind, SourceClass
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.recompute import recompute_dirty

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 6, 30, 20, tzinfo=UTC)
DAYS = (date(2026, 1, 1), date(2026, 12, 31))
NAMES = tuple(f"runner-{n}" for n in range(6))
#: How long a server may take to notice that a process is gone. [s]
PATIENCE_S = 30.0
WORKER = """
import sys, time
from datetime import datetime
from plantar.store.sql import open_store
from processing import recompute as shell

address, now, stalls = sys.argv[1], datetime.fromisoformat(sys.argv[2]), sys.argv[3:] == ["stalls"]
derive = shell.derive

def told(store, runner_id, *, now):
    began = time.monotonic_ns()
    if stalls:
        print(runner_id, flush=True)
        time.sleep(600)
    derived = derive(store, runner_id, now=now)
    print(runner_id, began, time.monotonic_ns(), flush=True)
    return derived

shell.derive = told
with open_store(address) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    # Until nobody is behind any more, as the loop of a host that is never switched off.
    while any(store.state(one.id) is None or store.dirty(one.id).days for one in store.runners()):
        shell.recompute_dirty(store, now=now)
        time.sleep(0.02)
"""


def worker(address: str, *how: str) -> "subprocess.Popen[str]":
    """A process that computes as the pipeline does, and says whom and when."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, address, NOW.isoformat(), *how],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def begin(*workers: "subprocess.Popen[str]") -> None:
    """Let them begin together: loading what they need takes longer than what they do."""
    for one in workers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in workers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()


def fill(store: Store) -> None:
    """Six runners with forty days of steps, minutes of a run, and a knee that is felt."""
    for number, name in enumerate(NAMES):
        store.add_runner(Runner(name, body_mass_kg=60.0 + number))
        origin = Origin(f"phone {name}", OriginKind.IMPORT, "phone.csv", NOW)
        days = [NOW.date() - timedelta(days=back) for back in range(1, 41)]
        totals = tuple(DayTotal(day, 6000 + 777 * number + day.day) for day in days)
        run = NOW - timedelta(days=1 + number)
        minutes = tuple(
            StepMinute(run + timedelta(minutes=n), 0, 150.0 + n / 3, 60.0) for n in range(30)
        )
        store.put(name, Batch(origin, "phone", (*totals, *minutes)))
        store.add_pain(name, PainReport(NOW, PainMoment.EVENING, number), NOW)


def figures(store: Store) -> list[str]:
    """Everything computed; a number's text holds all its digits."""
    return [
        repr(
            (
                store.state(name),
                [store.days(name, kind, *DAYS) for kind in SourceClass],
                store.alert_history(name, *DAYS),
                store.episodes(name),
                store.dirty(name).days,
            )
        )
        for name in NAMES
    ]


@pytest.fixture(scope="module")
def alone() -> list[str]:
    """What one who computes everybody comes to."""
    with open_store("sqlite://") as store:
        fill(store)
        recompute_dirty(store, now=NOW)
        return figures(store)


@pytest.mark.parametrize("workers", [2, 4])
def test_several_workers_come_to_what_one_comes_to(
    address: str, alone: list[str], workers: int
) -> None:
    with open_store(address) as store:
        fill(store)
    running = [worker(address) for _ in range(workers)]
    begin(*running)
    said = [one.communicate()[0] for one in running]

    assert [one.returncode for one in running] == [0] * workers
    with open_store(address) as store:
        assert figures(store) == alone
    stretches = defaultdict(list)
    for line in "".join(said).splitlines():
        name, began, ended = line.split()
        stretches[name].append((int(began), int(ended)))
    assert set(stretches) == set(NAMES)
    if address.startswith("postgresql"):
        assert {name: len(times) for name, times in stretches.items()} == dict.fromkeys(NAMES, 1)


@pytest.mark.postgres
def test_a_worker_that_is_killed_strands_nobody(
    postgres: "PrivatePostgres", alone: list[str]
) -> None:
    with postgres.database() as address, open_store(address) as store:
        fill(store)
        one = worker(address, "stalls")
        begin(one)
        assert one.stdout is not None
        held = one.stdout.readline().strip()

        others = [state.runner_id for state in recompute_dirty(store, now=NOW)]
        again = recompute_dirty(store, now=NOW)
        one.kill()  # SIGKILL: it gives nothing back itself
        one.communicate()
        until = time.monotonic() + PATIENCE_S
        while not (late := recompute_dirty(store, now=NOW)) and time.monotonic() < until:
            time.sleep(0.05)

        assert (held, others, again) == (NAMES[0], list(NAMES[1:]), [])
        assert [state.runner_id for state in late] == [held]
        assert figures(store) == alone


@pytest.mark.postgres
def test_a_claim_on_one_runner_keeps_nobody_from_writing(postgres: "PrivatePostgres") -> None:
    with (
        postgres.database() as address,
        open_store(address) as store,
        open_store(address, patience_s=1.0) as other,
    ):
        fill(store)
        with store.computing(NAMES[0]) as ours, other.computing(NAMES[0]) as theirs:
            with other.computing(NAMES[1]) as free:
                assert (ours, theirs, free) == (True, False, True)
            other.add_pain(NAMES[0], PainReport(NOW, PainMoment.DURING, 3), NOW)
        with other.computing(NAMES[0]) as now_theirs:
            assert now_theirs
