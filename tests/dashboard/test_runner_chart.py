"""Feet, planned runs, days above the limit and the dark, as the runner's chart draws them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard.alerts import alert_list
from dashboard.alerts.answered import Listed
from dashboard.charting import canvas, chart, history, keys, runs, spoken, story
from dashboard.charting.runs import Kept, RunDay
from dashboard.charting.story import Story
from dashboard.frame.palette import DARK, recoloured
from dashboard.runner import headline
from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.load import Activity, Day, DayStatus, Method, Ratio
from plantar.measured import SourceClass
from plantar.pain import PainMoment, PainReport
from plantar.plan import PlannedRun
from plantar.runner import LANGUAGES, Runner
from plantar.state import Attention, State
from plantar.words.catalogue import words
from processing.days.build import Calendar
from processing.episode_life import Life, Standing
from processing.rules.outings import Outing
from tests.dashboard.tooltip import day_sheet

EN = words("en")
TODAY = date(2026, 6, 24)  # a Wednesday
NOON = datetime(2026, 6, 24, 10, tzinfo=UTC)


def ago(n: int) -> date:
    return TODAY - timedelta(days=n)


def plan(n: int, km: float | None = 8.0, minutes: float | None = None) -> PlannedRun:
    return PlannedRun(
        ago(n), km and km * 1000.0, minutes and minutes * 60.0, "kine-a", "<i>easy</i>"
    )


def outing(n: int, km: float | None, minutes: float | None = None) -> Outing:
    start = NOON - timedelta(days=n)
    return Outing(ago(n), start, start + timedelta(hours=1), km, minutes)


def day(n: int, *, run: float = 0.0, feet: bool = False) -> Day:
    return Day(
        ago(n),
        SourceClass.INSOLE if feet else SourceClass.WATCH,
        DayStatus.VALID,
        5_000.0,
        walking=Activity(5_000.0 - run),
        running=Activity(run),
        left_wse=2_000.0 if feet else None,
        right_wse=3_000.0 if feet else None,
        coverage=0.9,
    )


def told(
    days: list[Day],
    *,
    scores: dict[int, int] | None = None,
    limit: int | None = 4,
    planned: Mapping[date, RunDay] = runs.NO_RUNS,
    hides_pain: bool = False,
) -> Story:
    runner = Runner("anna", pain_limit=limit)
    found = history.stretch(days, Calendar(runner.days, (), TODAY))
    assert found is not None
    reports = [
        PainReport(NOON - timedelta(days=n, hours=4), PainMoment.FIRST_STEPS, score)
        for n, score in (scores or {}).items()
    ]
    return story.tell(runner, found, 42, reports, [], runs=planned, hides_pain=hides_pain)


MONTH = [day(n) for n in range(40)]


def series(option: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in option["baseOption"]["series"] if one["name"] == name]
    return found


def names(option: dict[str, Any]) -> set[str]:
    return {one["name"] for one in option["baseOption"]["series"]}


# Per foot


def test_per_foot_stacks_left_under_right_and_both_make_the_day() -> None:
    shown = told([day(n, feet=True) for n in range(40)])

    option = chart.option(shown, EN, by_foot=True)

    left, right = series(option, "left"), series(option, "right")
    assert (left["data"][-1], right["data"][-1]) == (20.0, 30.0)
    assert left["stack"] == right["stack"]
    # Told apart in print too: one is dark, the other light in an outline.
    assert left["itemStyle"]["color"] != right["itemStyle"]["color"]
    assert right["itemStyle"]["borderColor"] == left["itemStyle"]["color"]
    assert "walking" not in names(option)
    assert "walking" in names(chart.option(shown, EN))


def test_a_day_whose_source_knows_no_feet_is_a_bar_of_neither() -> None:
    shown = told([day(n, feet=n != 3) for n in range(40)])

    option = chart.option(shown, EN, by_foot=True)

    at = shown.dates.index(ago(3))
    assert series(option, "left")["data"][at] is None
    assert series(option, "feet not told apart")["data"][at] == 50.0
    assert "feet not told apart" in keys.keys(canvas.canvas(shown, EN, by_foot=True))


def test_a_source_without_feet_stays_by_activity() -> None:
    shown = told(MONTH)

    assert chart.option(shown, EN, by_foot=True) == chart.option(shown, EN)


# Plan against done


def test_each_planned_day_says_whether_it_was_run_missed_unknown_or_is_to_come() -> None:
    days = {one.day: one for one in (day(5), day(4, run=900.0), day(2))}

    found = runs.run_days(
        [plan(n) for n in (6, 5, 4, 2, 0, -2)], [outing(2, 9.5), outing(3, 4.0)], days, TODAY
    )

    assert {(TODAY - one).days: run.kept for one, run in found.items()} == {
        6: Kept.UNKNOWN,  # nothing measured: no miss
        5: Kept.MISSED,
        4: Kept.RAN,  # soles felt it, and no session tells of it
        3: Kept.RAN,
        2: Kept.RAN,
        0: Kept.TO_COME,
        -2: Kept.TO_COME,
    }
    assert (found[ago(2)].km, found[ago(4)].km, found[ago(3)].planned) == (9.5, None, None)


def test_steps_of_a_day_do_not_tell_that_a_run_was_missed() -> None:
    steps = Day(ago(1), SourceClass.DAY_TOTALS, DayStatus.VALID, 4_000.0)

    (run,) = runs.run_days([plan(1)], [], {ago(1): steps}, TODAY).values()

    assert run.kept is Kept.UNKNOWN


def test_a_plan_is_an_outline_and_what_was_run_fills_it_up_to_the_end_of_the_week() -> None:
    planned = runs.run_days(
        [plan(9), plan(8), plan(-1), plan(-3)], [outing(9, 6.0)], {ago(8): day(8)}, TODAY
    )
    shown = told(MONTH, planned=planned)
    option = chart.option(shown, EN)
    dates = shown.dates + shown.ahead()

    outlines, done = series(option, "run planned"), series(option, "run done")

    assert dates[-1] == date(2026, 6, 28)  # Sunday
    assert len(outlines["data"]) == len(dates) == len(shown.dates) + 4
    assert done["data"][dates.index(ago(9))] == 6.0
    assert outlines["data"][dates.index(ago(9))] == 8.0
    ahead = outlines["data"][dates.index(ago(-1))]
    assert (ahead["value"], ahead["itemStyle"]["borderType"]) == (8.0, "dashed")
    (cross,) = series(option, "signs of runs")["data"]
    assert (cross["value"][0], cross["label"]["formatter"]) == (dates.index(ago(8)), "×")
    # What is to come is no day without a figure, and says so.
    assert all(at < len(shown.dates) for at, _ in series(option, "no figure")["data"])
    assert "planned: 8.0 km" in day_sheet(shown, ago(-1), EN)
    assert "planned: 8.0 km; no run measured" in day_sheet(shown, ago(8), EN)


def test_plans_of_minutes_and_of_kilometres_are_compared_as_a_share_of_each() -> None:
    mixed = runs.run_days(
        [plan(3), plan(2, None, 40.0)], [outing(3, 4.0), outing(2, None, 60.0)], {}, TODAY
    )
    by = runs.measure(mixed.values())

    assert by == runs.SHARE
    assert [runs.done_size(one, by) for one in mixed.values()] == [0.5, 1.5]
    assert runs.measure([RunDay(Kept.TO_COME, plan(0, None, 30.0))]) == runs.MIN


def test_without_a_plan_there_is_no_strip_and_no_day_to_come() -> None:
    shown = told(MONTH)

    assert shown.ahead() == ()
    assert "run planned" not in names(chart.option(shown, EN))


# Pain


def test_days_above_the_agreed_limit_wear_a_ring() -> None:
    shown = told(MONTH, scores={5: 4, 4: 5, 1: 8})
    ring = series(chart.option(shown, EN), "above the limit")

    assert ring["data"] == [[shown.dates.index(ago(4)), 5], [shown.dates.index(ago(1)), 8]]
    assert ring["itemStyle"]["color"] == "transparent"
    assert "above the limit" in keys.keys(canvas.canvas(shown, EN))
    assert told(MONTH, scores={1: 8}, limit=None).above_limit() == {}


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({}, "Pain (0–10): nothing told in this period"),
        ({"hides_pain": True}, "Pain (0–10): not shared with you"),
        ({"scores": {1: 3}}, "Pain (0–10)"),
    ],
)
def test_an_empty_panel_of_pain_says_why(more: dict[str, Any], title: str) -> None:
    option = chart.option(told(MONTH, **more), EN)

    assert option["baseOption"]["yAxis"][1]["name"] == title


# The dark


def every_colour(of: object) -> Iterator[str]:
    match of:
        case dict():
            for value in of.values():
                yield from every_colour(value)
        case list() | tuple():
            for value in of:
                yield from every_colour(value)
        case str():
            yield from re.findall(r"#[0-9A-Fa-f]{3,8}\b", of)


@pytest.mark.parametrize("by_foot", [False, True])
def test_no_colour_of_the_light_is_left_in_the_dark(*, by_foot: bool) -> None:
    planned = runs.run_days([plan(2), plan(-1)], [outing(2, 5.0)], {}, TODAY)
    shown = told([day(n, feet=True) for n in range(40)], scores={3: 7, 1: 2}, planned=planned)

    option = recoloured(chart.option(shown, EN, by_foot=by_foot), dark=True)

    assert set(every_colour(option)) <= set(DARK.values())
    assert json.dumps(option, allow_nan=False)


# In words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_is_told_in_sentences_with_its_numbers(language: str) -> None:
    planned = runs.run_days([plan(2), plan(-1)], [outing(2, 5.0)], {}, TODAY)
    shown = told(MONTH, scores={3: 7, 1: 2}, planned=planned)

    said = spoken.summary(shown, words(language))

    for number in ("40", "7/10", "2/10", "4/10"):
        assert number in said
    assert "{" not in said


def test_what_is_not_shared_or_not_told_is_not_told_as_no_pain() -> None:
    assert "not shared" in spoken.summary(told(MONTH, hides_pain=True), EN)
    assert "not the same as no pain" in spoken.summary(told(MONTH), EN)


def alert(rule: Rule, code: str, level: Level, *inputs: tuple[str, float | str]) -> Alert:
    return Alert(TODAY, rule, level, code, inputs, 1.3, "run", 1)


RUN = alert(
    Rule.S1, "s1-alert", Level.ALERT, ("measure", "distance"), ("value", 12.0), ("longest", 8.0),
    ("unit", "km"), ("percent", 50), ("longest_day", "2026-06-02"),
)  # fmt: skip
AFTER = alert(Rule.C1, "c1-answer", Level.ALERT, ("score", 6), ("baseline", 2), ("rise", 4))
MORNING = alert(Rule.P2, "p2-once", Level.CAUTION, ("score", 6), ("baseline", 2), ("rise", 4))


def state(*reasons: Alert) -> State:
    ratio = Ratio(TODAY, Method.UNCOUPLED, 6_000.0, 5_000.0, 1.2, 7, 21)
    return State(
        "anna", TODAY, NOON, Attention.CALL_TODAY, Level.ALERT, reasons=reasons, ratio=ratio
    )


def test_the_headline_is_two_facts_and_names_the_jump_rather_than_what_followed_it() -> None:
    runner = Runner("anna")

    both = headline.headline(runner, state(AFTER, RUN, MORNING), EN)
    one = headline.headline(runner, state(RUN), EN)

    assert both.startswith("Run 50% longer than the longest of 30 days: 12.0 km against 8.0 km")
    assert both.endswith("Morning pain 4 points above usual: 6/10 against 2 usually.")
    assert one.endswith("This week: 20% above usual.")
    assert "Worth discussing" not in both


# The list of alerts


def test_a_name_in_the_list_of_alerts_is_never_markdown_nor_code() -> None:
    episode = Episode(Family.LOAD, TODAY, Level.ALERT, TODAY, None, (RUN,))
    name = "![x](http://elsewhere) <script>alert(1)</script> **b** :red[r]"
    one = Listed(Runner("anna"), name, episode, Life(Standing.OPEN, None))

    shown, label = alert_list.row(one, EN), alert_list.label(one, EN)

    assert "<script" not in shown
    assert r"\!\[x\]\(http\:\/\/elsewhere\) \<script\>" in label
    assert r"\:red\[r\]" in label
    assert replace(one, name="Anna").name in alert_list.label(replace(one, name="Anna"), EN)
