"""A server of the pages for the benchmark, its kinesists and their browsers."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, BrowserContext, Page, WebSocket

from dashboard.web.cookies import SIGNED_IN, name_of
from plantar.account import Account, SignedIn
from plantar.consent import EVERYTHING, Basis, Consent
from plantar.secret import hashed, new_id, new_token
from plantar.store import Store
from plantar.viewer import Role

HERE = Path(__file__).parent
ROOT = HERE.parent
DESK = {"width": 1440, "height": 900}
WITHIN_MS = 240_000


@dataclass
class Served:
    """A server of pages, and what it noted of its runs."""

    address: str
    notes: Path
    process: "subprocess.Popen[bytes]"

    def runs(self, part: str = "whole") -> list[tuple[float, float]]:
        """How long each run took so far, by the clock and of a processor. [ms]"""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        cells = [line.split() for line in lines if line.startswith(part)]
        return [(float(clock), float(busy)) for _, clock, busy in cells]

    def since(self, do: Callable[[], object], part: str = "whole") -> list[tuple[float, float]]:
        """The runs that something made, by the clock and of a processor. [ms]"""
        before = len(self.runs(part))
        do()
        time.sleep(1.0)  # the last one ends after its page is there
        return self.runs(part)[before:]

    def rss_mb(self) -> float:
        """What it holds in memory; asks Linux. [MB]"""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@dataclass
class Wire:
    """What came over the WebSocket of a page."""

    taken: int = 0

    def watch(self, page: Page) -> None:
        """Count from now on."""

        def opened(socket_: WebSocket) -> None:
            socket_.on("framereceived", self._took)

        page.on("websocket", opened)

    def _took(self, frame: bytes | str) -> None:
        self.taken += len(frame)


@contextmanager
def served(home: Path, store: Path, *script: str) -> Iterator[Served]:
    """Pages of a store, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    notes = home / f"runs-{port}"
    environment = {name: text for name, text in os.environ.items() if "PLANTAR_" not in name} | {
        "PLANTAR_HOME": str(home),
        "PLANTAR_STORE_URL": f"sqlite:///{store}",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(HERE / "pages_server.py"), str(port), str(notes), *script]
    with (home / f"log-{port}").open("w") as log:
        process = subprocess.Popen(
            command, cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield Served(f"http://127.0.0.1:{port}", notes, process)
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 (our own server)
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the pages did not start")


def kinesist(store: Store, login: str, runner_ids: Sequence[str]) -> str:
    """The secret of a session of a kinesist to whom these runners consented."""
    now = datetime.now(UTC)
    account = Account(new_id(), login, frozenset({Role.KINESIST}), None, "nl")
    store.add_account(account, f"Kine {login}", None)
    for runner_id in runner_ids:
        given = Consent(new_id(), runner_id, account.id, EVERYTHING, now, basis=Basis.OPERATOR)
        store.grant(given)
    token = new_token()
    store.begin_session(SignedIn(hashed(token), account.id, now, now))
    return token


def context_of(browser: Browser, address: str, token: str) -> BrowserContext:
    """A browser of somebody who is signed in."""
    context = browser.new_context(viewport=DESK, timezone_id="Europe/Brussels")  # type: ignore[arg-type]
    cookie = {"name": name_of(SIGNED_IN, tls=False), "value": token, "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    context.set_default_timeout(WITHIN_MS)
    return context
