"""The clinic of the pictures in a folder, and a server of it."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from plantar.store.sql import open_store
from tests.dashboard.browser_rig import ROOT, wait_for
from tests.screens import clinic
from tests.screens.moment import NOW
from tests.screens.states import State


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
def undone(home: Path, state: State) -> Iterator[None]:
    """Whatever is done in a state is undone after it: no picture depends on the one before it."""
    if not state.writes:
        yield
        return
    now, before = home / "clinic.sqlite", home / "before.sqlite"
    _copy(now, before)
    try:
        yield
    finally:
        _copy(before, now)


def _copy(one: Path, other: Path) -> None:
    """As SQLite copies it: whoever has it open reads the copy next."""
    with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
        source.backup(target)
