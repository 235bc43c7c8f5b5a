"""`plantar left`: the minutes at which a rule of load would speak, through the real command."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Plantar


@pytest.fixture
def runs(plantar: Plantar, anna: str, tmp_path: Path) -> str:
    """Forty days of 8000 steps."""
    today = datetime.now(UTC).date()
    rows = "".join(f"{today - timedelta(days=n)},{8000 + 37 * n}\n" for n in range(45))
    table = tmp_path / "steps.csv"
    table.write_text("date,steps\n" + rows, encoding="utf-8")
    assert plantar("import", table, "--runner", anna).code == 0
    return anna


def test_what_is_left_names_what_could_not_be_asked(plantar: Plantar, runs: str) -> None:
    ran = plantar("left", runs, "--json")

    assert ran.code == 0
    by_doing = {row["doing"]: row for row in ran.json["left"]}
    assert set(by_doing) == {"walking", "running"}  # no source of hers measures standing
    assert by_doing["walking"]["could_not_be_asked"]["S2"] == "intensity-unknown"
    assert by_doing["running"]["could_not_be_asked"]["S1"] == "no-run-in-30-days"
    assert "it is no advice" in plantar("left", runs).out


def test_what_is_left_of_nobody_is_refused(plantar: Plantar, anna: str) -> None:
    assert plantar("left", "nobody").code == 1


def test_of_somebody_new_nothing_is_said_rather_than_plenty(plantar: Plantar, anna: str) -> None:
    ran = plantar("left", anna, "--json")

    assert (ran.json["left"], ran.json["measured_so_far"]) == ([], False)
    assert "nothing can be said" in plantar("left", anna).out


def test_of_somebody_whose_data_stopped_nothing_is_said_and_since_when(
    plantar: Plantar, anna: str, tmp_path: Path
) -> None:
    today = datetime.now(UTC).date()
    rows = "".join(f"{today - timedelta(days=n)},8000\n" for n in range(9, 60))
    table = tmp_path / "steps.csv"
    table.write_text("date,steps\n" + rows, encoding="utf-8")
    assert plantar("import", table, "--runner", anna).code == 0

    assert plantar("left", anna, "--json").json["left"] == []
    said = plantar("left", anna).out
    assert f"nothing has been measured since {today - timedelta(days=9)}" in said
    assert "nothing can be said" in said
