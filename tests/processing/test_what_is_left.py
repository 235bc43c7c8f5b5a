"""What is left today: doing less is silent, doing more speaks, and the same rules say so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Level, Rule
from plantar.load import Activity, Day, DayStatus
from plantar.measured import SourceClass
from plantar.plan import PlannedRun
from processing.rules.decide import Evidence, LastDay, decide
from processing.rules.outings import Outing
from processing.what_is_left import (
    RESOLUTION_MIN,
    Doing,
    Left,
    Today,
    what_is_left,
)

DAY_ONE = date(2026, 3, 2)
TODAY = DAY_ONE + timedelta(days=40)


def lived(loads: list[float], today_load: float = 0.0, runs: tuple[Outing, ...] = ()) -> Evidence:
    days = [
        Day(
            DAY_ONE + timedelta(days=n),
            SourceClass.INSOLE,
            DayStatus.VALID,
            load,
            load / 40.0,
            walking=Activity(load, load / 40.0, load / 100.0),
            standing=Activity(),
        )
        for n, load in enumerate(loads)
    ]
    open_day = Day(
        DAY_ONE + timedelta(days=len(loads)),
        SourceClass.INSOLE,
        DayStatus.PARTIAL,
        today_load,
        today_load / 40.0,
        standing=Activity(),
    )
    return Evidence((*days, open_day), (True,) * (len(days) + 1), runs)


def run(day: int, km: float, minutes: float) -> Outing:
    start = datetime(2026, 3, 2, 17, tzinfo=UTC) + timedelta(days=day)
    return Outing(start.date(), start, start + timedelta(minutes=minutes), km, minutes)


def of(evidence: Evidence, doing: Doing, today: date = TODAY) -> Left:
    (found,) = (one for one in what_is_left(evidence, DAY_ONE, today) if one.doing is doing)
    return found


def test_walking_is_left_until_the_day_is_well_above_the_highest() -> None:
    left = of(lived([8000.0] * 40, today_load=4000.0), Doing.WALKING)

    assert (left.rule, left.level) == (Rule.S2, Level.CAUTION)
    assert left.pace.load_wse == pytest.approx(100.0)  # their own pace, not the model's
    assert left.minutes == pytest.approx((1.3 * 8000.0 - 4000.0) / 100.0, abs=0.02)


def test_standing_reaches_the_time_on_the_feet_long_before_the_load() -> None:
    left = of(lived([8000.0] * 40, today_load=4000.0), Doing.STANDING)

    assert left.rule is Rule.S3
    assert left.minutes == pytest.approx(160.0, abs=0.02)


def test_running_is_left_until_the_longest_run_is_passed() -> None:
    runs = tuple(run(day, 8.0, 48.0) for day in range(1, 39, 3))

    left = of(lived([60_000.0] * 40, 0.0, runs), Doing.RUNNING)

    assert left.rule is Rule.S1
    assert left.level is Level.CAUTION
    assert left.minutes == pytest.approx(54.0, abs=0.02)  # 9 km: a kilometre more than 8


def planned(km: float | None = None, minutes: float | None = None) -> PlannedRun:
    metres, seconds = km and km * 1000.0, minutes and minutes * 60.0
    return PlannedRun(TODAY, metres, seconds, "kine-a")


def test_on_a_planned_day_running_is_left_until_the_plan_is_passed() -> None:
    runs = tuple(run(day, 8.0, 48.0) for day in range(1, 39, 3))
    evidence = lived([200_000.0] * 40, 0.0, runs)

    short = of(replace(evidence, planned=(planned(5.0),)), Doing.RUNNING)
    long = of(replace(evidence, planned=(planned(20.0),)), Doing.RUNNING)
    timed = of(replace(evidence, planned=(planned(minutes=100.0),)), Doing.RUNNING)

    assert short.word is not None
    assert (short.word.code, short.word.input("planned")) == ("s1-plan-caution", 5.0)
    assert short.minutes == pytest.approx(36.0, abs=0.02)  # a kilometre more than 5
    assert long.minutes == pytest.approx(1.1 * 120.0, abs=0.02)
    assert timed.minutes == pytest.approx(110.0, abs=0.02)


def test_what_was_run_of_the_plan_is_no_longer_left() -> None:
    runs = (*(run(day, 8.0, 48.0) for day in range(1, 39, 3)), run(40, 3.0, 18.0))
    evidence = lived([60_000.0] * 40, 0.0, runs)

    left = of(replace(evidence, planned=(planned(5.0),)), Doing.RUNNING)

    assert left.minutes == pytest.approx(18.0, abs=0.02)
    assert of(evidence, Doing.RUNNING).minutes == pytest.approx(54.0, abs=0.02)


def test_minutes_that_may_be_walking_or_running_use_up_nothing_of_what_is_left() -> None:
    evidence = lived([8000.0] * 40, today_load=4000.0)
    today = replace(evidence.days[-1], load_wse=7000.0, uncertain_wse=3000.0)
    evidence = replace(evidence, days=(*evidence.days[:-1], today))

    left = of(evidence, Doing.WALKING)

    assert left.rule is Rule.S2
    assert left.minutes == pytest.approx((1.3 * 8000.0 - 4000.0) / 100.0, abs=0.02)


def test_a_day_that_stands_out_by_uncertain_minutes_says_how_much_s2_is_asked_without() -> None:
    evidence = lived([8000.0] * 40, today_load=4000.0)
    today = replace(evidence.days[-1], load_wse=12_000.0, uncertain_wse=8000.0)
    evidence = replace(evidence, days=(*evidence.days[:-1], today))

    left = of(evidence, Doing.WALKING)

    assert (left.level_now, left.rule) == (Level.OK, Rule.S2)
    assert left.uncertain_wse == 8000.0
    assert Rule.S2 not in {one.rule for one in left.not_evaluated}


def test_a_first_declared_shift_leaves_s3_asked_about_what_is_measured() -> None:
    left = of(replace(lived([8000.0] * 40), declared={TODAY: 420.0}), Doing.STANDING)

    assert left.rule is Rule.S3
    assert Rule.S3 not in {one.rule for one in left.not_evaluated}


def test_a_long_declared_shift_is_how_loud_today_already_is() -> None:
    shifts = {DAY_ONE + timedelta(days=day): 300.0 for day in range(0, 40, 3)} | {TODAY: 420.0}

    left = of(replace(lived([8000.0] * 40), declared=shifts), Doing.WALKING)

    assert left.level_now is Level.CAUTION
    assert left.level is Level.ALERT


def test_a_source_that_measures_no_standing_tells_nothing_of_it() -> None:
    evidence = lived([8000.0] * 40)
    watch = tuple(replace(day, source_class=SourceClass.WATCH) for day in evidence.days)

    told = what_is_left(replace(evidence, days=watch), DAY_ONE, TODAY)

    assert [left.doing for left in told] == [Doing.WALKING, Doing.RUNNING]


def test_nobody_known_means_that_no_rule_can_be_asked() -> None:
    for left in what_is_left(Evidence((), ()), DAY_ONE, TODAY):
        assert left.minutes is None
        assert left.level_now is Level.OK


@settings(max_examples=20, deadline=None)
@given(
    loads=st.lists(st.floats(0.0, 60_000.0), min_size=30, max_size=60),
    today_load=st.floats(0.0, 30_000.0),
    doing=st.sampled_from(Doing),
    share=st.floats(0.0, 1.0),
    more=st.floats(RESOLUTION_MIN, 600.0),
    km=st.one_of(st.none(), st.floats(0.5, 30.0)),
    uncertain=st.floats(0.0, 1.0),
)
def test_doing_less_never_speaks_and_doing_more_does(
    loads: list[float],
    today_load: float,
    doing: Doing,
    share: float,
    more: float,
    km: float | None,
    uncertain: float,
) -> None:
    runs = tuple(run(day, 5.0 + day % 4, 30.0 + day % 9) for day in range(0, len(loads), 4))
    evidence = lived(loads, today_load, runs)
    today = DAY_ONE + timedelta(days=len(loads))
    unsure = replace(evidence.days[-1], uncertain_wse=today_load * uncertain)
    evidence = replace(evidence, days=(*evidence.days[:-1], unsure))
    if km is not None:
        evidence = replace(evidence, planned=(PlannedRun(today, km * 1000.0, None, "kine-a"),))
    left = of(evidence, doing, today)
    asked = Today(evidence, DAY_ONE, today)

    def level(minutes: float) -> Level:
        loudest = asked.loudest(doing, left.pace, minutes)
        return Level.OK if loudest is None else loudest.level

    if left.minutes is None:
        assert level(1440.0 * share) <= left.level_now
    else:
        assert level(left.minutes * share) == left.level_now
        assert level(left.minutes + more) > left.level_now


@settings(max_examples=20, deadline=None)
@given(loads=st.lists(st.floats(0.0, 60_000.0), min_size=3, max_size=70))
def test_the_last_day_is_asked_as_all_days_are(loads: list[float]) -> None:
    """The short way, which changes one day, says what the long way says."""
    runs = tuple(run(day, 5.0 + day % 5, 30.0) for day in range(0, len(loads), 3))
    days = lived(loads, 0.0, runs).days[:-1]
    today = days[-1].day
    whole = Evidence(days, (True,) * len(days), runs)
    before = replace(days[-1], load_wse=0.0, upright_bw_min=0.0)
    empty = replace(whole, days=(*days[:-1], before))

    long_way = decide(whole, DAY_ONE, today)
    short_way = LastDay(empty, DAY_ONE, today).with_more(days[-1])

    assert short_way.alerts == tuple(one for one in long_way.alerts if one.day == today)
    assert short_way.not_evaluated == tuple(
        one for one in long_way.not_evaluated if one.day == today
    )


def test_before_anything_is_measured_the_day_counts_from_nothing_and_says_so() -> None:
    evidence = lived([8000.0] * 40)
    blank = Day(TODAY, SourceClass.INSOLE, DayStatus.MISSING)
    in_bed = replace(evidence, days=(*evidence.days[:-1], blank))

    left = of(in_bed, Doing.WALKING)

    assert left.from_nothing
    assert left.minutes == pytest.approx(1.3 * 8000.0 / 100.0, abs=0.02)
    assert not of(evidence, Doing.WALKING).from_nothing  # a measured rest is known to be none
