"""What somebody was written to about: an episode, at a level."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns; nobody was written to before them."""
    op.add_column("episode", sa.Column("sent", WHOLE, nullable=False, server_default=sa.text("0")))
    op.add_column("episode", sa.Column("sent_at", WHOLE, nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("episode", "sent_at")
    op.drop_column("episode", "sent")
