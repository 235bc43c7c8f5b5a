"""The clinic of the pictures in a folder, and a server of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from plantar.store.sql import open_store
from tests.dashboard import browser_rig
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


def serving(home: Path) -> AbstractContextManager[str]:
    """The pages of a clinic at its moment; their address."""
    return browser_rig.serving(home, "tests.screens.serving", str(home))


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
