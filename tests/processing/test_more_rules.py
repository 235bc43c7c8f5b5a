"""S1b, S1w, S2, S3, P1, P3 and C1: when they speak, and when they cannot be asked."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.alert import Alert, Family, Level, NotEvaluated, Rule
from plantar.day import LocalDays
from plantar.load import Activity, Day, DayStatus
from plantar.measured import Session, SourceClass, Sport
from processing.episodes import episodes
from processing.rules.decide import Decisions, Evidence, decide
from processing.rules.outings import Outing, walks_of

DAY_ONE = date(2026, 3, 2)
MONTH = 30


def on(day: int) -> date:
    return DAY_ONE + timedelta(days=day - 1)


def outing(day: int, km: float | None, steps: int | None = None) -> Outing:
    start = datetime(2026, 3, 1, 17, tzinfo=UTC) + timedelta(days=day)
    return Outing(on(day), start, start, km, None, steps)


def measured(
    n: int,
    load: float,
    upright: float = 100.0,
    *,
    status: DayStatus = DayStatus.VALID,
    kind: SourceClass = SourceClass.INSOLE,
) -> Day:
    if math.isnan(load):
        return Day(on(n), kind, DayStatus.MISSING)
    standing = Activity(0.0) if kind is SourceClass.INSOLE else None
    return Day(on(n), kind, status, load, upright, standing=standing)


def decided(
    days: Sequence[Day],
    last: int,
    *,
    runs: Sequence[Outing] = (),
    walks: Sequence[Outing] = (),
    mornings: Mapping[date, int] | None = None,
    during: Mapping[date, int] | None = None,
    pain_limit: int | None = None,
) -> Decisions:
    evidence = Evidence(
        days=tuple(days),
        expected=(True,) * len(days),
        runs=tuple(runs),
        mornings=mornings or {},
        walks=tuple(walks),
        during=during or {},
        pain_limit=pain_limit,
    )
    return decide(evidence, DAY_ONE, on(last))


def spoken(said: Decisions, rule: Rule) -> list[tuple[int, Level]]:
    return [
        ((alert.day - DAY_ONE).days + 1, alert.level) for alert in said.alerts if alert.rule is rule
    ]


def reasons(said: Decisions, rule: Rule, day: int) -> set[str]:
    return {one.reason for one in said.not_evaluated if (one.rule, one.day) == (rule, on(day))}


def month_and(last: Day, load: float = 8000.0, upright: float = 100.0) -> list[Day]:
    kind = last.source_class
    return [*(measured(n, load, upright, kind=kind) for n in range(1, MONTH + 1)), last]


# S1b: the first run after a pause


@pytest.mark.parametrize(("day", "told"), [(33, []), (34, [(34, Level.INFO)])])
def test_the_first_run_after_two_weeks_is_told_and_opens_no_episode(
    day: int, told: list[tuple[int, Level]]
) -> None:
    said = decided([], 60, runs=[outing(13, 8.0), outing(20, 8.0), outing(day, 5.0)])

    assert spoken(said, Rule.S1B) == told
    assert not episodes(said.alerts, Family.LOAD, {on(n) for n in range(1, 61)}, on(60))


def test_after_a_pause_a_run_is_held_against_the_runs_since_then() -> None:
    before = [outing(10, 12.0), outing(20, 12.0)]

    said = decided([], 60, runs=[*before, outing(36, 5.0), outing(38, 7.0)])

    assert spoken(said, Rule.S1) == [(38, Level.ALERT)]
    assert next(a for a in said.alerts if a.rule is Rule.S1).input("longest") == 5.0


def test_the_first_run_itself_is_held_against_the_month_before_it() -> None:
    said = decided([], 60, runs=[outing(10, 5.0), outing(30, 11.0)])

    assert spoken(said, Rule.S1) == [(30, Level.ALERT)]
    assert spoken(said, Rule.S1B) == [(30, Level.INFO)]


def test_a_first_run_ever_follows_no_pause() -> None:
    assert not decided([], 30, runs=[outing(20, 5.0)]).alerts


# S1w: one walk


@pytest.mark.parametrize(
    ("km", "told"),
    [
        (10.4, []),  # exactly 30 %
        (10.5, [(30, Level.CAUTION)]),
        (40.0, [(30, Level.CAUTION)]),  # never louder
    ],
)
def test_a_walk_is_held_against_the_longest_of_thirty_days(
    km: float, told: list[tuple[int, Level]]
) -> None:
    said = decided([], 40, walks=[outing(2, 8.0), outing(9, 6.0), outing(30, km)])

    assert spoken(said, Rule.S1W) == told


def test_a_short_walk_a_new_walker_and_a_walk_without_a_size_say_why_not() -> None:
    short = decided([], 40, walks=[outing(2, 3.0), outing(20, 4.9)])
    new = decided([], 40, walks=[outing(2, 3.0), outing(15, 9.0)])
    nothing = decided([], 40, walks=[outing(2, 3.0), outing(20, None)])
    long_ago = decided([], 60, walks=[outing(2, 3.0), outing(40, 9.0)])

    assert not short.alerts
    assert reasons(new, Rule.S1W, 15) == {"short-history"}
    assert reasons(nothing, Rule.S1W, 20) == {"no-distance-no-steps"}
    assert reasons(long_ago, Rule.S1W, 40) == {"no-walk-in-30-days"}


def test_steps_decide_where_a_walk_has_no_distance() -> None:
    said = decided([], 40, walks=[outing(2, None, 6000), outing(20, None, 8800)])

    assert spoken(said, Rule.S1W) == [(20, Level.CAUTION)]


def test_a_walk_with_a_coffee_in_it_is_one_walk_and_a_run_is_none() -> None:
    start = datetime(2026, 6, 1, 14, tzinfo=UTC)
    out = Session(start, Sport.WALKING, 3600.0, 5000.0, 6500)
    back = Session(start + timedelta(minutes=80), Sport.HIKING, 3600.0, 5000.0, 6500)
    run = Session(start + timedelta(minutes=150), Sport.RUNNING, 1800.0, 5000.0)

    (walk,) = walks_of([back, run, out], LocalDays("Europe/Brussels"))

    assert (walk.distance_km, walk.steps) == (10.0, 13_000)


# S2: the load of a day


@pytest.mark.parametrize(
    ("load", "told"),
    [
        (10_400.0, []),  # exactly 30 %
        (10_500.0, [(31, Level.CAUTION)]),
        (16_000.0, [(31, Level.CAUTION)]),  # exactly double
        (16_100.0, [(31, Level.ALERT)]),
    ],
)
def test_a_day_is_held_against_the_highest_of_thirty(
    load: float, told: list[tuple[int, Level]]
) -> None:
    assert spoken(decided(month_and(measured(31, load)), 31), Rule.S2) == told


def test_a_day_measured_in_part_may_speak_and_is_in_the_reference() -> None:
    part = measured(31, 12_000.0, status=DayStatus.PARTIAL)
    days = month_and(part)

    said = decided([*days, measured(32, 12_100.0)], 32)

    assert spoken(said, Rule.S2) == [(31, Level.CAUTION)]


def test_a_higher_day_a_month_ago_is_in_the_reference_and_one_before_it_is_not() -> None:
    high = month_and(measured(31, 12_000.0))
    high[0] = measured(1, 12_000.0)

    assert not spoken(decided(high, 31), Rule.S2)
    assert spoken(decided([*high[:-1], measured(31, 8000.0), measured(32, 12_000.0)], 32), Rule.S2)


def test_a_day_that_a_run_told_already_gets_no_second_word_unless_a_louder_one() -> None:
    runs = [outing(5, 10.0), outing(12, 10.0), outing(19, 10.0), outing(26, 10.0)]

    quiet = decided(month_and(measured(31, 12_000.0)), 31, runs=[*runs, outing(31, 11.5)])
    louder = decided(month_and(measured(31, 17_000.0)), 31, runs=[*runs, outing(31, 11.5)])

    assert spoken(quiet, Rule.S1) == [(31, Level.CAUTION)]
    assert not spoken(quiet, Rule.S2)
    assert spoken(louder, Rule.S2) == [(31, Level.ALERT)]


def test_a_month_of_almost_nothing_is_nothing_to_compare_with() -> None:
    almost = 1e-308
    days = [
        Day(on(n), SourceClass.INSOLE, DayStatus.VALID, almost, almost) for n in range(1, MONTH + 1)
    ]

    said = decided([*days, measured(31, 8000.0)], 31, runs=[outing(20, almost), outing(31, 8.0)])

    assert not said.alerts
    assert reasons(said, Rule.S2, 31) == reasons(said, Rule.S3, 31) == {"no-load-before"}


def test_a_day_that_cannot_be_compared_says_why() -> None:
    few = [measured(n, 8000.0 if n <= 13 else math.nan) for n in range(1, 31)]
    totals = month_and(measured(31, 30_000.0, kind=SourceClass.DAY_TOTALS))
    nothing = month_and(measured(31, math.nan))

    assert reasons(decided([*few, measured(31, 30_000.0)], 31), Rule.S2, 31) == {"few-valid-days"}
    assert reasons(decided(totals, 31), Rule.S2, 31) == {"intensity-unknown"}
    assert reasons(decided(nothing, 31), Rule.S2, 31) == {"not-measured"}
    resting = month_and(measured(31, 500.0), load=0.0)
    assert reasons(decided(resting, 31), Rule.S2, 31) == {"no-load-before"}


# S3: the time on the feet of a day


@pytest.mark.parametrize(
    ("upright", "usual", "told"),
    [
        (359.0, 300.0, []),  # 20 % more, 59 minutes
        (360.0, 300.0, [(31, Level.CAUTION)]),
        (660.0, 600.0, []),  # an hour more, exactly 10 %
        (450.0, 300.0, [(31, Level.CAUTION)]),  # exactly 50 %
        (452.0, 300.0, [(31, Level.ALERT)]),
        (219.0, 100.0, [(31, Level.CAUTION)]),  # more than double, 119 minutes
        (220.0, 100.0, [(31, Level.ALERT)]),
    ],
)
def test_a_day_on_the_feet_is_held_against_the_longest_of_thirty(
    upright: float, usual: float, told: list[tuple[int, Level]]
) -> None:
    said = decided(month_and(measured(31, 8000.0, upright), upright=usual), 31)

    assert spoken(said, Rule.S3) == told


def test_where_standing_is_not_measured_the_sentence_is_about_steps() -> None:
    worn = decided(month_and(measured(31, 8000.0, 300.0)), 31)
    counted = decided(month_and(measured(31, 8000.0, 300.0, kind=SourceClass.DAY_TOTALS)), 31)

    assert {a.code for a in worn.alerts if a.rule is Rule.S3} == {"s3-upright"}
    assert {a.code for a in counted.alerts if a.rule is Rule.S3} == {"s3-steps"}


def test_time_on_the_feet_that_cannot_be_compared_says_why() -> None:
    young = [measured(n, 8000.0) for n in range(1, 15)]
    shifts = [measured(n, 8000.0 if n in (1, 8, 15, 22, 29) else math.nan) for n in range(1, 31)]
    runs_only = month_and(measured(31, 8000.0, 400.0, kind=SourceClass.SESSIONS))

    assert reasons(decided(young, 14), Rule.S3, 14) == {"short-history"}
    few = decided([*shifts, measured(31, 8000.0, 500.0)], 31)
    assert reasons(few, Rule.S3, 31) == {"few-days"}
    assert reasons(decided(runs_only, 31), Rule.S3, 31) == {"sessions-only"}


def test_a_day_without_a_plan_to_wear_asks_nothing() -> None:
    free = Day(on(31), SourceClass.INSOLE, DayStatus.NOT_EXPECTED)
    said = decided(month_and(free), 31)

    assert not {one.rule for one in said.not_evaluated if one.day == on(31)} & {Rule.S2, Rule.S3}


def test_the_week_is_silent_where_a_day_that_was_told_made_it() -> None:
    said = decided([*month_and(measured(31, 90_000.0)), measured(32, 8000.0)], 32)

    assert spoken(said, Rule.S2) == [(31, Level.ALERT)]
    assert not spoken(said, Rule.S4)


# P1: pain during load


def scores(*pairs: tuple[int, int]) -> dict[date, int]:
    return {on(day): score for day, score in pairs}


def test_pain_above_the_agreed_limit_speaks_on_the_second_of_three_load_days() -> None:
    said = decided([], 20, during=scores((1, 6), (5, 3), (9, 6), (12, 6)), pain_limit=5)

    assert spoken(said, Rule.P1) == [(9, Level.CAUTION), (12, Level.CAUTION)]


def test_pain_well_above_the_own_usual_is_an_alert_and_at_the_limit_nothing() -> None:
    usual = [(day, 2) for day in range(1, 7)]

    above = decided([], 20, during=scores(*usual, (8, 6)), pain_limit=5)
    at = decided([], 20, during=scores(*usual, (8, 5)), pain_limit=5)
    as_usual = decided([], 20, during=scores(*((d, 4) for d in range(1, 7)), (8, 6)), pain_limit=5)

    assert spoken(above, Rule.P1) == [(8, Level.ALERT)]
    assert not at.alerts
    assert not as_usual.alerts


def test_without_a_score_or_an_agreed_limit_pain_during_load_is_not_asked() -> None:
    said = decided([], 2, during=scores((1, 9)))

    assert reasons(said, Rule.P1, 1) == {"no-agreed-limit"}
    assert reasons(said, Rule.P1, 2) == {"no-during-score"}


# P3: the mornings of a week


def test_a_week_of_mornings_two_points_up_is_an_alert() -> None:
    slowly = [2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4]
    said = decided([], 14, mornings=scores(*enumerate(slowly, 1)))
    less = decided([], 14, mornings=scores(*enumerate([*slowly[:-1], 3], 1)))

    assert spoken(said, Rule.P3) == [(14, Level.ALERT)]
    assert not spoken(less, Rule.P3)


def test_four_mornings_are_no_week() -> None:
    known = [(day, 2) for day in range(1, 5)] + [(day, 6) for day in range(8, 15)]

    said = decided([], 14, mornings=scores(*known))

    assert reasons(said, Rule.P3, 14) == {"few-mornings"}


# C1: a jump, and the answer of the foot


QUIET = [(day, 1) for day in range(24, 32)]


@pytest.mark.parametrize(
    ("morning", "score", "told"),
    [
        (32, 3, [(32, Level.ALERT)]),
        (33, 3, [(33, Level.ALERT)]),
        (34, 3, []),  # 72 h
        (32, 2, []),  # one point
    ],
)
def test_pain_within_two_mornings_of_a_jump_lifts_the_load_episode(
    morning: int, score: int, told: list[tuple[int, Level]]
) -> None:
    days = [*month_and(measured(31, 11_000.0)), *(measured(n, 8000.0) for n in (32, 33, 34))]

    said = decided(days, 34, mornings=scores(*QUIET, (morning, score)))

    assert spoken(said, Rule.S2) == [(31, Level.CAUTION)]
    assert spoken(said, Rule.C1) == told
    (episode,) = episodes(said.alerts, Family.LOAD, {day.day for day in days}, on(34))
    assert episode.level is (Level.ALERT if told else Level.CAUTION)


def test_the_first_run_after_a_pause_is_no_jump_for_pain_to_answer() -> None:
    runs = [outing(5, 8.0), outing(31, 5.0)]

    said = decided([], 34, runs=runs, mornings=scores(*QUIET, (32, 4)))

    assert {alert.rule for alert in said.alerts} == {Rule.S1B, Rule.P2}
    assert all(alert.code != "p2-after-load" for alert in said.alerts)


def test_every_alert_carries_what_it_was_decided_from() -> None:
    days = [*month_and(measured(31, 17_000.0, 400.0)), measured(32, 8000.0)]
    said = decided(
        days,
        32,
        walks=[outing(2, 5.0), outing(31, 15.0)],
        runs=[outing(2, 5.0), outing(31, 8.0)],
        mornings=scores(*QUIET, (32, 5)),
        during=scores((30, 6), (31, 6)),
        pain_limit=5,
    )

    assert {alert.rule for alert in said.alerts} == set(Rule) - {Rule.S2, Rule.S4, Rule.P3}
    for alert in said.alerts:
        assert isinstance(alert, Alert)
        assert alert.inputs
        assert alert.threshold > 0
        assert alert.rule_version >= 1
        measured_load = alert.rule in (Rule.S2, Rule.S3, Rule.S4)
        assert (alert.source_class is not None) == measured_load


def test_a_rule_that_is_not_asked_is_not_called_ok() -> None:
    said = decided([], 1)

    assert NotEvaluated(on(1), Rule.P2, "no-morning-score") in said.not_evaluated
