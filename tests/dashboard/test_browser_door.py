"""The pages on a phone, by the door of a deployment: a browser, nginx, and `plantar up`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from plantar.runner import Runner
from plantar.store.sql import open_store
from tests.dashboard.signed_in import in_browser, sees_all, token_of
from tests.house.web_door import ROOT, Door, free_port, opened

pytestmark = [pytest.mark.browser, pytest.mark.web]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[tuple[Door, str]]:
    port = free_port()
    with open_store(tmp_path / "plantar.db") as store:
        store.add_runner(Runner("anna"))
        token = token_of(store, sees_all(store))
    words = [sys.executable, "-c", "from cli.main import main; main()", "up", "--port", str(port)]
    ours = {"PLANTAR_HOME": str(tmp_path), "PLANTAR_DASHBOARD_BEHIND_PROXY": "true"}
    environment = {**os.environ, **ours, "PLANTAR_LANGUAGE": "en"}
    with opened(tmp_path, port) as one:
        running = subprocess.Popen(
            words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert running.stdout is not None
        try:
            assert "Plantar is at" in running.stdout.readline()
            yield one, token
        finally:
            running.terminate()
            running.wait()
            running.stdout.close()


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_phone_sees_the_runners_once_it_has_signed_in(
    door: tuple[Door, str],
) -> None:
    """The list comes over the WebSocket alone, which Streamlit refuses to pages of others."""
    one, token = door
    address = f"https://localhost:{one.port}"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        # who trusts what is tried in test_web_door.py
        phone = {"viewport": {"width": 390, "height": 844}, "ignore_https_errors": True}
        known = {"username": "plantar", "password": one.password}
        context = chromium.new_context(**phone, http_credentials=known)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        in_browser(context, address, token)
        page.goto(address)
        expect(page.get_by_text("anna").first).to_be_visible(timeout=60_000)
        chromium.close()
