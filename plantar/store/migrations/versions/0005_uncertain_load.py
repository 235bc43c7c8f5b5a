"""The part of a day's load whose minutes may be walking or running."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
# Days that were computed before this and have such a part: its size is in their minutes.
MARK = """
    UPDATE runner SET mark = mark + 1 WHERE id IN (
        SELECT runner_id FROM day WHERE quality LIKE '%walking or running uncertain%'
    )
"""
ASK = """
    INSERT INTO dirty (runner_id, day, mark)
    SELECT DISTINCT day.runner_id, day.day, runner.mark
    FROM day JOIN runner ON runner.id = day.runner_id
    WHERE day.quality LIKE '%walking or running uncertain%'
    ON CONFLICT (runner_id, day) DO UPDATE SET mark = excluded.mark
"""


def upgrade() -> None:
    """Add the column, and ask for the days that need it."""
    op.add_column(
        "day", sa.Column("uncertain_wse", NUMBER, nullable=False, server_default=sa.text("0"))
    )
    op.execute(sa.text(MARK))
    op.execute(sa.text(ASK))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("day", "uncertain_wse")
