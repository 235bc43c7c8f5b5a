"""The tables of files that were brought, and of their bytes while they wait."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from plantar.store.columns import packed, text, whole
from plantar.store.tables import METADATA, runner_id

UPLOAD = Table(
    "upload",
    METADATA,
    runner_id(),
    text("id"),
    text("name"),
    whole("size"),
    text("digest"),
    text("author"),
    whole("at"),
    text("way"),
    text("dates", none=True),
    text("state"),
    whole("tries"),
    whole("seen_at", none=True),  # when whoever reads it was last heard of
    text("format"),
    text("unit"),
    whole("new"),
    whole("changed"),
    whole("unchanged"),
    text("first_day", none=True),
    text("last_day", none=True),
    text("source_class"),
    text("why", none=True),
    text("reason"),
    text("origin_id"),
    text("readings"),  # `dmy 2024-01-03 2024-12-03`, one a line
    PrimaryKeyConstraint("runner_id", "id"),
    Index("ix_upload_state", "state", "at"),
    sqlite_strict=True,
)

UPLOAD_CHUNK = Table(
    "upload_chunk",
    METADATA,
    runner_id(),
    text("upload_id"),
    whole("place"),
    packed("part"),
    PrimaryKeyConstraint("runner_id", "upload_id", "place"),
    sqlite_strict=True,
)
