"""What axe-core says of a page, and the little of it that is not ours to mend."""

from dataclasses import dataclass
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE: Final = Axe()
OPTIONS: Final = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


@dataclass(frozen=True, slots=True)
class Excepted:
    """A rule on one kind of element that others draw, and why it stays."""

    rule: str
    selector: str  # what the element matches
    why: str


#: What Streamlit itself does, and no style or setting of ours can change.
STREAMLITS: Final[tuple[Excepted, ...]] = (
    Excepted(
        "empty-table-header",
        "[data-testid=stDataFrame] th",
        "a grid keeps a copy of itself for screen readers, and its column of marks has no name",
    ),
)


def violations(page: Page) -> list[str]:
    """A line for every element of every rule that is broken; none is what we want."""
    found = AXE.run(page, options=OPTIONS).response["violations"]
    lines = []
    for broken in found:
        for node in broken["nodes"]:
            target = " ".join(map(str, node["target"]))
            if _is_excepted(page, broken["id"], node["target"]):
                continue
            said = " ".join(node["failureSummary"].split())
            lines.append(f"{broken['id']} ({broken['impact']}): {target}: {said}")
    return lines


def _is_excepted(page: Page, rule: str, target: list[object]) -> bool:
    one = target[-1]
    if not isinstance(one, str):
        return False
    return any(
        page.evaluate(
            "([where, what]) => document.querySelector(where)?.matches(what) ?? false",
            [one, known.selector],
        )
        for known in STREAMLITS
        if known.rule == rule
    )
