"""What sensors last told of themselves: battery, firmware, clock."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def _text(name: str, *, none: bool = False) -> sa.Column[str]:
    kind = sa.Text()
    if op.get_bind().dialect.name == "postgresql":
        kind = sa.Text(collation="C")
    return sa.Column(name, kind, nullable=none)


def _whole(name: str, *, none: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=none)


def upgrade() -> None:
    """Make the table; it fills as collectors tell."""
    op.create_table(
        "sensor",
        _text("runner_id"),
        _text("source"),
        _text("sensor"),
        _whole("at"),
        _text("kind"),
        _whole("paired_at"),
        _text("foot", none=True),
        _whole("heard_at", none=True),
        _text("model", none=True),
        _text("firmware", none=True),
        _whole("battery_percent", none=True),
        _text("clock", none=True),
        sa.Column("off_s", NUMBER, nullable=True),
        sa.Column("drift_ppm", NUMBER, nullable=True),
        _whole("waiting", none=True),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "source", "sensor"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("sensor")
