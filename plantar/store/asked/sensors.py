"""What a store is asked about what sensors tell of themselves."""

from collections.abc import Collection, Mapping
from typing import Protocol

from plantar.sensor import SensorTold
from plantar.store.things import RunnersSensor


class Sensors(Protocol):
    """What is asked about what sensors tell of themselves."""

    def keep_sensor(self, runner_id: str, source: str, sensor: SensorTold) -> None:
        """Keep what a sensor of a source told; of one sensor the newest counts, however it comes.

        No figure follows from it: no day becomes dirty.
        """

    def sensors_of(self, runner_ids: Collection[str]) -> Mapping[str, list[RunnersSensor]]:
        """The sensors of each of some runners; who has none is not there."""
