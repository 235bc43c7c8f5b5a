"""What a store is asked about what people say."""

from datetime import datetime
from typing import Protocol

from plantar.pain import PainReport, Recorded


class Said(Protocol):
    """What is asked about what people say."""

    def add_pain(
        self, runner_id: str, report: PainReport, recorded_at: datetime, key: str | None = None
    ) -> bool:
        """Keep a pain report; the last one recorded for a civil day, moment and side counts.

        Whether it is new: the same under the same key, which its sender chose, changes nothing.
        """

    def withdraw_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Take back one report as it was recorded; what it replaced counts again."""

    def withdraw_told(self, runner_id: str, key: str) -> PainReport | None:
        """Take back what came under a key; what it replaced counts again. None: nothing did."""

    def amend_pain(
        self, runner_id: str, report: PainReport, recorded_at: datetime, amended: PainReport
    ) -> None:
        """Say more beside a score that is kept; the score, and when it was recorded, stay.

        Raises
        ------
        BadInput
            It is about another score.
        UnknownRecord
            There is no such report; somebody took it back.
        """

    def pain(self, runner_id: str, since: datetime, until: datetime) -> list[PainReport]:
        """The pain reports that count, in time order."""

    def pain_history(self, runner_id: str, since: datetime, until: datetime) -> list[Recorded]:
        """Every pain report and when another took its place, in the order of recording."""
