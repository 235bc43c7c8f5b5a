"""Plantar shows and compares. It never promises, and so some words do not occur."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("plantar", "collector", "processing", "dashboard", "cli")
PROMISES = re.compile(
    r"\b(?:risks?|risky|\w*risico\w*|risques?"
    r"|safe|safer|safest|safely|safety|veilige?|veiligheid|sans danger"
    r"|dangers?|dangerous|gevaar\w*|dangereu\w+"
    r"|prevent(?:s|ed|ing|ion|ive|able)?|voorkom\w*|préven\w+"
    r"|predict\w*|voorspel\w*|prédi\w+"
    r"|heal|heals|healed|healing|genees\w*|genezen|guéri\w*"
    r"|sweet spot)\b",
    re.IGNORECASE,
)
#: Saying that it does not is allowed, in whole sentences like these.
DENIALS = re.compile(
    r"predicts? nothing|(?:does not|cannot|not|never) predict|no (?:diagnosis or )?prediction"
    r"|voorspelt (?:niets|geen)|geen (?:diagnose of )?voorspelling"
    r"|ne prédi(?:t|sent) (?:rien|pas|aucune?)|(?:aucune|ni|de) prédiction",
    re.IGNORECASE,
)
#: Sections that exist to say what is not claimed name what they refuse.
REFUSING = re.compile(r"\bnot\b", re.IGNORECASE)


def promises(text: str) -> list[str]:
    """The promises in a text, denials left out."""
    return PROMISES.findall(DENIALS.sub("", text))


def strings(module: Path) -> Iterator[str]:
    """Every text in a module: sentences for the screen, messages of errors, docstrings."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def claims(page: str) -> str:
    """A page without the sections whose heading says what is not done."""
    sections = re.split(r"^(?=#+ )", page, flags=re.MULTILINE)
    return "".join(s for s in sections if not REFUSING.search(s.partition("\n")[0]))


MODULES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
CATALOGUES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.po")]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_no_text_in_the_code_promises() -> None:
    found = {str(m.relative_to(ROOT)): p for m in MODULES for s in strings(m) if (p := promises(s))}

    assert found == {}


def test_no_translation_promises() -> None:
    found = {
        str(c.relative_to(ROOT)): p for c in CATALOGUES if (p := promises(c.read_text("utf-8")))
    }

    assert found == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_promises_outside_what_it_refuses_to_claim(page: Path) -> None:
    assert promises(claims(page.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("sentence", "promising"),
    [
        ("A safe zone.", True),
        ("Verlaagt je blessurerisico.", True),
        ("Ce chiffre prédit une blessure.", True),
        ("Dit getal beschrijft, het voorspelt niets.", False),
        ("Health data stay on this computer.", False),
        ("It describes and does not predict.", False),
    ],
)
def test_a_promise_is_told_from_a_denial(sentence: str, *, promising: bool) -> None:
    assert bool(promises(sentence)) is promising
