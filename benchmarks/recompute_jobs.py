"""`plantar recompute --jobs`: a clinic's years from stored minutes, by one process and by several.

The clinic of recompute.py (run watches, soles, watches worn all day; 70, 20 and 10 %) in one SQLite
file. The command's own way: every day marked, computed from its stored minutes, saved; by one
process, then by `cli.jobs` with several. Beside it, in the same run, what nobody can be quicker
than: the same rows fetched bare out of SQLite, and numpy once over the bytes of the file. By the
clock, and by the CPU seconds of all processes, as others may be at work on the machine.

    python benchmarks/recompute_jobs.py [--runners 40] [--days 365] [--jobs 2] [--store FILE]
"""

import argparse
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from recompute import COHORT, NOW, fill

from cli import jobs
from plantar.store.sql import open_store
from processing.again import chunks, compute

MINUTES = ("foot_minute", "body_minute", "step_minute")


def spent(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and CPU seconds of this process and all that it started."""
    cpu, began = used(), time.perf_counter()
    run()
    return time.perf_counter() - began, used() - cpu


def used() -> float:
    """CPU seconds so far."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def fetch(path: Path) -> None:
    """Every stored minute, as SQLite gives it, and nothing done with it."""
    with closing(sqlite3.connect(path)) as connection:
        for table in MINUTES:
            cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608  our own names
            while cursor.fetchmany(4_096):
                pass


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runners", type=int, default=40)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--store", type=Path, help="Kept there, and used again when filled.")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = asked.store or folder / "clinic.sqlite"
        with open_store(path) as store:
            if not store.runners():
                fill(store, asked.runners, asked.days)
            runners = store.runners()
        size = path.stat().st_size
        print(f"{len(runners)} runners x {asked.days} days, {size / 1e6:,.0f} MB")
        words = np.fromfile(path, np.uint64)
        floors = {
            "numpy once over the bytes": spent(lambda: np.add.reduce(words)),
            "the rows fetched bare": spent(lambda: fetch(path)),
        }
        (whole,) = chunks(str(path), runners, NOW, len(runners))
        parts = chunks(str(path), runners, NOW, jobs.size(len(runners), asked.jobs))
        ways = {
            "one process": spent(lambda: compute(whole)),
            f"{asked.jobs} jobs": spent(lambda: list(jobs.computed(parts, asked.jobs))),
        }
        one = ways["one process"]
        for name, (clock, cpu) in (floors | ways).items():
            print(
                f"{name:28}{clock:9.3f} s by the clock{cpu:9.3f} CPU-s"
                f"{clock / one[0]:9.4f} x one process"
            )
        for name, (clock, cpu) in ways.items():
            print(
                f"{name}: {1e3 * clock / len(runners):.0f} ms a runner by the clock,"
                f" {1e3 * cpu / len(runners):.0f} ms of CPU; extrapolated to {COHORT:,} such"
                f" runners: {COHORT * clock / len(runners) / 3_600:.2f} h"
            )


if __name__ == "__main__":
    main()
