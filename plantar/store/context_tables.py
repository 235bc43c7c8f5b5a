"""The table of what a runner tells in passing."""

from sqlalchemy import PrimaryKeyConstraint, Table

from plantar.store.columns import number, text, whole
from plantar.store.tables import METADATA, runner_id

CONTEXT_NOTE = Table(
    "context_note",
    METADATA,
    runner_id(),
    text("id"),
    text("day"),
    whole("noted_at"),
    text("kind"),
    number("minutes", none=True),
    text("text"),
    text("author"),
    PrimaryKeyConstraint("runner_id", "id"),
    sqlite_strict=True,
)
