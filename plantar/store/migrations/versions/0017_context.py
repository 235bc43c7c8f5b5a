"""What a runner tells in passing, and from when the weeks of a programme are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def _text(name: str, *, none: bool = False) -> sa.Column[str]:
    kind = sa.Text()
    if op.get_bind().dialect.name == "postgresql":
        kind = sa.Text(collation="C")
    return sa.Column(name, kind, nullable=none)


def upgrade() -> None:
    """Make the table; a programme written before counts its weeks from its own first day."""
    op.create_table(
        "context_note",
        _text("runner_id"),
        _text("id"),
        _text("day"),
        sa.Column("noted_at", WHOLE, nullable=False),
        _text("kind"),
        sa.Column("minutes", NUMBER, nullable=True),
        _text("text"),
        _text("author"),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "id"),
        sqlite_strict=True,
    )
    op.add_column("programme", _text("weeks_from", none=True))


def downgrade() -> None:
    """Drop both."""
    op.drop_column("programme", "weeks_from")
    op.drop_table("context_note")
