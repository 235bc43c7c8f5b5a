"""The two panels under the chart: what is left today, and how the mornings answered."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.runner import aside, diary, left_today
from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from plantar.words.catalogue import words
from processing.pain_and_load import Association, EventTable, Mornings, NotShown
from processing.what_is_left import Doing, Left, Pace

TODAY = date(2026, 11, 23)
PACE = Pace(110.0, 1.0, None, 110.0)
STEPS = Day(TODAY, SourceClass.DAY_TOTALS, DayStatus.VALID, 4000.0, steps=4000)
NOTHING = EventTable(Mornings(0, None), Mornings(0, None))


def left(doing: Doing, minutes: float | None, rule: Rule | None, *silent: Rule) -> Left:
    level = None if rule is None else Level.CAUTION
    unasked = tuple(NotEvaluated(TODAY, one, "not-measured") for one in silent)
    return Left(doing, minutes, rule, level, Level.OK, PACE, unasked)


def test_what_is_left_is_never_told_too_long() -> None:
    english = words("en")
    assert left_today.duration(71.99, english) == "1 h 11 min"
    assert left_today.duration(60.0, english) == "1 h 0 min"
    assert left_today.duration(59.999, english) == "59 min"
    assert left_today.duration(0.4, english) == "0 min"


def test_minutes_stand_beside_the_rule_that_would_speak() -> None:
    told = left_today.panel((left(Doing.RUNNING, 36.2, Rule.S1, Rule.S2),), words("en"))
    assert "<b>36 min</b>" in told
    assert "then S1 speaks: a run beyond the longest of 30 days" in told
    assert "could not be asked: S2" in told


def test_on_a_planned_day_what_would_be_said_is_about_the_plan() -> None:
    beyond = Alert(TODAY, Rule.S1, Level.CAUTION, "s1-plan-caution", (), 1.1, "run", 3)
    one = replace(left(Doing.RUNNING, 36.2, Rule.S1), word=beyond, uncertain_wse=3210.0)
    told = left_today.panel((one,), words("en"))
    assert "then S1 speaks: more running than planned" in told
    assert "longest" not in told
    assert "3,210 of today may be walking or running: S2 leaves it out" in told


def test_a_rule_about_pain_has_no_say_in_what_is_left() -> None:
    told = left_today.panel((left(Doing.WALKING, None, None, Rule.P1),), words("en"))
    assert "no rule would speak today" in told
    assert "P1" not in told


def test_silence_of_every_rule_is_not_told_as_plenty() -> None:
    silent = left_today.ASKED[Doing.STANDING]
    told = left_today.panel((left(Doing.STANDING, None, None, *silent),), words("en"))
    assert "cannot be said" in told
    assert "no rule would speak" not in told


@pytest.mark.parametrize(
    ("rho", "low", "high", "said"),
    [
        (0.4, 0.1, 0.6, "heavier days went with more morning pain"),
        (-0.4, -0.6, -0.1, "heavier days went with less morning pain"),
        (0.3, -0.1, 0.6, "did not clearly go with more morning pain"),
    ],
)
def test_an_interval_that_holds_zero_is_told_as_unclear(
    rho: float, low: float, high: float, said: str
) -> None:
    found = Association(rho, low, high, pairs=50, effective=40.0, provisional=False)
    told = diary.panel(NOTHING, found, words("en"))
    assert said in told
    assert "50 days" in told
    assert "Provisional" not in told


def test_few_days_are_told_as_provisional() -> None:
    found = Association(0.4, 0.1, 0.6, pairs=30, effective=25.0, provisional=True)
    assert "Provisional." in diary.panel(NOTHING, found, words("en"))


def test_below_the_floor_there_is_a_reason_and_no_number() -> None:
    table = EventTable(Mornings(3, 4.5), Mornings(20, 2.0))
    told = diary.panel(table, NotShown.FEW_PAIRS, words("nl"))
    assert "mediaan 4,5/10 · 3 ochtenden" in told
    assert "Minder dan 28 dagen" in told
    assert "Rangcorrelatie" not in told


def test_no_morning_is_a_dash_and_not_a_zero() -> None:
    assert "0/10" not in diary.panel(NOTHING, NotShown.FEW_PAIRS, words("en"))


def test_a_first_day_on_soles_is_not_told_as_a_source_that_knows_no_feet() -> None:
    assert "nog geen geldige dag" in aside._feet([], words("nl"))
    assert "onderscheidt de voeten niet" in aside._feet([STEPS], words("nl"))
