"""The last weeks of many runners, read together: the same as of each of them from all there is."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plantar.alert import Level, Rule
from plantar.day import each_day
from plantar.errors import UnknownRunner
from plantar.load import Day, DayStatus
from plantar.measured import DayTotal, Origin, OriginKind, Session, SourceClass, Sport
from plantar.pain import PainMoment, PainReport, Side
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import StrengthSession
from plantar.runner import Runner, WearKind, WearPlan
from plantar.state import Attention, State
from plantar.store import Batch, Derived, Store
from plantar.store.sql import open_store
from processing.burden import burden, recent
from processing.evidence import stored_evidence
from processing.overview import primary_series
from processing.recents import recents

NOW = datetime(2026, 6, 15, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
MADE_UP = 70
ZONES = ("Europe/Brussels", "Pacific/Auckland", "America/Los_Angeles", "UTC")
#: When a class was measured: for how long up to when, in days ago.
STRETCHES = ((400, 0), (400, 99), (400, 60), (200, 97), (97, 0), (60, 1), (20, 0), (3, 0))
WEEKDAYS = (8.0, 8.0, 8.0, 8.0, 8.0, 0.0, 0.0)


def before(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def computed(chance: random.Random, kind: SourceClass) -> list[Day]:
    """The days of a class as a store may hold them: with holes, rest, parts and fillers."""
    first, last = chance.choice(STRETCHES)
    valid, jump = chance.choice((0.0, 0.5, 0.9)), chance.randrange(100)
    found = []
    for day in each_day(before(first), before(last)):
        drawn, load = chance.random(), chance.uniform(3_000.0, 9_000.0)
        if (TODAY - day).days == jump:
            load *= 3.0
        if drawn < valid:
            status, of, wse = DayStatus.VALID, ("one",), load
        elif drawn < valid + 0.05:
            status, of, wse = DayStatus.PARTIAL, ("one",), load / 2
        elif drawn < valid + 0.1:
            status, of, wse = DayStatus.MISSING, chance.choice(((), ("one",))), None
        else:
            continue
        found.append(Day(day, kind, status, wse, None if wse is None else wse / 100, sources=of))
    return found


def somebody(store: Store, number: int) -> None:
    """A made-up runner: of one to three classes, who tells more or less, or nothing at all."""
    chance = random.Random(f"recents {number}")  # noqa: S311  made-up lives, no secret
    name = f"r-{number:03}"
    limit = chance.choice((None, 3, 5))
    store.add_runner(Runner(name, chance.choice(ZONES), pain_limit=limit))
    if chance.random() < 0.5:
        store.add_wear_plan(name, WearPlan(before(200), WearKind.SHIFTS, WEEKDAYS))
    ago = [chance.randrange(1, 150) for _ in range(chance.choice((0, 5, 40)))]
    kinds = chance.sample(list(SourceClass), chance.choice((0, 1, 1, 2, 3)))
    days = [day for kind in kinds for day in computed(chance, kind)]
    noon = datetime(2026, 6, 15, 10, tzinfo=UTC)
    runs = [
        Session(
            noon - timedelta(days=one, minutes=chance.randrange(300)),
            chance.choice((Sport.RUNNING, Sport.RUNNING, Sport.WALKING)),
            chance.choice((None, 1_800.0, 4_000.0)),
            chance.choice((None, 5_000.0, 9_000.0)),
        )
        for one in ago
    ]
    started = DayTotal(min([day.day for day in days], default=TODAY), 1)
    # Of the same session in two imports of one source the newer one counts.
    again = [replace(run, distance_m=7_000.0) for run in runs[:3]]
    # And of what a clock that is ahead tells nothing counts before its time.
    again += [replace(run, start=NOW + timedelta(days=3)) for run in runs[:1]]
    for origin, told in (("a", [started, *runs]), ("b", again)):
        what = Origin(
            f"{name}-{origin}", OriginKind.IMPORT, f"{origin}.csv", NOW - timedelta(days=1)
        )
        store.put(name, Batch(what, chance.choice(("watch", "phone")), tuple(told)))
    for one in ago:
        when = noon - timedelta(days=chance.randrange(-2, 150), hours=chance.randrange(5))
        moment, side = chance.choice(list(PainMoment)), chance.choice((None, *Side))
        store.add_pain(name, PainReport(when, moment, chance.randrange(9), side), NOW)
        if chance.random() < 0.2:
            store.keep_planned_run(name, PlannedRun(before(one), 5_000.0, None, "kine"))
        if chance.random() < 0.3:
            shift = DeclaredShift(before(one), chance.choice((60.0, 200.0, 400.0)))
            store.keep_declared_shift(name, shift, NOW - timedelta(hours=one))
        if runs and chance.random() < 0.1:
            run = chance.choice(runs)
            day = store.runner(name).days.day_of(run.start)
            work = StrengthSession(day, "raise", 3, 9, start=run.start, duration_s=7_200.0)
            store.keep_strength(name, work, NOW - timedelta(hours=one))
    if chance.random() < 0.3:
        own = RuleOverride(Rule.S1, "caution_ratio", 1.05, "kine", "why", before(60))
        store.add_override(name, own)
    state = State(name, TODAY, NOW, Attention.NO_DATA, Level.OK)
    settled, first = store.dirty(name), before(999)
    store.save(Derived(name, settled, tuple(days), first, TODAY, (), (), first, state))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = Path(tmp_path_factory.mktemp("recents")) / "plantar.db"
    with open_store(path) as opened:
        for number in range(MADE_UP):
            somebody(opened, number)
        yield opened


def test_read_together_they_are_what_all_there_is_would_make_of_each(store: Store) -> None:
    runners = store.runners()
    whole = {one.id: stored_evidence(store, one.id, now=NOW) for one in runners}
    alone = [recent(one.id, whole[one.id], one.days.day_of(NOW)) for one in runners]

    together = recents(store, runners, now=NOW)

    for one, other in zip(together, alone, strict=True):
        assert one == other, one.runner_id
    # Else it would show little.
    assert burden(together).count > MADE_UP // 4
    lengths = [len(whole[one.runner_id].days) - len(one.evidence.days) for one in alone]
    assert max(lengths) > 250
    assert {one.evidence.days[0].source_class for one in alone if one.evidence.days} == {
        *SourceClass
    }


def test_who_is_read_alone_or_in_another_order_has_the_same_weeks(store: Store) -> None:
    runners = store.runners()[:30]

    backwards = recents(store, runners[::-1], now=NOW)

    assert backwards[::-1] == [recents(store, [one], now=NOW)[0] for one in runners]
    assert recents(store, [], now=NOW) == []


def test_without_a_valid_day_for_long_the_class_measured_last_still_counts(store: Store) -> None:
    store.add_runner(Runner("r-away"))
    last = {SourceClass.INSOLE: before(300), SourceClass.WATCH: before(150)}
    old = [Day(day, kind, DayStatus.VALID, 5_000.0, sources=("s",)) for kind, day in last.items()]
    parts = [Day(before(9), kind, DayStatus.PARTIAL, 1.0, sources=("s",)) for kind in last]
    begun = Origin("r-away", OriginKind.IMPORT, "away.csv", NOW)
    store.put("r-away", Batch(begun, "s", (DayTotal(before(300), 1),)))
    state = State("r-away", TODAY, NOW, Attention.NO_DATA, Level.OK)
    days = (*old, *parts)
    first = before(999)
    store.save(Derived("r-away", store.dirty("r-away"), days, first, TODAY, (), (), first, state))
    runner = store.runner("r-away")

    (found,) = recents(store, [runner], now=NOW)

    assert found == recent("r-away", stored_evidence(store, "r-away", now=NOW), TODAY)
    assert found.evidence.days[0].source_class is SourceClass.WATCH
    assert primary_series({}) is None


def test_who_is_not_there_is_unknown(store: Store) -> None:
    with pytest.raises(UnknownRunner, match="nobody"):
        recents(store, [*store.runners()[:2], Runner("nobody")], now=NOW)
