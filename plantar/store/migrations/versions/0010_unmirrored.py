"""What a mirror has not got yet, and whom it is never to get; at first it has nothing."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EPOCH = date(1970, 1, 1)
MINUTES = ("foot_minute", "body_minute", "step_minute")


def _text(name: str, *, none: bool = False) -> sa.Column[str]:
    kind = sa.Text()
    if op.get_bind().dialect.name == "postgresql":
        kind = sa.Text(collation="C")
    return sa.Column(name, kind, nullable=none)


def upgrade() -> None:
    """Make the tables, and note everything that there is."""
    op.create_table(
        "unmirrored",
        _text("runner_id"),
        _text("kind"),
        _text("day"),
        sa.Column("stamp", WHOLE, nullable=False),
        _text("refused", none=True),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "kind", "day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "left_out",
        _text("runner_id"),
        sa.PrimaryKeyConstraint("runner_id"),
        sqlite_strict=True,
    )
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "INSERT INTO unmirrored (runner_id, kind, day, stamp) "
            "SELECT DISTINCT runner_id, 'day', day, 0 FROM day"
        )
    )
    for table in MINUTES:
        found = sa.text(
            "SELECT DISTINCT source.runner_id, at / 86400000000 "  # noqa: S608  a table of ours
            f"FROM {table} JOIN source ON source.no = source_no"
        )
        noted = [
            {"runner": runner, "day": (EPOCH + timedelta(days=int(number))).isoformat()}
            for runner, number in connection.execute(found)
        ]
        if noted:
            note = sa.text(
                "INSERT INTO unmirrored (runner_id, kind, day, stamp) "  # noqa: S608  as above
                f"VALUES (:runner, '{table}', :day, 0)"
            )
            connection.execute(note, noted)


def downgrade() -> None:
    """Drop them: a mirror is told everything again."""
    op.drop_table("left_out")
    op.drop_table("unmirrored")
