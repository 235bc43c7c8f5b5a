"""Walks through every page and every state, asks axe of each, and keeps pictures of them.

python -m tests.screens.walk                 everything, into docs/screens
python -m tests.screens.walk runner alerts   these pages alone, looked at but not kept
"""

import argparse
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from plantar.store.sql import open_store
from tests.dashboard.browser_rig import CHROMIUM, QUIET, ROOT, wait_for
from tests.screens import axe, clinic, pictures
from tests.screens.looking import browsing, visit
from tests.screens.moment import NOW
from tests.screens.pictures import Taken
from tests.screens.states import MAIN, State, states

KEPT: Final = ROOT / "docs" / "screens"


@dataclass(frozen=True, slots=True)
class Look:
    """How one looks at a state."""

    size: str
    language: str = "nl"
    dark: bool = False

    @property
    def key(self) -> str:
        """What a picture's name says of it."""
        return "-".join([self.size, self.language, *(["dark"] if self.dark else [])])


def looks(state: State) -> Iterator[Look]:
    """Every state in the light in Dutch; the one that stands for a page in dark and French too."""
    for size in ("desk", "phone"):
        yield Look(size)
        if state.name == MAIN:
            yield Look(size, dark=True)
            yield Look(size, "fr")


def main(arguments: Sequence[str]) -> int:
    """Walk; 0 when axe found nothing."""
    asked = argparse.ArgumentParser(prog="python -m tests.screens.walk")
    asked.add_argument("pages", nargs="*", help="only these")
    asked.add_argument("--into", type=Path, help="a folder for the pictures")
    asked.add_argument("--clinic", type=Path, help="a clinic that was made before, to save time")
    asked.add_argument("--whole", action="store_true", help="each page from top to foot")
    asked.add_argument("--looks", help="only these: desk-nl, phone-fr, …")
    told = asked.parse_args(arguments)
    into = told.into or (None if told.pages else KEPT)
    wanted = [
        one
        for one in states()
        if not told.pages or one.page.strip("/") in told.pages or one.key in told.pages
    ]
    only = told.looks.split(",") if told.looks else None
    with tempfile.TemporaryDirectory() as folder:
        home = told.clinic or Path(folder)
        made(home)
        with serving(home) as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            taken, wrong = walk(chromium, address, home, wanted, into, only, whole=told.whole)
            chromium.close()
    if into is not None and not told.pages:
        pictures.write_list(into, taken)
    for line in wrong:
        print(line)
    print(f"{len(taken)} looked at, {len(wrong)} violations")
    return int(bool(wrong))


def made(home: Path) -> None:
    """A clinic in that folder, unless there is one."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "made").exists():
        for old in home.glob("clinic.sqlite*"):
            old.unlink()
        with open_store(home / "clinic.sqlite") as store:
            clinic.fill(store, NOW)
        (home / "made").touch()


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The pages of a clinic at its moment; their address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if "PLANTAR_" not in name} | {
        "PLANTAR_HOME": str(home),
        "PLANTAR_STORE_URL": f"sqlite:///{home / 'clinic.sqlite'}",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.screens.serving", str(home), str(port)]
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


@contextmanager
def kept(home: Path, state: State) -> Iterator[None]:
    """Whatever is done in a state is undone after it: no picture depends on the one before it."""
    if not state.writes:
        yield
        return
    clinic_, before = home / "clinic.sqlite", home / "before.sqlite"
    _copy(clinic_, before)
    try:
        yield
    finally:
        _copy(before, clinic_)


def _copy(one: Path, other: Path) -> None:
    """As SQLite copies it: whoever has it open reads the copy next."""
    with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
        source.backup(target)


def walk(
    browser: Browser,
    address: str,
    home: Path,
    wanted: Sequence[State],
    into: Path | None,
    only: Sequence[str] | None,
    *,
    whole: bool,
) -> tuple[list[Taken], list[str]]:
    """Look at each state in each way; the pictures, and what axe found."""
    taken: list[Taken] = []
    wrong: list[str] = []
    for state in wanted:
        for look in looks(state):
            if only and look.key not in only:
                continue
            token = None if state.who is None else state.who.login
            with (
                kept(home, state),
                browsing(browser, address, token, look.size, dark=look.dark) as page,
            ):
                name = f"{state.key}-{look.key}"
                try:
                    visit(page, address, state, look.language)
                except Exception as trouble:  # noqa: BLE001  the walk goes on, and fails at its end
                    wrong.append(f"{name}: {str(trouble).splitlines()[0]}")
                    continue
                found = axe.violations(page)
                wrong += [f"{name}: {line}" for line in found]
                picture = (
                    None if into is None else pictures.take(page, into / f"{name}.png", whole=whole)
                )
                taken.append(Taken(state, look.key, picture))
                print(f"{name}: {len(found)}", file=sys.stderr, flush=True)
    return taken, wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
