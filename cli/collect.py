"""`plantar collect`: listen to everything that was paired, until Ctrl-C."""

from typing import TYPE_CHECKING, Annotated

import typer

from plantar.errors import PlantarError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collector.pairing import PairedSensor
    from collector.sensor_state import SensorState


def collect(
    *,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Shoes and a foot pod made of software.")
    ] = False,
    keep_raw: Annotated[
        bool, typer.Option("--keep-raw", help="Keep every byte for a week, for later questions.")
    ] = False,
) -> None:
    """Listen to the paired sensors and keep what they measure, until Ctrl-C."""
    import asyncio
    import sys

    from cli import logs
    from cli.home import home_of

    sensors = paired(simulated=simulated)
    home = home_of(simulated=simulated)
    logs.begin(home.log_format)
    names = ", ".join(f"{_called(one)} ({one.foot or one.profile.name})" for one in sensors)
    logs.tell(f"Listening to {names}. Ctrl-C stops it; nothing is lost then.")
    code = asyncio.run(_until_stopped(sensors, simulated=simulated, keep_raw=keep_raw))
    logs.tell(f"Stopped. What was measured is in {home.folder}.")
    sys.exit(code)


def _called(sensor: "PairedSensor") -> str:
    """What it is called at a terminal; logs have its made-up id, as its name may be somebody's."""
    from cli import logs

    return sensor.id if logs.are_json() else sensor.name


def paired(*, simulated: bool) -> "tuple[PairedSensor, ...]":
    """Every paired sensor; refused when there is none."""
    from cli.home import home_of
    from collector.pairing_file import paired_sensors

    sensors = paired_sensors(home_of(simulated=simulated).folder)
    if not sensors:
        more = " --simulated" if simulated else ""
        raise PlantarError(f"no sensor is paired yet: begin with `./run sensor scan{more}`")
    return sensors


async def _until_stopped(
    sensors: "Sequence[PairedSensor]", *, simulated: bool, keep_raw: bool
) -> int:
    """Collect until a signal; 1 when every sensor was refused."""
    import asyncio
    import signal
    from contextlib import suppress

    from cli.collecting import Place, collecting
    from cli.home import home_of, opened_store
    from cli.radio import host_clock, radio
    from collector.outbox.box import Outbox
    from collector.outbox.room import Bounds
    from collector.sensor_state import Phase

    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    home = home_of(simulated=simulated)
    bounds = Bounds(raw_age=home.terms.raw)
    told = Told({one.id: _called(one) for one in sensors})
    with opened_store(simulated=simulated) as store, Outbox(home.outbox, bounds) as outbox:
        async with radio(simulated=simulated) as air:
            place = Place(
                store,
                outbox,
                home.board,
                simulated=simulated,
                keep_raw=keep_raw,
                broker=home.broker,
            )
            await collecting(sensors, air, place, host_clock(), stop, on_state=told.state)
    return int({phase for phase, _ in told.phases.values()} == {Phase.REFUSED})


class Told:
    """Says on the terminal what changed about a sensor, once."""

    def __init__(self, names: dict[str, str]) -> None:
        self.phases: dict[str, tuple[str, str | None]] = {}
        self._names = names

    def state(self, state: "SensorState") -> None:
        """A sensor is doing this now."""
        from cli.logs import tell
        from cli.status.spoken import PHASES

        now = (state.phase, state.trouble)
        if self.phases.get(state.sensor) != now:
            self.phases[state.sensor] = now
            why = f": {state.trouble}" if state.trouble else ""
            tell(
                f"{self._names[state.sensor]}: {PHASES[state.phase]}{why}",
                sensor=state.sensor,
                phase=state.phase.value,
            )
