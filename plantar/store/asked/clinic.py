"""What a store is asked about the thresholds of the whole practice."""

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
