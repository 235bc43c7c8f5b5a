"""Copies that still hold a runner: backups, exports, and outboxes that were set aside."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cli.home import Home
from plantar.errors import FileRejected
from plantar.own.archive import is_export, note_of
from plantar.own.traces import files_below


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds a runner, or may."""

    path: Path
    what: str


def is_copy(path: Path) -> bool:
    """Whether a file is one of those that are made to be kept."""
    return path.name.endswith(".backup") or ".damaged-" in path.name or is_export(path)


def copies(home: Home, runner_id: str) -> list[Copy]:
    """The copies in this home, and beside its store, that hold a runner."""
    folders = {home.folder}
    if "://" not in home.store_url:
        folders.add(Path(home.store_url).expanduser().absolute().parent)
    found = dict.fromkeys(path for folder in sorted(folders) for path in _copies_in(folder, home))
    return [Copy(path, what) for path in found if (what := _holds(path, runner_id))]


def _copies_in(folder: Path, home: Home) -> Iterator[Path]:
    if not folder.exists():
        return
    # Of a folder that is not ours only what lies beside the store is looked at.
    there = files_below(folder) if folder == home.folder else sorted(folder.glob("*.backup"))
    for path in there:
        if is_copy(path):
            yield path


def _holds(path: Path, runner_id: str) -> str:
    """What a copy is, where it holds a runner or cannot say; nothing where it does not."""
    if is_export(path):
        try:
            return "an export of theirs" if note_of(path).runner == runner_id else ""
        except FileRejected:
            return "an export that cannot be read"
    if ".damaged-" in path.name:
        return "an outbox that was set aside, with rows of whoever wore its devices"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            query = "SELECT 1 FROM runner WHERE id = ?"
            holds = backup.execute(query, (runner_id,)).fetchone() is not None
    except sqlite3.Error:
        return "a backup that cannot be read"
    return "a backup that holds them" if holds else ""
