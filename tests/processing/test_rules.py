"""The rules: when they speak, when they stay silent, and when they cannot be asked."""

import json
import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plantar.alert import Alert, Family, Level, NotEvaluated, Rule
from plantar.day import LocalDays
from plantar.load import Activity, Day, DayStatus
from plantar.measured import Session, SourceClass, Sport
from processing.episodes import episodes
from processing.rules.decide import Decisions, Evidence, decide
from processing.rules.outings import Log, Outing, runs_of
from processing.rules.session_jump import session_jump

DAY_ONE = date(2026, 3, 2)


def run(day: int, km: float | None, minutes: float | None = None) -> Outing:
    start = datetime(2026, 3, 1, 17, tzinfo=UTC) + timedelta(days=day)
    end = start + timedelta(minutes=minutes or 0)
    return Outing(DAY_ONE + timedelta(days=day - 1), start, end, km, minutes)


def on(day: int) -> date:
    return DAY_ONE + timedelta(days=day - 1)


def days_of(loads: list[float]) -> tuple[Day, ...]:
    return tuple(
        Day(on(n + 1), SourceClass.WATCH, DayStatus.MISSING)
        if math.isnan(load)
        else Day(
            on(n + 1),
            SourceClass.WATCH,
            DayStatus.VALID,
            load_wse=load,
            upright_bw_min=100.0,
            walking=Activity(load),
        )
        for n, load in enumerate(loads)
    )


def decided(
    loads: list[float], runs: tuple[Outing, ...] = (), mornings: dict[date, int] | None = None
) -> Decisions:
    days = days_of(loads)
    evidence = Evidence(days, (True,) * len(days), runs, mornings or {})
    return decide(evidence, DAY_ONE, on(len(loads)))


# S1: one run


HISTORY = (run(1, 5.0), run(8, 8.0), run(20, 10.0), run(33, 6.0))


@pytest.mark.parametrize(
    ("day", "km", "level"),
    [
        (40, 11.0, None),  # exactly 10 % is within the reference
        (40, 11.1, Level.CAUTION),
        (40, 13.0, Level.CAUTION),
        (40, 13.1, Level.ALERT),
        (40, 20.1, Level.ALERT),
        (50, 11.1, Level.CAUTION),  # the 10 km run is 30 days old: it still counts
        (51, 6.7, None),  # 12 % more than 6 km, but less than a kilometre more
        (51, 7.1, Level.CAUTION),  # the 10 km run is 31 days old: 6 km is the longest
    ],
)
def test_a_run_is_held_against_the_longest_of_thirty_days(
    day: int, km: float, level: Level | None
) -> None:
    found = session_jump(Log((*HISTORY, run(day, km))), on(day))

    assert [alert.level for alert in found if isinstance(alert, Alert)] == (
        [level] if level else []
    )


@pytest.mark.shared
def test_the_cut_points_are_those_of_the_vectors(vectors: Path) -> None:
    case = json.loads((vectors / "vectors.json").read_text())["session_spike"]
    history = tuple(run(day, km) for day, km in case["history_day_km"])
    levels = {"reference": None, "small": Level.CAUTION, "moderate": Level.ALERT}
    for spike in case["cases"]:
        (found,) = session_jump(
            Log((*history, run(spike["day"], spike["km"]))), on(spike["day"])
        ) or (None,)
        if spike["level"] == "no_reference":
            assert isinstance(found, NotEvaluated)
        elif spike["km"] - 6.0 < 1.0:  # the vectors' floor was half a kilometre, ours is one
            assert found is None
        else:
            level = found.level if isinstance(found, Alert) else None
            assert level == levels.get(spike["level"], Level.ALERT), spike


def test_more_than_double_has_a_sentence_of_its_own() -> None:
    (found,) = session_jump(Log((*HISTORY, run(40, 20.1))), on(40))

    assert isinstance(found, Alert)
    assert found.code == "s1-double"
    assert found.input("percent") == 101
    assert found.input("longest_day") == on(20).isoformat()


def test_a_run_without_distance_or_duration_says_that_it_cannot_be_judged() -> None:
    found = session_jump(Log((*HISTORY, run(40, None))), on(40))

    assert found == (NotEvaluated(on(40), Rule.S1, "no-distance-no-duration"),)


def test_minutes_decide_where_distance_is_missing() -> None:
    treadmill = (run(1, None, 30.0), run(8, None, 45.0))
    (found,) = session_jump(Log(treadmill), on(8))

    assert isinstance(found, Alert)
    assert found.input("measure") == "duration"
    assert found.level is Level.ALERT


def test_in_the_first_week_of_runs_nothing_is_a_jump_and_after_it_everything_counts() -> None:
    low, high = run(1, 2.0), run(5, 9.0)

    assert session_jump(Log((low,)), on(1)) == (NotEvaluated(on(1), Rule.S1, "no-run-in-30-days"),)
    assert session_jump(Log((low, high)), on(5)) == (
        NotEvaluated(on(5), Rule.S1, "first-week-of-runs"),
    )
    (found,) = session_jump(Log((low, high, run(8, 12.0))), on(8))
    assert isinstance(found, Alert)
    assert (found.level, found.input("longest")) == (Level.ALERT, 9.0)


def test_an_older_run_that_comes_in_late_makes_the_first_week_known() -> None:
    runs = (run(1, 2.0), run(5, 9.0))

    (found,) = session_jump(Log((run(-20, 3.0), *runs)), on(5))

    assert isinstance(found, Alert)


def test_two_runs_on_one_day_are_no_reference_for_each_other() -> None:
    runs = (run(1, 8.0), run(8, 8.0), run(8, 16.0))

    assert len([a for a in session_jump(Log(runs), on(8)) if isinstance(a, Alert)]) == 1


def test_a_short_pause_does_not_end_a_run() -> None:
    start = datetime(2026, 6, 1, 17, tzinfo=UTC)
    first = Session(start, Sport.RUNNING, 1800.0, 5000.0)
    soon = Session(start + timedelta(minutes=55), Sport.RUNNING, 1800.0, 5000.0)
    late = Session(start + timedelta(minutes=61), Sport.RUNNING, 1800.0, 5000.0)
    swim = Session(start + timedelta(minutes=31), Sport.SWIMMING, 600.0, 500.0)

    assert [
        one.distance_km for one in runs_of([soon, swim, first], LocalDays("Europe/Brussels"))
    ] == [10.0]
    assert [one.distance_km for one in runs_of([first, late], LocalDays("Europe/Brussels"))] == [
        5.0,
        5.0,
    ]


# S4: one week


def test_a_week_far_above_the_three_before_it_is_told_once() -> None:
    said = decided([6000.0] * 28 + [12_000.0] * 7)

    alerts = [alert for alert in said.alerts if alert.rule is Rule.S4]
    assert len(alerts) == 1
    assert alerts[0].level is Level.CAUTION
    assert float(alerts[0].input("ratio")) > 1.4


@pytest.mark.parametrize(("percent", "told"), [(30, False), (40, False), (44, True), (60, True)])
def test_a_clean_week_is_told_from_40_percent_above_the_three_before(
    percent: int,
    *,
    told: bool,
) -> None:
    said = decided([6000.0] * 28 + [60.0 * (100 + percent)] * 7)

    assert (Rule.S4 in {alert.rule for alert in said.alerts}) is told


def test_a_week_that_cannot_be_compared_says_why() -> None:
    said = decided([6000.0] * 20)

    assert NotEvaluated(on(20), Rule.S4, "building") in said.not_evaluated


def test_the_week_is_silent_where_one_told_run_made_it() -> None:
    runs = (*(run(day, 5.0) for day in (2, 6, 10, 14, 18, 22, 26)), run(30, 25.0, 150.0))
    loads = [6000.0] * 29 + [90_000.0] + [6000.0] * 5

    said = decided(loads, runs)

    assert {alert.rule for alert in said.alerts} == {Rule.S1}


def test_a_week_of_somebody_who_seldom_runs_is_not_compared() -> None:
    said = decided([6000.0] * 28 + [12_000.0] * 7, runs=(run(30, 5.0),))

    assert not [alert for alert in said.alerts if alert.rule is Rule.S4]
    assert NotEvaluated(on(33), Rule.S4, "few-runs") in said.not_evaluated


# P2: the morning after


def mornings(scores: list[int | None]) -> dict[date, int]:
    return {on(n + 1): score for n, score in enumerate(scores) if score is not None}


def pain_alerts(scores: list[int | None], runs: tuple[Outing, ...] = ()) -> list[tuple[int, str]]:
    said = decided([math.nan] * len(scores), runs, mornings(scores))
    return [
        ((alert.day - DAY_ONE).days + 1, alert.code)
        for alert in said.alerts
        if alert.rule is Rule.P2
    ]


def test_a_rise_of_two_is_a_caution_and_names_the_loaded_day() -> None:
    scores: list[int | None] = [2, 2, 2, 2, 2, 2, 2, 4]

    said = decided([math.nan] * 8, (), mornings(scores))

    (alert,) = said.alerts
    assert (alert.level, alert.code) == (Level.CAUTION, "p2-once")
    assert alert.input("load_day") == on(7).isoformat()


@pytest.mark.parametrize(
    "scores",
    [
        [2, 2, 2, 2, 2, 2, 2, 3],  # one point is within the noise of the scale
        [0, 0, 0, 0, 0, 0, 0, 2],  # two points up, but below 3
        [None, None, None, None, None, 2, 2, 5],  # two mornings are no baseline
    ],
)
def test_a_small_low_or_baseless_rise_says_nothing(scores: list[int | None]) -> None:
    assert not pain_alerts(scores)


def test_a_second_rise_within_four_mornings_is_an_alert() -> None:
    assert pain_alerts([2, 2, 2, 2, 2, 2, 2, 4, 2, 4]) == [(8, "p2-once"), (10, "p2-repeated")]


def test_a_rise_after_a_jump_in_load_is_an_alert() -> None:
    runs = (run(1, 5.0), run(8, 10.0))

    assert pain_alerts([2, 2, 2, 2, 2, 2, 2, 2, 4], runs) == [(9, "p2-after-load")]


def test_at_a_high_baseline_one_point_on_three_mornings_counts() -> None:
    assert pain_alerts([7] * 7 + [8, 8]) == []
    assert pain_alerts([7] * 7 + [8, 8, 8]) == [(10, "p2-high")]


def test_no_score_is_not_no_pain() -> None:
    said = decided([math.nan] * 8, (), mornings([2, 2, 2, 2, 2, 2, 2, None]))

    assert NotEvaluated(on(8), Rule.P2, "no-morning-score") in said.not_evaluated


# Episodes


def alert(day: int, rule: Rule = Rule.S1, level: Level = Level.CAUTION) -> Alert:
    return Alert(on(day), rule, level, "s1-caution", (), 1.1, "run", 1)


def every_day(last: int) -> set[date]:
    return {on(day) for day in range(1, last + 1)}


def test_an_episode_rises_and_closes_after_seven_ok_days() -> None:
    alerts = [alert(3), alert(5, Rule.S4), alert(4, level=Level.ALERT)]

    (one,) = episodes(alerts, Family.LOAD, every_day(20), on(20))

    assert (one.opened, one.last_day, one.closed) == (on(3), on(5), on(12))
    assert one.level is Level.ALERT
    assert len(one.alerts) == 3


def test_days_without_data_do_not_close_an_episode() -> None:
    measured = every_day(20) - {on(day) for day in range(6, 16)}

    (one,) = episodes([alert(5)], Family.LOAD, measured, on(20))

    assert one.closed is None


def test_a_word_after_closing_opens_a_new_episode_and_info_opens_none() -> None:
    alerts = [alert(3), alert(15), alert(18, level=Level.INFO)]

    told = episodes(alerts, Family.LOAD, every_day(40), on(40))

    assert [(one.opened, one.closed) for one in told] == [(on(3), on(10)), (on(15), on(22))]
    assert not episodes(alerts, Family.PAIN, every_day(40), on(40))
