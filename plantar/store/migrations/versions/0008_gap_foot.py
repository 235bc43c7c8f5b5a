"""The foot that a gap is of: part of its key, so that both feet may fall silent at once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: An empty text is no foot: a key cannot be null.
FORWARD = """
    INSERT INTO gap (source_no, origin_no, since, foot, until, missing, cause)
    SELECT source_no, origin_no, since, '', until, missing, cause FROM gap_before
"""
#: Where more than one foot was silent, the fuller gap stays, as `layers.py` says.
BACK = """
    INSERT INTO gap (source_no, origin_no, since, until, missing, cause)
    SELECT source_no, origin_no, since, until, missing, cause FROM (
        SELECT *, ROW_NUMBER() OVER (
            PARTITION BY source_no, origin_no, since
            ORDER BY until DESC, COALESCE(missing, -1) DESC, cause DESC
        ) AS place FROM gap_before
    ) AS placed WHERE place = 1
"""


def upgrade() -> None:
    """Make the table anew, as SQLite cannot change a key, and fill it with what it held."""
    _remade(sa.Column("foot", sa.Text(), nullable=False), filled=FORWARD)


def downgrade() -> None:
    """Make it as it was."""
    _remade(filled=BACK)


def _remade(*key: sa.Column[str], filled: str) -> None:
    op.execute(sa.text("CREATE TABLE gap_before AS SELECT * FROM gap"))
    op.drop_index("ix_gap_origin", table_name="gap")
    op.drop_table("gap")
    op.create_table(
        "gap",
        sa.Column("source_no", WHOLE, nullable=False),
        sa.Column("origin_no", WHOLE, nullable=False),
        sa.Column("since", WHOLE, nullable=False),
        *key,
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
        sa.PrimaryKeyConstraint("source_no", "since", *(one.name for one in key), "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_gap_origin", "gap", ["origin_no"], unique=False)
    op.execute(sa.text(filled))
    op.drop_table("gap_before")
