"""A run beside the plan of its day, and shifts that the runner told: what S1 and S3 say of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Alert, Family, Level, NotEvaluated, Rule
from plantar.load import Activity, Day, DayStatus
from plantar.measured import Origin, OriginKind, Session, SourceClass, Sport
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.episodes import told_episodes
from processing.recompute import recompute
from processing.rules.decide import Decisions, Evidence, decide
from processing.rules.outings import Outing

DAY_ONE = date(2026, 3, 2)


def on(n: int) -> date:
    return DAY_ONE + timedelta(days=n)


def run(n: int, km: float | None, minutes: float | None = None, hour: int = 17) -> Outing:
    start = datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=n)
    return Outing(on(n), start, start + timedelta(minutes=minutes or 0), km, minutes)


def plan(n: int, km: float | None, minutes: float | None = None) -> PlannedRun:
    return PlannedRun(
        on(n),
        None if km is None else km * 1000.0,
        None if minutes is None else minutes * 60.0,
        "kine-a",
    )


def decided(evidence: Evidence, last: int = 60) -> Decisions:
    return decide(evidence, DAY_ONE, on(last))


def s1(runs: Sequence[Outing], *plans: PlannedRun) -> list[Alert]:
    said = decided(Evidence((), (), tuple(runs), planned=plans))
    return [alert for alert in said.alerts if alert.rule is Rule.S1]


# S1 against the plan

BEFORE = (run(10, 10.0), run(17, 10.0))


@pytest.mark.parametrize(
    ("km", "code"),
    [
        (15.0, None),  # half as long again as the longest, and as agreed
        (16.5, None),  # exactly 10 % more than agreed
        (16.6, "s1-plan-caution"),
        (19.5, "s1-plan-caution"),
        (19.6, "s1-plan-alert"),
        (30.0, "s1-plan-alert"),
        (30.1, "s1-plan-double"),
    ],
)
def test_a_planned_run_is_held_against_its_plan_and_not_against_the_longest(
    km: float, code: str | None
) -> None:
    found = s1([*BEFORE, run(24, km)], plan(24, 15.0))

    assert [alert.code for alert in found] == ([code] if code else [])


def test_a_run_as_long_as_ever_is_a_jump_where_less_was_agreed() -> None:
    (found,) = s1([*BEFORE, run(24, 10.0)], plan(24, 5.0))

    assert (found.level, found.code) == (Level.ALERT, "s1-plan-alert")
    assert (found.input("planned"), found.input("value"), found.input("percent")) == (5, 10, 100)
    assert found.input("plan_author") == "kine-a"
    assert found.method == "run distance of the day / plan of the day"
    assert found.threshold == 1.3


def test_a_little_more_than_a_short_plan_is_no_word() -> None:
    assert not s1([run(24, 3.9)], plan(24, 3.0))  # 30 % and 900 m more


def test_a_plan_needs_no_history_and_says_nothing_of_another_day() -> None:
    assert [one.code for one in s1([run(24, 8.0)], plan(24, 5.0))] == ["s1-plan-alert"]
    assert not s1([run(24, 8.0)], plan(23, 5.0))
    assert [one.code for one in s1([*BEFORE, run(24, 14.0)], plan(25, 20.0))] == ["s1-alert"]


def test_two_halves_meet_a_plan_and_twice_the_plan_is_twice_the_plan() -> None:
    halves = [run(24, 5.0, hour=8), run(24, 5.0, hour=18)]
    twice = [run(24, 10.5, hour=8), run(24, 10.0, hour=18)]

    assert not s1(halves, plan(24, 10.0))
    (found,) = s1(twice, plan(24, 10.0))
    assert found.code == "s1-plan-double"
    assert (found.input("value"), found.input("runs")) == (20.5, 2)


def test_minutes_decide_where_the_plan_or_the_run_has_no_distance() -> None:
    in_minutes = s1([run(24, 9.0, 60.0)], plan(24, None, 40.0))
    treadmill = s1([run(24, None, 60.0)], plan(24, 5.0, 40.0))
    slow = s1([run(24, 5.0, 60.0)], plan(24, 5.0, 40.0))  # as far as agreed, only slower

    assert [one.input("measure") for one in (*in_minutes, *treadmill)] == ["duration"] * 2
    assert not slow


def test_a_run_that_cannot_be_held_against_its_plan_says_so() -> None:
    said = decided(Evidence((), (), (*BEFORE, run(24, None, 90.0)), planned=(plan(24, 5.0),)))

    assert NotEvaluated(on(24), Rule.S1, "plan-other-measure") in said.not_evaluated
    assert not said.alerts


def test_a_run_without_a_distance_beside_one_with_leaves_a_lower_bound_that_may_speak() -> None:
    far, unknown = run(24, 8.0, 48.0, hour=8), run(24, None, None, hour=18)

    assert [one.code for one in s1([far, unknown], plan(24, 5.0))] == ["s1-plan-alert"]
    assert not s1([replace(far, distance_km=5.0), unknown], plan(24, 5.0))


def test_a_planned_run_is_in_the_reference_of_those_after_it() -> None:
    runs = [*BEFORE, run(24, 15.0), run(27, 16.4)]

    assert not s1(runs, plan(24, 15.0))  # 9 % more than the planned one


def test_the_thresholds_of_ones_own_hold_for_a_plan_too() -> None:
    own = RuleOverride(Rule.S1, "caution_ratio", 1.5, "kine-a", "proef", DAY_ONE)
    evidence = Evidence((), (), (run(24, 7.0),), overrides=(own,), planned=(plan(24, 5.0),))

    (found,) = decided(evidence).alerts

    assert found.level is Level.ALERT
    assert found.input("override_caution_ratio") == "kine-a: proef"


def test_pain_after_more_than_was_planned_is_an_answer_to_a_jump() -> None:
    mornings = {on(n): 2 for n in range(15, 25)} | {on(25): 5}

    beyond = decided(Evidence((), (), (run(24, 8.0),), mornings, planned=(plan(24, 5.0),)))
    within = decided(Evidence((), (), (run(24, 5.0),), mornings, planned=(plan(24, 5.0),)))

    assert {one.rule for one in beyond.alerts} == {Rule.S1, Rule.P2, Rule.C1}
    assert {one.rule for one in within.alerts} == {Rule.P2}


RUNS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(0.1, 40.0)), st.one_of(st.none(), st.floats(1.0, 300.0))
    ),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(
    sizes=RUNS,
    more=st.tuples(
        st.one_of(st.none(), st.floats(0.1, 40.0)), st.one_of(st.none(), st.floats(1.0, 300.0))
    ),
    km=st.one_of(st.none(), st.floats(0.5, 30.0)),
    minutes=st.one_of(st.none(), st.floats(5.0, 200.0)),
)
def test_one_run_more_on_a_planned_day_never_makes_it_quieter(
    sizes: list[tuple[float | None, float | None]],
    more: tuple[float | None, float | None],
    km: float | None,
    minutes: float | None,
) -> None:
    if km is None and minutes is None:
        km = 8.0
    runs = [run(24, *size, hour=6 + 3 * n) for n, size in enumerate(sizes)]

    def level(of: Sequence[Outing]) -> Level:
        return max((one.level for one in s1(of, plan(24, km, minutes))), default=Level.OK)

    assert level([*runs, run(24, *more, hour=20)]) >= level(runs)


# S3 over declared shifts

SHIFTS = dict.fromkeys((on(n) for n in range(0, 28, 3)), 300.0)  # ten of five hours


def s3(declared: dict[date, float], days: Sequence[Day] = ()) -> list[tuple[int, Level, str]]:
    said = decided(Evidence(tuple(days), (True,) * len(days), declared=declared))
    return [
        ((one.day - DAY_ONE).days, one.level, one.code)
        for one in said.alerts
        if one.rule is Rule.S3
    ]


@pytest.mark.parametrize(
    ("minutes", "level"),
    [
        (359.0, None),  # 20 % more, 59 minutes
        (360.0, Level.CAUTION),
        (450.0, Level.CAUTION),  # exactly half as long again
        (451.0, Level.ALERT),
    ],
)
def test_a_declared_shift_is_held_against_the_longest_declared_by_the_thresholds_of_s3(
    minutes: float, level: Level | None
) -> None:
    told = [(30, level, "s3-declared")] if level else []

    assert s3(SHIFTS | {on(30): minutes}) == told


def test_an_estimate_says_so_and_carries_what_it_was_decided_from() -> None:
    (found,) = decided(Evidence((), (), declared=SHIFTS | {on(30): 540.0})).alerts

    assert found.method == "estimated time on feet / longest estimated of 30 days"
    assert (found.input("day_declared"), found.input("longest_declared")) == (540.0, 300.0)
    assert found.input("days") == 10
    assert found.source_class is None  # of no sensor


def stood(n: int, minutes: float) -> Day:
    return Day(on(n), SourceClass.INSOLE, DayStatus.VALID, 8000.0, minutes, standing=Activity())


def test_what_was_told_and_what_was_measured_are_never_in_one_comparison() -> None:
    measured = [stood(n, 200.0) for n in range(31)]
    long_measured = [*(stood(n, 900.0) for n in range(30)), stood(30, 900.0)]

    # A declared nine hours: far above what the soles measured, and no longer than told before.
    assert s3(dict.fromkeys(SHIFTS, 540.0) | {on(30): 540.0}, measured) == []
    # A declared jump stays one beside soles that measured more than that every day.
    assert s3(SHIFTS | {on(30): 420.0}, long_measured) == [(30, Level.CAUTION, "s3-declared")]
    # And a measured jump is told beside declared days that were longer.
    jump = [*measured[:-1], stood(30, 400.0)]
    assert s3(dict.fromkeys(SHIFTS, 540.0) | {on(30): 540.0}, jump) == [
        (30, Level.ALERT, "s3-upright")
    ]


def test_the_history_a_shift_needs_is_one_of_declared_days() -> None:
    measured = [stood(n, 200.0) for n in range(40)]
    young = dict.fromkeys((on(n) for n in range(20, 30)), 300.0)
    few = dict.fromkeys((on(n) for n in (0, 5, 10, 15, 20)), 300.0)

    for declared, day, why in (
        (young | {on(33): 600.0}, 33, "short-declared-history"),
        (few | {on(28): 600.0}, 28, "few-declared-days"),
    ):
        evidence = Evidence(tuple(measured), (True,) * 40, declared=declared)
        said = decided(evidence, 39)
        assert NotEvaluated(on(day), Rule.S3, why) in said.not_evaluated
        assert not said.alerts


def test_a_day_without_a_declaration_is_asked_nothing() -> None:
    said = decided(Evidence((), (), declared=SHIFTS))

    assert not [one for one in said.not_evaluated if one.rule is Rule.S3 and one.day == on(40)]


def test_declared_days_without_a_jump_close_the_episode_that_one_opened() -> None:
    declared = SHIFTS | {on(30): 540.0} | dict.fromkeys((on(n) for n in range(31, 38)), 300.0)
    evidence = Evidence((), (), declared=declared)

    (episode,) = told_episodes(decided(evidence).alerts, evidence, on(60))

    assert (episode.family, episode.opened, episode.closed) == (Family.LOAD, on(30), on(37))


# From the store

NOW = datetime(2026, 4, 20, 20, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna"))
        yield opened


def put_runs(store: Store, *runs: tuple[int, float]) -> None:
    sessions = tuple(
        Session(
            datetime(2026, 3, 2, 17, tzinfo=UTC) + timedelta(days=n),
            Sport.RUNNING,
            km * 360.0,
            km * 1000.0,
        )
        for n, km in runs
    )
    origin = Origin(repr(runs), OriginKind.IMPORT, "runs.csv", NOW)
    store.put("anna", Batch(origin, "watch", sessions))


def told(store: Store, rule: Rule) -> list[tuple[date, str]]:
    recompute(store, "anna", now=NOW)
    return [(one.day, one.code) for one in store.alerts("anna", on(0), on(99)) if one.rule is rule]


def test_a_plan_that_comes_after_the_run_changes_what_is_said_of_it_and_leaves_when_it_goes(
    store: Store,
) -> None:
    put_runs(store, (16, 5.0), (23, 8.0))
    before = told(store, Rule.S1)

    store.keep_planned_run("anna", plan(23, 8.0))
    agreed = told(store, Rule.S1)
    store.keep_planned_run("anna", plan(23, 4.0))
    shorter = told(store, Rule.S1)
    store.withdraw_planned_run("anna", on(23))

    assert before == told(store, Rule.S1) == [(on(23), "s1-alert")]
    assert agreed == []
    assert shorter == [(on(23), "s1-plan-alert")]


def test_shifts_of_a_day_add_up_and_one_taken_back_takes_its_words_along(store: Store) -> None:
    for n in range(0, 28, 3):
        store.keep_declared_shift("anna", DeclaredShift(on(n), 300.0), NOW)
    store.keep_declared_shift("anna", DeclaredShift(on(30), 240.0), NOW)
    alone = told(store, Rule.S3)
    second = store.keep_declared_shift(
        "anna", DeclaredShift(on(30), 240.0), NOW + timedelta(minutes=1)
    )
    together = told(store, Rule.S3)
    store.withdraw_declared_shift("anna", second.id)

    assert alone == []
    assert together == [(on(30), "s3-declared")]
    assert told(store, Rule.S3) == []
    history = store.alert_history("anna", on(0), on(99))
    assert [one.withdrawn_at is not None for one in history] == [True]
