"""`plantar export`: everything about a runner in one open file, and back with `plantar import`."""

from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import clock, out
from cli.home import home_of, opened_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.home import Home
    from plantar.store import Store


def export(
    runner_id: Annotated[str, typer.Option("--runner", metavar="ID")],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE.zip", help="Where it goes; into this folder if not."),
    ] = None,
    *,
    with_name: Annotated[
        bool, typer.Option("--with-name", help="The name for the screen goes with it.")
    ] = False,
) -> None:
    """Write everything about a runner into one open file that another Plantar takes in."""
    from cli.progress import telling
    from cli.status import spoken
    from plantar.own.writing import write_export
    from plantar.store.engine import Database

    home, now = home_of(), clock.now()
    with opened_store() as store:  # makes or migrates its tables
        store.runner(runner_id)
    path = to or Path(f"plantar-{runner_id}-{now:%Y%m%d}.zip")
    with telling("export") as tell, closing(Database(home.store_url)) as database:
        made = write_export(
            database,
            runner_id,
            path,
            plantar=version("plantar"),
            now=now,
            with_name=with_name,
            tell=tell,
        )
    rows, size = spoken.counted(made.rows, "row", "rows"), spoken.size(path.stat().st_size)
    typer.echo(f"{path}: {rows} of {runner_id} in {len(made.files)} files, {size}")
    typer.echo("Whoever gets this file can read all of it. docs/export.md describes it.", err=True)
    for said in _raw_left(home, runner_id):
        typer.echo(said, err=True)


def take_in(store: "Store", paths: "Sequence[Path]", under: str | None, *, json: bool) -> None:
    """Take exports in, each all or nothing, and compute what follows from them."""
    from cli.progress import telling
    from cli.status import spoken
    from plantar.own.reading_in import read_export
    from plantar.store.engine import Database
    from processing.again import again

    home, now = home_of(), clock.now()
    for path in paths:
        with telling("import") as tell, closing(Database(home.store_url)) as database:
            taken = read_export(
                database, path, plantar=version("plantar"), now=now, under=under, tell=tell
            )
        if taken.rows:
            again(store, store.runner(taken.runner_id), now=now)
        if json:
            out.write_json({"file": str(path), "runner": taken.runner_id, "new": taken.rows})
        elif taken.rows:
            rows = spoken.counted(taken.rows, "row", "rows")
            typer.echo(
                f"{path.name}: {rows} of {taken.runner_id} taken in, equal to the last digit"
            )
        else:
            typer.echo(f"{path.name}: 0 new: everything of {taken.runner_id} is there already")


def _raw_left(home: "Home", runner_id: str) -> list[str]:
    """What raw recordings of this runner a collector keeps on this computer, as it sent them."""
    from collector.outbox.state import seen
    from collector.pairing_file import paired_sensors
    from plantar.errors import OutboxError

    devices = sorted(
        {one.device for one in paired_sensors(home.folder) if one.runner_id == runner_id}
    )
    if not devices or not home.outbox.exists():
        return []
    said = []
    try:
        with seen(home.outbox) as connection:
            for device in devices:
                query = "SELECT count(*), sum(length(payload)) FROM raw WHERE device = ?"
                count, size = connection.execute(query, (device,)).fetchone()
                if count:
                    said.append(
                        f"Not in it: {count} raw stretches of {device} ({size} bytes) in"
                        f" {home.outbox}; `./run replay --raw {device}` reads them"
                    )
    except OutboxError as error:
        said.append(f"Whether raw recordings are kept cannot be told: {error}")
    return said
