"""A run beside the plan of its day, and shifts that the runner told: what S1 and S3 say of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.plan import PlannedRun, RuleOverride
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
