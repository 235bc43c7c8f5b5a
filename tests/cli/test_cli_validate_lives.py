"""Simulated lives: made as they are described, measured as the product measures, and repeatable."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from cli.validate.lives.jumps import (
    answered_run,
    doubled_run,
    rest_week,
    six_shifts,
    sore_mornings,
    standing_day,
    week_above,
    week_times,
)
from cli.validate.lives.life import DAYS, LIVES, NURSE, OFFICE, PATIENT, RUNNER, Life
from cli.validate.lives.lived import Lived, person
from cli.validate.lives.measured import (
    DAYS_OF_ZONE,
    RUN_KMH,
    RUN_SPM,
    WALK_SPM,
    day_of,
    evidence,
    true_load,
)
from cli.validate.lives.sections import simulated
from cli.validate.lives.simulate import CHOOSING_SEED, REPORTING_SEED, Crowd, asked, hear
from plantar.alert import Rule
from plantar.load import Day, DayStatus
from plantar.measured import Calibration, CalibrationMethod, SourceClass
from plantar.minute import QUIET_BIN_N, QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.runner import WearKind, WearPlan
from plantar.sample import Foot
from plantar.store import Sourced
from processing.days.build import Calendar, MeasuredDay, build_day
from processing.wearable import Step, running_step, walking_step

BODY_N = 700.0
AT = 100  # a day well into a life


def worn_run_day(lived: Lived) -> int:
    """The first whole day of a person with a run in it."""
    days = evidence(lived).days
    whole = [n for n in range(DAYS) if days[n].status is DayStatus.VALID and lived.run_km[n] > 0.0]
    return whole[0]


def built(lived: Lived, n: int, rows: list[StepMinute | FootMinute | BodyMinute]) -> Day:
    """The day as the product builds it from minutes."""
    measured = MeasuredDay()
    for row in rows:
        measured.add_minute(Sourced(row, "simulated", "origin"))
    calibration = Calibration(rows[0].at, 1.0, BODY_N, CalibrationMethod.DEVICE)
    plan = WearPlan(day_of(0), WearKind.OWN, lived.life.wear_h)
    calendar = Calendar(DAYS_OF_ZONE, (plan,), day_of(DAYS))
    held = (Sourced(calibration, "simulated", "origin"),)
    return build_day(day_of(n), measured, held, calendar)[lived.life.series]


def minutes_of(lived: Lived, n: int) -> list[tuple[datetime, float, float, float]]:
    """Start of each worn minute, and its seconds of walking, running and standing."""
    worn_min = round(float(lived.worn[n]) * 60.0 * float(lived.planned_h[n]))
    walked = 60.0 * float(lived.steps[n]) / WALK_SPM
    ran, stood = 3600.0 * float(lived.run_km[n]) / RUN_KMH, 60.0 * float(lived.standing_min[n])
    first = datetime(2025, 1, 6, 5, tzinfo=UTC) + timedelta(days=n)
    share = float(lived.worn[n]) / worn_min
    return [
        (first + timedelta(minutes=one), walked * share, ran * share, stood * share)
        for one in range(worn_min)
    ]


def test_a_day_in_soles_is_what_the_product_makes_of_its_minutes() -> None:
    lived = person(replace(RUNNER, walks=()), CHOOSING_SEED, 0)
    n = worn_run_day(lived)
    walk, run = walking_step(WALK_SPM), running_step(RUN_SPM, speed_mps=RUN_KMH / 3.6)
    rows: list[StepMinute | FootMinute | BodyMinute] = []
    for at, walked, ran, stood in minutes_of(lived, n):
        quiet_s = [0.0] * QUIET_BINS
        quiet_s[int(BODY_N / QUIET_BIN_N)] = stood
        rows.append(BodyMinute(at, 0, walked, ran, tuple(quiet_s)))
        for foot in Foot:
            walking = moments(walk, walked * WALK_SPM / 120.0)
            running = moments(run, ran * RUN_SPM / 120.0)
            half = BODY_N / 2.0
            still = Moments(stood * half, stood * half**2, stood * half**4)
            total = walking + running + still
            rows.append(FootMinute(at, foot, 0, 100.0, 60.0, 0.0, total, walking, running))

    ours, theirs = evidence(lived).days[n], built(lived, n, rows)

    assert (ours.status, ours.source_class) == (theirs.status, SourceClass.INSOLE)
    assert ours.load_wse == pytest.approx(theirs.load_wse, rel=1e-9)
    assert ours.upright_bw_min == pytest.approx(theirs.upright_bw_min, rel=1e-9)
    assert ours.coverage == pytest.approx(theirs.coverage, abs=0.002)


def moments(one: Step, many: float) -> Moments:
    return Moments(
        many * one.m1_bws * BODY_N,
        many * one.m2_bw2s * BODY_N**2,
        many * one.m4_bw4s * BODY_N**4,
    )


def test_a_day_with_a_watch_is_what_the_product_makes_of_its_minutes() -> None:
    lived = person(OFFICE, CHOOSING_SEED, 0)
    n = next(n for n in range(DAYS) if evidence(lived).days[n].status is DayStatus.VALID)
    rows: list[StepMinute | FootMinute | BodyMinute] = [
        StepMinute(at, 0, walked * WALK_SPM / 60.0, walked)
        for at, walked, _, _ in minutes_of(lived, n)
    ]

    ours, theirs = evidence(lived).days[n], built(lived, n, rows)

    assert ours.status is theirs.status
    assert ours.standing is theirs.standing is None
    assert ours.load_wse == pytest.approx(theirs.load_wse, rel=1e-9)
    assert ours.upright_bw_min == pytest.approx(theirs.upright_bw_min, rel=1e-9)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_a_person_is_the_same_whoever_else_is_drawn(life: Life) -> None:
    alone, (*_, last) = person(life, CHOOSING_SEED, 2), Crowd(CHOOSING_SEED, 3).of(life)
    other = person(life, REPORTING_SEED, 2)

    arrays = [field.name for field in fields(Lived) if field.name != "life"]
    assert all(
        np.array_equal(getattr(alone, name), getattr(last, name), equal_nan=True) for name in arrays
    )
    assert not np.array_equal(alone.morning, other.morning, equal_nan=True)


def test_what_rules_say_about_a_crowd_is_the_same_each_time() -> None:
    crowd = Crowd(CHOOSING_SEED, 2)
    plants = {"week": week_above(0.6)}

    assert asked(OFFICE, crowd, plants) == asked(OFFICE, crowd, plants)


def test_a_nurse_wears_soles_on_shifts_and_the_plan_knows_most_of_them() -> None:
    lived = person(NURSE, CHOOSING_SEED, 1)
    known = evidence(lived)
    worn = lived.worn > 0.0

    assert set(np.unique(lived.planned_h)) == {0.0, 8.0}
    assert (lived.steps[worn] > 0.0).all()
    assert np.mean(lived.planned_h[worn] > 0.0) > 0.9
    on_rota = [hours > 0.0 for hours in lived.planned_h]
    off = [day for day, rota in zip(known.days, on_rota, strict=True) if not rota]

    assert list(known.expected) == on_rota
    assert {day.status for day in off} <= {DayStatus.NOT_EXPECTED, DayStatus.VALID}


def test_days_are_forgotten_and_worn_in_part_as_often_as_described() -> None:
    statuses = [
        day.status for lived in Crowd(CHOOSING_SEED, 20).of(RUNNER) for day in evidence(lived).days
    ]

    assert statuses.count(DayStatus.MISSING) / len(statuses) == pytest.approx(
        RUNNER.forgotten, abs=0.02
    )
    assert statuses.count(DayStatus.PARTIAL) / len(statuses) == pytest.approx(
        RUNNER.partly, abs=0.02
    )


def test_a_returning_patient_runs_from_the_ninth_week_what_was_agreed() -> None:
    lived = person(PATIENT, CHOOSING_SEED, 0)
    known = evidence(lived)
    ran = np.flatnonzero(lived.run_km)

    assert ran[0] >= 8 * 7
    assert {run.day for run in known.runs} <= {plan.day for plan in known.planned}
    assert lived.run_km[ran] == pytest.approx(lived.agreed_km[ran], rel=0.5)
    assert np.nanmean(lived.morning[:28]) > np.nanmean(lived.morning[-28:]) + 0.5


def test_a_week_that_is_60_per_cent_above_is_so_in_load_and_nothing_else_changes() -> None:
    lived = person(RUNNER, CHOOSING_SEED, 3)
    planted = next(jump for at in range(AT, 160) if (jump := week_above(0.6)(lived, at)))
    before, after = true_load(lived).wse, true_load(planted.lived).wse
    week = slice(planted.first, planted.last + 1)

    assert after[week].sum() == pytest.approx(
        1.6 * before[planted.first - 21 : planted.first].sum() / 3
    )
    assert np.array_equal(np.delete(before, np.r_[week]), np.delete(after, np.r_[week]))
    assert np.array_equal(lived.morning, planted.lived.morning, equal_nan=True)


def test_a_week_times_so_much_is_that_much_of_what_it_was() -> None:
    lived = person(OFFICE, CHOOSING_SEED, 3)
    planted = next(jump for at in range(AT, 160) if (jump := week_times(1.6)(lived, at)))
    week = slice(planted.first, planted.last + 1)

    assert planted.lived.steps[week] == pytest.approx(1.6 * lived.steps[week])


def test_no_jump_is_planted_in_a_holiday() -> None:
    lived = replace(person(OFFICE, CHOOSING_SEED, 3), usual=np.zeros(DAYS, bool))

    assert week_above(0.6)(lived, AT) is None
    assert standing_day(lived, AT) is None


def test_a_doubled_run_is_told_on_its_own_day() -> None:
    lived = person(RUNNER, CHOOSING_SEED, 4)
    planted = next(jump for at in range(AT, 160) if (jump := doubled_run(lived, at)))
    day = day_of(planted.first)

    said = hear(evidence(planted.lived, 0, planted.last)).alerts

    assert planted.lived.run_km[planted.first] == pytest.approx(
        2.0 * max(np.where(lived.recorded, lived.run_km, 0.0)[planted.first - 30 : planted.first])
    )
    assert Rule.S1 in {alert.rule for alert in said if alert.day == day}


def test_nine_hours_of_standing_are_nine_hours_where_soles_were_on_all_day() -> None:
    lived = person(NURSE, CHOOSING_SEED, 5)
    planted = next(jump for at in range(AT, 160) if (jump := standing_day(lived, at)))
    whole = replace(planted.lived, worn=np.ones(DAYS))

    day = evidence(whole).days[planted.first]

    assert day.standing is not None
    assert day.standing.minutes == pytest.approx(540.0)


def test_a_full_week_is_six_shifts_on_the_rota() -> None:
    lived = person(NURSE, CHOOSING_SEED, 6)
    planted = next(jump for at in range(AT, 160, 7) if (jump := six_shifts(lived, at)))
    week = slice(planted.first, planted.last + 1)

    assert day_of(planted.first).weekday() == 0
    assert (planted.lived.planned_h[week] > 0.0).sum() == 6
    assert six_shifts(person(OFFICE, CHOOSING_SEED, 6), AT) is None


def test_sore_mornings_are_answered_and_so_much_higher() -> None:
    lived = person(OFFICE, CHOOSING_SEED, 7)
    planted = sore_mornings(2.0)(lived, AT)
    assert planted is not None
    mornings = slice(planted.first, planted.last + 1)
    known = np.isfinite(lived.morning[mornings])

    assert np.isfinite(planted.lived.morning[mornings]).all()
    assert (planted.lived.morning[mornings] - lived.morning[mornings])[known] == pytest.approx(2.0)


def test_a_foot_that_answers_a_doubled_run_is_heard() -> None:
    found = asked(RUNNER, Crowd(CHOOSING_SEED, 3), {"answer": answered_run}).caught["answer"]

    assert found.planted == 6
    assert found.caught >= 5


def test_a_folder_without_real_people_still_tells_of_simulated_ones(tmp_path: Path) -> None:
    sections = list(simulated(tmp_path, 1))

    assert [section.title for section in sections] == [
        "Simulated lives",
        "What is said in steady lives",
        "Planted jumps",
        "A practice",
        "How thresholds were chosen",
    ]
    assert all(section.rows for section in sections)
    assert f"seed {CHOOSING_SEED}" in sections[0].remark
    assert "| open diaries | 0 | - | - |" in sections[0].below
    assert len([claim for section in sections for claim in section.claims]) == 8


def test_a_rest_week_holds_a_tenth_and_what_comes_after_is_as_it_was() -> None:
    lived = person(OFFICE, CHOOSING_SEED, 1)
    planted = next(found for at in range(60, 150) if (found := rest_week(lived, at)) is not None)

    rest = slice(planted.first - 7, planted.first)
    after = slice(planted.first, planted.last + 1)
    assert planted.rules == (Rule.S4,)
    np.testing.assert_allclose(planted.lived.steps[rest], 0.1 * lived.steps[rest])
    np.testing.assert_array_equal(planted.lived.steps[after], lived.steps[after])
    assert planted.last - planted.first == 13
