"""What a store promises about runners, their plans and their pain."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Level, Rule
from plantar.day import LocalDay
from plantar.errors import BadInput, RunnerExists, UnknownRunner
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport, Side
from plantar.plan import RuleOverride
from plantar.runner import Runner, WearKind, WearPlan
from plantar.state import Attention, State
from plantar.store import Batch, Derived, Dirty, Store
from plantar.store.sql import open_store

Settle = Callable[[Store], None]
MORNING = datetime(2026, 6, 1, 7, tzinfo=UTC)
YEARS = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
WEEKDAYS = (8.0, 8.0, 8.0, 8.0, 8.0, 0.0, 0.0)


def walk(store: Store, *days: date) -> None:
    origin = Origin("table", OriginKind.IMPORT, "steps.csv", MORNING)
    store.put("anna", Batch(origin, "watch", tuple(DayTotal(day, 5000) for day in days)))


def test_a_runner_comes_back_as_told(store: Store) -> None:
    bert = Runner("bert", "America/New_York", 81.5, "fr", Side.LEFT, 4)

    store.add_runner(bert)

    assert store.runner("bert") == bert
    assert [runner.id for runner in store.runners()] == ["anna", "bert"]


def test_a_runner_id_is_taken_once(store: Store) -> None:
    with pytest.raises(RunnerExists, match="anna"):
        store.add_runner(Runner("anna"))


def test_nobody_is_ever_assumed_to_be_a_runner(store: Store) -> None:
    report = PainReport(MORNING, PainMoment.FIRST_STEPS, 3)

    for ask in (
        lambda: store.runner("zoë"),
        lambda: store.save_runner(Runner("zoe")),
        lambda: store.add_pain("zoe", report, MORNING),
        lambda: store.pain("zoe", *YEARS),
        lambda: store.put("zoe"),
        lambda: store.dirty("zoe"),
        lambda: store.mark_dirty("zoe", []),
        lambda: store.span("zoe"),
        lambda: store.add_override(
            "zoe", RuleOverride(Rule.P3, "rise", 3.0, "kine-a", "ruis", MORNING.date())
        ),
        lambda: store.add_wear_plan("zoe", WearPlan(MORNING.date(), WearKind.OWN, WEEKDAYS)),
    ):
        with pytest.raises(UnknownRunner, match="zo"):
            ask()


def test_a_name_for_the_screen_is_kept_apart_and_only_when_given(store: Store) -> None:
    store.add_runner(Runner("bert"), display_name="Bert Peeters")

    assert store.display_names() == {"bert": "Bert Peeters"}
    assert "Peeters" not in repr(store.runners())


def test_a_new_body_mass_makes_every_measured_day_dirty_but_a_new_language_none(
    store: Store, settle: Settle
) -> None:
    walk(store, date(2026, 6, 1), date(2026, 6, 3))
    settle(store)

    store.save_runner(Runner("anna", body_mass_kg=62.0, language="fr"))
    after_language = store.dirty("anna")
    store.save_runner(Runner("anna", body_mass_kg=64.0, language="fr"))

    assert after_language.days == ()
    assert store.dirty("anna").days == tuple(date(2026, 6, day) for day in (1, 2, 3))
    assert store.runner("anna").body_mass_kg == 64.0


def test_moving_to_another_zone_makes_the_days_of_both_zones_dirty(
    store: Store, settle: Settle
) -> None:
    late = datetime(2026, 6, 1, 21, 30, tzinfo=UTC)  # 23:30 in Brussels, the 2nd in Athens
    store.add_pain("anna", PainReport(late, PainMoment.EVENING, 2), late)
    settle(store)

    store.save_runner(Runner("anna", "Europe/Athens", 62.0))

    assert store.dirty("anna").days == (date(2026, 6, 1), date(2026, 6, 2))


def test_a_trip_and_a_later_start_of_the_day_come_back_as_told(store: Store) -> None:
    night = LocalDay(date.min, "Europe/Brussels", time(4))
    tokyo = LocalDay(date(2026, 6, 3), "Asia/Tokyo", time(3, 30))
    bert = Runner("bert", day_changes=(night, tokyo))

    store.add_runner(bert)
    store.save_runner(Runner("anna", body_mass_kg=62.0).with_days(tokyo))

    assert store.runners() == [Runner("anna", body_mass_kg=62.0, day_changes=(tokyo,)), bert]
    store.save_runner(Runner("bert"))
    assert store.runner("bert") == Runner("bert")
    assert store.runner("anna").days.in_force(date(2026, 6, 4)) == tokyo


def test_a_trip_makes_its_own_days_dirty_and_those_that_end_in_it(
    store: Store, settle: Settle
) -> None:
    walk(store, *(date(2026, 6, day) for day in range(1, 21)))
    home = store.runner("anna").with_days(LocalDay(date(2026, 6, 14), "Europe/Brussels"))
    store.save_runner(home)
    settle(store)

    store.save_runner(home.with_days(LocalDay(date(2026, 6, 10), "Asia/Tokyo")))
    trip = store.dirty("anna").days
    settle(store)
    store.save_runner(store.runner("anna"))

    assert trip == tuple(date(2026, 6, day) for day in range(7, 14))
    assert store.dirty("anna").days == ()


def test_steps_after_midnight_move_to_the_evening_before_and_dirty_both_days(
    store: Store, settle: Settle
) -> None:
    origin = Origin("watch", OriginKind.IMPORT, "night.fit", MORNING)
    at = datetime(2026, 6, 2, 0, 30, tzinfo=UTC)  # half past two in Brussels
    store.put("anna", Batch(origin, "watch", (StepMinute(at, 0, 80.0, 60.0),)))
    settle(store)

    night = store.runner("anna").with_days(LocalDay(date(2026, 5, 1), "Europe/Brussels", time(4)))
    store.save_runner(night)

    assert store.dirty("anna").days == (date(2026, 6, 1), date(2026, 6, 2))
    settle(store)
    store.withdraw("watch")
    assert store.dirty("anna").days == (date(2026, 6, 1),)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_day_with_other_bounds_is_dirty_and_none_beyond_the_change(
    data: st.DataObject,
) -> None:
    around = st.integers(5, 25).map(lambda n: date(2026, 6, n))
    hours = st.sampled_from([time(0), time(4), time(12)])
    clocks = st.sampled_from(["Europe/Brussels", "Pacific/Pago_Pago", "Pacific/Kiritimati"])
    change = st.builds(LocalDay, around, clocks, hours)
    before = Runner("anna")
    for told in data.draw(st.lists(change, max_size=4)):
        before = before.with_days(told)
    new = data.draw(change)
    after = before.with_days(new)
    june = [date(2026, 6, day) for day in range(1, 31)]
    with open_store("sqlite://") as store:
        store.add_runner(before)
        walk(store, *june)
        read = store.dirty("anna")
        state = State("anna", june[-1], MORNING, Attention.NO_DATA, Level.OK)
        store.save(Derived("anna", read, (), june[0], june[0], (), (), june[0], state))

        store.save_runner(after)

        dirty = set(store.dirty("anna").days)
    moved = {day for day in june if before.days.bounds(day) != after.days.bounds(day)}
    following = [one.since for one in before.day_changes if one.since > new.since]
    assert moved <= dirty
    assert all(new.since - timedelta(days=3) <= day < min([*following, date.max]) for day in dirty)


def test_first_steps_before_the_day_starts_are_those_of_the_day_that_begins(
    store: Store, settle: Settle
) -> None:
    store.save_runner(Runner("anna").with_days(LocalDay(date.min, "Europe/Brussels", time(4))))
    settle(store)
    at = datetime(2026, 6, 2, 0, 30, tzinfo=UTC)  # half past two in Brussels

    store.add_pain("anna", PainReport(at, PainMoment.FIRST_STEPS, 5), at)
    waking = store.dirty("anna").days
    settle(store)
    store.add_pain("anna", PainReport(at, PainMoment.EVENING, 3), at)

    assert waking == (date(2026, 6, 2),)
    assert store.dirty("anna").days == (date(2026, 6, 1),)


def test_a_wear_plan_replaces_the_one_of_its_date_and_dirties_the_days_it_rules(
    store: Store, settle: Settle
) -> None:
    walk(store, *(date(2026, 6, day) for day in range(1, 11)))
    early = WearPlan(date(2026, 6, 3), WearKind.SHIFTS, WEEKDAYS)
    later = WearPlan(date(2026, 6, 6), WearKind.RUNS_ONLY, (0.0,) * 7)
    store.add_wear_plan("anna", later)
    settle(store)

    store.add_wear_plan("anna", early)
    ruled = store.dirty("anna").days
    settle(store)
    store.add_wear_plan("anna", early)

    assert ruled == (date(2026, 6, 3), date(2026, 6, 4), date(2026, 6, 5))
    assert store.dirty("anna").days == ()
    assert store.wear_plans("anna") == [early, later]
    changed = WearPlan(early.since, WearKind.OWN, (1.5,) * 7)
    store.add_wear_plan("anna", changed)
    assert store.wear_plans("anna") == [changed, later]


def test_a_threshold_of_ones_own_comes_back_and_replaces_that_of_its_date(
    store: Store, settle: Settle
) -> None:
    walk(store, *(date(2026, 6, day) for day in range(1, 11)))
    agreed = RuleOverride(
        Rule.S1, "caution_ratio", 1.25, "kine-a", "marathon", date(2026, 6, 4), date(2026, 6, 8)
    )
    endless = RuleOverride(Rule.P2, "rise", 3.0, "kine-a", "wisselt sterk", date(2026, 6, 9))
    store.add_override("anna", endless)
    settle(store)

    store.add_override("anna", agreed)
    ruled = store.dirty("anna").days
    settle(store)
    store.add_override("anna", agreed)

    assert ruled == tuple(date(2026, 6, day) for day in range(4, 9))
    assert store.dirty("anna").days == ()
    assert store.overrides("anna") == [agreed, endless]
    shorter = replace(agreed, until=date(2026, 6, 5), reason="marathon afgelast")
    store.add_override("anna", shorter)
    assert store.overrides("anna") == [shorter, endless]
    assert store.dirty("anna").days == ruled  # the days it no longer rules are computed again too


def test_the_pain_recorded_last_for_a_day_moment_and_side_counts_in_any_order(
    store: Store,
) -> None:
    first = PainReport(MORNING, PainMoment.FIRST_STEPS, 6, Side.LEFT)
    corrected = PainReport(
        MORNING + timedelta(hours=1), PainMoment.FIRST_STEPS, 4, Side.LEFT, "op de trap"
    )
    other_foot = PainReport(MORNING, PainMoment.FIRST_STEPS, 1, Side.RIGHT)

    store.add_pain("anna", corrected, MORNING + timedelta(hours=2))
    store.add_pain("anna", first, MORNING)
    store.add_pain("anna", other_foot, MORNING)

    assert store.pain("anna", *YEARS) == [other_foot, corrected]
    assert store.pain("anna", MORNING, MORNING + timedelta(minutes=1)) == [other_foot]


def test_pain_after_midnight_counts_for_the_civil_day_of_the_runner(store: Store) -> None:
    # 23:30 and 00:30 in Brussels: one hour, two days.
    before = PainReport(datetime(2026, 6, 1, 21, 30, tzinfo=UTC), PainMoment.EVENING, 2)
    after = PainReport(datetime(2026, 6, 1, 22, 30, tzinfo=UTC), PainMoment.EVENING, 3)

    store.add_pain("anna", before, MORNING)
    store.add_pain("anna", after, MORNING)

    assert store.pain("anna", *YEARS) == [before, after]
    assert store.dirty("anna").days == (date(2026, 6, 1), date(2026, 6, 2))


def test_the_same_pain_report_twice_dirties_nothing(store: Store, settle: Settle) -> None:
    report = PainReport(MORNING, PainMoment.DURING, 5)
    store.add_pain("anna", report, MORNING)
    settle(store)

    store.add_pain("anna", report, MORNING)

    assert store.dirty("anna").days == ()
    assert store.pain("anna", *YEARS) == [report]


def test_pain_recorded_at_no_moment_is_refused(store: Store) -> None:
    report = PainReport(MORNING, PainMoment.DURING, 5)

    with pytest.raises(BadInput, match="recorded_at"):
        store.add_pain("anna", report, MORNING.replace(tzinfo=None))

    assert store.pain("anna", *YEARS) == []
    assert store.dirty("anna") == Dirty((), 0)
