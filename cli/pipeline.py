"""Everything `plantar up` keeps going: the dashboard, the live soles, the figures."""

import asyncio
import logging
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli import clock
from plantar.store import Store
from plantar.store.sql import open_store

if TYPE_CHECKING:
    from collector.outbox.box import Outbox

log = logging.getLogger(__name__)

#: How often the store is asked whether figures are out of date. [s]
LOOK_EVERY_S = 3.0
#: The dashboard takes a second or two to answer; a slow computer a few more. [s]
START_PATIENCE_S = 90.0
#: How long the dashboard gets to end by itself. [s]
STOP_PATIENCE_S = 10.0


async def run(store_url: str, address: str, port: int, *, outbox: Path | None) -> int:
    """Keep everything going until interrupted; the dashboard's exit code when it dies.

    With an outbox a live pair of simulated soles goes by it into the store.
    """
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", stream=sys.stderr)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            loop.add_signal_handler(name, stop.set)
    with ExitStack() as held:
        store = held.enter_context(open_store(store_url))
        live = None if outbox is None else held.enter_context(_opened(outbox))
        dashboard = await _start_dashboard(store_url, address, port)
        try:
            work = [_watch(dashboard, stop), _announce(dashboard, address, port)]
            work.append(_follow(store, stop))
            if live is not None:
                work.append(_live(store, live, stop))
            async with asyncio.TaskGroup() as tasks:
                for one in work:
                    tasks.create_task(one)
        finally:
            await _end(dashboard)
    return dashboard.returncode if dashboard.returncode and dashboard.returncode > 0 else 0


def _opened(path: Path) -> "Outbox":
    from collector.outbox.box import Outbox

    return Outbox(path)


async def _start_dashboard(store_url: str, address: str, port: int) -> asyncio.subprocess.Process:
    import dashboard

    script = Path(dashboard.__file__).parent / "app.py"
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "streamlit", "run", str(script)),
        *("--server.address", address, "--server.port", str(port), "--server.headless", "true"),
        env={**os.environ, "PLANTAR_STORE_URL": store_url},
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it
    )


async def _announce(dashboard: asyncio.subprocess.Process, address: str, port: int) -> None:
    """Say where the dashboard is, once it answers."""
    url = f"http://{address}:{port}"
    until = time.monotonic() + START_PATIENCE_S
    while dashboard.returncode is None and time.monotonic() < until:
        if await asyncio.to_thread(_answers, f"{url}/_stcore/health"):
            typer.echo(f"Plantar is at {url}  (Ctrl-C stops it)")
            return
        await asyncio.sleep(0.2)
    if dashboard.returncode is None:
        typer.echo(f"plantar: the dashboard does not answer at {url} yet", err=True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2.0) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's word for all well
    except (urllib.error.URLError, OSError):
        return False


async def _watch(dashboard: asyncio.subprocess.Process, stop: asyncio.Event) -> None:
    """When the dashboard ends, so does everything."""
    ended = asyncio.create_task(dashboard.wait())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if ended.done() and not stop.is_set():
        typer.echo("plantar: the dashboard ended by itself", err=True)
    stop.set()
    for task in (ended, stopping):
        task.cancel()


async def _follow(store: Store, stop: asyncio.Event) -> None:
    """Bring figures up to date whenever something was measured, said, or a day ended."""
    from processing.recompute import recompute_dirty

    while not stop.is_set():
        for state in await asyncio.to_thread(recompute_dirty, store, now=clock.now()):
            log.info("computed %s", state.runner_id)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_EVERY_S)


async def _live(store: Store, outbox: "Outbox", stop: asyncio.Event) -> None:
    """Put a pair of simulated soles in the air and collect from them."""
    from cli.centre import Centre, Wearer
    from cli.demo.lives import LIVE_RUNNER
    from cli.live import LiveRunner, stream
    from collector.clock import Clock
    from collector.simulated.live import live_pair
    from plantar.measured import Origin, OriginKind
    from processing.force.warm import warm

    # Compiled passes are loaded first: a listener that blocks the loop would lose frames.
    await asyncio.to_thread(warm)
    async with live_pair() as pair:
        name = pair.soles.name
        origin = Origin(f"live {LIVE_RUNNER} {name}", OriginKind.STREAM, name, clock.now())
        body_weight_n = store.runner(LIVE_RUNNER).body_weight_n
        await stream(
            LiveRunner(body_weight_n, name, outbox.told(name), outbox.reached(name)),
            pair.soles,
            pair.radio,
            outbox=outbox,
            centre=Centre(store, {name: Wearer(LIVE_RUNNER, origin)}),
            clock=Clock(time.monotonic_ns, time.time_ns),
            stop=stop,
        )


async def _end(dashboard: asyncio.subprocess.Process) -> None:
    if dashboard.returncode is not None:
        return
    dashboard.terminate()
    try:
        await asyncio.wait_for(dashboard.wait(), STOP_PATIENCE_S)
    except TimeoutError:
        dashboard.kill()
        await dashboard.wait()
