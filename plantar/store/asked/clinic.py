"""What a store is asked about the thresholds of the whole practice."""

from datetime import date, datetime
from typing import Protocol

from plantar.clinic import ClinicThreshold


class Clinic(Protocol):
    """What is asked about the thresholds of the whole practice."""

    def keep_clinic_threshold(self, threshold: ClinicThreshold) -> None:
        """Keep what was decided, beside everything decided before.

        Its first day is dirty in every runner who was asked about the day before it; the days
        after it were never asked about. BadInput when something else was decided about that
        threshold at the same moment.
        """

    def clinic_thresholds(self) -> list[ClinicThreshold]:
        """Everything that was ever decided, oldest first."""

    def first_open_day(self, now: datetime) -> date:
        """The first day that is over for none of the runners: today, where it is furthest ahead.

        Of all of them, whoever asks: what one decides for the practice holds for those too whom
        one does not see.
        """
