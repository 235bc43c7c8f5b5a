"""`plantar retention`: what is older than this place keeps goes, once a day or when asked."""

import logging
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli import clock
from cli.home import Home, home_of
from plantar.errors import PlantarError
from plantar.own.terms import before

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

A_DAY: Final = timedelta(days=1)
#: Files that commands name themselves by the moment in UTC; nobody else's is ever deleted.
BACKUP: Final = re.compile(r"(?:plantar|replaced)-(\d{8}T\d{6})Z\.backup", re.ASCII)
PROOF: Final = re.compile(r"(\d{8}T\d{6})Z(?:-\d+)?\.(?:json|txt)", re.ASCII)
RAW, BACKUPS, PROOFS = "raw stretches", "backups", "proofs"


def retention(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what is older; nothing is deleted.")
    ] = False,
) -> None:
    """Delete what is older than this place keeps; what was measured stays."""
    home, now = home_of(), clock.now()
    counted = keep(home, now, dry_run=dry_run)
    for name, number in counted.items():
        typer.echo(f"{number} {name} {'would be' if dry_run else 'were'} deleted")
    if not counted:
        typer.echo("nothing is older than this place keeps it")


def keep(home: Home, now: datetime, *, dry_run: bool = False) -> "Mapping[str, int]":
    """Delete what is overdue, or only count it.

    Raises
    ------
    PlantarError
        A part of it cannot be reached; the next day it is tried again.
    """
    counted = {
        **_rows(home, now, dry_run=dry_run),
        RAW: _raw(home, now, dry_run=dry_run),
        BACKUPS: _files(_old(home.backups, BACKUP, now, home.terms.backups_days), dry_run=dry_run),
        PROOFS: _files(
            _old(home.folder / "erased", PROOF, now, home.terms.proofs_days), dry_run=dry_run
        ),
    }
    return {name: number for name, number in counted.items() if number}


class Daily:
    """Does it once a day, beside other work, which no trouble of it ends."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._done_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """Do it when a day went by since the last time."""
        if self._done_at is not None and now - self._done_at < A_DAY:
            return
        self._done_at = now
        try:
            counted = keep(self._home, now)
        except (PlantarError, OSError) as error:
            log.warning("what is too old to be kept waits until tomorrow: %s", error)
            return
        for name, number in counted.items():
            log.info("%d %s were older than this place keeps them", number, name)


def _rows(home: Home, now: datetime, *, dry_run: bool) -> "Mapping[str, int]":
    from plantar.own import overdue
    from plantar.store.engine import Database

    if "://" not in home.store_url and not Path(home.store_url).expanduser().exists():
        return {}
    with closing(Database(home.store_url)) as database:
        done = overdue.count if dry_run else overdue.erase
        return done(database, home.terms, now)


def _raw(home: Home, now: datetime, *, dry_run: bool) -> int:
    """Of a collector that runs it is done at its next row; of one that rests nobody else does."""
    from collector.outbox import erasing

    if not home.outbox.exists():
        return 0
    since = now - home.terms.raw
    return erasing.old_raw(home.outbox, since) if dry_run else erasing.erase_raw(home.outbox, since)


def _files(paths: Iterator[Path], *, dry_run: bool) -> int:
    found = list(paths)
    if not dry_run:
        for path in found:
            path.unlink(missing_ok=True)
    return len(found)


def _old(folder: Path, named: re.Pattern[str], now: datetime, days: int) -> Iterator[Path]:
    since = before(now, days)
    if since is None or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        told = named.fullmatch(path.name)
        if told and datetime.strptime(told[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) < since:
            yield path
