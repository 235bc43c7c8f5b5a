"""What people did about episodes, in a history of its own; and on which days data arrived.

When an episode was acknowledged becomes an answer whose reason nobody asked for. Of arrivals only
each runner's last day is known: the days before it were not kept.
"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EPOCH = date(1970, 1, 1)
DAY_US = 86_400_000_000


def _text(name: str, *, none: bool = False) -> sa.Column[str]:
    kind = sa.Text()
    if op.get_bind().dialect.name == "postgresql":
        kind = sa.Text(collation="C")
    return sa.Column(name, kind, nullable=none)


def _day(at_us: int) -> str:
    return (EPOCH + timedelta(days=at_us // DAY_US)).isoformat()


def upgrade() -> None:
    """Make the tables, and take over what is known."""
    op.create_table(
        "response",
        sa.Column("no", WHOLE, nullable=False),
        _text("runner_id"),
        _text("id"),
        _text("family"),
        _text("kind"),
        sa.Column("at", WHOLE, nullable=False),
        _text("day"),
        _text("author"),
        _text("reason", none=True),
        _text("note"),
        sa.Column("until", WHOLE, nullable=True),
        sa.Column("level", WHOLE, nullable=False),
        sa.Column("pain", WHOLE, nullable=True),
        _text("about", none=True),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("runner_id", "id"),
        sqlite_strict=True,
    )
    op.create_table(
        "episode_response",
        sa.Column("episode_no", WHOLE, nullable=False),
        sa.Column("response_no", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["episode_no"], ["episode.no"]),
        sa.ForeignKeyConstraint(["response_no"], ["response.no"]),
        sa.PrimaryKeyConstraint("episode_no", "response_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_episode_response_response", "episode_response", ["response_no"])
    op.create_table(
        "arrival",
        _text("runner_id"),
        _text("day"),
        sa.ForeignKeyConstraint(["runner_id"], ["runner.id"]),
        sa.PrimaryKeyConstraint("runner_id", "day"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    reached = _text("reached")
    reached.server_default = sa.DefaultClause("")
    op.add_column("episode", reached)
    op.add_column("episode", _text("silent_since", none=True))
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE episode SET reached = last_day"))
    _take_over_acknowledged(connection)
    _take_over_arrivals(connection)
    op.drop_column("episode", "acknowledged_at")


def _take_over_acknowledged(connection: sa.Connection) -> None:
    known = sa.text(
        "SELECT no, runner_id, family, level, acknowledged_at FROM episode "
        "WHERE acknowledged_at IS NOT NULL ORDER BY no"
    )
    add = sa.text(
        "INSERT INTO response "
        "(runner_id, id, family, kind, at, day, author, reason, note, level) "
        "VALUES (:runner, :id, :family, 'acknowledged', :at, :day, 'unknown', 'not-asked', '',"
        " :level) RETURNING no"
    )
    link = sa.text("INSERT INTO episode_response (episode_no, response_no) VALUES (:one, :other)")
    for no, runner, family, level, at in connection.execute(known).all():
        row = {"runner": runner, "id": f"before-{no}", "family": family, "level": level}
        other = connection.execute(add, {**row, "at": at, "day": _day(at)}).scalar_one()
        connection.execute(link, {"one": no, "other": other})


def _take_over_arrivals(connection: sa.Connection) -> None:
    known = sa.text(
        "SELECT runner_id, max(at) FROM ("
        "SELECT runner_id, received_at AS at FROM origin UNION ALL "
        "SELECT runner_id, last_data_at AS at FROM state WHERE last_data_at IS NOT NULL"
        ") AS known GROUP BY runner_id"
    )
    add = sa.text("INSERT INTO arrival (runner_id, day) VALUES (:runner, :day)")
    for runner, at in connection.execute(known).all():
        connection.execute(add, {"runner": runner, "day": _day(at)})


def downgrade() -> None:
    """Drop them; of the answers, when an episode was last acknowledged stays."""
    op.add_column("episode", sa.Column("acknowledged_at", WHOLE, nullable=True))
    op.get_bind().execute(
        sa.text(
            "UPDATE episode SET acknowledged_at = (SELECT max(at) FROM response "
            "JOIN episode_response ON response_no = response.no "
            "WHERE episode_no = episode.no AND kind = 'acknowledged')"
        )
    )
    op.drop_column("episode", "silent_since")
    op.drop_column("episode", "reached")
    op.drop_table("arrival")
    op.drop_index("ix_episode_response_response", table_name="episode_response")
    op.drop_table("episode_response")
    op.drop_table("response")
