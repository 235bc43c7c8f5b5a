"""Components are files of ours: no page brings script of its own, and the policy allows none."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.components.v2.component_manager import BidiComponentManager

from dashboard.frame import packaged
from dashboard.web.headers import pages_csp
from tests.dashboard.browser_rig import Seen

DASHBOARD = Path(packaged.__file__).parent


def test_no_script_runs_but_a_file_of_ours_or_of_streamlits() -> None:
    rules = {name: rest for name, *rest in (rule.split() for rule in pages_csp().split(";"))}

    assert rules["default-src"] == ["'self'"]
    allowed = {one for one in rules["script-src"] if not one.startswith("'sha256-")}
    assert allowed == {"'self'", "'wasm-unsafe-eval'"}


def test_no_component_is_made_of_text_in_a_module() -> None:
    makers = [
        path.name
        for path in DASHBOARD.rglob("*.py")
        if "components.v2.component(" in path.read_text("utf-8")
    ]

    assert makers == ["packaged.py"]
    assert packaged.names() == ["drop_words", "language", "section", "triage", "watch"]


def test_a_streamlit_that_was_not_told_learns_of_every_component_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fresh = BidiComponentManager()
    monkeypatch.setattr(packaged, "get_bidi_component_manager", lambda: fresh)

    packaged._make_known("plantar.triage")

    for name in packaged.names():
        assert fresh.get_component_path(f"plantar.{name}") == str(packaged.FOLDER / name)


@pytest.mark.browser
def test_a_browser_fetches_them_and_complains_of_nothing(
    address: str, desk: Page, seen: Seen
) -> None:
    fetched: dict[str, int] = {}
    desk.on("response", lambda one: fetched.update({one.url.partition("/plantar.")[2]: one.status}))
    desk.goto(f"{address}/?lang=nl")
    expect(desk.get_by_role("link", name="Ben Zwaenepoel")).to_be_visible()
    expect(desk.locator("html")).to_have_attribute("lang", "nl")

    scripts = {name: status for name, status in fetched.items() if name.endswith((".js", ".css"))}
    assert scripts == {
        "language/index.js": 200,
        "triage/index.js": 200,
        "triage/style.css": 200,
        "watch/index.js": 200,
    }
    assert seen.complaints == []
