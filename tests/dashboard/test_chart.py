"""The runner's chart draws what was measured, and shows what was not."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from dashboard.charting import canvas, chart, history, keys, story
from dashboard.charting.story import Story
from dashboard.frame.palette import PAGE
from dashboard.runner import aside, facts, pain_told
from plantar.day import LocalDays
from plantar.load import Activity, Day, DayStatus
from plantar.measured import SourceClass
from plantar.pain import PainMoment, PainReport, Recorded, Side
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.words.catalogue import words
from processing.days.build import Calendar
from processing.week import week_changes
from tests.dashboard.clinic import NOW
from tests.dashboard.tooltip import day_sheet

NL = words("nl")
TODAY = NOW.date()
CALENDAR = Calendar(LocalDays("Europe/Brussels"), (), TODAY)
FAR = datetime(2020, 1, 1, tzinfo=UTC)


def told(clinic: Store, runner_id: str, period: int = 84) -> Story:
    runner = clinic.runner(runner_id)
    state = clinic.state(runner_id)
    assert state is not None
    assert state.source_class is not None
    days = clinic.days(runner_id, state.source_class, date(2020, 1, 1), TODAY)
    found = history.stretch(days, CALENDAR)
    assert found is not None
    reports = clinic.pain(runner_id, FAR, NOW + timedelta(days=1))
    return story.tell(runner, found, period, reports, clinic.episodes(runner_id))


def series(option: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in option["baseOption"]["series"] if one["name"] == name]
    return found


def every_number(of: object) -> Iterator[float]:
    match of:
        case dict():
            for value in of.values():
                yield from every_number(value)
        case list() | tuple():
            for value in of:
                yield from every_number(value)
        case float():
            yield of


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("period", [42, 84, 182, 364])
@pytest.mark.parametrize("runner_id", ["r-017", "r-002", "r-005", "r-040", "r-008"])
def test_every_chart_is_plain_json_without_a_nan(
    clinic: Store, runner_id: str, period: int, language: str
) -> None:
    option = chart.option(told(clinic, runner_id, period), words(language))

    assert json.loads(json.dumps(option, allow_nan=False))
    assert all(math.isfinite(number) for number in every_number(option))


def test_the_period_begins_on_a_monday_and_ends_today(clinic: Store) -> None:
    shown = told(clinic, "r-017")

    assert shown.dates[0].weekday() == 0
    assert shown.dates[-1] == TODAY
    assert 84 <= len(shown.dates) <= 90


def test_a_missing_day_is_hatched_and_has_no_bar(clinic: Store) -> None:
    shown = told(clinic, "r-002")
    option = chart.option(shown, NL)
    n = shown.dates.index(TODAY - timedelta(days=12))

    assert series(option, "wandelen")["data"][n] is None
    assert [n, option["baseOption"]["yAxis"][0]["max"]] in series(option, "geen cijfer")["data"]
    assert n not in [at for at, _ in series(option, "wear")["data"]]


def test_a_rest_day_is_zero_and_is_not_hatched(clinic: Store) -> None:
    shown = told(clinic, "r-003")
    option = chart.option(shown, NL)
    n = shown.dates.index(TODAY - timedelta(days=10))

    assert series(option, "wandelen")["data"][n] == 0.0
    assert n not in [at for at, _ in series(option, "geen cijfer")["data"]]


def test_a_day_measured_in_part_is_lighter_and_marked_as_at_least(clinic: Store) -> None:
    shown = told(clinic, "r-002")
    option = chart.option(shown, NL)
    n = shown.dates.index(TODAY - timedelta(days=17))

    assert series(option, "wandelen")["data"][n]["itemStyle"]["opacity"] < 1
    assert n in [sign[0] for sign in series(option, "at least")["data"]]
    assert "\n≥ " in day_sheet(shown, TODAY - timedelta(days=17), NL)


def test_a_day_hardly_measured_is_hatched_and_still_shows_what_there_is() -> None:
    day = Day(TODAY, SourceClass.INSOLE, DayStatus.MISSING, 800.0, coverage=0.1)
    found = history.stretch([day], CALENDAR)
    assert found is not None
    shown = story.tell(Runner("r"), found, 42, [], [])

    option = chart.option(shown, NL)

    assert series(option, "geen cijfer")["data"][-1][0] == len(shown.dates) - 1
    assert series(option, "niet opgesplitst")["data"][-1]["value"] == 8.0
    assert "≥ 800 stapequivalenten" in day_sheet(shown, TODAY, NL)
    assert "≥ 800" in facts.days_table(shown, NL)


def test_before_the_first_day_nothing_is_missing(clinic: Store) -> None:
    shown = told(clinic, "r-040")

    assert shown.started == TODAY - timedelta(days=8)
    assert not any(shown.is_missing(day) for day in shown.dates)


def test_days_after_the_last_data_are_missing(clinic: Store) -> None:
    assert told(clinic, "r-008").is_missing(TODAY)


def test_bars_of_a_day_add_up_to_its_load(clinic: Store) -> None:
    shown = told(clinic, "r-017")
    drawn = canvas.canvas(shown, NL)
    option = chart.option(shown, NL)
    stacks = [series(option, name)["data"] for name in ("staan", "wandelen", "lopen")]

    for n, date_ in enumerate(drawn.dates):
        load = shown.days[date_].load_wse
        assert load is not None
        drawn_load = sum(stack[n] for stack in stacks) * drawn.scale
        assert drawn_load == pytest.approx(load, abs=0.15 * drawn.scale)


def test_one_mark_per_load_episode_above_its_bars(clinic: Store) -> None:
    option = chart.option(told(clinic, "r-017"), NL)

    (mark,) = series(option, "melding")["data"]

    assert mark["label"]["formatter"] == ">\u00a02×"
    bars = series(option, "lopen")["data"][mark["value"][0]]
    assert mark["value"][1] > bars
    assert mark["value"][1] < option["baseOption"]["yAxis"][0]["max"]


def test_a_quiet_runner_has_no_mark(clinic: Store) -> None:
    assert series(chart.option(told(clinic, "r-001"), NL), "melding")["data"] == []


def test_the_agreed_limit_is_drawn_even_where_nobody_scored_pain() -> None:
    runner = Runner("r", pain_limit=4)
    day = Day(TODAY, SourceClass.WATCH, DayStatus.VALID, 5000.0, walking=Activity(5000.0))
    found = history.stretch([day], CALENDAR)
    assert found is not None

    option = chart.option(story.tell(runner, found, 42, [], []), NL)

    assert series(option, "limit")["markLine"]["data"] == [{"yAxis": 4}]


def test_a_morning_without_a_score_breaks_the_line(clinic: Store) -> None:
    shown = told(clinic, "r-002")
    line = series(chart.option(shown, NL), "eerste stappen")

    assert line["connectNulls"] is False
    assert line["data"][shown.dates.index(TODAY - timedelta(days=22))] is None


def test_of_two_feet_the_worst_score_is_drawn() -> None:
    at = datetime(2026, 11, 23, 6, tzinfo=UTC)
    reports = [
        PainReport(at, PainMoment.FIRST_STEPS, score, side)
        for side, score in ((Side.LEFT, 2), (Side.RIGHT, 6))
    ]

    scores = story.worst_scores(Runner("r"), reports)

    assert scores == {(date(2026, 11, 23), PainMoment.FIRST_STEPS): 6}


def test_an_unknown_share_of_wear_is_an_outline(clinic: Store) -> None:
    option = chart.option(told(clinic, "r-005"), NL)
    strip = series(option, "wear unknown")

    assert strip["data"][-1] == [len(told(clinic, "r-005").dates) - 1, 100]
    assert strip["itemStyle"]["color"] == PAGE
    assert series(option, "wear")["data"] == []


def test_minutes_that_may_be_walking_or_running_are_told_on_their_day() -> None:
    sure = Day(TODAY, SourceClass.WATCH, DayStatus.VALID, 9000.0)
    for day, told_so in ((sure, False), (replace(sure, uncertain_wse=4120.0), True)):
        found = history.stretch([day], CALENDAR)
        assert found is not None
        text = day_sheet(story.tell(Runner("r"), found, 42, [], []), TODAY, NL)
        assert ("waarvan 4.120 wandelen of lopen kan zijn" in text) is told_so


def test_load_that_no_activity_explains_is_drawn_apart() -> None:
    day = Day(TODAY, SourceClass.WATCH, DayStatus.VALID, 9000.0, walking=Activity(4000.0))
    found = history.stretch([day], CALENDAR)
    assert found is not None

    option = chart.option(story.tell(Runner("r"), found, 42, [], []), NL)

    assert series(option, "niet opgesplitst")["data"][-1] == 5.0


def test_a_light_week_is_counted_in_hundreds() -> None:
    day = Day(TODAY, SourceClass.WATCH, DayStatus.VALID, 900.0, walking=Activity(900.0))
    found = history.stretch([day], CALENDAR)
    assert found is not None

    option = chart.option(story.tell(Runner("r"), found, 42, [], []), NL)

    assert option["baseOption"]["yAxis"][0]["name"] == "Dagbelasting (× 100 stapequivalenten)"
    assert option["baseOption"]["yAxis"][0]["max"] >= 10


@pytest.mark.parametrize(
    "ends", [[5.0, 5.0, 5.0], [None, 3.0, 2.9], [10.0, 0.0], [0.0, 0.1, 0.2, 0.3]]
)
def test_labels_at_the_line_ends_never_cover_each_other(ends: list[float | None]) -> None:
    offsets = canvas.apart(ends, 11.6)

    placed = sorted(
        -end * 11.6 + offset for end, offset in zip(ends, offsets, strict=True) if end is not None
    )
    assert all(b - a >= canvas.LINE_HEIGHT - 1e-9 for a, b in pairwise(placed))


def test_the_table_says_what_the_chart_shows(clinic: Store) -> None:
    shown = told(clinic, "r-002", 42)

    html = facts.days_table(shown, NL)

    assert html.count("<tr") == 1 + len(shown.dates)
    assert html.count("class=missing") == sum(map(shown.is_missing, shown.dates))
    assert "≥ " in html


def test_every_day_of_the_table_has_the_sum_of_its_week_and_the_days_it_rests_on(
    clinic: Store,
) -> None:
    shown = told(clinic, "r-017", 42)  # on soles

    html = facts.days_table(shown, words("en"))

    for head in ("sum of the week", "days measured", "left", "right"):
        assert f'<th scope="col">{head}</th>' in html
    week = shown.weeks[TODAY]
    valid = [
        day.load_wse
        for day in (shown.days[TODAY - timedelta(days=n)] for n in range(7))
        if day.status is DayStatus.VALID
    ]
    assert (week.total, week.worn_days) == (pytest.approx(sum(map(float, valid))), len(valid))  # type: ignore[arg-type]
    assert words("en").number(week.total) in html
    assert f"in {week.worn_days} of 7 days" in day_sheet(shown, TODAY, words("en"))
    other = facts.days_table(told(clinic, "r-004", 42), words("en"))  # on a watch
    assert ">left</th>" not in other


def test_beside_the_mean_stand_the_sum_the_days_and_the_week_before(clinic: Store) -> None:
    state = clinic.state("r-017")
    assert state is not None
    days = clinic.days("r-017", SourceClass.INSOLE, date(2020, 1, 1), TODAY)
    found = history.stretch(days, CALENDAR)
    assert found is not None

    html = aside.figures(state, found, words("en"))

    told_of = words("en")
    before = sum(day.load_wse or 0.0 for day in found.before())
    for figure in (state.week_sum_wse, before):
        assert f"<td>{told_of.about(figure)}</td>" in html
    assert f"<td>{state.worn_days} of 7</td>" in html
    assert f"<td>{len(found.before())} of 21</td>" in html
    change = week_changes(found.loads(), found.expected)[-1]
    assert change is not None
    assert f"{round(100 * change.change):+d}%".replace("-", "−") in html


def test_what_explains_the_change_compares_mean_measured_days() -> None:
    days = [
        Day(
            TODAY - timedelta(days=ago),
            SourceClass.WATCH,
            DayStatus.VALID,
            6000.0,
            walking=Activity(2000.0 if ago > 6 else 3000.0),
            running=Activity(1000.0 if ago > 6 else 4000.0),
        )
        for ago in range(28)
        if ago not in (3, 15)
    ]
    found = history.stretch(days, CALENDAR)
    assert found is not None

    shares = history.explained(found)

    assert shares["running"] == history.Share(1000.0, 4000.0)
    assert shares["walking"] == history.Share(2000.0, 3000.0)
    assert "standing" not in shares


def test_load_per_foot_is_unknown_rather_than_half() -> None:
    both = Day(TODAY, SourceClass.INSOLE, DayStatus.VALID, 10.0, left_wse=4.0, right_wse=6.0)
    watch = Day(TODAY, SourceClass.WATCH, DayStatus.VALID, 10.0)

    assert history.per_foot([both]) == (4.0, 6.0)
    assert history.per_foot([watch]) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_column_beside_the_chart_names_method_coverage_and_source(
    clinic: Store, language: str
) -> None:
    state = clinic.state("r-017")
    assert state is not None

    days = clinic.days("r-017", SourceClass.INSOLE, date(2020, 1, 1), TODAY)

    found = history.stretch(days, CALENDAR)
    assert found is not None
    html = aside.figures(state, found, words(language))
    html += aside.source(state, words(language), NOW)

    assert "WSE" in html
    assert "BW·min" in html
    assert "moticon SN5968/SN9171" in html
    for method in ("uncoupled", "ontkoppeld", "découplé"):
        if method in html:
            break
    else:
        pytest.fail("no method named")


def with_pain(*reports: PainReport) -> Story:
    days = [Day(TODAY, SourceClass.WATCH, DayStatus.VALID, 9_000.0)]
    found = history.stretch(days, CALENDAR)
    assert found is not None
    return story.tell(Runner("r"), found, 42, reports, [])


def test_a_day_with_a_painkiller_and_a_flare_up_are_marked_by_shape_and_word() -> None:
    told = with_pain(
        PainReport(NOW, PainMoment.FIRST_STEPS, 4, Side.LEFT, analgesic=True),
        PainReport(NOW, PainMoment.EVENING, 2, Side.LEFT, analgesic=False, flare=True),
    )
    option = chart.option(told, NL)
    pill, flare = series(option, "pijnstiller"), series(option, "opstoot")
    last = len(told.dates) - 1

    assert [point[0] for point in pill["data"]] == [point[0] for point in flare["data"]] == [last]
    assert pill["symbol"] != flare["symbol"]
    key = keys.keys(canvas.canvas(told, NL))
    assert '<i class="painkiller"></i>pijnstiller' in key
    assert '<i class="flare-up"></i>opstoot' in key
    lines = day_sheet(told, TODAY, NL).splitlines()
    assert lines[-2:] == ["pijnstiller", "opstoot"]
    assert "bij de pijn" in facts.days_table(told, NL)


def test_without_any_there_is_no_mark_and_no_word_for_it() -> None:
    told = with_pain(PainReport(NOW, PainMoment.FIRST_STEPS, 4, analgesic=False))
    option = chart.option(told, NL)

    names = {one["name"] for one in option["baseOption"]["series"]}
    assert names.isdisjoint({"pijnstiller", "opstoot"})
    assert "bij de pijn" not in facts.days_table(told, NL)


def test_a_score_says_which_foot_it_is_of_and_two_feet_are_told_apart() -> None:
    left = PainReport(NOW, PainMoment.FIRST_STEPS, 4, Side.LEFT)
    right = PainReport(NOW, PainMoment.FIRST_STEPS, 1, Side.RIGHT)

    one, both = with_pain(left), with_pain(left, right)

    assert "4/10 (links)" in day_sheet(one, TODAY, NL)
    assert "eerste stappen (links 4, rechts 1)" in day_sheet(both, TODAY, NL)
    assert "4 (links)" in facts.days_table(one, NL)


def test_the_history_says_when_an_answer_was_changed_and_shows_words_as_words() -> None:
    first = PainReport(NOW, PainMoment.FIRST_STEPS, 4, Side.LEFT, "<b>trap</b>")
    later = PainReport(NOW, PainMoment.FIRST_STEPS, 6, Side.LEFT, analgesic=True)
    after = NOW + timedelta(minutes=9)

    table = pain_told.table(
        [Recorded(1, first, NOW, after), Recorded(2, later, after)], Runner("r"), NL
    )

    new, old = table.split("<tr")[2:]
    assert "<td>6</td>" in new
    assert "pijnstiller" in new
    assert "&lt;b&gt;trap&lt;/b&gt;" in old
    assert "08:12" in old  # told at
    assert "08:21" in old  # changed at
    assert old.startswith(" class=missing")


def test_a_chart_beside_other_things_is_low_and_holds_the_same_panels(clinic: Store) -> None:
    life, speak = told(clinic, "r-017", 42), words("en")

    whole, low = (chart.option(life, speak, compact=compact) for compact in (False, True))

    assert chart.height(life, speak, compact=True) <= 330 < chart.height(life, speak)
    grids = low["baseOption"]["grid"]
    assert len(grids) == 3
    assert all(above["top"] + above["height"] < below["top"] for above, below in pairwise(grids))
    names = [{one["name"] for one in each["baseOption"]["series"]} for each in (whole, low)]
    assert names[1] <= names[0]
