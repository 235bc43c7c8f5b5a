"""Histories of real people, read for the report: what they hold, and what the rules say of them."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.validate.histories.diary import diary_runs
from cli.validate.histories.history import History, told
from cli.validate.histories.pain import SCALE, diary, nrs
from cli.validate.histories.run_log import logged, steps_by_stride, streamed
from cli.validate.histories.watches import (
    fitbit_activities,
    fitbit_days,
    fitbit_minutes,
    google_fit_days,
    sums_a_day,
)
from plantar.alert import Rule
from plantar.measured import DayTotal, Session, SourceClass, Sport
from plantar.pain import PainMoment
from processing.activity import reduce_activity

MONDAY = date(2024, 1, 1)


def written(path: Path, words: object) -> Path:
    path.write_text(words if isinstance(words, str) else json.dumps(words), encoding="utf-8")
    return path


@pytest.mark.parametrize(("theirs", "ours"), [(one[0], one[2]) for one in SCALE])
def test_a_word_of_their_scale_is_the_score_that_the_report_tells(theirs: float, ours: int) -> None:
    assert nrs(theirs) == ours


@given(st.lists(st.floats(1.0, 9.5), min_size=2, max_size=2))
def test_more_pain_on_their_scale_is_never_less_on_ours(two: list[float]) -> None:
    low, high = sorted(two)

    assert 1 <= nrs(low) <= nrs(high) <= 10


def test_a_pain_diary_tells_the_worst_of_its_day_and_site(tmp_path: Path) -> None:
    path = written(
        tmp_path / "pain.csv",
        "name,startday,startmonth,startyear,intensity,date\n"
        "Knee Pain,12,8,2019,3,2019-08-12 10:00:00\n"
        "Knee Pain,12,8,2019,6,2019-08-13 02:07:55\n"
        "Foot pain,12,8,2019,9.5,2019-08-12 11:00:00\n"
        "happiness,13,8,2019,8,2019-08-13 11:00:00\n"
        "Knee Pain,0,,0,4.5,2019-08-15 00:06:39\n",
    )

    scores = [
        (one.at.isoformat()[:10], one.score)
        for one in diary(path, ["Knee Pain"])
        if one.moment is PainMoment.FIRST_STEPS
    ]

    assert scores == [("2019-08-12", 7), ("2019-08-14", 5)]  # written after midnight


def test_a_watch_left_lying_has_no_figure(tmp_path: Path) -> None:
    days = {
        "activities-steps": [
            {"dateTime": "2019-04-09", "value": "4419"},
            {"dateTime": "2019-04-10", "value": "0"},
        ]
    }

    assert fitbit_days(written(tmp_path / "steps.json", days)) == (
        DayTotal(date(2019, 4, 9), 4419),
    )


@pytest.mark.parametrize(
    ("midnight", "day"),
    [("2018-07-09T15:00", "2018-07-10"), ("2018-07-09T07:00", "2018-07-09")],
    ids=["east of Greenwich", "west of it"],
)
def test_a_bucket_is_of_the_day_its_owner_lived(tmp_path: Path, midnight: str, day: str) -> None:
    begin = datetime.fromisoformat(midnight).replace(tzinfo=UTC)
    points = [{"value": [{"intVal": 700}]}, {"value": [{"intVal": 84}]}]
    bucket = {
        "startTimeMillis": str(round(1000 * begin.timestamp())),
        "endTimeMillis": str(round(1000 * (begin + timedelta(days=1)).timestamp())),
        "dataset": [{"point": points}],
    }

    totals = google_fit_days(written(tmp_path / "fit.json", {"bucket": [bucket]}))

    assert totals == (DayTotal(date.fromisoformat(day), 784),)


def test_minutes_of_no_step_are_worn_and_add_up_to_their_day(tmp_path: Path) -> None:
    rows = [
        {"dateTime": "2019-11-01 08:00:00", "value": "0"},
        {"dateTime": "2019-11-01 08:01:00", "value": "104"},
        {"dateTime": "2019-11-02 08:01:00", "value": "96"},
    ]

    minutes = fitbit_minutes(written(tmp_path / "steps.json", rows))

    assert [minute.moving_s > 0 for minute in minutes] == [False, True, True]
    assert [total.steps for total in sums_a_day(minutes)] == [104, 96]


def activity(name: str, steps: int | None = None, km: float | None = None) -> dict[str, object]:
    told_km = {} if km is None else {"distance": km, "distanceUnit": "Kilometer"}
    counted = {} if steps is None else {"steps": steps}
    begun = {"activityName": name, "activeDuration": 600_000, "startTime": "2019-12-03 07:37:13"}
    return {**begun, **told_km, **counted}


def test_only_feet_come_out_of_a_watch_and_a_treadmill_tells_by_its_steps(tmp_path: Path) -> None:
    rows = [
        activity("Walk", 1000),
        activity("Run", 1600, 2.0),
        activity("Treadmill", 1200),
        activity("Treadmill", 1550),
        activity("Outdoor Bike", 300),
        activity("Weights"),
    ]

    sessions = fitbit_activities(written(tmp_path / "exercise.json", rows))

    assert [one.sport.value for one in sessions] == ["walking", "running", "walking", "running"]
    assert [one.distance_m for one in sessions] == [None, 2000.0, None, None]


def test_a_diary_counts_what_is_called_running_by_its_minutes(tmp_path: Path) -> None:
    path = written(
        tmp_path / "srpe.csv",
        "end_date_time,activity_names,perceived_exertion,duration_min\n"
        "2019-12-24T10:10:35.000Z,\"['individual', 'running']\",5,30\n"
        "2019-12-25T10:10:35.000Z,\"['individual', 'strength']\",9,60\n",
    )

    (run,) = diary_runs(path)

    assert (run.sport, run.duration_s, run.distance_m) == (Sport.RUNNING, 1800.0, None)


LOG = """date,dist_m,mov_s,hr,intensity,load
2022-01-11,2585,502,150,,13
2022-01-11,1782,608,162,,14
2022-01-12,4000,3200,100,,9
"""


def test_a_log_without_times_is_read_apart_or_joined_and_slow_is_a_walk(tmp_path: Path) -> None:
    path = written(tmp_path / "activities.csv", LOG)

    apart, joined = (logged(path, joined=either) for either in (False, True))

    assert [one.sport.value for one in apart] == ["running", "running", "walking"]
    assert apart[1].start - apart[0].start > timedelta(minutes=30, seconds=502)
    assert joined[1].start - joined[0].start == timedelta(seconds=502)
    assert [one.distance_m for one in apart] == [one.distance_m for one in joined]


def test_a_stream_has_the_steps_of_its_cadence(tmp_path: Path) -> None:
    seconds = list(range(601))
    run = {
        "start_local": "2026-07-08T20:49:51",
        "meta": {"distance_m": 2000.0, "moving_s": 600, "stride_m": 1.25},
        "streams": {"t": seconds, "cad": [80] * 601, "v": [3.3] * 601},
    }
    path = written(tmp_path / "stream.json", {"activities": [run]})

    assert reduce_activity(streamed(path)).session.steps == 1600
    assert steps_by_stride(path) == pytest.approx(1600.0)


def table(long_day: int | None = None) -> tuple[DayTotal, ...]:
    return tuple(
        DayTotal(MONDAY + timedelta(days=n), 18_000 if n == long_day else 8000) for n in range(60)
    )


def test_a_long_day_in_a_step_table_is_told_and_a_steady_one_is_not() -> None:
    steady, jumped = told(History("steady", "t", table())), told(History("long", "t", table(40)))

    assert steady is not None
    assert jumped is not None
    assert steady.source_class is jumped.source_class is SourceClass.DAY_TOTALS
    assert steady.a_month(Rule.S3) == 0.0
    assert jumped.a_month(Rule.S3) == pytest.approx(30 / 60)
    assert (jumped.a_month_asked(Rule.S3) or 0.0) > 30 / 60
    assert {alert.day for alert in jumped.alerts} >= {MONDAY + timedelta(days=40)}


def test_a_rule_without_anything_to_look_at_is_not_said_to_be_quiet() -> None:
    found = told(History("table", "t", table()))

    assert found is not None
    for rule in (Rule.S1, Rule.S1W, Rule.S2, Rule.P1, Rule.P2, Rule.C1):
        assert found.a_month(rule) is None


def test_runs_alone_are_asked_about_runs() -> None:
    runs = tuple(
        Session(
            datetime(2024, 1, 1, 8, tzinfo=UTC) + timedelta(days=2 * n),
            Sport.RUNNING,
            1800.0,
            10_000.0 if n == 20 else 5000.0,
        )
        for n in range(30)
    )
    found = told(History("runs", "r", runs))

    assert found is not None
    assert found.source_class is SourceClass.SESSIONS
    assert found.a_month(Rule.S1) == pytest.approx(30 / found.test.days)
    assert found.a_month(Rule.S3) is None
    assert found.a_month(Rule.S1W) is None
