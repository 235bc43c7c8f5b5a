"""Thresholds of the whole practice, as they were decided."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def _text(name: str, *, none: bool = False) -> sa.Column[str]:
    kind = sa.Text()
    if op.get_bind().dialect.name == "postgresql":
        kind = sa.Text(collation="C")
    return sa.Column(name, kind, nullable=none)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "clinic_threshold",
        _text("rule"),
        _text("field"),
        sa.Column("decided_at", WHOLE, nullable=False),
        sa.Column("value", NUMBER, nullable=True),
        _text("author"),
        _text("reason"),
        _text("since"),
        _text("until", none=True),
        sa.PrimaryKeyConstraint("rule", "field", "decided_at"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop it: the built-in defaults hold again, as they did before."""
    op.drop_table("clinic_threshold")
