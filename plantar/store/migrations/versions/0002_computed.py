"""Pain, and what is computed: days, alerts, episodes and states."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "alert",
        sa.Column("no", WHOLE, nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("level", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("threshold", NUMBER, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("rule_version", WHOLE, nullable=False),
        sa.Column("source_class", sa.Text(), nullable=True),
        sa.Column("first_computed_at", WHOLE, nullable=False),
        sa.Column("withdrawn_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("no"),
        sqlite_strict=True,
    )
    op.create_index("ix_alert_runner_day", "alert", ["runner_id", "day"], unique=False)
    op.create_table(
        "day",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("source_class", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("load_wse", NUMBER, nullable=True),
        sa.Column("upright_bw_min", NUMBER, nullable=True),
        sa.Column("walking_wse", NUMBER, nullable=True),
        sa.Column("walking_upright_bw_min", NUMBER, nullable=True),
        sa.Column("walking_minutes", NUMBER, nullable=True),
        sa.Column("walking_steps", WHOLE, nullable=True),
        sa.Column("running_wse", NUMBER, nullable=True),
        sa.Column("running_upright_bw_min", NUMBER, nullable=True),
        sa.Column("running_minutes", NUMBER, nullable=True),
        sa.Column("running_steps", WHOLE, nullable=True),
        sa.Column("standing_wse", NUMBER, nullable=True),
        sa.Column("standing_upright_bw_min", NUMBER, nullable=True),
        sa.Column("standing_minutes", NUMBER, nullable=True),
        sa.Column("standing_steps", WHOLE, nullable=True),
        sa.Column("left_wse", NUMBER, nullable=True),
        sa.Column("right_wse", NUMBER, nullable=True),
        sa.Column("steps", WHOLE, nullable=True),
        sa.Column("coverage", NUMBER, nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("runner_id", "source_class", "day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "episode",
        sa.Column("no", WHOLE, nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("opened", sa.Text(), nullable=False),
        sa.Column("level", WHOLE, nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("closed", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", WHOLE, nullable=True),
        sa.Column("withdrawn_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("runner_id", "family", "opened"),
        sqlite_strict=True,
    )
    op.create_table(
        "pain",
        sa.Column("no", WHOLE, nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("score", WHOLE, nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("no"),
        sqlite_strict=True,
    )
    op.create_index("ix_pain_runner_at", "pain", ["runner_id", "at"], unique=False)
    op.create_table(
        "state",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("computed_at", WHOLE, nullable=False),
        sa.Column("attention", sa.Text(), nullable=False),
        sa.Column("level", WHOLE, nullable=False),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("not_evaluated", sa.Text(), nullable=False),
        sa.Column("source_class", sa.Text(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("ratio_day", sa.Text(), nullable=True),
        sa.Column("ratio_method", sa.Text(), nullable=True),
        sa.Column("ratio_acute", NUMBER, nullable=True),
        sa.Column("ratio_chronic", NUMBER, nullable=True),
        sa.Column("ratio", NUMBER, nullable=True),
        sa.Column("ratio_valid_acute", WHOLE, nullable=True),
        sa.Column("ratio_valid_chronic", WHOLE, nullable=True),
        sa.Column("ratio_reason", sa.Text(), nullable=True),
        sa.Column("ratio_have", NUMBER, nullable=True),
        sa.Column("ratio_need", NUMBER, nullable=True),
        sa.Column("ratio_provisional", WHOLE, nullable=True),
        sa.Column("usual_wse", NUMBER, nullable=True),
        sa.Column("band_low_wse", NUMBER, nullable=True),
        sa.Column("band_high_wse", NUMBER, nullable=True),
        sa.Column("week_sum_wse", NUMBER, nullable=True),
        sa.Column("worn_days", WHOLE, nullable=False),
        sa.Column("coverage", NUMBER, nullable=True),
        sa.Column("last_data_at", WHOLE, nullable=True),
        sa.Column("morning_pain", WHOLE, nullable=True),
        sa.Column("load_spark", sa.LargeBinary(), nullable=False),
        sa.Column("acute_spark", sa.LargeBinary(), nullable=False),
        sa.Column("pain_spark", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("runner_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "episode_alert",
        sa.Column("episode_no", WHOLE, nullable=False),
        sa.Column("place", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("level", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("threshold", NUMBER, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("rule_version", WHOLE, nullable=False),
        sa.Column("source_class", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["episode_no"],
            ["episode.no"],
        ),
        sa.PrimaryKeyConstraint("episode_no", "place"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them, the last one first."""
    op.drop_table("episode_alert")
    op.drop_table("state")
    op.drop_index("ix_pain_runner_at", table_name="pain")
    op.drop_table("pain")
    op.drop_table("episode")
    op.drop_table("day")
    op.drop_index("ix_alert_runner_day", table_name="alert")
    op.drop_table("alert")
