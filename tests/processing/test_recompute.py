"""From measured rows in a real store to a runner's state: complete, in any order, and withdrawn."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from plantar.alert import Family, Rule
from plantar.day import LocalDay
from plantar.load import DayStatus, NoRatio
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Measured,
    Origin,
    OriginKind,
    Session,
    SourceClass,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner, WearKind, WearPlan
from plantar.sample import Foot
from plantar.state import Attention, State
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from plantar.units import WSE_BW4S
from processing.recompute import derive, recompute, recompute_dirty

WHERE = ZoneInfo("Europe/Brussels")
TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 20, tzinfo=WHERE)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna", body_mass_kg=70.0))
        yield opened


def put(store: Store, records: list[Measured], origin: str = "one", source: str = "table") -> None:
    origin_of = Origin(origin, OriginKind.IMPORT, origin, NOW, digest=origin)
    store.put("anna", Batch(origin_of, source, tuple(records)))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def steady(days: int, steps: int = 8000) -> list[Measured]:
    return [DayTotal(ago(n), steps) for n in range(1, days + 1)]


def test_a_table_of_steps_becomes_days_a_ratio_and_a_quiet_state(store: Store) -> None:
    put(store, steady(60))

    state = recompute(store, "anna", now=NOW)

    assert state.source_class is SourceClass.DAY_TOTALS
    assert state.attention is Attention.QUIET
    assert state.ratio is not None
    assert state.ratio.ratio == pytest.approx(1.0)
    assert state.worn_days == 6  # today is not over
    assert len(store.days("anna", SourceClass.DAY_TOTALS, ago(60), TODAY)) == 61
    assert store.dirty("anna").days == ()


def test_nine_days_are_a_baseline_in_the_making_not_a_zero(store: Store) -> None:
    put(store, steady(8))

    state = recompute(store, "anna", now=NOW)

    assert state.attention is Attention.BUILDING
    assert state.ratio is not None
    assert (state.ratio.ratio, state.ratio.reason, state.ratio.have) == (
        None,
        NoRatio.BUILDING,
        9,
    )


def test_silent_sensors_are_no_data_and_never_quiet(store: Store) -> None:
    put(store, [DayTotal(ago(n), 8000) for n in range(5, 60)])

    state = recompute(store, "anna", now=NOW)

    assert state.attention is Attention.NO_DATA
    assert state.ratio is None


def test_a_runner_nobody_measured_has_no_data(store: Store) -> None:
    assert recompute(store, "anna", now=NOW).attention is Attention.NO_DATA


def test_a_doubled_run_and_a_bad_morning_call_for_attention_today(store: Store) -> None:
    put(store, [*steady(40), *(run(n, 5.0) for n in (2, 5, 9, 12, 16, 19, 23)), run(1, 11.0)])
    for n in range(8):
        felt = datetime.combine(ago(n), datetime.min.time(), WHERE) + timedelta(hours=7)
        store.add_pain("anna", PainReport(felt, PainMoment.FIRST_STEPS, 5 if n == 0 else 2), NOW)

    state = recompute(store, "anna", now=NOW)

    assert state.attention is Attention.CALL_TODAY
    assert {alert.rule for alert in state.reasons} == {Rule.S1, Rule.C1, Rule.P2}
    assert {episode.family for episode in store.episodes("anna")} == {Family.LOAD, Family.PAIN}
    assert state.morning_pain == 5


def run(days_ago: int, km: float) -> Session:
    start = datetime.combine(ago(days_ago), datetime.min.time(), WHERE) + timedelta(hours=18)
    return Session(start.astimezone(UTC), Sport.RUNNING, km * 360.0, km * 1000.0)


def test_in_sessions_only_a_day_between_two_is_rest_and_after_the_last_is_unknown(
    store: Store,
) -> None:
    put(store, [run(20, 5.0), run(10, 5.0)])

    recompute(store, "anna", now=NOW)

    days = {day.day: day for day in store.days("anna", SourceClass.SESSIONS, ago(20), TODAY)}
    assert days[ago(15)].load_wse == 0.0
    assert days[ago(15)].status is DayStatus.VALID
    assert days[ago(9)].status is DayStatus.MISSING
    assert "sessions only: steps outside them are not known" in days[ago(10)].quality


def test_a_session_that_comes_or_goes_changes_the_days_back_to_the_one_before(
    store: Store,
) -> None:
    put(store, [run(20, 5.0)])
    recompute(store, "anna", now=NOW)

    put(store, [run(10, 5.0)], origin="two")
    recompute(store, "anna", now=NOW)
    (between,) = store.days("anna", SourceClass.SESSIONS, ago(15), ago(15))
    store.withdraw("two")
    recompute(store, "anna", now=NOW)
    (again,) = store.days("anna", SourceClass.SESSIONS, ago(15), ago(15))

    assert between.status is DayStatus.VALID
    assert again.status is DayStatus.MISSING


def test_of_two_silent_classes_the_one_measured_last_is_shown(store: Store) -> None:
    put(store, [run(900, 5.0), run(300, 5.0)])
    put(store, [DayTotal(ago(n), 8000) for n in range(200, 260)], origin="two")

    assert recompute(store, "anna", now=NOW).source_class is SourceClass.DAY_TOTALS


def test_of_two_who_compute_at_once_the_one_who_read_less_is_not_kept(store: Store) -> None:
    put(store, steady(30))
    early = derive(store, "anna", now=NOW)
    put(store, [DayTotal(ago(1), 20_000)], origin="two")
    late = recompute(store, "anna", now=NOW)

    assert not store.save(early)
    kept = store.state("anna")
    assert kept is not None
    assert kept.week_sum_wse == late.week_sum_wse
    (day,) = store.days("anna", SourceClass.DAY_TOTALS, ago(1), ago(1))
    assert day.steps == 20_000


def minutes_of_shift(day: date, minutes: int, force_n: float) -> list[Measured]:
    """A shift of standing still: half of `force_n` on each sole."""
    half = force_n / 2.0
    stood = Moments(60.0 * half, 60.0 * half**2, 60.0 * half**4)
    first = datetime.combine(day, datetime.min.time(), WHERE)
    made: list[Measured] = []
    for n in range(minutes):
        at = (first + timedelta(hours=9, minutes=n)).astimezone(UTC)
        quiet = [0.0] * QUIET_BINS
        quiet[int(force_n // 25)] = 60.0
        made.append(BodyMinute(at, 0, 0.0, 0.0, tuple(quiet)))
        made.extend(FootMinute(at, foot, 0, 100.0, 60.0, 0.0, stood) for foot in Foot)
    return made


def test_a_late_calibration_gives_a_shift_its_load_without_raw_data(store: Store) -> None:
    store.add_wear_plan("anna", WearPlan(ago(10), WearKind.SHIFTS, (4.0,) * 7))
    weight_n, force_n = 700.0, 840.0  # soles that read a fifth too high
    put(store, minutes_of_shift(ago(1), 240, force_n), source="soles")
    recompute(store, "anna", now=NOW)
    (before,) = store.days("anna", SourceClass.INSOLE, ago(1), ago(1))

    since = datetime.combine(ago(0), datetime.min.time(), WHERE)
    late = Calibration(since, weight_n / force_n, weight_n, CalibrationMethod.SELF, 40)
    put(store, [late], origin="two", source="soles")
    recompute(store, "anna", now=NOW)
    (after,) = store.days("anna", SourceClass.INSOLE, ago(1), ago(1))

    assert before.load_wse is None
    assert before.status is not DayStatus.VALID
    assert after.status is DayStatus.VALID
    assert after.load_wse == pytest.approx(240 * 60 * 2 * 0.5**4 / WSE_BW4S)
    assert after.upright_bw_min == pytest.approx(240.0)
    assert after.standing is not None
    assert after.standing.minutes == pytest.approx(240.0)
    assert after.left_wse == pytest.approx(after.right_wse)


def test_a_fallen_off_sole_makes_a_partial_day_and_no_ratio(store: Store) -> None:
    store.add_wear_plan("anna", WearPlan(ago(10), WearKind.SHIFTS, (4.0,) * 7))
    weight = Calibration(NOW - timedelta(days=9), 1.0, 700.0, CalibrationMethod.SELF, 40)
    put(store, [weight, *minutes_of_shift(ago(1), 110, 700.0)], source="soles")

    recompute(store, "anna", now=NOW)

    (day,) = store.days("anna", SourceClass.INSOLE, ago(1), ago(1))
    assert day.status is DayStatus.PARTIAL
    assert day.coverage == pytest.approx(110 / 240)


def test_a_table_of_steps_judges_the_soles_only_on_days_of_the_same_hours(store: Store) -> None:
    store.add_wear_plan("anna", WearPlan(ago(10), WearKind.SHIFTS, (4.0,) * 7))
    weight = Calibration(NOW - timedelta(days=9), 1.0, 700.0, CalibrationMethod.SELF, 40)
    put(store, [weight, *minutes_of_shift(ago(1), 240, 700.0)], source="soles")
    put(store, [DayTotal(ago(1), 5000)], origin="two")  # of which none were taken on the soles
    recompute(store, "anna", now=NOW)
    (from_midnight,) = store.days("anna", SourceClass.INSOLE, ago(1), ago(1))

    nights = LocalDay(date.min, "Europe/Brussels", time(4))
    store.save_runner(store.runner("anna").with_days(nights))
    recompute(store, "anna", now=NOW)

    (from_four,) = store.days("anna", SourceClass.INSOLE, ago(1), ago(1))
    assert (from_midnight.coverage, from_four.coverage) == (0.0, 1.0)
    assert from_four.status is DayStatus.VALID


def test_two_watches_at_once_are_not_added_up(store: Store) -> None:
    first = datetime.combine(ago(1), datetime.min.time(), WHERE).astimezone(UTC)
    walk = [StepMinute(first + timedelta(minutes=n), 0, 100.0, 60.0) for n in range(60)]
    put(store, list(walk), origin="one", source="watch A")
    put(store, list(walk[:50]), origin="two", source="watch B")

    recompute(store, "anna", now=NOW)

    (day,) = store.days("anna", SourceClass.WATCH, ago(1), ago(1))
    assert day.steps == 6000
    assert day.sources == ("watch A",)


def told(store: Store, state: State) -> tuple[object, ...]:
    days = [day for kind in SourceClass for day in store.days("anna", kind, ago(60), TODAY)]
    return (days, store.alerts("anna", ago(60), TODAY), store.episodes("anna"), state)


def test_pain_from_before_anything_measured_is_told_once_however_often_it_is_computed(
    store: Store,
) -> None:
    for n in range(1, 40):
        felt = datetime.combine(ago(n), datetime.min.time(), WHERE) + timedelta(hours=7)
        store.add_pain("anna", PainReport(felt, PainMoment.FIRST_STEPS, 7 if n == 20 else 2), NOW)
    put(store, steady(5))
    for day in range(3):
        recompute(store, "anna", now=NOW + timedelta(days=day))

    (once,) = store.alert_history("anna", ago(60), TODAY)

    assert (once.alert.day, once.alert.rule, once.withdrawn_at) == (ago(20), Rule.P2, None)
    assert len(store.episodes("anna")) == 1


def test_any_order_of_arrival_gives_the_same_days_alerts_and_episodes() -> None:
    records: list[Measured] = [
        *steady(45, 7000),
        *(run(n, 5.0) for n in (2, 9, 16, 23)),
        run(4, 12.0),
    ]
    outcomes = []
    for seed in range(3):
        order = random.Random(seed).sample(range(len(records)), len(records))  # noqa: S311 - an order
        with open_store("sqlite://") as opened:
            opened.add_runner(Runner("anna", body_mass_kg=70.0))
            for n in order:
                put(opened, [records[n]], origin=f"file {n}")
                if n % 10 == 0:
                    recompute(opened, "anna", now=NOW)
            outcomes.append(repr(told(opened, recompute(opened, "anna", now=NOW))))

    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_a_wrong_file_taken_back_leaves_no_trace(store: Store) -> None:
    put(store, steady(40))
    before = repr(told(store, recompute(store, "anna", now=NOW)))

    put(store, [run(1, 30.0), DayTotal(ago(3), 60_000)], origin="wrong runner")
    changed = repr(told(store, recompute(store, "anna", now=NOW)))
    store.withdraw("wrong runner")
    after = repr(told(store, recompute(store, "anna", now=NOW)))

    assert changed != before
    assert after == before


def test_yesterdays_open_day_is_closed_the_next_morning(store: Store) -> None:
    put(store, [*steady(30), DayTotal(TODAY, 4000)])
    recompute_dirty(store, now=NOW)
    (open_day,) = store.days("anna", SourceClass.DAY_TOTALS, TODAY, TODAY)

    recompute_dirty(store, now=NOW + timedelta(days=1))
    (closed,) = store.days("anna", SourceClass.DAY_TOTALS, TODAY, TODAY)

    assert open_day.status is DayStatus.PARTIAL
    assert closed.status is DayStatus.VALID
    assert recompute_dirty(store, now=NOW + timedelta(days=1)) == []


def test_who_moves_west_has_no_day_that_has_not_begun_there(store: Store) -> None:
    night = datetime(2026, 7, 1, 2, tzinfo=WHERE)
    put(store, steady(30))
    recompute(store, "anna", now=night)

    store.save_runner(replace(store.runner("anna"), zone="America/New_York"))
    state = recompute(store, "anna", now=night)

    assert state.as_of == TODAY
    assert store.days("anna", SourceClass.DAY_TOTALS, ago(-1), ago(-9)) == []


@pytest.mark.parametrize("hour", [18, 23])
def test_a_run_over_midnight_counts_whole_on_the_day_it_began(store: Store, hour: int) -> None:
    start = datetime.combine(ago(3), time(hour, 30), WHERE).astimezone(UTC)
    put(store, [Session(start, Sport.RUNNING, 3600.0, 10_000.0)])
    recompute(store, "anna", now=NOW)
    minutes = [StepMinute(start + timedelta(minutes=n), 0, 165, 60.0) for n in range(60)]
    put(store, minutes[:30])
    recompute(store, "anna", now=NOW)
    put(store, minutes[30:])  # those after midnight come last, and touch another day

    recompute(store, "anna", now=NOW)

    days = {day.day: day for day in store.days("anna", SourceClass.SESSIONS, ago(3), ago(2))}
    assert days[ago(3)].steps == 60 * 165
    assert ago(2) not in days or not days[ago(2)].load_wse
    again = derive(store, "anna", now=NOW, afresh=True)
    kept = [day for day in again.days if day.source_class is SourceClass.SESSIONS]
    assert days[ago(3)] in kept
