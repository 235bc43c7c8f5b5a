"""`plantar backtest`: what every rule would have said, counted and left as it was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Plantar

Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]


def steps(path: Path) -> Path:
    """Sixty days of 8000 steps, with one day of more than twice as many, 20 days ago."""
    today = datetime.now(ZoneInfo("Europe/Brussels")).date()
    rows = "".join(
        f"{today - timedelta(days=n)},{18_000 if n == 20 else 8000}\n" for n in range(2, 62)
    )
    path.write_text("date,steps\n" + rows, encoding="utf-8")
    return path


@pytest.fixture
def walked(plantar: Plantar, anna: str, tmp_path: Path) -> str:
    plantar("import", steps(tmp_path / "steps.csv"), "--runner", anna)
    return anna


def rule(told: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - what a command wrote
    (found,) = (one for one in told["rules"] if one["rule"] == name)
    return dict(found)


def test_a_long_day_is_counted_once_per_runner_month(plantar: Plantar, walked: str) -> None:
    told = plantar("backtest", "--runner", walked, "--json").json

    assert told["runners"] == 1
    assert told["days"] == 61
    assert rule(told, "S3")["alert"] == 0
    assert rule(told, "S3")["caution"] == 1  # 180 minutes of walking against 80
    assert rule(told, "S3")["a_month"] == pytest.approx(30 / 61)
    assert rule(told, "S2")["not_evaluated"] == 61  # daily totals do not tell how hard


def test_another_threshold_is_tried_and_nothing_is_changed(
    plantar: Plantar, walked: str, contents: Contents
) -> None:
    before = contents()

    told = plantar("backtest", "--try", "S3.caution_extra_min=110", "--json").json

    assert rule(told, "S3")["caution"] == 0
    assert told["tried"] == {"S3.caution_extra_min": 110.0}
    assert contents() == before


def test_only_the_days_asked_for_are_counted(plantar: Plantar, walked: str) -> None:
    since = datetime.now(ZoneInfo("Europe/Brussels")).date() - timedelta(days=10)

    told = plantar("backtest", "--since", since, "--json").json

    assert told["days"] == 10
    assert rule(told, "S3")["caution"] == 0


def test_a_table_for_people_names_every_rule(plantar: Plantar, walked: str) -> None:
    ran = plantar("backtest")

    assert all(name in ran.out for name in ("S1b", "S1w", "S3", "P1", "C1"))
    assert "1 runners, 61 days" in ran.err


def test_a_runner_nobody_measured_counts_for_nothing(plantar: Plantar, anna: str) -> None:
    told = plantar("backtest", "--json").json

    assert (told["runners"], told["days"]) == (0, 0)
    assert rule(told, "S1")["a_month"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("--try", "S9.ratio=1.2"),
        ("--try", "S1.moon=1.2"),
        ("--try", "S1.caution_ratio"),
        ("--since", "yesterday"),
        ("--dates", "dmy"),
        ("--body-mass", "70"),
        ("--since", "2026-06-02", "--until", "2026-06-01"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    plantar: Plantar, anna: str, words: tuple[str, ...]
) -> None:
    ran = plantar("backtest", *words)

    assert ran.code == 2
    assert ran.out == ""


def test_files_are_asked_about_without_a_store(
    plantar: Plantar, home: Path, tmp_path: Path
) -> None:
    told = plantar("backtest", steps(tmp_path / "steps.csv"), "--json").json

    assert (told["runners"], told["days"]) == (1, 60)  # to the last day there is of
    assert rule(told, "S3")["caution"] == 1
    assert list(home.glob("*")) == []


def test_a_history_that_ended_long_ago_is_not_asked_about_the_years_since(
    plantar: Plantar, home: Path, tmp_path: Path
) -> None:
    rows = "".join(f"2019-{month:02d}-{day:02d},8000\n" for month in (1, 2) for day in range(1, 29))
    path = tmp_path / "old.csv"
    path.write_text("date,steps\n" + rows, encoding="utf-8")

    assert plantar("backtest", path, "--json").json["days"] == 59


def test_a_file_that_cannot_be_read_is_named_and_left_out(
    plantar: Plantar, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    steps(folder / "steps.csv")
    (folder / "notes.txt").write_text("nothing to count", encoding="utf-8")

    ran = plantar("backtest", folder, "--json")

    assert ran.code == 0
    assert ran.json["days"] == 60
    assert "notes.txt" in ran.err


def test_nothing_that_can_be_read_is_an_error(plantar: Plantar, home: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing to count", encoding="utf-8")
    (tmp_path / "empty").mkdir()

    for path in (tmp_path / "notes.txt", tmp_path / "empty"):
        ran = plantar("backtest", path, "--json")
        assert ran.code != 0
        assert path.name in ran.err
        assert ran.out == ""


def test_files_are_of_one_runner(plantar: Plantar, anna: str, tmp_path: Path) -> None:
    assert plantar("backtest", steps(tmp_path / "steps.csv"), "--runner", anna).code == 2
