"""Why an alert is there: asked again, down to the minutes, and from which number on it spoke."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from plantar.alert import Alert, Level, Rule
from plantar.consent import EVERYTHING, Scope
from plantar.day import each_day
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from plantar.plan import PlannedRun
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.units import WSE_BW4S
from processing.evidence import stored_days
from processing.explain.again import asked_again, can_be_asked, looked_back_from
from processing.explain.chain import chain, days_before
from processing.explain.minutes import Doing, hours, minutes_of, stretches
from processing.explain.speaks_from import Unit, compared
from processing.explain.worked import worked
from processing.rules.day_jump import day_jump
from processing.rules.load_then_pain import load_then_pain
from processing.rules.morning_pain import morning_pain
from processing.rules.outings import Log, Outing
from processing.rules.pain_during import pain_during
from processing.rules.pain_weeks import pain_weeks
from processing.rules.planned_run import planned_run
from processing.rules.session_jump import session_jump
from processing.rules.thresholds import DEFAULTS
from processing.rules.upright_jump import upright_jump
from processing.rules.walk_jump import walk_jump
from tests.demo_lives import live

NOW = datetime(2026, 11, 27, 20, tzinfo=UTC)
TODAY = NOW.date()
JUMP, SHIFTS, TOTALS = "demo-jump-pain", "demo-shifts", "demo-week-up"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    path = tmp_path_factory.mktemp("explain") / "plantar.db"
    with open_store(path) as store:
        live(store, (JUMP, TOTALS), NOW, 36)
        live(store, (SHIFTS,), NOW, 3)
        yield store, path


def alerts(store: Store, runner_id: str) -> list[Alert]:
    return store.alerts(runner_id, date(2026, 1, 1), TODAY)


# Asked again.


@pytest.mark.parametrize("runner_id", [JUMP, TOTALS])
def test_every_alert_comes_out_the_same_from_its_stored_minutes(
    place: tuple[Store, Path], runner_id: str
) -> None:
    store, _ = place
    runner = store.runner(runner_id)
    told = alerts(store, runner_id)
    assert len({one.rule for one in told}) >= 2

    for day in {one.rule: one.day for one in told}.values():
        again = asked_again(store, runner, day, now=NOW, since=looked_back_from(day))
        assert set(again.alerts) == {one for one in told if one.day == day}


def test_a_minute_that_changed_behind_its_back_is_found_out(
    place: tuple[Store, Path], tmp_path: Path
) -> None:
    store, _ = place
    told = next(one for one in alerts(store, TOTALS) if one.rule is Rule.S4)
    copied = tmp_path / "copy.db"
    with sqlite3.connect(place[1]) as whole, sqlite3.connect(copied) as copy:
        whole.backup(copy)
        copy.execute("update day_total set steps = steps + 1")
    with open_store(copied) as other:
        runner = other.runner(TOTALS)
        since = looked_back_from(told.day)
        again = asked_again(other, runner, told.day, now=NOW, since=since)

    assert again.of_rules_like([told])
    assert again.of_rules_like([told]) != {told}


def test_who_does_not_see_all_of_it_is_told_no_answer() -> None:
    week = Alert(TODAY, Rule.S4, Level.CAUTION, "s4-load", (), 1.4, "", 3, SourceClass.WATCH)
    morning = Alert(TODAY, Rule.P2, Level.ALERT, "p2-after-load", (), 2.0, "", 2)

    assert can_be_asked(week, frozenset({Scope.LOAD}))
    assert not can_be_asked(morning, frozenset({Scope.PAIN}))
    assert can_be_asked(morning, EVERYTHING)


def test_a_week_is_explained_by_its_days_and_the_weeks_before(place: tuple[Store, Path]) -> None:
    store, _ = place
    runner = store.runner(TOTALS)
    told = next(one for one in alerts(store, TOTALS) if one.rule is Rule.S4)

    found = chain(store, runner, [told], told.day, days_before(store, runner, told))

    assert found.days[-1].day == told.day
    assert 28 <= len(found.days) <= 35
    assert found.weeks[0].load.total == pytest.approx(7 * float(told.input("acute")))
    before = [week.load.total or 0.0 for week in found.weeks[1:]]
    assert sum(before) == pytest.approx(21 * float(told.input("chronic")))


# The minutes.


@pytest.mark.parametrize(
    ("runner_id", "kind"), [(JUMP, SourceClass.WATCH), (SHIFTS, SourceClass.INSOLE)]
)
def test_the_minutes_of_a_day_add_up_to_its_load(
    place: tuple[Store, Path], runner_id: str, kind: SourceClass
) -> None:
    store, _ = place
    runner = store.runner(runner_id)
    days = stored_days(store, runner_id, TODAY - timedelta(days=2), TODAY)[kind]
    assert days

    for day in days.values():
        found = minutes_of(store, runner, day)
        assert found is not None
        assert found.load_wse == pytest.approx(day.load_wse)
        assert sum(one.load_wse for one in hours(found)) == pytest.approx(day.load_wse)
        assert sum(one.steps for one in found.minutes) == pytest.approx(day.steps, abs=1)
        for doing, part in ((Doing.WALKING, day.walking), (Doing.STANDING, day.standing)):
            told = sum(one.spent(doing) for one in found.minutes) / 60.0
            if part is not None:
                assert told == pytest.approx(part.minutes)


def test_the_stretches_of_a_day_follow_each_other_from_its_first_moment_to_its_last(
    place: tuple[Store, Path],
) -> None:
    store, _ = place
    runner = store.runner(JUMP)
    day = stored_days(store, JUMP, TODAY - timedelta(days=4), TODAY)[SourceClass.WATCH]
    found = minutes_of(store, runner, day[TODAY - timedelta(days=4)])
    assert found is not None

    told = stretches(found)

    assert (told[0].first, told[-1].after) == (found.first, found.after)
    assert all(one.after == other.first for one, other in pairwise(told))
    assert sum(one.minutes for one in told) == 24 * 60
    (run,) = [one for one in told if one.doing is Doing.RUNNING]
    assert run.minutes == 62
    assert told[-1].doing is Doing.NO_DATA


def test_of_a_daily_total_there_are_no_minutes(place: tuple[Store, Path]) -> None:
    store, _ = place
    day = stored_days(store, TOTALS, TODAY - timedelta(days=1), TODAY)[SourceClass.DAY_TOTALS]

    assert minutes_of(store, store.runner(TOTALS), next(iter(day.values()))) is None


# From which number on.


def _run(day: date, km: float) -> Outing:
    start = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    return Outing(day, start, start + timedelta(hours=1), km, None, round(km * 1350))


def _before(km: float) -> tuple[Outing, ...]:
    return tuple(_run(TODAY - timedelta(days=back), km) for back in (3, 8, 15, 22))


def _s1(value: float) -> object:
    return next(iter(session_jump(Log((*_before(20.0), _run(TODAY, value))), TODAY)), None)


def _s1_short(value: float) -> object:
    return next(iter(session_jump(Log((*_before(5.0), _run(TODAY, value))), TODAY)), None)


def _s1w(value: float) -> object:
    return next(iter(walk_jump(Log((*_before(4.0), _run(TODAY, value))), TODAY)), None)


def _plan(value: float) -> object:
    return planned_run([_run(TODAY, value)], PlannedRun(TODAY, 12_000.0, None, "kine"))


def _days(load: float, upright: float) -> list[Day]:
    dates = each_day(TODAY - timedelta(days=20), TODAY)
    return [
        Day(
            one,
            SourceClass.WATCH,
            DayStatus.VALID,
            load if one == TODAY else 10_000.0,
            upright if one == TODAY else 300.0,
        )
        for one in dates
    ]


def _s2(value: float) -> object:
    return day_jump(_days(value, 100.0), 20)


def _s3(value: float) -> object:
    return upright_jump(_days(10_000.0, value), 20, 0)


MORNINGS = {TODAY - timedelta(days=back): 2 for back in range(1, 15)}


def _p2(value: float) -> object:
    return morning_pain({**MORNINGS, TODAY: round(value)}, TODAY, ())


def _c1(value: float) -> object:
    jumps = {TODAY - timedelta(days=1)}
    return load_then_pain({**MORNINGS, TODAY: round(value)}, TODAY, jumps)


def _p1(value: float) -> object:
    return pain_during({**dict.fromkeys(MORNINGS, 2), TODAY: round(value)}, TODAY, 3)


@pytest.mark.parametrize(
    ("ask", "loud", "least"),
    [
        (_s1, 30.0, 1e-6),
        (_s1_short, 9.0, 1e-6),
        (_s1w, 9.0, 1e-6),
        (_plan, 30.0, 1e-6),
        (_s2, 40_000.0, 1e-3),
        (_s3, 900.0, 1e-6),
        (_p1, 9.0, 1.0),
        (_p2, 9.0, 1.0),
        (_c1, 9.0, 1.0),
    ],
)
def test_below_its_border_the_rule_says_nothing_and_beyond_it_speaks(
    ask: Callable[[float], object], loud: float, least: float
) -> None:
    told = ask(loud)
    assert isinstance(told, Alert)

    one = compared(told, DEFAULTS)[-1]

    assert one.value == loud
    border = one.spoke_from
    within = border.at if border.above else border.at - least
    beyond = border.at + least if border.above else border.at
    assert not isinstance(ask(within), Alert)
    assert isinstance(ask(beyond), Alert)
    for mark in one.marks:
        spoken = ask(mark.at + least)
        assert isinstance(spoken, Alert)
        assert spoken.level is mark.level


def test_a_week_of_mornings_spoke_from_its_border_on() -> None:
    scores = {TODAY - timedelta(days=back): 5 if back < 7 else 2 for back in range(14)}
    told = pain_weeks(scores, TODAY)
    assert isinstance(told, Alert)

    (one,) = compared(told, DEFAULTS)

    assert (one.value, one.reference, one.spoke_from.at) == (5.0, 2.0, 4.0)
    assert (one.unit, one.spoke_from.above) == (Unit.MEAN_SCORE, False)


def test_a_week_of_load_passed_two_borders(place: tuple[Store, Path]) -> None:
    told = next(one for one in alerts(place[0], TOTALS) if one.rule is Rule.S4)

    mean, week = compared(told, DEFAULTS)

    assert mean.spoke_from.at == pytest.approx(1.4 * float(told.input("chronic")))
    assert (week.value, week.spoke_from.at) == (told.input("ceiling"), 1.2)


# The worked example.


def test_the_example_is_what_its_parts_add_up_to() -> None:
    one = worked()

    assert one.walking_step.load_wse == pytest.approx(1.0)
    assert one.walking.m4_bw4s / WSE_BW4S == pytest.approx(6000.0)
    parts = one.walking.m4_bw4s + one.running.m4_bw4s + one.standing.m4_bw4s
    assert one.day.load_wse == pytest.approx(parts / WSE_BW4S)
    assert one.day.upright_bw_min == pytest.approx(6000 / 110 + 30 + 120)
    assert one.ratio.ratio == pytest.approx((one.ratio.acute or 0) / (one.ratio.chronic or 1))
    assert one.usual is not None
    assert one.usual.mean == pytest.approx(one.ratio.chronic)


def test_a_longer_run_in_the_example_makes_the_rule_speak_and_no_run_is_no_run() -> None:
    assert worked().alerts == ()
    assert {one.rule for one in worked(run_min=40).alerts} == {Rule.S1}
    assert worked(run_min=0).running.steps == 0.0
