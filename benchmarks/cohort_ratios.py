"""The ratios of a cohort, against copying them once and against what people use for it.

Ten thousand runners, a year of days, 8 % of them unmeasured; acute, chronic and ratio by three
methods with the floors of `processing.ratio`. Every way gives the same figures, which is checked
before anything is timed. Every round runs each way once, in turn, in one process; what counts is
the ratio, never the seconds.

    python benchmarks/cohort_ratios.py [--runners 10000] [--days 365] [--rounds 9]
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from scipy.signal import lfilter

from plantar.recording import Floats
from processing.cohort import FIGURES, cohort_ratios
from processing.ratio import CHRONIC_FLOOR_SHARE, CHRONIC_FLOOR_WSE, VALID_ACUTE, VALID_CHRONIC

SEED = 20260303
MISSING = 0.08
#: The pandas way is slow: it runs in so many of the rounds.
FEW = 3


def cohort(runners: int, days: int) -> Floats:
    """Daily loads [WSE], one in twelve missing, one in seven rest."""
    random = np.random.default_rng(SEED)
    usual = random.uniform(4_000.0, 12_000.0, (runners, 1))
    loads = usual * random.gamma(4.0, 0.25, (runners, days))
    loads[random.random(loads.shape) < 1.0 / 7.0] = 0.0
    loads[random.random(loads.shape) < MISSING] = np.nan
    return loads


def rolling(sums: Floats, days: int) -> Floats:
    """Trailing sums from running sums."""
    out = sums.copy()
    out[:, days:] -= sums[:, :-days]
    return out


def masked(figures: list[Floats], covered: list[np.ndarray], least: Floats) -> Floats:
    """Ratios where both windows are covered and the chronic load carries them."""
    acute, chronic, wide, fast, slow = figures
    ratios = []
    for above, below in ((acute, chronic), (acute, wide), (fast, slow)):
        carried = covered[0] & covered[1] & (below > 0.0) & (below >= least)
        ratios.append(np.where(carried, above / below, np.nan))
    return np.array(
        [
            np.where(covered[0], acute, np.nan),
            np.where(covered[1], chronic, np.nan),
            np.where(covered[1], wide, np.nan),
            fast,
            slow,
            *ratios,
        ]
    )


def back(of: Floats, days: int) -> Floats:
    """The same, so many days later."""
    out = np.zeros_like(of)
    out[:, days:] = of[:, :-days]
    return out


def with_numpy(loads: Floats) -> Floats:
    """Running sums, and scipy's lfilter for the weighted means."""
    valid = ~np.isnan(loads)
    x, known = np.where(valid, loads, 0.0), valid.astype(np.float64)
    sums, counts = np.cumsum(x, axis=1), np.cumsum(known, axis=1)
    week, weeks = rolling(sums, 7), back(rolling(sums, 21), 7)
    week_days, weeks_days = rolling(counts, 7), back(rolling(counts, 21), 7)
    covered = [week_days >= VALID_ACUTE, weeks_days >= VALID_CHRONIC]
    covered[0][:, :6], covered[1][:, :27] = False, False
    with np.errstate(invalid="ignore", divide="ignore"):
        figures = [week / week_days, weeks / weeks_days, rolling(sums, 28) / rolling(counts, 28)]
        for days in (7, 28):
            a, b = [1.0], [1.0, 2.0 / (days + 1) - 1.0]
            figures.append(lfilter(a, b, x, axis=1) / lfilter(a, b, known, axis=1))
        share = CHRONIC_FLOOR_SHARE * back(sums, 7) / back(counts, 7)
        least = np.fmax(CHRONIC_FLOOR_WSE, share)
        return masked(figures, covered, least)


def with_pandas(pandas: Any, loads: Floats) -> Floats:  # noqa: ANN401 - no dependency of ours
    """One wide frame, a column per runner: rolling and ewm."""
    frame = pandas.DataFrame(loads.T)
    week = frame.rolling(7, min_periods=VALID_ACUTE)
    weeks = frame.rolling(21, min_periods=VALID_CHRONIC)
    figures = [
        week.mean(),
        weeks.mean().shift(7),
        frame.rolling(28, min_periods=1).mean(),
        frame.ewm(span=7, adjust=True, ignore_na=False).mean(),
        frame.ewm(span=28, adjust=True, ignore_na=False).mean(),
    ]
    least = (CHRONIC_FLOOR_SHARE * frame.expanding().mean().shift(7)).clip(lower=CHRONIC_FLOOR_WSE)
    figures = [figure.to_numpy().T for figure in figures]
    covered = [~np.isnan(figures[0]), ~np.isnan(figures[1])]
    covered[0][:, :6], covered[1][:, :27] = False, False
    with np.errstate(invalid="ignore", divide="ignore"):
        return masked(figures, covered, np.fmax(least.to_numpy().T, CHRONIC_FLOOR_WSE))


def seconds(run: Callable[[], object]) -> float:
    """How long a call takes."""
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def furthest(ours: Floats, theirs: Floats) -> float:
    """The largest relative difference; both have to be nan on the same days."""
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
    there = ~np.isnan(ours) & (ours != 0.0)
    return float(np.max(np.abs(theirs[there] / ours[there] - 1.0)))


def tell(name: str, ratios: list[float]) -> None:
    """One row of the table."""
    print(f"{name:44}{statistics.median(ratios):9.2f}{min(ratios):9.2f}{max(ratios):9.2f}")


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runners", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    loads = cohort(asked.runners, asked.days)
    ours = np.empty((FIGURES, *loads.shape))
    target = np.empty_like(ours)
    ways: dict[str, Callable[[], object]] = {
        "numpy cumsum + scipy lfilter": partial(with_numpy, loads),
    }
    if find_spec("pandas"):
        ways["pandas, one wide frame"] = partial(with_pandas, import_module("pandas"), loads)
    cohort_ratios(loads, out=ours)  # also compiles, off the clock
    target[:] = ours
    for name, run in ways.items():
        found = run()
        assert isinstance(found, np.ndarray)
        print(f"{name}: same days, figures within {furthest(ours, found):.1e}")
    spent: dict[str, list[float]] = {name: [] for name in ("ours", "all", "three", *ways)}
    for number in range(asked.rounds):
        spent["all"].append(seconds(lambda: np.copyto(target, ours)))
        spent["three"].append(seconds(lambda: np.copyto(target[-3:], ours[-3:])))
        spent["ours"].append(seconds(lambda: cohort_ratios(loads, out=ours)))
        for name, run in ways.items():
            if name.startswith("numpy") or number < FEW:
                spent[name].append(seconds(run))
    print(f"{asked.runners} runners x {asked.days} days, three methods")
    print(f"{'':44}{'median':>9}{'least':>9}{'most':>9}")
    for name, base in (("copy of all eight figures", "all"), ("copy of the three ratios", "three")):
        pairs = zip(spent["ours"], spent[base], strict=True)
        tell(f"ours / {name}", [mine / copied for mine, copied in pairs])
    for name in ways:
        pairs = zip(spent[name], spent["ours"], strict=False)
        tell(f"{name} / ours", [theirs / mine for theirs, mine in pairs])


if __name__ == "__main__":
    main()
