"""What the SQL store answers about what sensors tell of themselves."""

from collections.abc import Collection, Mapping

from plantar.sensor import SensorTold
from plantar.store import sensors
from plantar.store.answered.answering import Answering
from plantar.store.things import RunnersSensor


class Sensors(Answering):
    """What is answered about what sensors tell of themselves."""

    def keep_sensor(self, runner_id: str, source: str, sensor: SensorTold) -> None:
        """Keep what a sensor of a source told; of one sensor the newest counts."""
        with self._database.writing() as connection:
            sensors.keep(connection, runner_id, source, sensor)

    def sensors_of(self, runner_ids: Collection[str]) -> Mapping[str, list[RunnersSensor]]:
        """The sensors of each of some runners; who has none is not there."""
        with self._database.reading() as connection:
            return sensors.of_runners(connection, runner_ids)
