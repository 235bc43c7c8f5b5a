"""Files that were brought, their bytes while they wait, and what came of each."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, *, none: bool = False) -> sa.Column[str]:
    kind = sa.Text()
    if op.get_bind().dialect.name == "postgresql":
        kind = sa.Text(collation="C")
    return sa.Column(name, kind, nullable=none)


def _whole(name: str, *, none: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=none)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "upload",
        _text("runner_id"),
        _text("id"),
        _text("name"),
        _whole("size"),
        _text("digest"),
        _text("author"),
        _whole("at"),
        _text("way"),
        _text("dates", none=True),
        _text("state"),
        _whole("tries"),
        _whole("seen_at", none=True),
        _text("format"),
        _text("unit"),
        _whole("new"),
        _whole("changed"),
        _whole("unchanged"),
        _text("first_day", none=True),
        _text("last_day", none=True),
        _text("source_class"),
        _text("why", none=True),
        _text("reason"),
        _text("origin_id"),
        _text("readings"),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "id"),
        sqlite_strict=True,
    )
    op.create_index("ix_upload_state", "upload", ["state", "at"])
    op.create_table(
        "upload_chunk",
        _text("runner_id"),
        _text("upload_id"),
        _whole("place"),
        sa.Column("part", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "upload_id", "place"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop both; what was taken in stays."""
    op.drop_table("upload_chunk")
    op.drop_table("upload")
