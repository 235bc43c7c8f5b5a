"""What the rules look at, of many runners in one answer: the same as asked of each, one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from plantar.alert import Level, Rule
from plantar.load import Day, DayStatus
from plantar.measured import Origin, OriginKind, Session, SourceClass, Sport
from plantar.pain import PainMoment, PainReport
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import StrengthSession
from plantar.runner import Runner, WearKind, WearPlan
from plantar.state import Attention, State
from plantar.store import Batch, Derived, Store

MONDAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)
ONE = timedelta(days=1)
EVER = (datetime(1970, 1, 2, tzinfo=UTC), NOON + 9 * ONE)


def fill(store: Store, name: str) -> None:
    """Two of everything, of which some replaces other."""
    run = Session(NOON, Sport.RUNNING, 1_800.0, 5_000.0)
    for n, further in enumerate((6_000.0, 7_000.0)):
        origin = Origin(f"{name}-{n}", OriginKind.IMPORT, "x.csv", NOON + n * ONE)
        runs = (run, replace(run, start=NOON - n * ONE), replace(run, distance_m=further))
        store.put(name, Batch(origin, "watch", runs[n:]))
        other = Origin(f"{name}-phone-{n}", OriginKind.IMPORT, "y.csv", NOON + n * ONE)
        store.put(name, Batch(other, "phone", (replace(run, distance_m=further / 2),)))
        report = PainReport(NOON + n * ONE / 8, PainMoment.EVENING, 3 + n)
        store.add_pain(name, report, NOON + n * ONE)
        store.add_pain(name, replace(report, moment=PainMoment.FIRST_STEPS), NOON)
        day = MONDAY - n * ONE
        store.keep_planned_run(name, PlannedRun(day, 5_000.0, None, "kine"))
        store.keep_declared_shift(name, DeclaredShift(day, 60.0 + n), NOON)
        store.keep_strength(name, StrengthSession(day, "raise", 3, 9), NOON)
        store.add_override(name, RuleOverride(Rule.P2, "rise", 3.0, "kine", "why", day))
        store.add_wear_plan(name, WearPlan(day, WearKind.ALL_DAY, (14.0,) * 7))


def save(store: Store, name: str, *days: Day) -> None:
    state = State(name, MONDAY, NOON, Attention.NO_DATA, Level.OK)
    first = MONDAY - 99 * ONE
    store.save(Derived(name, store.dirty(name), days, first, MONDAY, (), (), first, state))


def test_of_many_it_is_what_is_said_of_each(store: Store) -> None:
    store.add_runner(Runner("bert", "Pacific/Auckland"))
    for name in ("anna", "bert"):
        fill(store, name)

    found = store.material_of(["bert", "anna", "nobody"], MONDAY)

    assert set(found) == {"anna", "bert"}
    for name, told in found.items():
        sessions = store.measured(name, Session, *EVER)
        assert list(told.sessions) == [one.record for one in sessions]
        assert [one.distance_m for one in told.sessions[-2:]] == [3_500.0, 7_000.0]
        assert list(told.pain) == store.pain(name, *EVER)
        assert list(told.strength) == [one.record for one in store.strength_log(name)]
        assert list(told.wear_plans) == store.wear_plans(name)
        assert list(told.overrides) == store.overrides(name)
        assert list(told.planned_runs) == store.planned_runs(name)
        assert list(told.declared_shifts) == [one.record for one in store.declared_shifts(name)]
        parts = (told.strength, told.wear_plans, told.overrides, told.planned_runs)
        assert {len(part) for part in (*parts, told.declared_shifts)} == {2}
    # Three hours after ten in the evening is another day, where the one replaces nothing.
    assert [len(found[name].pain) for name in ("anna", "bert")] == [2, 4]
    assert store.material_of([], MONDAY) == {}


def test_days_are_told_since_one_of_them_and_where_each_class_begins(store: Store) -> None:
    valid = Day(MONDAY, SourceClass.WATCH, DayStatus.VALID, 5.0, sources=("watch",))
    before = replace(valid, day=MONDAY - 30 * ONE)
    steps = replace(valid, source_class=SourceClass.DAY_TOTALS)
    filler = Day(MONDAY - 40 * ONE, SourceClass.WATCH, DayStatus.MISSING)
    rest = Day(MONDAY, SourceClass.SESSIONS, DayStatus.VALID, 0.0)
    save(store, "anna", filler, before, valid, steps, rest)

    told = store.material_of(["anna"], MONDAY - ONE)["anna"]

    assert told.days == (steps, rest, valid)
    assert told.first_days == {SourceClass.WATCH: before.day, SourceClass.DAY_TOTALS: MONDAY}
    assert store.material_of(["anna"], date.min)["anna"].days == (
        steps,
        rest,
        filler,
        before,
        valid,
    )
