"""Everything `plantar up` keeps going: the dashboard, the live soles, the figures."""

import asyncio
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from cli import beside, clock
from cli.figures import LOOK_EVERY_S, Figures
from cli.logs import tell
from plantar.errors import OutboxTaken, PlantarError
from plantar.store import Store
from plantar.store.sql import open_store

if TYPE_CHECKING:
    from cli.home import Home
    from collector.outbox.box import Outbox
    from collector.pairing import PairedSensor
    from plantar.broker_place import BrokerPlace

#: The dashboard takes a second or two to answer; a slow computer a few more. [s]
START_PATIENCE_S = 90.0
#: How long the dashboard gets to end by itself. [s]
STOP_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Listening:
    """The sensors that are listened to beside the dashboard."""

    sensors: "tuple[PairedSensor, ...]"
    outbox: Path
    board: Path | None = None
    simulated: bool = False
    broker: "BrokerPlace | None" = None


async def run(
    store_url: str,
    address: str,
    port: int,
    *,
    listening: Listening | None,
    backups: Path | None = None,
    mirrored: "Home | None" = None,
    writing: "Home | None" = None,
    demo: bool = False,
    kept: "Home | None" = None,
) -> int:
    """Keep everything going until interrupted; the dashboard's exit code when it dies.

    `mirrored` is the home whose store has a mirror to be told; without one histories are read
    from the store. `writing` is the home whose people are written to; without one nobody is.
    `kept` is the home in which what is too old is deleted once a day.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            loop.add_signal_handler(name, stop.set)
    with ExitStack() as held:
        store = held.enter_context(open_store(store_url, backups=backups))
        outbox = None if listening is None else _opened(listening.outbox, held, kept)
        dashboard = await _start_dashboard(store_url, address, port, mirrored)
        try:
            announced = _announce(dashboard, address, port, _first_link(store, demo=demo))
            work = [_watch(dashboard, stop), announced]
            work.append(_follow(store, stop, kept))
            work.append(_read_what_is_brought(store, store_url, stop))
            if mirrored is not None:
                work.append(_mirror(mirrored, stop))
            if writing is not None:
                work.append(_write(writing, store, stop))
            if listening is not None and outbox is not None:
                work.append(listen(listening, store, outbox, stop))
            async with asyncio.TaskGroup() as tasks:
                for one in work:
                    tasks.create_task(one)
        except ExceptionGroup as failed:  # one sentence, where it is one of ours
            for error in failed.exceptions:
                if isinstance(error, PlantarError):
                    raise error from None
            raise
        finally:
            await _end(dashboard)
    return dashboard.returncode if dashboard.returncode and dashboard.returncode > 0 else 0


def _opened(path: Path, held: ExitStack, kept: "Home | None") -> "Outbox | None":
    from collector.outbox.box import Outbox
    from collector.outbox.room import Bounds

    bounds = Bounds() if kept is None else Bounds(raw_age=kept.terms.raw)
    try:
        return held.enter_context(Outbox(path, bounds))
    except OutboxTaken:
        tell("plantar: another collector listens to the sensors; this one shows what it told")
        return None


async def _start_dashboard(
    store_url: str, address: str, port: int, mirrored: "Home | None"
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        beside.__file__,  # it ends with us, also when we are killed
        *("dashboard.serve", "--address", address, "--port", str(port)),
        env=environment_of_pages(os.environ, store_url, mirrored=mirrored is not None),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it
    )


def environment_of_pages(
    ours: Mapping[str, str], store_url: str, *, mirrored: bool
) -> dict[str, str]:
    """Our environment for the dashboard, which opens the store that we opened."""
    environment = {**ours, "PLANTAR_STORE_URL": store_url}
    environment.pop("PLANTAR_STORE_URL_FILE", None)  # it was read: the store is said once
    if not mirrored:  # the mirror is of another store than this one, or there is none
        environment["PLANTAR_HISTORIES"] = "sql"
    return environment


def _first_link(store: Store, *, demo: bool) -> str | None:
    """Where one begins, beneath the pages' own address; None where people have accounts."""
    from cli import clock
    from cli.first_link import demo_link, set_up_link

    if demo:
        return demo_link(store, clock.now())
    return set_up_link(store, clock.now())


async def _announce(
    dashboard: asyncio.subprocess.Process, address: str, port: int, link: str | None
) -> None:
    """Say where the dashboard is, once it answers; the link it begins with works once."""
    url = f"http://{address}:{port}"
    until = time.monotonic() + START_PATIENCE_S
    while dashboard.returncode is None and time.monotonic() < until:
        if await asyncio.to_thread(_answers, f"{url}/_stcore/health"):
            tell(f"Plantar is at {url}  (Ctrl-C stops it)")
            if link is not None:
                tell(f"Begin here, once, within 24 hours: {url}{link}")
            return
        await asyncio.sleep(0.2)
    if dashboard.returncode is None:
        tell(f"plantar: the dashboard does not answer at {url} yet", wrong=True)


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
        tell("plantar: the dashboard ended by itself", wrong=True)
    stop.set()
    for task in (ended, stopping):
        task.cancel()


async def _follow(store: Store, stop: asyncio.Event, kept: "Home | None") -> None:
    """Bring figures up to date whenever something was measured, said, or a day ended."""
    from cli.retention import Daily

    figures = Figures(store)
    daily = None if kept is None else Daily(kept)
    while not stop.is_set():
        await asyncio.to_thread(figures.look)
        if daily is not None:
            await asyncio.to_thread(daily.look, clock.now())
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_EVERY_S)


async def _mirror(home: "Home", stop: asyncio.Event) -> None:
    """Tell the mirror what changed, until told to stop."""
    from cli.mirroring import keep_mirrored

    await _beside(partial(keep_mirrored, home), stop)


async def _write(home: "Home", store: Store, stop: asyncio.Event) -> None:
    """Write to people, until told to stop."""
    from cli.messaging import keep_messaging

    await _beside(partial(keep_messaging, home, store), stop)


async def _read_what_is_brought(store: Store, store_url: str, stop: asyncio.Event) -> None:
    """Have files read that somebody brought to a page, until told to stop."""
    from cli.adding.starting import keep_reading

    await _beside(partial(keep_reading, store, store_url), stop)


async def _beside(work: Callable[[Event], None], stop: asyncio.Event) -> None:
    """Let something work in a thread of its own, until told to stop."""
    ended = Event()
    telling = asyncio.create_task(asyncio.to_thread(work, ended))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({telling, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        ended.set()
        await telling


async def listen(listening: Listening, store: Store, outbox: "Outbox", stop: asyncio.Event) -> None:
    """Collect from sensors that were paired, or simulated ones, until told to stop.

    When none of them is what it was paired as this ends by itself, and nothing else does.
    """
    from cli.collecting import Place, collecting
    from cli.radio import host_clock, radio

    place = Place(
        store,
        outbox,
        listening.board,
        simulated=listening.simulated,
        broker=listening.broker,
    )
    ended = asyncio.Event()
    passing_on = asyncio.create_task(_pass_on(stop, ended))
    try:
        async with radio(simulated=listening.simulated) as air:
            await collecting(listening.sensors, air, place, host_clock(), ended)
    finally:
        passing_on.cancel()
    if not stop.is_set():
        tell("plantar: no sensor is left to listen to; `./run status` says why", wrong=True)


async def _pass_on(stop: asyncio.Event, ended: asyncio.Event) -> None:
    await stop.wait()
    ended.set()


async def _end(dashboard: asyncio.subprocess.Process) -> None:
    if dashboard.returncode is not None:
        return
    dashboard.terminate()
    try:
        await asyncio.wait_for(dashboard.wait(), STOP_PATIENCE_S)
    except TimeoutError:
        dashboard.kill()
        await dashboard.wait()
