"""`plantar validate`: the report is made, never typed."""

from pathlib import Path

import pytest

from cli.validate.command import report
from tests.cli.conftest import Plantar

ROOT = Path(__file__).parents[2]


@pytest.mark.shared
def test_the_report_in_the_docs_is_what_the_recordings_say_now(recordings: Path) -> None:
    docs = ROOT / "docs"
    told = (docs / "validation.md").read_text(encoding="utf-8")
    figures = (docs / "img" / "validation").glob("*.svg")
    drawn = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in figures}

    made = report(recordings)

    assert told == made.text
    assert drawn == made.figures
    assert "| 230927_102114_normal.txt | 25 Hz | 7 | 0 | 0 |" in told
    assert "| GaCo02_01.txt | 105 | 107 |" in told


def test_an_empty_folder_gives_a_report_that_says_so(plantar: Plantar, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()

    ran = plantar("validate", "--data", tmp_path / "data", "--out", tmp_path / "out.md")

    assert ran.code == 0
    assert "No recording of this kind" in (tmp_path / "out.md").read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_wrong_use(plantar: Plantar, tmp_path: Path) -> None:
    ran = plantar("validate", "--data", tmp_path / "absent")

    assert ran.code == 2
    assert "absent" in ran.err
