"""The moment at which every picture is taken, so that taking them again changes nothing."""

from datetime import UTC, datetime
from typing import Final

#: A Monday morning in a practice, at twelve past eight.
NOW: Final = datetime(2026, 11, 23, 7, 12, tzinfo=UTC)
