"""What the overview of all runners costs with much history, as a ratio to little, in one run."""

import argparse
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plantar.measured import DayTotal, Origin, OriginKind
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.recompute import recompute_dirty

NOW = datetime(2026, 6, 30, 20, tzinfo=UTC)


def fill(store: Store, runners: int, days: int) -> None:
    """Runners with so many days of steps behind them, and all that follows."""
    for number in range(runners):
        name = f"runner-{number}"
        store.add_runner(Runner(name))
        origin = Origin(f"phone {name}", OriginKind.IMPORT, "phone.csv", NOW)
        told = tuple(
            DayTotal(NOW.date() - timedelta(days=back), 6_000 + 77 * number + back % 900)
            for back in range(1, days + 1)
        )
        store.put(name, Batch(origin, "phone", told))
    recompute_dirty(store, now=NOW)


def seconds(store: Store, runners: int) -> float:
    """One overview."""
    begin = time.perf_counter()
    assert len(store.states()) == runners
    return time.perf_counter() - begin


def main() -> None:
    """Print one row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runners", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=200)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder) / "30.db") as little,
        open_store(Path(folder) / "1000.db") as much,
    ):
        fill(little, asked.runners, 30)
        fill(much, asked.runners, 1_000)
        pairs = [
            (seconds(little, asked.runners), seconds(much, asked.runners))
            for _ in range(asked.rounds)
        ]
    ratios = [longer / shorter for shorter, longer in pairs]
    low, _, high = statistics.quantiles(ratios, n=4)
    print(f"{asked.runners} runners, 1,000 days against 30: {statistics.median(ratios):.2f} x")
    print(f"half of {asked.rounds} rounds within {low:.2f}-{high:.2f}")


if __name__ == "__main__":
    main()
