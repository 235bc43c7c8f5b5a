"""What can be told beside a pain score, what came under which key, and links to tell pain by."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, **more: object) -> sa.Column[str]:
    kind = sa.Text()
    if op.get_bind().dialect.name == "postgresql":
        kind = sa.Text(collation="C")
    return sa.Column(name, kind, nullable=False, **more)  # type: ignore[arg-type]  # as it takes them


def upgrade() -> None:
    """Add the columns, where nothing was told so far, and make the tables."""
    op.add_column("pain", sa.Column("analgesic", WHOLE, nullable=True))
    op.add_column("pain", _text("shoe", server_default=sa.text("''")))
    op.add_column("pain", sa.Column("flare", WHOLE, nullable=False, server_default=sa.text("0")))
    op.create_table(
        "told_once",
        _text("runner_id"),
        _text("key"),
        _text("digest"),
        sa.Column("pain_no", WHOLE, nullable=False),
        sa.Column("recorded_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "key"),
        sqlite_strict=True,
    )
    op.create_table(
        "pain_link",
        _text("digest"),
        _text("runner_id"),
        _text("author"),
        sa.Column("made_at", WHOLE, nullable=False),
        sa.Column("until", WHOLE, nullable=False),
        sa.Column("revoked_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_index("ix_pain_link_runner", "pain_link", ["runner_id"], unique=False)


def downgrade() -> None:
    """Drop them: the scores stay."""
    op.drop_index("ix_pain_link_runner", table_name="pain_link")
    op.drop_table("pain_link")
    op.drop_table("told_once")
    for column in ("flare", "shoe", "analgesic"):
        op.drop_column("pain", column)
