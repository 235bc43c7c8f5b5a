"""`plantar wearer`: at the centre, whose the devices of collectors on other computers are."""

from typing import Annotated

import typer

from cli import out
from cli.home import home_of, opened_store

app = typer.Typer(
    help="At the centre: who wears the devices that other computers collect.", no_args_is_help=True
)

Device = Annotated[
    str, typer.Argument(metavar="DEVICE", help="As the collector's `sensor list` names it.")
]
Collector = Annotated[
    str, typer.Option("--collector", metavar="USER", help="The broker user of that collector.")
]


@app.command()
def add(
    device: Device,
    runner_id: Annotated[str, typer.Argument(metavar="RUNNER")],
    collector: Collector,
) -> None:
    """Say whose a device is: from now on what comes of it is kept for that runner."""
    from cli import wearers

    worn = wearers.Worn(collector, device)
    with opened_store() as store:
        store.runner(runner_id)
    before = wearers.add(home_of().folder, worn, runner_id)
    instead = f", no longer {before}" if before not in {None, runner_id} else ""
    typer.echo(f"{device} of {collector} is worn by {runner_id}{instead}", err=True)


@app.command("list")
def list_(
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List the devices that somebody is known to wear."""
    from cli import wearers

    known = sorted(wearers.wearers(home_of().folder).items())
    if json:
        out.write_json(
            [
                {"collector": worn.collector, "device": worn.device, "runner": runner_id}
                for worn, runner_id in known
            ]
        )
    elif known:
        rows = [(worn.device, worn.collector, runner_id) for worn, runner_id in known]
        out.write_table(("device", "collector", "runner"), rows)
    else:
        typer.echo("nobody yet: ./run wearer add DEVICE RUNNER --collector USER", err=True)


@app.command()
def remove(device: Device, collector: Collector) -> None:
    """Forget whose a device is; what was kept of it stays."""
    from cli import wearers

    was = wearers.remove(home_of().folder, wearers.Worn(collector, device))
    typer.echo(f"{device} of {collector} is no longer worn by {was}", err=True)
