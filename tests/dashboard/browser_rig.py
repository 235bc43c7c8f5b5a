"""What a browser asked for and complained about, and a server of the pages for it to look at."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from plantar.store import Store
from tests.dashboard.signed_in import in_browser, sees_all, token_of

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
#: Streamlit looks for its health address below the page's own path first; that is harmless.
PROBES = ("/_stcore/health", "/_stcore/host-config")
STARTS_WITHIN_S = 60.0


@dataclass
class Seen:
    """What a browser asked for and complained about."""

    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket_: self._asked(socket_.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(f"{said.text} {said.location.get('url', '')}")
                if said.type == "error" and not said.location.get("url", "").endswith(PROBES)
                else None
            ),
        )

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.hostname or url)


@contextmanager
def serving(home: Path, *module: str) -> Iterator[str]:
    """The pages of the store in that folder, served by that module; their address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if "PLANTAR_" not in name} | {
        "PLANTAR_HOME": str(home),
        "PLANTAR_STORE_URL": f"sqlite:///{home / 'clinic.sqlite'}",
        "PYTHONPATH": str(ROOT),
    }
    by = module or ("dashboard.serve", "--port")
    command = [sys.executable, "-m", *by, str(port)]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers."""
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 (our own server)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the dashboard did not start")


@contextmanager
def looking(
    browser: Browser, address: str, place: Store, seen: Seen, size: dict[str, int]
) -> Iterator[Page]:
    """A page of a kinesist who sees everybody, of that size."""
    context = browser.new_context(viewport=size, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    in_browser(context, address, token_of(place, sees_all(place)))
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    page = context.new_page()
    seen.watch(page)
    yield page
    context.close()


def overflow(page: Page) -> int:
    """How far a page is wider than its window. [px]"""
    main = "document.querySelector('[data-testid=stMain]')"
    return int(page.evaluate(f"{main}.scrollWidth - {main}.clientWidth"))


def rest(page: Page) -> None:
    """Wait until nothing moves any more: a click meant for what still unfolds lands elsewhere."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.evaluate(
        "Promise.allSettled(document.getAnimations()"
        ".filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)"
        ".map((one) => one.finished))"
    )
