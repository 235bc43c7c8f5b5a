"""What the SQL store answers about the thresholds of the whole practice."""

from datetime import UTC, date, datetime

from plantar.clinic import ClinicThreshold
from plantar.day import civil_day
from plantar.store import clinic, people
from plantar.store.answered.answering import Answering


class Clinic(Answering):
    """What is answered about the thresholds of the whole practice."""

    def keep_clinic_threshold(self, threshold: ClinicThreshold) -> None:
        """Keep what was decided, beside everything decided before."""
        with self._database.writing() as connection:
            clinic.keep(connection, threshold)

    def clinic_thresholds(self) -> list[ClinicThreshold]:
        """Everything that was ever decided, oldest first."""
        with self._database.reading() as connection:
            return clinic.everything(connection)

    def first_open_day(self, now: datetime) -> date:
        """The first day that is over for none of the runners."""
        with self._database.reading() as connection:
            runners = people.everybody(connection)
        return max((runner.days.day_of(now) for runner in runners), default=civil_day(now, UTC))
