"""A foot pod made of software: Running Speed and Cadence, once a second, of a walker's one foot."""

import asyncio
from typing import Final

from bumble.link import LocalLink

from collector.decoding.reading import Pace
from collector.decoding.standard import pace_bytes
from collector.simulated.device import SimulatedDevice
from collector.simulated.gait import Activity, Walker

MODEL: Final = "Simulated Foot Pod"
RUNNING_SPEED_AND_CADENCE: Final = "1814"
MEASUREMENT: Final = "2a53"
FEATURE: Final = "2a54"
#: How often a measurement is told. [s]
EVERY_S: Final = 1.0
#: It tells walking from running, and neither stride length nor distance.
_FEATURES: Final = (0b100).to_bytes(2, "little")


class SimulatedFootPod(SimulatedDevice):
    """One foot pod in the air, from `run` on."""

    def __init__(self, air: LocalLink, walker: Walker, *, name: str, address: str) -> None:
        super().__init__(air, name, address)
        self._walker = walker
        self._began_s = asyncio.get_running_loop().time()
        self._told = 0  # measurements that were due since it began
        self._measurement = self._value(MEASUREMENT, notify=True)
        self._offer(
            RUNNING_SPEED_AND_CADENCE,
            self._measurement,
            self._value(FEATURE, lambda: _FEATURES),
        )
        self._offer_itself(MODEL)

    def pace(self, at_s: float) -> Pace:
        """What it measures at a moment since the walker began. [s]"""
        block = self._walker.block(at_s)
        return Pace(
            per_min=round(block.cadence_spm / 2),
            feet=1,
            speed_mps=block.speed_mps,
            running=block.activity is Activity.RUN,
        )

    def _advertised(self) -> tuple[str, ...]:
        return (RUNNING_SPEED_AND_CADENCE,)

    async def _step(self) -> float:
        passed_s = asyncio.get_running_loop().time() - self._began_s
        due = int(passed_s / EVERY_S + 1e-6)
        if due > self._told:
            self._told = due
            if not self.muted:
                await self._notify(self._measurement, pace_bytes(self.pace(passed_s)))
        return self._began_s + (self._told + 1) * EVERY_S
