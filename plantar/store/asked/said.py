"""What a store is asked about what people say."""

from datetime import datetime
from typing import Protocol

from plantar.pain import PainReport


class Said(Protocol):
    """What is asked about what people say."""

    def add_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Keep a pain report; the last one recorded for a civil day, moment and side counts."""

    def withdraw_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Take back one report as it was recorded; what it replaced counts again."""

    def pain(self, runner_id: str, since: datetime, until: datetime) -> list[PainReport]:
        """The pain reports that count, in time order."""
