"""`plantar sensor`: the options of its commands."""

from typing import Annotated

import typer

from plantar.door import parsed
from plantar.errors import BadInput
from plantar.sample import Foot

app = typer.Typer(help="Find, pair, check and forget sensors.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")]
Simulated = Annotated[
    bool,
    typer.Option("--simulated", help="With shoes and a foot pod made of software, kept apart."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Agree beforehand; nothing is asked.")]
#: Nobody waits longer for a sensor. [s]
MOST_S = 600.0


@app.command()
def scan(
    seconds: Annotated[float, typer.Option(metavar="S", help="How long to listen.")] = 6.0,
    *,
    everybody: Annotated[
        bool, typer.Option("--all", help="Also devices that no profile knows.")
    ] = False,
    simulated: Simulated = False,
    json: Json = False,
) -> None:
    """Tell which sensors are in the air, and what each of them may be."""
    from cli.sensor.scan import scan as run

    run(_seconds(seconds), simulated=simulated, everybody=everybody, json=json)


@app.command()
def add(
    sensors: Annotated[
        list[str] | None,
        typer.Argument(metavar="SENSOR...", help="Numbers of the last scan, or addresses."),
    ] = None,
    runner: Annotated[str | None, typer.Option(metavar="ID", help="Who wears them.")] = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="ID|FILE", help="How they are read, if not as proposed."),
    ] = None,
    side: Annotated[
        str | None, typer.Option(metavar="left|right", help="The foot of one sole.")
    ] = None,
    seconds: Annotated[float, typer.Option(metavar="S", help="How long to look at them.")] = 10.0,
    *,
    yes: Yes = False,
    no_calibration: Annotated[
        bool, typer.Option("--no-calibration", help="Leave out standing still.")
    ] = False,
    simulated: Simulated = False,
) -> None:
    """Pair sensors with a runner, after a look at what they send."""
    from cli.sensor.add import add as run

    run(
        sensors or [],
        runner,
        profile,
        None if side is None else parsed("--side", side, Foot),
        _seconds(seconds),
        yes=yes,
        calibrate=not no_calibration,
        simulated=simulated,
    )


@app.command("list")
def list_(*, simulated: Simulated = False, json: Json = False) -> None:
    """List the sensors that are paired."""
    from cli.sensor.listed import list_ as run

    run(simulated=simulated, json=json)


@app.command()
def remove(
    sensor: Annotated[str, typer.Argument(metavar="ID", help="A sensor, or a pair of soles.")],
    *,
    yes: Yes = False,
    simulated: Simulated = False,
) -> None:
    """Forget a sensor; what it measured stays."""
    from cli.sensor.listed import remove as run

    run(sensor, yes=yes, simulated=simulated)


@app.command()
def check(
    sensor: Annotated[
        str, typer.Argument(metavar="SENSOR", help="A number of the last scan, an address, an id.")
    ],
    profile: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="By which profile, if not as proposed.")
    ] = None,
    seconds: Annotated[float, typer.Option(metavar="S", help="How long to listen.")] = 10.0,
    *,
    simulated: Simulated = False,
    json: Json = False,
) -> None:
    """Try every rule of a sensor's profile; exit code 0 when all of them hold."""
    from cli.sensor.check import check as run

    run(sensor, profile, _seconds(seconds), simulated=simulated, json=json)


def _seconds(seconds: float) -> float:
    if not 0.0 < seconds <= MOST_S:
        raise BadInput("--seconds", seconds, f"more than 0, and at most {MOST_S:g}")
    return seconds
