"""`plantar report`: one page in a file, whole or not at all."""

from pathlib import Path

import pytest

from tests.cli.conftest import Plantar
from tests.dashboard.read_pdf import opened, said


@pytest.fixture
def steps(plantar: Plantar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody with a name, and a few days of steps."""
    monkeypatch.chdir(tmp_path)
    assert plantar("runner", "add", "anna", "--name", "Anna Peeters", "--lang", "fr").code == 0
    (tmp_path / "steps.csv").write_text("date,steps\n2026-01-01,9000\n", encoding="utf-8")
    assert plantar("import", "steps.csv", "--runner", "anna").code == 0
    return "anna"


def test_a_report_is_one_page_in_the_runner_s_language_under_their_id(
    plantar: Plantar, steps: str
) -> None:
    ran = plantar("report", "--runner", steps)

    assert ran.code == 0, ran.err
    (path,) = Path().glob("plantar-anna-*.pdf")
    assert path.name in ran.out
    assert len(opened(path.read_bytes()).pages) == 1
    text = said(path.read_bytes())
    assert "Rapportsurunedouleurplantairedutalon" in text
    assert "AnnaPeeters" not in text
    assert "Anna" not in ran.out + ran.err


def test_what_is_told_stands_on_the_page(plantar: Plantar, steps: str) -> None:
    words = ("--text", "Echo 5,2 mm", "--next", "Terug in mei", "--author", "Els K", "--name")

    ran = plantar(
        "report", "--runner", steps, "--lang", "nl", "--weeks", 6, "--to", "a.pdf", *words
    )

    assert ran.code == 0, ran.err
    text = said(Path("a.pdf").read_bytes())
    for told in ("Echo5,2mm", "Teruginmei", "ElsK", "AnnaPeeters", "6weken", "van42"):
        assert told in text


def test_a_file_is_written_over_only_when_it_is_asked_for(plantar: Plantar, steps: str) -> None:
    Path("a.pdf").write_text("mine", encoding="utf-8")

    refused = plantar("report", "--runner", steps, "--to", "a.pdf")

    assert refused.code == 1
    assert "a.pdf: is there already" in refused.err
    assert Path("a.pdf").read_text(encoding="utf-8") == "mine"
    assert plantar("report", "--runner", steps, "--to", "a.pdf", "--replace").code == 0
    assert Path("a.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--runner", "nobody"), 1, "nobody"),
        (("--runner", "anna", "--lang", "de"), 2, "lang"),
        (("--runner", "anna", "--weeks", "2"), 2, "weeks"),
        (("--runner", "anna", "--text", "x" * 801), 2, "text"),
        (("--runner", "anna", "--to", "nowhere/a.pdf"), 1, "cannot be written"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_no_file(
    plantar: Plantar, steps: str, words: tuple[str, ...], code: int, told: str
) -> None:
    ran = plantar("report", *words)

    assert ran.code == code
    assert told in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert not list(Path().rglob("*.pdf"))
