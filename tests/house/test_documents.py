"""The documents hang together, and say the words that the code says."""

import re
from enum import Enum, IntEnum
from pathlib import Path

import pytest

from collector.counter import Verdict
from collector.decoding.reading import Reason
from collector.device_clock import ClockQuality
from collector.doctor.finding import Verdict as DoctorVerdict
from collector.profile import Framing, SideRule, Verified
from collector.sensor_state import Phase
from plantar.alert import Family, Level, Rule
from plantar.context import ContextKind
from plantar.load import DayStatus, Method, NoRatio
from plantar.measured import SourceClass
from plantar.message import Change, Kind, Outcome, Sending
from plantar.pain import PainMoment, Side
from plantar.recipient import Wanted
from plantar.rehab import Legs, ProgrammeKind
from plantar.state import Attention
from processing.rehab.relapse import Came

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
IMAGES = (".png", ".jpg", ".svg")


def links(page: Path) -> list[Path]:
    """What a page links to inside the checkout; a folder means its README."""
    targets = [t for t in LINK.findall(page.read_text("utf-8")) if "://" not in t]
    found = [(page.parent / target).resolve() for target in targets]
    return [path / "README.md" if path.is_dir() else path for path in found]


def reachable(first: Path) -> set[Path]:
    """Every page one comes to by following links."""
    seen: set[Path] = set()
    waiting = [first]
    while waiting:
        page = waiting.pop()
        if page.suffix == ".md" and page.exists() and page not in seen:
            seen.add(page)
            waiting += links(page)
    return seen


def pages() -> list[Path]:
    """All documents of the project."""
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_page_of_the_docs_can_be_reached_from_the_readme() -> None:
    assert set(pages()) - reachable(ROOT / "README.md") == set()


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_no_link_leads_nowhere(page: Path) -> None:
    dead = [str(t) for t in links(page) if t.suffix not in IMAGES and not t.exists()]

    assert dead == []


@pytest.mark.parametrize(
    "words",
    [
        Family,
        Level,
        Rule,
        DayStatus,
        Method,
        NoRatio,
        SourceClass,
        PainMoment,
        Side,
        Attention,
        Legs,
        ProgrammeKind,
        ContextKind,
        Came,
        Framing,
        SideRule,
        Verified,
        Reason,
        Verdict,
        ClockQuality,
        Phase,
        DoctorVerdict,
        Wanted,
        Kind,
        Change,
        Sending,
        Outcome,
    ],
)
def test_every_word_that_is_stored_stands_in_the_glossary(words: type[Enum]) -> None:
    glossary = (ROOT / "docs/terms.md").read_text("utf-8")

    for word in words:
        shown = word.name.lower() if issubclass(words, IntEnum) else word.value
        assert f"`{shown}`" in glossary, word


def test_every_term_has_a_word_in_dutch_and_french() -> None:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in (ROOT / "docs/terms.md").read_text("utf-8").splitlines()
        if line.startswith("|") and not line.startswith(("|-", "| term"))
    ]

    assert len(rows) > 60
    for row in rows:
        assert len(row) == 6, row
        assert all(row[cell] for cell in (0, 1, 4, 5)), row
    assert len({row[0] for row in rows}) == len(rows)
