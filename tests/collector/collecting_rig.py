"""Sensors of any kind, collected over the virtual radio on simulated time; all that was told."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bumble.link import LocalLink

from collector.clock import NS_PER_S, Clock
from collector.collect import collect
from collector.link_events import LinkEvent
from collector.pairing import PairedSensor
from collector.profile_file import known_profile
from collector.radio import Listeners, Patience
from collector.sensor_state import Phase, SensorState
from collector.simulated.ahead import A_MORNING, run_ahead
from collector.simulated.air import new_air
from collector.simulated.device import SimulatedDevice
from collector.simulated.live import hearing, in_the_air
from plantar.measured import Gap
from plantar.recording import ForceRecording
from plantar.sample import Cadence, Foot, StepsTaken
from tests.collector.radio_rig import heard_by

Make = Callable[[LocalLink], SimulatedDevice]
Happening = Callable[[SimulatedDevice], Awaitable[None]]


async def nothing_happens(_device: SimulatedDevice) -> None:
    """All is well."""


@dataclass
class Collected:
    """Everything that was told."""

    chunks: list[ForceRecording] = field(default_factory=list)
    samples: list[Cadence | StepsTaken] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    states: list[SensorState] = field(default_factory=list)
    standings: dict[str, bytes] = field(default_factory=dict)
    gains: list[tuple[str, Foot, float]] = field(default_factory=list)

    def listeners(self) -> Listeners:
        return Listeners(
            on_chunk=lambda _device, chunk: self.chunks.append(chunk),
            on_samples=lambda _device, samples: self.samples.extend(samples),
            on_gap=lambda _device, gap: self.gaps.append(gap),
            on_state=self.states.append,
            on_standing=self.standings.__setitem__,
            on_gain=lambda *told: self.gains.append(told),
        )

    @property
    def steps(self) -> int:
        return sum(one.steps for one in self.samples if isinstance(one, StepsTaken))

    @property
    def phases(self) -> list[Phase]:
        phases = [state.phase for state in self.states]
        return [phase for n, phase in enumerate(phases) if n == 0 or phase is not phases[n - 1]]


def paired_as(profile_id: str, device: SimulatedDevice, foot: Foot | None = None) -> PairedSensor:
    profile = known_profile(profile_id)
    assert profile is not None
    return PairedSensor(
        id="sensor-1",
        address=device.address,
        name=device.name,
        profile=profile,
        runner_id="anna",
        paired_at=A_MORNING,
        foot=foot,
        device="device-1",
    )


def collected(
    profile_id: str,
    make: Make,
    seconds: float,
    happens: Happening = nothing_happens,
    *,
    foot: Foot | None = None,
    start: datetime = A_MORNING,
    standings: dict[str, bytes] | None = None,
    patience: Patience | None = None,
    pairs: Callable[[SimulatedDevice], Sequence[PairedSensor]] | None = None,
    on_event: Callable[[str, LinkEvent], None] | None = None,
) -> Collected:
    """Listen to a sensor for so many simulated seconds, while something happens to it."""
    told = Collected()

    async def main() -> None:
        air = new_air()
        loop = asyncio.get_running_loop()
        began_s = loop.time()

        def wall_ns() -> int:
            passed = timedelta(seconds=loop.time() - began_s)
            return round((start + passed).timestamp() * NS_PER_S)

        async with hearing(air) as radio:
            device = make(air)
            async with in_the_air(device):
                stop = asyncio.Event()
                loop.call_later(seconds, stop.set)
                troubling = asyncio.ensure_future(happens(device))
                try:
                    await collect(
                        (paired_as(profile_id, device, foot),) if pairs is None else pairs(device),
                        radio=radio,
                        clock=Clock(lambda: round(loop.time() * NS_PER_S), wall_ns),
                        jitter=random.Random(1),  # noqa: S311  of back-offs
                        tell=heard_by(told.listeners(), on_event),
                        local=lambda _who, at: at.astimezone(start.tzinfo),
                        day_of=_day_of,
                        standings=standings or {},
                        stop=stop,
                        patience=patience or Patience(),
                    )
                finally:
                    troubling.cancel()
                    await asyncio.gather(troubling, return_exceptions=True)

    def _day_of(_who: str, at: datetime) -> date:
        return at.astimezone(start.tzinfo).date()

    logging.getLogger("bumble").setLevel(logging.CRITICAL)  # it logs what the tests do on purpose
    run_ahead(main())
    return told
