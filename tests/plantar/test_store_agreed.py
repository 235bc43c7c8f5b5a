"""What a store promises about plans, shifts, strength work and thresholds of one's own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Rule
from plantar.errors import BadInput, UnknownRecord, UnknownRunner
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import Exercise, Legs, Phase, Programme, ProgrammeKind, StrengthSession
from plantar.runner import Runner
from plantar.store import Batch, Dirty, Noted, Store
from plantar.store.sql import open_store
from plantar.store.things import StrengthWork

Settle = Callable[[Store], None]
MONDAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")
PLANNED = PlannedRun(MONDAY, 8_000.0, 3_000.0, "kine-a", "rustig")
SHIFT = DeclaredShift(MONDAY, 480.0, "beton", "anna")
RAISE = Exercise("hielheffen", 3, 12, 10.0, "3-2-3", every_days=2, note="handdoek onder de tenen")
KEEP = Exercise("hielheffen", 3, 8, per_week=2, mode=Legs.BOTH)
MORE = replace(RAISE, sets=4, reps=10)
BUILD = Programme(MONDAY, (Phase("1", 1, (RAISE,)), Phase("2", 3, (MORE,))), "kine-a")
MAINTENANCE = Programme(
    date(2026, 9, 1),
    (Phase("onderhoud", 1, (KEEP,)),),
    "kine-a",
    ProgrammeKind.MAINTENANCE,
    date(2026, 12, 31),
)
DONE = StrengthSession(MONDAY, "hielheffen", 3, 12, 10.0, Legs.ONE, "3-2-3", 4)
TIMED = replace(DONE, start=datetime(2026, 6, 1, 18, tzinfo=UTC), duration_s=900.0, note="trap")
RISE = RuleOverride(Rule.P2, "rise", 3.0, "kine-a", "wisselt sterk", date(2026, 6, 2))


def test_nobody_is_assumed_to_be_a_runner_of_plans_and_exercises(store: Store) -> None:
    for ask in (
        lambda: store.keep_planned_run("zoe", PLANNED),
        lambda: store.withdraw_planned_run("zoe", MONDAY),
        lambda: store.keep_declared_shift("zoe", SHIFT, NOON),
        lambda: store.withdraw_declared_shift("zoe", "1"),
        lambda: store.keep_programme("zoe", BUILD),
        lambda: store.withdraw_programme("zoe", MONDAY),
        lambda: store.keep_strength("zoe", DONE, NOON),
        lambda: store.withdraw_strength("zoe", "1"),
        lambda: store.withdraw_override("zoe", Rule.P2, "rise", MONDAY),
    ):
        with pytest.raises(UnknownRunner, match="zoe"):
            ask()


def test_the_plan_of_a_day_is_the_one_agreed_last_and_the_day_is_dirty(
    store: Store, settle: Settle
) -> None:
    tuesday = PlannedRun(date(2026, 6, 2), None, 1_800.0, "kine-a")
    store.keep_planned_run("anna", tuesday)
    store.keep_planned_run("anna", replace(PLANNED, distance_m=6_000.0))
    settle(store)

    store.keep_planned_run("anna", PLANNED)
    agreed = store.dirty("anna").days
    settle(store)
    store.keep_planned_run("anna", PLANNED)

    assert agreed == (MONDAY,)
    assert store.dirty("anna").days == ()
    assert store.planned_runs("anna") == [PLANNED, tuesday]


def test_a_plan_taken_back_leaves_the_others_and_makes_its_day_dirty(
    store: Store, settle: Settle
) -> None:
    tuesday = PlannedRun(date(2026, 6, 2), None, 1_800.0, "kine-a")
    store.keep_planned_run("anna", PLANNED)
    store.keep_planned_run("anna", tuesday)
    settle(store)

    store.withdraw_planned_run("anna", MONDAY)

    assert store.planned_runs("anna") == [tuesday]
    assert store.dirty("anna").days == (MONDAY,)
    with pytest.raises(UnknownRecord, match="planned run on 2026-06-01 of runner 'anna'"):
        store.withdraw_planned_run("anna", MONDAY)


def test_shifts_of_a_day_stand_side_by_side_and_each_can_be_taken_back(
    store: Store, settle: Settle
) -> None:
    morning = store.keep_declared_shift("anna", SHIFT, NOON)
    alike = store.keep_declared_shift("anna", SHIFT, NOON + timedelta(hours=1))
    sunday = store.keep_declared_shift("anna", DeclaredShift(date(2026, 5, 31), 30.0), NOON)
    settle(store)

    withdrawn = store.withdraw_declared_shift("anna", morning.id)

    assert withdrawn == SHIFT
    assert store.declared_shifts("anna") == [sunday, alike]
    assert store.dirty("anna").days == (MONDAY,)
    with pytest.raises(UnknownRecord, match=f"no shift {morning.id} of runner 'anna'"):
        store.withdraw_declared_shift("anna", morning.id)


def test_a_shift_told_twice_at_the_same_moment_is_kept_once(store: Store, settle: Settle) -> None:
    once = store.keep_declared_shift("anna", SHIFT, NOON)
    settle(store)

    again = store.keep_declared_shift("anna", SHIFT, NOON.astimezone(BRUSSELS))

    assert again == once
    assert store.declared_shifts("anna") == [once]
    assert store.dirty("anna").days == ()


def test_the_shifts_of_a_day_fit_into_a_day(store: Store, settle: Settle) -> None:
    kept = [store.keep_declared_shift("anna", SHIFT, NOON + timedelta(minutes=n)) for n in range(3)]
    settle(store)

    with pytest.raises(BadInput, match=r"upright_min: 1\.0 is not 0 or less"):
        store.keep_declared_shift("anna", replace(SHIFT, upright_min=1.0), NOON)

    assert set(store.declared_shifts("anna")) == set(kept)
    assert store.dirty("anna").days == ()


def test_what_one_runner_told_is_not_another_one_s_to_take_back(store: Store) -> None:
    store.add_runner(Runner("bert"))
    shift = store.keep_declared_shift("anna", SHIFT, NOON)
    done = store.keep_strength("anna", DONE, NOON)
    store.keep_planned_run("anna", PLANNED)
    store.keep_programme("anna", BUILD)

    for take in (
        lambda: store.withdraw_declared_shift("bert", shift.id),
        lambda: store.withdraw_strength("bert", done.id),
        lambda: store.withdraw_planned_run("bert", MONDAY),
        lambda: store.withdraw_programme("bert", MONDAY),
    ):
        with pytest.raises(UnknownRecord, match="of runner 'bert'"):
            take()
    assert store.keep_declared_shift("bert", SHIFT, NOON).id != shift.id
    assert store.declared_shifts("anna") == [shift]
    assert store.strength_log("anna") == [done]


def test_a_programme_comes_back_as_written_and_asks_nothing_of_the_figures(
    store: Store,
) -> None:
    store.keep_programme("anna", MAINTENANCE)
    store.keep_programme("anna", replace(BUILD, author="kine-b"))
    store.keep_programme("anna", BUILD)

    assert store.programmes("anna") == [BUILD, MAINTENANCE]
    assert store.dirty("anna") == Dirty((), 0)
    store.withdraw_programme("anna", MONDAY)
    assert store.programmes("anna") == [MAINTENANCE]
    with pytest.raises(UnknownRecord, match="programme since 2026-06-01"):
        store.withdraw_programme("anna", MONDAY)


def test_strength_work_of_a_list_is_that_of_each(store: Store) -> None:
    store.add_runner(Runner("bert"))
    store.keep_programme("anna", MAINTENANCE)
    store.keep_programme("anna", BUILD)
    store.keep_strength("bert", DONE, NOON)
    early = replace(DONE, day=MONDAY - timedelta(days=1))
    for n, one in enumerate((DONE, early)):
        store.keep_strength("anna", one, NOON + timedelta(hours=n))

    found = store.strength_work(["anna", "bert", "nobody"], MONDAY)

    assert found == {"anna": StrengthWork((BUILD, MAINTENANCE), (DONE,))}
    everything = store.strength_work(["anna"], early.day)["anna"]
    assert list(everything.sessions) == [one.record for one in store.strength_log("anna")]
    assert store.strength_work([], MONDAY) == {}


def test_strength_work_whose_hours_are_known_makes_its_days_dirty(
    store: Store, settle: Settle
) -> None:
    past_midnight = replace(
        TIMED, start=datetime(2026, 6, 1, 23, 50, tzinfo=BRUSSELS), duration_s=1_200.0
    )
    unknown = store.keep_strength("anna", DONE, NOON)
    assert store.dirty("anna") == Dirty((), 0)

    late = store.keep_strength("anna", past_midnight, NOON)
    assert store.dirty("anna").days == (MONDAY, date(2026, 6, 2))
    assert store.strength_log("anna") == sorted([unknown, late], key=lambda one: one.id)

    settle(store)
    assert store.keep_strength("anna", past_midnight, NOON) == late
    assert store.dirty("anna").days == ()
    assert store.withdraw_strength("anna", late.id) == past_midnight
    assert store.dirty("anna").days == (MONDAY, date(2026, 6, 2))
    assert store.strength_log("anna") == [unknown]
    with pytest.raises(UnknownRecord, match="strength session"):
        store.withdraw_strength("anna", late.id)


def test_strength_work_lies_on_the_civil_day_of_its_start(store: Store) -> None:
    tuesday_in_brussels = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)

    with pytest.raises(BadInput, match=r"start.*on 2026-06-01, in Europe/Brussels"):
        store.keep_strength("anna", replace(TIMED, start=tuesday_in_brussels), NOON)

    assert store.strength_log("anna") == []


def test_what_is_told_at_no_moment_is_refused(store: Store) -> None:
    for keep in (
        lambda: store.keep_declared_shift("anna", SHIFT, NOON.replace(tzinfo=None)),
        lambda: store.keep_strength("anna", TIMED, NOON.replace(tzinfo=None)),
    ):
        with pytest.raises(BadInput, match="noted_at"):
            keep()

    assert store.declared_shifts("anna") == []
    assert store.strength_log("anna") == []
    assert store.dirty("anna") == Dirty((), 0)


def test_a_threshold_taken_back_makes_the_days_it_ruled_dirty(store: Store, settle: Settle) -> None:
    origin = Origin("table", OriginKind.IMPORT, "steps.csv", NOON)
    days = tuple(date(2026, 6, day) for day in (1, 2, 3))
    store.put("anna", Batch(origin, "watch", tuple(DayTotal(day, 5000) for day in days)))
    other = replace(RISE, field="least_score", value=4.0)
    store.add_override("anna", RISE)
    store.add_override("anna", other)
    settle(store)

    store.withdraw_override("anna", Rule.P2, "rise", RISE.since)

    assert store.overrides("anna") == [other]
    assert store.dirty("anna").days == (date(2026, 6, 2), date(2026, 6, 3))
    with pytest.raises(UnknownRecord, match="threshold P2 rise since 2026-06-02"):
        store.withdraw_override("anna", Rule.P2, "rise", RISE.since)


def test_a_threshold_that_ends_leaves_the_days_after_it_to_the_default(
    store: Store, settle: Settle
) -> None:
    origin = Origin("table", OriginKind.IMPORT, "steps.csv", NOON)
    days = tuple(date(2026, 6, day) for day in range(1, 8))
    store.put("anna", Batch(origin, "watch", tuple(DayTotal(day, 5000) for day in days)))
    other = replace(RISE, field="least_score", value=4.0)
    over = replace(RISE, since=MONDAY, until=MONDAY)
    later = replace(RISE, since=date(2026, 6, 6), value=4.0)
    for one in (over, RISE, other, later):
        store.add_override("anna", one)
    settle(store)

    ended = store.end_override("anna", Rule.P2, "rise", date(2026, 6, 4))

    assert ended == [RISE, later]
    kept = [over, other, replace(RISE, until=date(2026, 6, 4))]
    assert store.overrides("anna") == kept
    assert store.dirty("anna").days == days[4:]
    with pytest.raises(UnknownRecord, match="threshold P2 rise after 2026-06-04"):
        store.end_override("anna", Rule.P2, "rise", date(2026, 6, 4))
    with pytest.raises(UnknownRunner):
        store.end_override("zoe", Rule.P2, "rise", MONDAY)
    assert store.overrides("anna") == kept


telling = st.tuples(
    st.integers(0, 5),
    st.floats(1.0, 60.0),
    st.sampled_from(["", "beton", "gras & grind", "\u2019s avonds \U0001f463"]),
    st.integers(0, 20),
)


@settings(max_examples=25, deadline=None)  # each makes two stores
@given(st.lists(telling, max_size=6), st.randoms(use_true_random=False))
def test_whatever_is_told_comes_back_exactly_in_whatever_order_it_came(
    told: list[tuple[int, float, str, int]], random: Random
) -> None:
    def kept(
        order: list[tuple[int, float, str, int]],
    ) -> tuple[list[Noted[DeclaredShift]], list[Noted[StrengthSession]]]:
        with open_store("sqlite://") as store:
            store.add_runner(Runner("anna"))
            for days, size, words, minute in order:
                day, noted_at = MONDAY + timedelta(days=days), NOON + timedelta(minutes=minute)
                store.keep_declared_shift("anna", DeclaredShift(day, size, words), noted_at)
                done = StrengthSession(day, "raise", 3, 12, load_kg=size, note=words)
                store.keep_strength("anna", done, noted_at)
            return store.declared_shifts("anna"), store.strength_log("anna")

    shuffled = [*told, *told]
    random.shuffle(shuffled)

    shifts, log = kept(told)
    assert kept(shuffled) == (shifts, log)
    assert len(shifts) == len(log) == len(set(told))
    assert {(one.record.upright_min, one.record.floor) for one in shifts} == {
        (size, words) for _, size, words, _ in told
    }
