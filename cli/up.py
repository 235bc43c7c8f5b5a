"""`plantar up`: the pipeline and the dashboard on this computer."""

from pathlib import Path
from typing import Annotated

import typer

from plantar.errors import PlantarError

THIS_COMPUTER = "127.0.0.1"
#: Every address of this computer.
EVERYWHERE = "0.0.0.0"  # noqa: S104 - and only behind a proxy
#: Pages hold what a foot told and a password would: nothing of them crosses a network in the clear.
NO_PLAIN_HTTP = (
    "{address}: others would reach Plantar there by plain HTTP, which anybody on the way can read. "
    "For a phone start the `web` profile of docker-compose.yml, which has TLS and a password "
    "(docs/deploy.md). Where another proxy with TLS stands before Plantar, say so: "
    "dashboard_behind_proxy = true"
)


def up(
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="Made-up runners and a live pair of simulated soles.")
    ] = False,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Your simulated sensors, and what they measured.")
    ] = False,
    lan: Annotated[
        bool, typer.Option("--lan", help="For other computers; needs a proxy with TLS before it.")
    ] = False,
    port: Annotated[int | None, typer.Option(help="Where the dashboard listens.")] = None,
) -> None:
    """Start Plantar: the dashboard and the paired sensors, until Ctrl-C."""
    import asyncio

    from cli import logs
    from cli.demo.soles import demo_soles
    from cli.home import home_of
    from cli.pipeline import Listening, run
    from collector.pairing_file import paired_sensors
    from plantar.settings import load_settings

    settings = load_settings()
    logs.begin(settings.log_format)
    if demo and lan:
        raise PlantarError("--lan: a demo listens to this computer alone")
    address, port = settings.dashboard_address, port or settings.dashboard_port
    if demo:
        address = THIS_COMPUTER
    elif lan:
        address = EVERYWHERE
    _check_reach(address, behind_proxy=settings.dashboard_behind_proxy)
    _check_free(address, port)
    if demo:
        # A demo never touches real measurements.
        path = Path(settings.home) / "demo.db"
        outbox = Path(settings.home) / "demo.outbox.db"
        _make_demo(path, outbox)
        store_url = str(path)  # a path: in a URL a % or ? of somebody's folder means another thing
        listening: Listening | None = Listening(demo_soles(), outbox, simulated=True)
        mirrored = writing = kept = None
    else:
        home = home_of(simulated=simulated)
        store_url = home.store_url
        sensors = paired_sensors(home.folder)
        listening = (
            Listening(sensors, home.outbox, home.board, simulated, home.broker) if sensors else None
        )
        mirrored = home if home.influx is not None else None
        writing = None if simulated else home  # made-up figures are no reason to write to anybody
        kept = home
    code = asyncio.run(
        run(
            store_url,
            address,
            port,
            listening=listening,
            backups=settings.backups,
            mirrored=mirrored,
            writing=writing,
            demo=demo,
            kept=kept,
        )
    )
    if code:
        raise typer.Exit(code)


def _check_reach(address: str, *, behind_proxy: bool) -> None:
    from ipaddress import ip_address

    local = address == "localhost" or ip_address(address).is_loopback
    if not local and not behind_proxy:
        raise PlantarError(NO_PLAIN_HTTP.format(address=address))


def _check_free(address: str, port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise PlantarError(
                f"port {port} on {address} is taken: is Plantar running already? "
                f"Else choose another one: ./run up --port {port + 1}"
            ) from error


def _make_demo(path: Path, outbox: Path) -> None:
    from cli import clock
    from cli.demo.clinic import forget, is_of_today, make_clinic
    from plantar.store.sql import open_store

    now = clock.now()
    if path.exists():
        with open_store(path) as store:
            if is_of_today(store, now):
                return
    forget(path)
    forget(outbox)  # what waits there is of the clinic that is no more
    with open_store(path) as store:
        make_clinic(store, now, _progress)


def _progress(name: str, done: int, of: int) -> None:
    typer.echo(f"making the demo clinic, {done + 1} of {of}: {name}", err=True)
