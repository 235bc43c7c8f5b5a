"""A store with something in every table that a runner can fill, and how two are held equal."""

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from plantar.alert import Rule
from plantar.context import ContextKind, ContextNote
from plantar.day import LocalDay
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Gap,
    GapCause,
    Measured,
    Origin,
    OriginKind,
    Session,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.pain import PainMoment, PainReport, Side
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.runner import Runner, WearKind, WearPlan
from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold
from plantar.store import Batch, Store, contents
from plantar.store.contents import Sum
from plantar.store.engine import Database
from processing.recompute import recompute
from tests.plantar.whole_house import NOON, NOW, answer, let_in

#: No float of these ends in a few digits: one that is rounded is another one.
THIRD = 1.0 / 3.0
#: Notes that a table of text has to be careful with.
HARD = ('say "au", twice', "=1+1", "two\r\nlines\nand a\rthird", "\\", "足 é \U0001f9b6", " ends ")


def fill(store: Store, name: str, days: int = 30) -> None:
    """A runner with soles and a watch, an agreement, and words of their own."""
    store.add_runner(Runner(name, body_mass_kg=62.0 + THIRD), f"{name} Ångström 足")
    store.add_wear_plan(name, WearPlan(date(2026, 1, 1), WearKind.ALL_DAY, (14,) * 7))
    since = NOON.date()
    store.add_override(name, RuleOverride(Rule.P2, "rise", 3.0, "kine-a", "wisselt", since))
    store.keep_planned_run(name, PlannedRun(since, 8_000.0 * THIRD, None, "kine-a"))
    store.keep_declared_shift(name, DeclaredShift(since, 480.0), NOON)
    walked = ContextNote(since, ContextKind.WALKED, 100.0 * THIRD, "in het bos", name)
    store.keep_note(name, walked, NOON)
    raises = Phase("1", 1, (Exercise("heel raise", 3, 12, every_days=2),))
    month_ago = since - timedelta(days=30)
    store.keep_programme(name, Programme(since, (raises,), "kine-a", weeks_from=month_ago))
    done = StrengthSession(since, "heel raise", 3, 12, 10.0, start=NOON, duration_s=900.0)
    store.keep_strength(name, done, NOON)
    let_in(store, name)
    told: list[Measured] = [Calibration(NOON, 1 + THIRD / 9, 610.0, CalibrationMethod.SELF, 40)]
    for day in range(days):
        begin = NOON + timedelta(days=day)
        told += minutes(begin)
        felt = PainReport(
            begin, PainMoment.FIRST_STEPS, day % 4, None, "", (None, True, False)[day % 3], "clogs"
        )
        store.add_pain(name, felt, begin, f"key {day}" if day == days - 1 else None)
    store.put(
        name, Batch(Origin(f"{name} soles", OriginKind.STREAM, "soles", NOON), "sole", tuple(told))
    )
    watch = tuple(DayTotal(since - timedelta(days=n), 9_000 + n) for n in range(60))
    store.put(
        name, Batch(Origin(f"{name} watch", OriginKind.IMPORT, "w.csv", NOON), "watch", watch)
    )
    store.keep_sensor(name, "sole", sole(name))


def sole(name: str) -> SensorTold:
    """What one sole told of itself."""
    return SensorTold(
        sensor=f"{name} sole",
        at=NOON,
        kind="open-plantar",
        paired_at=NOON,
        foot=Foot.LEFT,
        heard_at=NOON,
        model="Sole",
        firmware="1.0",
        battery_percent=61,
        clock=ClockQuality.FITTED,
        off_s=0.5 * THIRD,
        drift_ppm=12.5,
    )


def fill_and_tell(store: Store, name: str) -> None:
    """The same with layers over one another, words that are hard to write down, and a story.

    The story is a run well beyond those before it, which somebody was written to about.
    """
    fill(store, name)
    begin = NOON + timedelta(days=29)
    longer = Session(begin + timedelta(hours=3), Sport.RUNNING, 5_400.0, 15_000.0 * THIRD, 15_300)
    again = tuple(StepMinute(begin + timedelta(minutes=n), 1, 90.0 * THIRD, 60.0) for n in range(9))
    later = Origin(f"{name} later", OriginKind.IMPORT, 'a "b", c.csv', NOW, "0" * 64)
    store.put(name, Batch(later, "sole", again), Batch(later, "watch, old", (longer,)))
    for minute, note in enumerate(HARD):
        at = NOON + timedelta(minutes=minute)
        store.add_pain(name, PainReport(at, PainMoment.DURING, 3, Side.LEFT, note), at)
    moved = LocalDay(date(2026, 6, 20), "America/New_York", time(4))
    store.save_runner(replace(store.runner(name), day_changes=(moved,), side=Side.RIGHT))
    recompute(store, name, now=NOW - timedelta(days=2))
    for episode in store.episodes(name):
        store.mark_sent(name, episode, NOW - timedelta(days=1))
        answer(store, name, episode, NOW - timedelta(hours=20))
    store.add_pain(name, PainReport(NOW, PainMoment.FIRST_STEPS, 8), NOW)
    recompute(store, name, now=NOW)


def minutes(begin: datetime) -> list[Measured]:
    """Three minutes of every kind, a gap and a run."""
    told: list[Measured] = [
        Session(begin, Sport.RUNNING, 1_800.0 * THIRD, 5_000.0, 5_100),
        Gap(begin, begin + timedelta(seconds=7), 9, GapCause.LINK, Foot.LEFT),
    ]
    quiet = (60.0 * THIRD, *(0.0,) * (QUIET_BINS - 1))
    for n in range(3):
        at = begin + timedelta(minutes=n)
        total = Moments(6e4 * THIRD, 2e7 * THIRD, 1e13 * THIRD)
        told += [
            BodyMinute(at, 0, 20.0, 0.0, quiet),
            StepMinute(at, 0, 80.0 + THIRD, 60.0),
            *(FootMinute(at, foot, 0, 100.0, 60.0, 0.0, total, walking=total) for foot in Foot),
        ]
    return told


def held(address: str) -> dict[str, Sum]:
    """What each table of a store holds."""
    with closing(Database(address)) as database, database.reading() as connection:
        return contents.sums(connection)
