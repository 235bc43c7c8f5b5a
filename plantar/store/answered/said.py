"""What the SQL store answers about what people say."""

from datetime import datetime

from plantar.pain import PainReport
from plantar.store import people
from plantar.store.answered.answering import Answering


class Said(Answering):
    """What is answered about what people say."""

    def add_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Keep a pain report; the last one recorded for a civil day, moment and side counts."""
        with self._database.writing() as connection:
            people.add_pain(connection, runner_id, report, recorded_at)

    def withdraw_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Take back one report as it was recorded; what it replaced counts again."""
        with self._database.writing() as connection:
            people.withdraw_pain(connection, runner_id, report, recorded_at)

    def pain(self, runner_id: str, since: datetime, until: datetime) -> list[PainReport]:
        """The pain reports that count, in time order."""
        with self._database.reading() as connection:
            return people.pain(connection, runner_id, since, until)
