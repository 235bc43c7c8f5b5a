"""A practice of 500 runners by the real pipeline, for the pages to be measured on.

Everybody has day totals of a year and minutes of the last week (a watch when they run, soles, or a
watch all day: recompute.py's three kinds). Two thirds tell their mornings, a third has a programme,
one in twelve a jump in load, one in fifteen has gone silent, one in thirty began last week. Seeded:
the same day makes the same practice. It is kept in the folder for temporary files, and used again.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import recompute

from cli import jobs
from plantar.day import each_day
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.pain import PainMoment, PainReport, Side
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.again import chunks

SEED = 20261127
DAYS = 365
MINUTE_DAYS = 7
MORNING_DAYS = 42
PROGRAMME_DAYS = 21
NEW_DAYS = 9
SILENT_DAYS = 6
FIRST = ("Anna", "Ben", "Céline", "Dries", "Émilie", "Gert", "Hilde", "Kaat", "Lotte", "Zoë")
LAST = ("Aerts", "Dubois", "Kerkhofs", "Lefèvre", "Maes", "Ooms", "Peeters", "Thys", "Verbeke")


def practice(runners: int = 500, *, now: datetime | None = None) -> Path:
    """The file of a practice of today, made where it is not there yet."""
    at = datetime.now(UTC) if now is None else now
    folder = Path(tempfile.gettempdir()) / "plantar-practice"
    folder.mkdir(exist_ok=True)
    path = folder / f"{runners}-{at.date()}.sqlite"
    if not path.exists():
        for old in folder.glob(f"{runners}-*"):
            old.unlink()
        making = path.with_suffix(".making")
        with open_store(making) as store:
            for number in range(runners):
                _tell(f"runners {number + 1} of {runners}")
                add_runner(store, number, at.date())
            everybody = store.runners()
        _compute(making, everybody, at)
        with open_store(making):
            pass  # its journal goes into the file
        making.rename(path)
    return path


def add_runner(store: Store, number: int, today: date) -> None:
    """One runner, with all that was measured and told."""
    chance = random.Random(f"{SEED} {number}")  # noqa: S311  made-up lives, no secret
    runner_id = f"practice-{number:03}"
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}"
    kind = recompute.kind_of(number)
    limit = chance.choice((3, 4, 5, None))
    side = chance.choice((*Side, None))
    store.add_runner(Runner(runner_id, "Europe/Brussels", 68.0, "nl", side, limit), name)
    store.add_wear_plan(runner_id, recompute.PLANS[kind])
    days = NEW_DAYS if number % 30 == 7 else DAYS  # noqa: PLR2004  its story
    until = today - timedelta(days=SILENT_DAYS if number % 15 == 4 else 1)  # noqa: PLR2004  its story
    jumped = number % 12 == 5  # noqa: PLR2004  its story
    at = datetime(today.year, today.month, today.day, 3, tzinfo=UTC)
    _put(store, runner_id, "phone", _totals(chance, today, days, until, jumped=jumped), at)
    minutes = [
        one
        for day in each_day(today - timedelta(days=MINUTE_DAYS), until)
        for one in recompute.DAYS[kind](day, chance)
    ]
    _put(store, runner_id, kind, minutes, at)
    if number % 3:
        _mornings(store, runner_id, chance, until, jumped=jumped)
    if number % 3 == 0:
        _strength(store, runner_id, chance, today)


def _put(store: Store, runner_id: str, source: str, records: list[object], at: datetime) -> None:
    origin = Origin(f"{source} {runner_id}", OriginKind.IMPORT, f"{source}.csv", at)
    store.put(runner_id, Batch(origin, source, tuple(records)))  # type: ignore[arg-type]


def _totals(
    chance: random.Random, today: date, days: int, until: date, *, jumped: bool
) -> list[object]:
    usual = chance.uniform(5_000, 11_000)
    return [
        DayTotal(
            day,
            round(usual * chance.uniform(0.6, 1.4))
            + (round(1.3 * usual) if jumped and (today - day).days < 6 else 0),  # noqa: PLR2004  its story
        )
        for day in each_day(today - timedelta(days=days), until)
        if chance.random() > 0.03  # noqa: PLR2004  its story
    ]


def _mornings(
    store: Store, runner_id: str, chance: random.Random, until: date, *, jumped: bool
) -> None:
    usual = chance.choice((0, 1, 2, 2, 3))
    for day in each_day(until - timedelta(days=MORNING_DAYS), until):
        if chance.random() < 0.15:  # noqa: PLR2004  its story
            continue
        worse = 3 if jumped and (until - day).days < 3 else chance.choice((0, 0, 0, 1))  # noqa: PLR2004  its story
        at = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
        store.add_pain(runner_id, PainReport(at, PainMoment.FIRST_STEPS, usual + worse), at)


def _strength(store: Store, runner_id: str, chance: random.Random, today: date) -> None:
    raises = Exercise("Hielheffen op een handdoek", 3, 12, every_days=2)
    since = today - timedelta(days=PROGRAMME_DAYS)
    store.keep_programme(runner_id, Programme(since, (Phase("Opbouw", 1, (raises,)),), "practice"))
    keen = chance.random()
    for n, day in enumerate(each_day(since, today - timedelta(days=1))):
        if n % 2 == 0 and chance.random() < keen:
            at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
            store.keep_strength(runner_id, StrengthSession(day, raises.name, 3, 12), at)


def _compute(path: Path, everybody: list[Runner], at: datetime) -> None:
    parts = chunks(str(path), everybody, at, jobs.size(len(everybody), 2))
    done = 0
    for states in jobs.computed(parts, 2):
        done += len(states)
        _tell(f"computed {done} of {len(everybody)}")


def _tell(said: str) -> None:
    """How far it is; beside the table, never in it."""
    sys.stderr.write(f"\r{said}   ")
    sys.stderr.flush()


def names(path: Path) -> Iterator[str]:
    """What the runners are called."""
    with open_store(path) as store:
        yield from store.display_names().values()


if __name__ == "__main__":
    print(practice(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
