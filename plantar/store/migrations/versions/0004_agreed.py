"""Runs agreed, shifts told, strength programmes and what was done of them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "planned_run",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("distance_m", NUMBER, nullable=True),
        sa.Column("duration_s", NUMBER, nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "day"),
        sqlite_strict=True,
    )
    op.create_table(
        "declared_shift",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("noted_at", WHOLE, nullable=False),
        sa.Column("upright_min", NUMBER, nullable=False),
        sa.Column("floor", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "id"),
        sqlite_strict=True,
    )
    op.create_table(
        "programme",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("phases", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "since"),
        sqlite_strict=True,
    )
    op.create_table(
        "strength_session",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("noted_at", WHOLE, nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("sets", WHOLE, nullable=False),
        sa.Column("reps", WHOLE, nullable=False),
        sa.Column("load_kg", NUMBER, nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("tempo", sa.Text(), nullable=True),
        sa.Column("worst_pain", WHOLE, nullable=True),
        sa.Column("start", WHOLE, nullable=True),
        sa.Column("duration_s", NUMBER, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "id"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("strength_session", "programme", "declared_shift", "planned_run"):
        op.drop_table(table)
