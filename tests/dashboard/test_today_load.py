"""Today and the week in boxes beside their numbers: what is missing is never drawn as nothing."""

import re
from datetime import date, timedelta

import pytest

from dashboard.charting import history
from dashboard.charting.history import Stretch
from dashboard.today import today_load
from plantar.alert import Level
from plantar.day import LocalDays
from plantar.load import Activity, Day, DayStatus
from plantar.measured import SourceClass
from plantar.state import Attention, State
from plantar.words.catalogue import words
from processing.days.build import Calendar
from tests.dashboard.clinic import NOW

TODAY = date(2026, 11, 23)
EN = words("en")
STATE = State(
    "r-001", TODAY, NOW, Attention.QUIET, Level.OK, band_low_wse=8_000.0, band_high_wse=20_000.0
)


def walked(ago: int, wse: float = 10_000.0, **other: object) -> Day:
    told: dict[str, object] = {
        "load_wse": wse,
        "walking": Activity(wse, minutes=90.0),
        "standing": Activity(),
        "coverage": 0.9,
        "sources": ("soles",),
        **other,
    }
    status = told.pop("status", DayStatus.VALID)
    kind = told.pop("source_class", SourceClass.INSOLE)
    return Day(TODAY - timedelta(days=ago), kind, status, **told)  # type: ignore[arg-type]


def stretch(*days: Day) -> Stretch:
    found = history.stretch(
        sorted(days, key=lambda one: one.day), Calendar(LocalDays("Europe/Brussels"), (), TODAY)
    )
    assert found is not None
    return found


def test_today_stands_in_numbers_beside_the_usual_day_with_minutes_source_and_coverage() -> None:
    told = today_load.today(stretch(walked(0)), STATE, EN)

    assert "10,000 step equivalents" in told
    assert "your usual day: 8,000 to 20,000 (10th to 90th percentile" in told
    assert "90 min" in told
    assert "10,000 WSE" in told
    assert "Pressure insole · 90% of wear so far" in told


def test_a_day_so_far_without_a_figure_is_no_rest() -> None:
    told = today_load.today(stretch(walked(1)), STATE, EN)

    assert "not the same as rest" in told
    assert "0 step" not in told


def test_a_day_in_part_is_at_least_that_much() -> None:
    partly = walked(0, status=DayStatus.PARTIAL, coverage=0.3)

    assert "at least 10,000 step equivalents" in today_load.today(stretch(partly), STATE, EN)
    assert "≥ 10,000" in today_load.week(stretch(partly), STATE, EN)


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        (SourceClass.SESSIONS, "Only activities are known"),
        (SourceClass.DAY_TOTALS, "this source does not measure standing"),
    ],
)
def test_a_source_says_what_it_cannot_tell(kind: SourceClass, lacks: str) -> None:
    day = walked(0, source_class=kind, standing=None)

    assert lacks in today_load.today(stretch(day), STATE, EN)


def test_without_a_band_nothing_is_compared_and_nothing_is_drawn_behind() -> None:
    bare = State("r-001", TODAY, NOW, Attention.BUILDING, Level.OK)

    told = today_load.today(stretch(walked(0)), bare, EN) + today_load.week(
        stretch(walked(0)), bare, EN
    )

    assert "no usual load to compare with yet" in told
    assert 'class="band"' not in told


def test_a_missing_day_of_the_week_is_hatched_and_said_to_be_missing() -> None:
    told = today_load.week(stretch(walked(6), walked(0)), STATE, EN)

    assert told.count('class="missing"') == 5
    assert told.count(": not measured") == 5
    assert told.count("<li>") == 7


def test_everything_of_a_day_fits_the_scale_and_adds_up() -> None:
    heavy = walked(0, 60_000.0, running=Activity(20_000.0), walking=Activity(25_000.0))

    told = today_load.today(stretch(heavy), STATE, EN)

    boxes = [float(one) for one in re.findall(r'<i style="width:([\d.]+)%', told)]
    assert sum(boxes) == pytest.approx(100 / today_load.ROOM, abs=0.3)
    assert "not split" in told  # 15,000 that no activity explains
    assert "15,000 WSE" in told


def test_what_a_source_does_not_count_is_not_told_as_none() -> None:
    steps = walked(0, running=Activity(), standing=Activity(0.0, minutes=0.0))

    told = today_load.today(stretch(steps), STATE, EN)

    assert "running" not in told
    assert "standing" in told  # timed, and there was none
