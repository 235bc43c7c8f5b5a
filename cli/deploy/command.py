"""`plantar deploy`: what a centre in containers needs, and whether it answers."""

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from plantar.errors import BadInput, PlantarError

if TYPE_CHECKING:
    from cli.deploy.compose_env import Wanted
    from cli.deploy.site import Site

app = typer.Typer(help="A centre in containers: see docs/deploy.md.", no_args_is_help=True)

#: The folder's path stands in a file that Docker Compose reads, between single quotes.
_PLAIN_PATH: Final = re.compile(r"[^'\n\r]+")


class With(StrEnum):
    """What a deployment may have beside broker, processing and pages."""

    WEB = "web"
    INFLUX = "influx"
    BLE = "ble"


@app.command()
def init(
    directory: Annotated[
        Path, typer.Argument(metavar="[DIRECTORY]", help="Where all of it is kept.")
    ] = Path("site"),
    *,
    host: Annotated[
        list[str] | None,
        typer.Option("--host", help="A name or an address by which others reach this computer."),
    ] = None,
    collector: Annotated[
        list[str] | None,
        typer.Option("--collector", help="A collector elsewhere; nothing of a person in its name."),
    ] = None,
    extra: Annotated[
        list[With] | None,
        typer.Option("--with", help="web: for a phone; influx: a mirror; ble: a collector here."),
    ] = None,
    sqlite: Annotated[
        bool, typer.Option("--sqlite", help="The store in one file, and one worker.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="How many take what collectors send.")] = 1,
) -> None:
    """Write secrets, certificates, users and rules of the broker; what is there already stays."""
    from cli import clock
    from cli.deploy.compose_env import HERE, Wanted
    from cli.deploy.make import make
    from cli.deploy.names import collectors_of, host_of

    if sqlite and workers > 1:
        raise BadInput("--workers", workers, "1, and with --sqlite there is no more than one")
    if not _PLAIN_PATH.fullmatch(str(directory.absolute())):
        raise BadInput("DIRECTORY", str(directory), "a path without ' and line breaks")
    extras = tuple(dict.fromkeys(one.value for one in extra or ()))
    named = collectors_of(collector or ())
    if With.BLE in extras and HERE not in named:
        named = (*named, HERE)
    wanted = Wanted(
        hosts=tuple(dict.fromkeys(host_of(name) for name in host or ())),
        collectors=named,
        profiles=extras,
        sqlite=sqlite,
        workers=workers,
    )
    _show(make(directory, wanted, clock.now()), wanted)


@app.command()
def answers() -> None:
    """Ask the centre for an answer, over the broker that settings name; 1 when none comes."""
    from cli.doctor.way import way
    from cli.home import home_of
    from collector.doctor.finding import Verdict

    broker = home_of().broker
    if broker is None:
        raise PlantarError("there is no broker: set broker_url, broker_user and broker_password")
    found = way(broker)
    if found.verdict is not Verdict.OK:
        raise PlantarError(f"{found.found}; {found.fix}")
    typer.echo(found.found)


def _show(site: "Site", wanted: "Wanted") -> None:
    from cli.deploy.next_steps import next_steps

    for name in site.left:
        typer.echo(f"left   {name}", err=True)
    for name in site.added:
        typer.echo(f"added  {name}", err=True)
    typer.echo("Next, beside docker-compose.yml:")
    for step in next_steps(site, wanted):
        typer.echo(f"  {step}")
    typer.echo("Nothing of this folder goes into a repository; docs/deploy.md tells the rest.")
