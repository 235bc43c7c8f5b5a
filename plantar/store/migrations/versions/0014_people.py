"""Who can sign in, who may look at whom, and who looked; at first nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

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
        "account",
        _text("id"),
        _text("login"),
        _text("roles"),
        _text("runner_id", none=True),
        _text("language"),
        _whole("disabled_at", none=True),
        _text("password", none=True),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("runner_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "account_name",
        _text("account"),
        _text("name"),
        sa.ForeignKeyConstraint(["account"], ["account.id"]),
        sa.PrimaryKeyConstraint("account"),
        sqlite_strict=True,
    )
    op.create_table(
        "invitation",
        _text("token_hash"),
        _text("door"),
        _whole("made_at"),
        _whole("expires"),
        _text("roles"),
        _text("made_by", none=True),
        _text("account", none=True),
        _text("runner_id", none=True),
        _text("scopes"),
        _whole("until", none=True),
        _whole("used_at", none=True),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
        sqlite_strict=True,
    )
    op.create_table(
        "signed_in",
        _text("token_hash"),
        _text("account"),
        _whole("began"),
        _whole("seen"),
        _whole("own_phone"),
        sa.ForeignKeyConstraint(["account"], ["account.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
        sqlite_strict=True,
    )
    op.create_table(
        "tried",
        _text("named"),
        _whole("count"),
        _whole("last_at"),
        sa.PrimaryKeyConstraint("named"),
        sqlite_strict=True,
    )
    op.create_table(
        "consent",
        _text("runner_id"),
        _text("id"),
        _text("account"),
        _text("scopes"),
        _whole("since"),
        _whole("until", none=True),
        _whole("revoked_at", none=True),
        _text("basis"),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.ForeignKeyConstraint(["account"], ["account.id"]),
        sa.PrimaryKeyConstraint("runner_id", "id"),
        sqlite_strict=True,
    )
    op.create_index("ix_consent_account", "consent", ["account"])
    op.create_table(
        "looked",
        _whole("no"),
        _text("runner_id", none=True),
        _text("account", none=True),
        _text("part"),
        _whole("at"),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("runner_id", "account", "part", "at"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them."""
    for table in (
        "looked",
        "consent",
        "tried",
        "signed_in",
        "invitation",
        "account_name",
        "account",
    ):
        op.drop_table(table)
