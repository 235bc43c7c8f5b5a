"""What axe-core says of a page: nothing is excepted from it."""

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


def violations(page: Page) -> list[str]:
    """A line for every element of every rule that is broken; none is what we want."""
    lines = []
    for broken in AXE.run(page, options=OPTIONS).response["violations"]:
        for node in broken["nodes"]:
            target = " ".join(map(str, node["target"]))
            said = " ".join(node["failureSummary"].split())
            lines.append(f"{broken['id']} ({broken['impact']}): {target}: {said}")
    return lines
