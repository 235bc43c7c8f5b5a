"""The backup that is made before the tables of a store change."""

import logging
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from plantar.errors import FileRejected
from plantar.store import contents
from plantar.store.engine import Database

log = logging.getLogger(__name__)

#: So many of them are kept of a store. Our choice.
KEPT: Final = 3


def keep(database: Database, at: str, backups: Path | None) -> None:
    """Make a backup of a store with something in it, and forget those before the last few.

    Raises
    ------
    FileRejected
        It cannot be written.
    """
    from plantar.store.backup import write_backup  # noqa: PLC0415  it needs migrate, which asks us

    where = _where(database, backups)
    if where is None:
        return
    with database.reading() as connection:
        if contents.is_empty(connection):
            return
    folder, stem = where
    path = _free(folder, f"{stem}.from-{at}")
    try:
        write_backup(database, path, plantar=_version(), now=None)
    except FileRejected as error:
        cause = f"{error.cause}; it is the backup before a migration, which was not begun"
        raise FileRejected(error.path, cause) from error
    log.warning("%s: its tables change; as it was it is kept in %s", database.name, path)
    _forget(folder, stem)


def _where(database: Database, backups: Path | None) -> tuple[Path, str] | None:
    """The folder, and how the names begin; None where there is no place for it."""
    file = database.file
    if file is not None:
        return file.parent, file.name
    return None if backups is None else (backups, "postgresql")


def _free(folder: Path, stem: str) -> Path:
    number, path = 1, folder / f"{stem}.backup"
    while path.exists():
        number += 1
        path = folder / f"{stem}.{number}.backup"
    return path


def _forget(folder: Path, stem: str) -> None:
    found = sorted(folder.glob(f"{stem}.from-*.backup"), key=lambda one: one.stat().st_mtime_ns)
    for old in found[:-KEPT]:
        with suppress(OSError):  # one too many is no reason to stop
            old.unlink()


def _version() -> str:
    try:
        return version("plantar")
    except PackageNotFoundError:  # run from its folder, never installed
        return "unknown"
