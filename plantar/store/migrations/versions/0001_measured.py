"""People, where things come from, and what was measured."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "runner",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("body_mass_kg", NUMBER, nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("pain_limit", WHOLE, nullable=True),
        sa.Column("mark", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "dirty",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("mark", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("runner_id", "day"),
        sqlite_strict=True,
    )
    op.create_table(
        "display_name",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("runner_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "origin",
        sa.Column("no", WHOLE, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("received_at", WHOLE, nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("row_count", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("id"),
        sqlite_strict=True,
    )
    op.create_index("ix_origin_runner", "origin", ["runner_id"], unique=False)
    op.create_table(
        "source",
        sa.Column("no", WHOLE, nullable=False),
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("runner_id", "name"),
        sqlite_strict=True,
    )
    op.create_table(
        "wear_plan",
        sa.Column("runner_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hours_mon", NUMBER, nullable=False),
        sa.Column("hours_tue", NUMBER, nullable=False),
        sa.Column("hours_wed", NUMBER, nullable=False),
        sa.Column("hours_thu", NUMBER, nullable=False),
        sa.Column("hours_fri", NUMBER, nullable=False),
        sa.Column("hours_sat", NUMBER, nullable=False),
        sa.Column("hours_sun", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["runner_id"],
            ["runner.id"],
        ),
        sa.PrimaryKeyConstraint("runner_id", "since"),
        sqlite_strict=True,
    )
    op.create_table(
        "body_minute",
        sa.Column("source_no", WHOLE, nullable=False),
        sa.Column("origin_no", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("walking_s", NUMBER, nullable=False),
        sa.Column("running_s", NUMBER, nullable=False),
        sa.Column("not_worn_s", NUMBER, nullable=False),
        sa.Column("quiet_s", sa.LargeBinary(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["origin_no"],
            ["origin.no"],
        ),
        sa.ForeignKeyConstraint(
            ["source_no"],
            ["source.no"],
        ),
        sa.PrimaryKeyConstraint("source_no", "at", "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_body_minute_origin", "body_minute", ["origin_no"], unique=False)
    op.create_table(
        "calibration",
        sa.Column("source_no", WHOLE, nullable=False),
        sa.Column("origin_no", WHOLE, nullable=False),
        sa.Column("since", WHOLE, nullable=False),
        sa.Column("strides", WHOLE, nullable=False),
        sa.Column("gain", NUMBER, nullable=False),
        sa.Column("body_weight_n", NUMBER, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["origin_no"],
            ["origin.no"],
        ),
        sa.ForeignKeyConstraint(
            ["source_no"],
            ["source.no"],
        ),
        sa.PrimaryKeyConstraint("source_no", "since", "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_calibration_origin", "calibration", ["origin_no"], unique=False)
    op.create_table(
        "day_total",
        sa.Column("source_no", WHOLE, nullable=False),
        sa.Column("origin_no", WHOLE, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("steps", WHOLE, nullable=False),
        sa.Column("steps_running", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["origin_no"],
            ["origin.no"],
        ),
        sa.ForeignKeyConstraint(
            ["source_no"],
            ["source.no"],
        ),
        sa.PrimaryKeyConstraint("source_no", "day", "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_day_total_origin", "day_total", ["origin_no"], unique=False)
    op.create_table(
        "foot_minute",
        sa.Column("source_no", WHOLE, nullable=False),
        sa.Column("origin_no", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("foot", sa.Text(), nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("measured_s", NUMBER, nullable=False),
        sa.Column("gap_s", NUMBER, nullable=False),
        sa.Column("rate_hz", NUMBER, nullable=False),
        sa.Column("total_m1_ns", NUMBER, nullable=False),
        sa.Column("total_m2_n2s", NUMBER, nullable=False),
        sa.Column("total_m4_n4s", NUMBER, nullable=False),
        sa.Column("walking_m1_ns", NUMBER, nullable=False),
        sa.Column("walking_m2_n2s", NUMBER, nullable=False),
        sa.Column("walking_m4_n4s", NUMBER, nullable=False),
        sa.Column("running_m1_ns", NUMBER, nullable=False),
        sa.Column("running_m2_n2s", NUMBER, nullable=False),
        sa.Column("running_m4_n4s", NUMBER, nullable=False),
        sa.Column("steps_walking", WHOLE, nullable=False),
        sa.Column("steps_running", WHOLE, nullable=False),
        sa.Column("contacts", WHOLE, nullable=False),
        sa.Column("contact_time_sum_s", NUMBER, nullable=False),
        sa.Column("contacts_timed", WHOLE, nullable=False),
        sa.Column("peak_sum_n", NUMBER, nullable=False),
        sa.Column("impulse_sum_ns", NUMBER, nullable=False),
        sa.Column("heel_m1_ns", NUMBER, nullable=True),
        sa.Column("heel_m2_n2s", NUMBER, nullable=True),
        sa.Column("heel_m4_n4s", NUMBER, nullable=True),
        sa.Column("midfoot_m1_ns", NUMBER, nullable=True),
        sa.Column("midfoot_m2_n2s", NUMBER, nullable=True),
        sa.Column("midfoot_m4_n4s", NUMBER, nullable=True),
        sa.Column("forefoot_m1_ns", NUMBER, nullable=True),
        sa.Column("forefoot_m2_n2s", NUMBER, nullable=True),
        sa.Column("forefoot_m4_n4s", NUMBER, nullable=True),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["origin_no"],
            ["origin.no"],
        ),
        sa.ForeignKeyConstraint(
            ["source_no"],
            ["source.no"],
        ),
        sa.PrimaryKeyConstraint("source_no", "at", "foot", "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_foot_minute_origin", "foot_minute", ["origin_no"], unique=False)
    op.create_table(
        "gap",
        sa.Column("source_no", WHOLE, nullable=False),
        sa.Column("origin_no", WHOLE, nullable=False),
        sa.Column("since", WHOLE, nullable=False),
        sa.Column("until", WHOLE, nullable=False),
        sa.Column("missing", WHOLE, nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["origin_no"],
            ["origin.no"],
        ),
        sa.ForeignKeyConstraint(
            ["source_no"],
            ["source.no"],
        ),
        sa.PrimaryKeyConstraint("source_no", "since", "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_gap_origin", "gap", ["origin_no"], unique=False)
    op.create_table(
        "session",
        sa.Column("source_no", WHOLE, nullable=False),
        sa.Column("origin_no", WHOLE, nullable=False),
        sa.Column("start", WHOLE, nullable=False),
        sa.Column("duration_s", NUMBER, nullable=True),
        sa.Column("distance_m", NUMBER, nullable=True),
        sa.Column("steps", WHOLE, nullable=True),
        sa.Column("sport", sa.Text(), nullable=False),
        sa.Column("contact_time_s", NUMBER, nullable=True),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["origin_no"],
            ["origin.no"],
        ),
        sa.ForeignKeyConstraint(
            ["source_no"],
            ["source.no"],
        ),
        sa.PrimaryKeyConstraint("source_no", "start", "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_session_origin", "session", ["origin_no"], unique=False)
    op.create_table(
        "step_minute",
        sa.Column("source_no", WHOLE, nullable=False),
        sa.Column("origin_no", WHOLE, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("revision", WHOLE, nullable=False),
        sa.Column("moving_s", NUMBER, nullable=False),
        sa.Column("steps", NUMBER, nullable=False),
        sa.Column("running", WHOLE, nullable=True),
        sa.Column("contact_time_s", NUMBER, nullable=True),
        sa.Column("speed_mps", NUMBER, nullable=True),
        sa.Column("standing_s", NUMBER, nullable=True),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["origin_no"],
            ["origin.no"],
        ),
        sa.ForeignKeyConstraint(
            ["source_no"],
            ["source.no"],
        ),
        sa.PrimaryKeyConstraint("source_no", "at", "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_step_minute_origin", "step_minute", ["origin_no"], unique=False)


def downgrade() -> None:
    """Drop them, the last one first."""
    op.drop_index("ix_step_minute_origin", table_name="step_minute")
    op.drop_table("step_minute")
    op.drop_index("ix_session_origin", table_name="session")
    op.drop_table("session")
    op.drop_index("ix_gap_origin", table_name="gap")
    op.drop_table("gap")
    op.drop_index("ix_foot_minute_origin", table_name="foot_minute")
    op.drop_table("foot_minute")
    op.drop_index("ix_day_total_origin", table_name="day_total")
    op.drop_table("day_total")
    op.drop_index("ix_calibration_origin", table_name="calibration")
    op.drop_table("calibration")
    op.drop_index("ix_body_minute_origin", table_name="body_minute")
    op.drop_table("body_minute")
    op.drop_table("wear_plan")
    op.drop_table("source")
    op.drop_index("ix_origin_runner", table_name="origin")
    op.drop_table("origin")
    op.drop_table("display_name")
    op.drop_table("dirty")
    op.drop_table("runner")
