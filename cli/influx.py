"""`plantar influx`: the mirror of minutes and days in InfluxDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cli import out
from cli.home import Home, home_of, opened_store
from plantar.errors import BadInput, InfluxError, PlantarError
from plantar.runner import RUNNER_ID

if TYPE_CHECKING:
    from plantar.influx.server import Server
    from plantar.influx.sync import Told
    from plantar.influx_place import InfluxPlace
    from plantar.store.mirror_notes import MirrorNotes

#: How long a command waits for its turn, and `status` for an answer. [s]
PATIENCE_S, LOOK_S = 60.0, 5.0

app = typer.Typer(help="The mirror of minutes and days in InfluxDB.", no_args_is_help=True)


@app.command()
def init() -> None:
    """Make the mirror's buckets, or give those there are the bounds of docs/influx.md."""
    from plantar.influx.server import Server

    with Server(_place(home_of())) as server:
        made = server.make()
        typer.echo(f"{server.place.url} (InfluxDB {server.version}) has {', '.join(made)}")


@app.command()
def sync(
    *,
    again: Annotated[
        bool, typer.Option("--again", help="What was refused before is tried too.")
    ] = False,
) -> None:
    """Tell the mirror what changed."""
    from plantar.influx import sync as telling

    with _mirror() as (mirror_notes, server):
        if again:
            mirror_notes.retry()
        _tell(telling.sync(mirror_notes, server))


@app.command()
def rebuild() -> None:
    """Empty the mirror and fill it from the store; what breaks off goes on with `sync`."""
    from plantar.influx import sync as telling

    with _mirror() as (mirror_notes, server):
        _tell(telling.rebuild(mirror_notes, server))


@app.command()
def erase(
    runner_id: Annotated[str, typer.Argument(metavar="RUNNER")],
    *,
    undo: Annotated[
        bool, typer.Option("--undo", help="Mirror this runner again, with all there is.")
    ] = False,
) -> None:
    """Take everything of a runner out of the mirror, and leave them out from now on."""
    from plantar.influx import sync as telling

    if not RUNNER_ID.fullmatch(runner_id):
        raise BadInput("RUNNER", runner_id, "an id of a runner")
    with _mirror() as (mirror_notes, server):
        if undo:
            mirror_notes.let_in(runner_id)
            typer.echo(f"{runner_id} is mirrored again: `./run influx sync` tells what there is")
        else:
            telling.erase(mirror_notes, server, runner_id)
            typer.echo(f"nothing of {runner_id} is in the mirror; the store keeps what it has")


@app.command()
def status(
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Tell what waits for the mirror, what it did not take and why, and whether it answers."""
    home = home_of()
    place = _place(home)
    trouble, version = _looked(place)
    with _backlog(home) as mirror_notes:
        waiting, refusals, left_out = (
            mirror_notes.waiting(),
            mirror_notes.refusals(),
            mirror_notes.left_out(),
        )
    if json:
        out.write_json(
            {
                "url": place.url,
                "version": version,
                "trouble": trouble,
                "waiting": waiting,
                "refused": [
                    {
                        "runner": one.runner_id,
                        "table": one.kind,
                        "days": one.days,
                        "first": one.first.isoformat(),
                        "last": one.last.isoformat(),
                        "reason": one.reason,
                    }
                    for one in refusals
                ],
                "left_out": left_out,
            }
        )
        return
    out.say(trouble or f"{place.url} answers: InfluxDB {version}, buckets {place.bucket}/...")
    out.say(f"Waiting: {_counted(waiting) or 'nothing; the mirror has all it takes'}.")
    if left_out:
        out.say(f"Left out: {', '.join(left_out)}.")
    if refusals:
        rows = [
            (one.runner_id, one.kind, str(one.days), f"{one.first} - {one.last}", one.reason)
            for one in refusals
        ]
        out.write_table(("runner", "table", "days", "refused", "why"), rows)


@contextmanager
def _mirror() -> Iterator[tuple["MirrorNotes", "Server"]]:
    """The notes for the mirror and the server, for one command alone."""
    from cli.mirroring import telling_alone
    from plantar.influx.server import Server

    home = home_of()
    place = _place(home)
    with (
        _backlog(home) as mirror_notes,
        Server(place) as server,
        telling_alone(home, mirror_notes, patience_s=PATIENCE_S) as ours,
    ):
        if not ours:
            raise InfluxError("another process tells the mirror now: try again in a while")
        yield mirror_notes, server


@contextmanager
def _backlog(home: Home) -> Iterator["MirrorNotes"]:
    from plantar.store.mirror_notes import open_mirror_notes

    with opened_store():  # makes or migrates its tables
        pass
    with open_mirror_notes(home.store_url) as mirror_notes:
        yield mirror_notes


def _place(home: Home) -> "InfluxPlace":
    if home.influx is None:
        raise PlantarError(
            "there is no mirror: set influx_url, influx_token, influx_org and influx_bucket"
        )
    return home.influx


def _looked(place: "InfluxPlace") -> tuple[str | None, str | None]:
    """What is wrong with the server, and its version where it tells."""
    from plantar.influx.schema import MEASUREMENTS
    from plantar.influx.server import Server

    version = None
    with Server(place, patience_s=LOOK_S) as server:
        try:
            version = server.version
            for measurement in MEASUREMENTS.values():
                server.read(measurement, [("nobody", 0, 1)])
        except InfluxError as error:
            return str(error), version
    return None, version


def _tell(told: "Told") -> None:
    typer.echo(f"{told.days} days told: {told.written} points written, {told.deleted} deleted")
    if told.refused:
        typer.echo(f"{len(told.refused)} days were refused; `./run influx status` says why")
        raise typer.Exit(1)


def _counted(waiting: dict[str, int]) -> str:
    return ", ".join(f"{days} days of {kind}" for kind, days in waiting.items())
