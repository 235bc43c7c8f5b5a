"""Text sorts by its characters' numbers in PostgreSQL too, whatever alphabet its server has.

An index in the alphabet of an operating system also breaks when that system changes its mind.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Give every column of text the order that SQLite has."""
    _sorted_by('"C"')


def downgrade() -> None:
    """Give it the order of the database."""
    _sorted_by('"default"')


def _sorted_by(collation: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    tables = sa.inspect(connection)
    quoted = connection.dialect.identifier_preparer.quote
    for table in sorted(tables.get_table_names()):
        if table == "alembic_version":
            continue
        changed = [
            f"ALTER COLUMN {quoted(column['name'])} TYPE text COLLATE {collation}"
            for column in tables.get_columns(table)
            if isinstance(column["type"], sa.Text)
        ]
        if changed:
            op.execute(sa.text(f"ALTER TABLE {quoted(table)} {', '.join(changed)}"))
