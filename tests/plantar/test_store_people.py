"""What a store promises about runners, their plans and their pain."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.alert import Rule
from plantar.errors import BadInput, RunnerExists, UnknownRunner
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.pain import PainMoment, PainReport, Side
from plantar.plan import RuleOverride
from plantar.runner import Runner, WearKind, WearPlan
from plantar.store import Batch, Dirty, Store

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
