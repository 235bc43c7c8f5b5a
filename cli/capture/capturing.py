"""Connecting to what is to be captured, and writing it down as it comes."""

import asyncio
import logging
import random
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from cli.capture.wanted import Wanted, stand_in
from cli.home import opened_store
from cli.radio import host_clock, radio, radio_needed
from cli.sensor import words
from cli.sensor.hint import hint
from cli.sensor.profiles import pickable
from cli.sensor.unreachable import unreachable
from collector.link_events import Began, Came, Connected, LinkEvent
from plantar.day import civil_day
from plantar.errors import PairingRefused

if TYPE_CHECKING:
    from collector.capture_file import CaptureFile
    from collector.pairing import PairedSensor
    from collector.radio import Listeners, Radio

#: From being heard to being connected. (our choice) [s]
CONNECT_S: Final = 30.0
#: How often is shown how much came. (our choice) [s]
SHOWN_EVERY_S: Final = 0.5
#: A wait that is shorter may not pass at all, by the loop's own clock. [s]
SHORTEST_WAIT_S: Final = 0.01


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is captured at most."""

    seconds: float  # of what it sends, once it is connected
    most_bytes: int  # of each file


async def captured(
    what: Wanted, files: Sequence[Path], limits: Limits, *, simulated: bool
) -> list[Path]:
    """Write down what comes, for so long or until Ctrl-C; the files that hold something.

    Raises
    ------
    PlantarError
        The radio does not work, or nobody is there.
    """
    from collector.collect import collect

    logging.basicConfig(level=logging.ERROR, format="%(message)s", stream=sys.stderr)
    async with radio(simulated=simulated) as air:
        sensors = await _there(what, air)
        work = _Capturing(sensors, files, limits, _texts(what, sensors))
        for name in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
                asyncio.get_running_loop().add_signal_handler(name, work.stop.set)
        ending = asyncio.create_task(work.end())
        ending.add_done_callback(lambda _: work.stop.set())
        try:
            await collect(
                sensors,
                radio=air,
                clock=host_clock(),
                jitter=random.Random(),  # noqa: S311 - spreads reconnects, guards nothing
                tell=work.listeners(),
                local=_local(what, simulated=simulated),
                day_of=lambda _runner, at: civil_day(at, UTC),
                standings={},
                stop=work.stop,
            )
        finally:
            work.stop.set()
            await ending
            work.close()
    return work.written()


async def _there(what: Wanted, air: "Radio") -> "tuple[PairedSensor, ...]":
    """The sensors, once every one of them was heard."""
    from collector.link import LINK_TROUBLE
    from collector.radio import Patience
    from collector.scanning import NotHeard, scan
    from collector.visit import Visitor

    profiles = pickable(what.home.folder)
    visitor = Visitor(air, host_clock(), Patience())
    named = {one.address.lower(): one.name or one.address for one in what.sensors}
    if what.candidate is not None:
        named = {what.candidate.address.lower(): what.called}
    with radio_needed(), hint(f"looking for {what.called}…"):
        heard = await scan(air, visitor.find_s, profiles, until=tuple(named))
    there = {one.address.lower(): one for one in heard}
    for address, name in named.items():
        if address not in there:
            raise PairingRefused(words.not_heard(name, visitor.find_s))
    if what.candidate is None:
        return what.sensors
    found = there[what.candidate.address.lower()]
    try:
        return (await stand_in(what, found, profiles, visitor),)
    except (NotHeard, *LINK_TROUBLE) as error:
        raise unreachable(error, what.called, found.address, visitor.find_s) from error


def _texts(what: Wanted, sensors: "Sequence[PairedSensor]") -> dict[str, str | None]:
    """The texts of profiles that are somebody's own."""
    from collector.own_profile import own_text

    home = what.home.folder
    return {one.id: what.toml or own_text(home, one.profile) for one in sensors}


def _local(what: Wanted, *, simulated: bool) -> Callable[[str, datetime], datetime]:
    """A moment by the clock that somebody carries: a watch may be set by it."""
    if not what.sensors:
        return lambda _runner, at: at.astimezone()
    with opened_store(simulated=simulated) as store:
        days = {one.runner_id: store.runner(one.runner_id).days for one in what.sensors}
    return lambda runner, at: days[runner].local(at)


class _Capturing:
    """Files that fill up, and when that is enough."""

    def __init__(
        self,
        sensors: "Sequence[PairedSensor]",
        files: Sequence[Path],
        limits: Limits,
        texts: Mapping[str, str | None],
    ) -> None:
        self.stop = asyncio.Event()
        self._sensors = {one.id: one for one in sensors}
        self._paths = dict(zip(self._sensors, files, strict=True))
        self._limits = limits
        self._texts = texts
        self._files: dict[str, CaptureFile] = {}
        self._heard: set[str] = set()
        self._connected: set[str] = set()
        self._all_connected = asyncio.Event()
        self._notifications = 0

    def listeners(self) -> "Listeners":
        """What is measured is told when the file is heard again."""
        from cli.collect import Told
        from collector.radio import Listeners

        told = Told({one.id: one.name or one.id for one in self._sensors.values()})
        return Listeners(
            on_chunk=lambda _device, _chunk: None,
            on_samples=lambda _device, _samples: None,
            on_gap=lambda _device, _gap: None,
            on_state=told.state,
            on_event=self._take,
        )

    async def end(self) -> None:
        """Say when it is enough."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._either(self._all_connected), CONNECT_S)
        loop = asyncio.get_running_loop()
        until_s = loop.time() + self._limits.seconds
        with _shown(self._limits.seconds) as show:
            while self._connected and not self.stop.is_set() and loop.time() < until_s:
                with suppress(TimeoutError):
                    left_s = max(until_s - loop.time(), SHORTEST_WAIT_S)
                    await asyncio.wait_for(self.stop.wait(), min(SHOWN_EVERY_S, left_s))
                show(f"{until_s - loop.time():3.0f} s to go, {self._notifications} notifications")

    def written(self) -> list[Path]:
        """The files that hold something; the others are taken away."""
        for sensor in self._files.keys() - self._heard:
            self._paths[sensor].unlink()
        if any(one.full for one in self._files.values()):
            typer.echo("Stopped: a file is as large as it may be, see --most-mb.")
        return [path for sensor, path in self._paths.items() if sensor in self._heard]

    def close(self) -> None:
        """Nothing more comes."""
        for file in self._files.values():
            file.close()

    def _take(self, sensor: str, event: LinkEvent) -> None:
        from collector.capture import head_of
        from collector.capture_file import CaptureFile

        if isinstance(event, Began):
            head = head_of(self._sensors[sensor], event, version("plantar"), self._texts[sensor])
            path, most = self._paths[sensor], self._limits.most_bytes
            self._files[sensor] = CaptureFile(path, head, most)
        self._files[sensor].take(event)
        match event:
            case Connected():
                self._connected.add(sensor)
                if len(self._connected) == len(self._sensors):
                    self._all_connected.set()
            case Came(read=read):
                self._heard.add(sensor)
                self._notifications += not read
            case _:
                pass
        if self._files[sensor].full:
            self.stop.set()

    async def _either(self, event: asyncio.Event) -> None:
        """Until that, or until told to stop."""
        waiting = {asyncio.create_task(one.wait()) for one in (event, self.stop)}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()


@contextmanager
def _shown(seconds: float) -> Iterator[Callable[[str], None]]:
    """How far it is, where somebody looks."""
    if not sys.stderr.isatty():
        typer.echo(f"capturing for {seconds:g} s; Ctrl-C ends it earlier", err=True)
        yield lambda _text: None
        return
    from rich.console import Console

    with Console(stderr=True, markup=False, highlight=False).status("capturing…") as status:
        yield lambda text: status.update(f"capturing: {text}; Ctrl-C ends it earlier")
