"""Days, ratios and alerts from stored minutes: a clinic's years in a real store.

Two hundred runners with a year each, of three kinds: run watches (70 %, three runs of 50 minutes a
week), pressure soles (20 %, five shifts of four hours a week) and watches worn all day (10 %, 14
hours). Their minutes go through the store's own intake into one SQLite file. Then everything that
follows is computed again from the stored minutes, and saved; a minute arrives late, a year back;
and a runner of one year is held against one of three years in memory. One process is timed by its
own CPU seconds, several by the clock.

    python benchmarks/recompute.py [--runners 200] [--days 365] [--jobs 2] [--store FILE]
"""

import argparse
import multiprocessing
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from plantar.day import each_day
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    Measured,
    Origin,
    OriginKind,
    Session,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner, WearKind, WearPlan
from plantar.sample import Foot
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.recompute import derive, recompute

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
SEED = 20260630
KINDS = ("run watch", "soles", "day watch")
#: Days that one import holds.
IMPORT_DAYS = 30
#: Runners of each kind to whom a minute comes late.
LATE = 7
#: Runners to extrapolate to.
COHORT = 10_000
BODY_N = 700.0


def kind_of(number: int) -> str:
    """Of ten runners one has a watch on all day, two have soles, seven a watch when they run."""
    return {0: "day watch", 1: "soles", 2: "soles"}.get(number % 10, "run watch")


def days_before(days: int) -> list[date]:
    """The days up to yesterday."""
    return list(each_day(TODAY - timedelta(days=days), TODAY - timedelta(days=1)))


def at_hour(day: date, hour: int) -> datetime:
    """A moment of that day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def run_watch_day(day: date, chance: random.Random) -> Iterator[Measured]:
    """Fifty minutes of running on three days of the week."""
    if day.weekday() not in (1, 3, 6):
        return
    start, minutes = at_hour(day, 17), round(50 * chance.uniform(0.7, 1.2))
    for n in range(minutes):
        cadence = chance.gauss(166.0, 3.0)
        yield StepMinute(
            start + timedelta(minutes=n), 0, cadence, 60.0, running=True, speed_mps=2.8
        )
    yield Session(start, Sport.RUNNING, 60.0 * minutes, 170.0 * minutes, 166 * minutes)


def day_watch_day(day: date, chance: random.Random) -> Iterator[Measured]:
    """Fourteen hours worn, every fourth minute with steps, and a run as with a run watch."""
    ran = list(run_watch_day(day, chance))
    yield from ran
    taken = {one.at for one in ran if isinstance(one, StepMinute)}
    start = at_hour(day, 6)
    for n in range(14 * 60):
        at = start + timedelta(minutes=n)
        if at not in taken:
            steps = float(chance.randrange(20, 115)) if chance.random() < 1 / 4 else 0.0
            yield StepMinute(at, 0, steps, min(60.0, steps))


def sole_day(day: date, chance: random.Random) -> Iterator[Measured]:
    """A shift of four hours on two soles: walking, standing, sitting by blocks of ten minutes."""
    if day.weekday() in (5, 6):
        return
    start, doing = at_hour(day, 7), "walking"
    for n in range(240):
        at = start + timedelta(minutes=n)
        if n % 10 == 0:
            doing = chance.choice(("walking", "standing", "standing", "sitting"))
        share = {"walking": 0.5, "standing": 0.5, "sitting": 0.05}[doing] * chance.gauss(1, 0.02)
        force = share * BODY_N
        walked = doing == "walking"
        total = Moments(60 * force, 90 * force**2, (180 if walked else 60) * force**4)
        quiet = [0.0] * QUIET_BINS
        quiet[int(2 * force // 25)] = 0.0 if walked else 60.0
        yield BodyMinute(at, 0, 60.0 if walked else 0.0, 0.0, tuple(quiet))
        for foot in Foot:
            yield FootMinute(
                at,
                foot,
                0,
                100.0,
                60.0,
                0.0,
                total,
                walking=total if walked else Moments(),
                steps_walking=52 if walked else 0,
                contacts=52 if walked else 0,
                contact_time_sum_s=34.0 if walked else 0.0,
                contacts_timed=52 if walked else 0,
                peak_sum_n=52 * 760.0 if walked else 0.0,
                impulse_sum_ns=52 * 380.0 if walked else 0.0,
                regions=(total, total, total),
            )


DAYS: dict[str, Callable[[date, random.Random], Iterator[Measured]]] = {
    "run watch": run_watch_day,
    "soles": sole_day,
    "day watch": day_watch_day,
}
PLANS = {
    "run watch": WearPlan(date(2020, 1, 1), WearKind.RUNS_ONLY, (0, 0.6, 0, 0.6, 0, 0, 0.6)),
    "soles": WearPlan(date(2020, 1, 1), WearKind.SHIFTS, (4, 4, 4, 4, 4, 0, 0)),
    "day watch": WearPlan(date(2020, 1, 1), WearKind.ALL_DAY, (14,) * 7),
}


def add_runner(store: Store, runner_id: str, kind: str, days: int) -> int:
    """Put a runner's minutes through the intake, month by month; how many they are."""
    chance = random.Random(f"{SEED} {runner_id}")  # noqa: S311  made-up minutes, no secret
    store.add_runner(Runner(runner_id, body_mass_kg=71.4))
    store.add_wear_plan(runner_id, PLANS[kind])
    minutes = 0
    calendar = days_before(days)
    for first in range(0, days, IMPORT_DAYS):
        month = calendar[first : first + IMPORT_DAYS]
        records = [one for day in month for one in DAYS[kind](day, chance)]
        minutes += sum(not isinstance(one, Session) for one in records)
        if kind == "soles" and first == 0:
            since = at_hour(month[0], 6)
            records.append(Calibration(since, 0.9, BODY_N, CalibrationMethod.SELF, 40))
        origin = Origin(f"{runner_id} {first}", OriginKind.IMPORT, "export", NOW)
        store.put(runner_id, Batch(origin, kind, tuple(records)))
    for day in calendar:
        felt = PainReport(at_hour(day, 5), PainMoment.FIRST_STEPS, chance.choice((1, 2, 2, 3)))
        store.add_pain(runner_id, felt, felt.at)
    return minutes


def seconds(run: Callable[[], object]) -> float:
    """How long a call keeps the processor; others may be at work beside it."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def from_minutes(store: Store, runner_id: str) -> None:
    """Every day from its stored minutes, the rules about all of them, and all of it saved."""
    assert store.save(derive(store, runner_id, now=NOW, afresh=True))


def share(path: Path, runner_ids: list[str]) -> float:
    """What one of several processes does; its CPU seconds."""
    with open_store(path) as store:
        return sum(seconds(partial(from_minutes, store, runner_id)) for runner_id in runner_ids)


def late_minute(store: Store, runner_id: str, kind: str, back: int) -> float:
    """A minute comes late; how long until everything follows from it. It is taken back again."""
    at = at_hour(TODAY - timedelta(days=back), 20)
    if kind == "soles":
        half = BODY_N / 2
        stood = Moments(60 * half, 60 * half**2, 60 * half**4)
        late: Measured = FootMinute(at, Foot.LEFT, 0, 100.0, 60.0, 0.0, stood)
    else:
        late = StepMinute(at, 0, 100.0, 60.0)
    origin = Origin(f"{runner_id} late {back}", OriginKind.IMPORT, "late", NOW)
    store.put(runner_id, Batch(origin, kind, (late,)))
    assert len(store.dirty(runner_id).days) == 1
    spent = seconds(lambda: recompute(store, runner_id, now=NOW))
    store.withdraw(origin.id)
    recompute(store, runner_id, now=NOW)
    return spent


def peak_mb(path: Path, runner_id: str | None) -> float:
    """Most memory that a process needs to compute a runner from minutes; for nobody, to begin. [MB]

    Asks Linux.
    """
    with open_store(path) as store:
        if runner_id is not None:
            from_minutes(store, runner_id)
    # What resource.getrusage tells begins with what the parent had.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def fill(store: Store, runners: int, days: int) -> None:
    """The clinic; tells how long it took."""
    minutes = Counter[str]()
    begin = time.process_time()
    for number in range(runners):
        kind = kind_of(number)
        minutes[kind] += add_runner(store, f"runner-{number:03}", kind, days)
    spent, total = time.process_time() - begin, minutes.total()
    print(f"{runners} runners x {days} days: {total:,} rows of minutes made and put in ", end="")
    print(f"{spent:.0f} CPU-seconds, {total / spent:,.0f} a second")
    for kind in KINDS:
        print(f"  {kind:12} {minutes[kind]:12,} minutes")


def clinic(store: Store) -> dict[str, list[str]]:
    """The runners of each kind."""
    by_kind = defaultdict[str, list[str]](list)
    for runner in store.runners():
        if runner.id.startswith("runner-"):
            by_kind[kind_of(int(runner.id.removeprefix("runner-")))].append(runner.id)
    return by_kind


def tell_whole(store: Store, by_kind: dict[str, list[str]]) -> dict[str, float]:
    """Everybody from stored minutes, one after another; the median seconds of each kind."""
    spent: dict[str, list[float]] = defaultdict(list)
    for kind in KINDS:
        for runner_id in by_kind[kind]:
            spent[kind].append(seconds(partial(from_minutes, store, runner_id)))
    total, runners = sum(map(sum, spent.values())), sum(map(len, spent.values()))
    print(
        f"from stored minutes, one process: {total:.1f} CPU-seconds, "
        f"{runners / total:.2f} runners a second"
    )
    for kind in KINDS:
        print(f"  {kind:12} {1000 * statistics.median(spent[kind]):9.1f} ms a runner (median)")
    print(f"  extrapolated to {COHORT} such runners: {COHORT * total / runners / 60:.1f} min")
    return {kind: statistics.median(spent[kind]) for kind in KINDS}


def tell_jobs(path: Path, by_kind: dict[str, list[str]], jobs: int) -> None:
    """The same by several processes at once, each with runners of its own."""
    everybody = sorted(runner for runners in by_kind.values() for runner in runners)
    parts = [everybody[n::jobs] for n in range(jobs)]
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(peak_mb, [path] * jobs, [None] * jobs))  # they have started
        begin = time.perf_counter()
        kept_busy = sum(pool.map(share, [path] * jobs, parts))
        spent = time.perf_counter() - begin
    runners = len(everybody)
    print(f"by {jobs} processes: {spent:.1f} s by the clock, {kept_busy:.1f} CPU-seconds, ", end="")
    print(f"{runners / spent:.2f} runners a second; ", end="")
    print(f"{COHORT} such runners: {COHORT * spent / runners / 60:.1f} min")


def tell_late(
    store: Store, by_kind: dict[str, list[str]], days: int, whole: dict[str, float]
) -> None:
    """One late minute a year back, against one of yesterday and against the whole runner."""
    print("one late minute, recomputed and saved (medians)")
    print(f"  {'':12}{'a year back':>14}{'yesterday':>12}{'/ yesterday':>14}{'/ whole runner':>16}")
    for kind in KINDS:
        back, near = [], []
        for runner_id in by_kind[kind][:LATE]:
            back.append(late_minute(store, runner_id, kind, days))
            near.append(late_minute(store, runner_id, kind, 1))
        far, last = statistics.median(back), statistics.median(near)
        print(f"  {kind:12}{1000 * far:11.1f} ms{1000 * last:9.1f} ms", end="")
        print(f"{far / last:12.2f} x{far / whole[kind]:14.2f} x")


def tell_memory(store: Store, path: Path, days: int) -> None:
    """Peak memory of a process that computes one year, and three."""
    known = {runner.id for runner in store.runners()}
    for years in (1, 3):
        if f"soles-{years}" not in known:
            add_runner(store, f"soles-{years}", "soles", years * days)
    peaks = {}
    for runner_id in (None, "soles-1", "soles-3"):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            peaks[runner_id] = pool.submit(peak_mb, path, runner_id).result()
    print("peak memory of a process: ", end="")
    print(f"{peaks[None]:.0f} MB to open the store, ", end="")
    print(f"{peaks['soles-1']:.0f} MB for one year of soles, {peaks['soles-3']:.0f} MB for three")


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runners", type=int, default=200)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--store", type=Path, help="Kept there, and used again when filled.")
    asked = parser.parse_args()
    with ExitStack() as stack:
        if asked.store is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            path = Path(folder) / "clinic.sqlite"
        else:
            path = asked.store
        store = stack.enter_context(open_store(path))
        if not store.runners():
            fill(store, asked.runners, asked.days)
        by_kind = clinic(store)
        print(f"  the file: {path.stat().st_size / 1e6:,.0f} MB")
        whole = tell_whole(store, by_kind)
        tell_jobs(path, by_kind, asked.jobs)
        tell_late(store, by_kind, asked.days, whole)
        tell_memory(store, path, asked.days)


if __name__ == "__main__":
    main()
