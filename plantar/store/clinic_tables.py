"""The table of what the whole practice decided: it only grows."""

from sqlalchemy import PrimaryKeyConstraint, Table

from plantar.store.columns import number, text, whole
from plantar.store.tables import METADATA

CLINIC_THRESHOLD = Table(
    "clinic_threshold",
    METADATA,
    text("rule"),
    text("field"),
    whole("decided_at"),
    number("value", none=True),  # none: as it ships
    text("author"),
    text("reason"),
    text("since"),
    text("until", none=True),
    PrimaryKeyConstraint("rule", "field", "decided_at"),
    sqlite_strict=True,
)
