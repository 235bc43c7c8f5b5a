"""Who is written to, an outbox of messages, and every try to deliver one."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, *, none: bool = False) -> sa.Column[str]:
    kind = sa.Text()
    if op.get_bind().dialect.name == "postgresql":
        kind = sa.Text(collation="C")
    return sa.Column(name, kind, nullable=none)


def _whole(name: str, *, none: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=none)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "recipient",
        _text("id"),
        _text("runner_id", none=True),
        _text("account", none=True),
        _text("way"),
        _text("address"),
        _text("secret", none=True),
        _whole("local"),
        _whole("added_at"),
        _text("language"),
        _text("time_zone", none=True),
        _text("wants"),
        _whole("health_details"),
        _whole("at_once"),
        _text("quiet_since", none=True),
        _text("quiet_until", none=True),
        _text("morning"),
        _whole("paused"),
        _text("morning_done", none=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sqlite_strict=True,
    )
    op.create_table(
        "told_episode",
        _text("recipient_id"),
        _text("runner_id"),
        _text("family"),
        _text("opened"),
        _text("last_day"),
        _whole("level"),
        _whole("closed"),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"]),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("recipient_id", "runner_id", "family", "opened"),
        sqlite_strict=True,
    )
    _make_outbox()


def _make_outbox() -> None:
    op.create_table(
        "message",
        _text("id"),
        _text("recipient_id"),
        _text("kind"),
        _whole("made_at"),
        _whole("due_at"),
        _text("state"),
        _whole("tries"),
        _whole("trying_since", none=True),
        _whole("next_at"),
        _whole("taken_until", none=True),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipient.id"]),
        sqlite_strict=True,
    )
    op.create_index("ix_message_next", "message", ["state", "next_at"])
    op.create_table(
        "message_item",
        _text("message_id"),
        _whole("place"),
        _text("runner_id"),
        _text("family"),
        _text("change"),
        _whole("level"),
        _text("opened"),
        _text("closed", none=True),
        _text("alerts"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("message_id", "place"),
        sqlite_strict=True,
    )
    op.create_table(
        "message_attempt",
        _text("message_id"),
        _whole("place"),
        _whole("at"),
        _text("outcome"),
        _whole("code", none=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.PrimaryKeyConstraint("message_id", "place"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them, with what waited to be sent."""
    for table in ("message_attempt", "message_item", "message", "told_episode", "recipient"):
        op.drop_table(table)
