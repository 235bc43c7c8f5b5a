"""What the SQL store answers about what people say."""

from datetime import datetime

from plantar.pain import PainReport, Recorded
from plantar.store import said
from plantar.store.answered.answering import Answering


class Said(Answering):
    """What is answered about what people say."""

    def add_pain(
        self, runner_id: str, report: PainReport, recorded_at: datetime, key: str | None = None
    ) -> bool:
        """Keep a pain report; the last one recorded for a civil day, moment and side counts."""
        with self._database.writing() as connection:
            return said.add(connection, runner_id, report, recorded_at, key)

    def withdraw_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Take back one report as it was recorded; what it replaced counts again."""
        with self._database.writing() as connection:
            said.withdraw(connection, runner_id, report, recorded_at)

    def withdraw_told(self, runner_id: str, key: str) -> PainReport | None:
        """Take back what came under a key; what it replaced counts again."""
        with self._database.writing() as connection:
            return said.withdraw_told(connection, runner_id, key)

    def amend_pain(
        self, runner_id: str, report: PainReport, recorded_at: datetime, amended: PainReport
    ) -> None:
        """Say more beside a score that is kept; the score, and when it was recorded, stay."""
        with self._database.writing() as connection:
            said.amend(connection, runner_id, report, recorded_at, amended)

    def pain(self, runner_id: str, since: datetime, until: datetime) -> list[PainReport]:
        """The pain reports that count, in time order."""
        with self._database.reading() as connection:
            return said.counting(connection, runner_id, since, until)

    def pain_history(self, runner_id: str, since: datetime, until: datetime) -> list[Recorded]:
        """Every pain report and when another took its place, in the order of recording."""
        with self._database.reading() as connection:
            return said.history(connection, runner_id, since, until)
