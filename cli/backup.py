"""`plantar backup` and `plantar restore`: the store in one file, and back."""

import re
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli import clock
from cli.home import home_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cli.home import Home

#: Lists of the home that no store has, and without which every sensor is paired anew. Settings may
#: hold passwords, and what lies in the outbox is under way: neither is in a backup.
LISTS: Final = ("sensors.toml", "wearers.toml", "profiles/*.toml")
OURS: Final = re.compile(r"(?:sensors|wearers|profiles/[a-z0-9][\w-]*)\.toml", re.ASCII)


def backup(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where it goes; into the home by default.")
    ] = None,
) -> None:
    """Write everything in the store into one file, while others go on; read it back."""
    from cli.progress import telling
    from cli.status import spoken
    from plantar.store.backup import write_backup
    from plantar.store.engine import Database

    home, now = home_of(), clock.now()
    _is_there(home)
    path = file or _named(home, now, "plantar")
    with telling("backup") as tell, closing(Database(home.store_url)) as database:
        made = write_backup(
            database, path, plantar=version("plantar"), now=now, files=_lists(home), tell=tell
        )
    rows, size = spoken.counted(made.rows, "row", "rows"), spoken.size(path.stat().st_size)
    typer.echo(f"{path}: {rows} of {len(made.tables)} tables, {size}, read back")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that backup wrote.")],
    *,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="In place of what is there, of which a backup is made."),
    ] = False,
) -> None:
    """Put a backup into an empty store: all of it, or nothing where something is wrong with it."""
    from cli.progress import telling
    from cli.status import spoken
    from plantar.store.restore import restore as put_back

    home, now = home_of(), clock.now()
    instead_of = _named(home, now, "replaced") if replace else None
    with telling("restore") as tell:
        back = put_back(
            file,
            home.store_url,
            plantar=version("plantar"),
            now=now,
            instead_of=instead_of,
            tell=tell,
        )
    made = back.manifest
    rows = spoken.counted(made.rows, "row", "rows")
    typer.echo(f"{file}: {rows} of {len(made.tables)} tables put back, equal to the last digit")
    if instead_of is not None and instead_of.exists():
        typer.echo(f"what was there before is in {instead_of}")
    for said in _put_lists(home, back.files):
        typer.echo(said)


def _is_there(home: "Home") -> None:
    from plantar.errors import StoreError

    if "://" not in home.store_url and not Path(home.store_url).expanduser().exists():
        raise StoreError(f"{home.store_url}: there is no store yet, and nothing to back up")


def _named(home: "Home", now: "datetime", stem: str) -> Path:
    return home.backups / f"{stem}-{now:%Y%m%dT%H%M%SZ}.backup"


def _lists(home: "Home") -> dict[str, bytes]:
    from plantar.errors import FileRejected

    found = {}
    for pattern in LISTS:
        for path in sorted(home.folder.glob(pattern)):
            try:
                found[path.relative_to(home.folder).as_posix()] = path.read_bytes()
            except OSError as error:
                raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error
    return found


def _put_lists(home: "Home", files: "Mapping[str, bytes]") -> list[str]:
    """Put the lists where none are: those of this computer are newer. What to tell of it."""
    from plantar.whole_file import write_whole

    said = []
    for name, content in files.items():
        path = home.folder / name
        if not OURS.fullmatch(name):
            continue  # nothing else is ever written, whatever a file may say
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, content.decode("utf-8"))
            said.append(f"{path}: is back too")
        elif path.read_bytes() != content:
            said.append(f"{path}: was left as it is; the one in the backup differs")
    return said
