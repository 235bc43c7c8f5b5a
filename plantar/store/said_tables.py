"""The tables of what was told once, and of links by which pain can be told."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from plantar.store.columns import text, whole
from plantar.store.tables import METADATA, runner_id

#: Which report came under a key that its sender chose, so that the same one again changes nothing.
TOLD_ONCE = Table(
    "told_once",
    METADATA,
    runner_id(),
    text("key"),
    text("digest"),  # of what it said
    whole("pain_no"),
    whole("recorded_at"),
    PrimaryKeyConstraint("runner_id", "key"),
    sqlite_strict=True,
)

#: Never the token itself: who reads this table cannot tell anything by it.
PAIN_LINK = Table(
    "pain_link",
    METADATA,
    text("digest"),
    runner_id(),
    text("author"),
    whole("made_at"),
    whole("until"),
    whole("revoked_at", none=True),
    PrimaryKeyConstraint("digest"),
    Index("ix_pain_link_runner", "runner_id"),
    sqlite_strict=True,
)
