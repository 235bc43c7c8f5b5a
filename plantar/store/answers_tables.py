"""The tables of what people did about episodes, and of the days on which data arrived.

An answer is added and never changed. Which stories it is about can grow: late data may cut the
story in two, or join it with another.
"""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from plantar.store.columns import WHOLE, text, whole
from plantar.store.tables import METADATA, runner_id

RESPONSE = Table(
    "response",
    METADATA,
    Column("no", WHOLE, primary_key=True),
    runner_id(),
    text("id"),
    text("family"),
    text("kind"),
    whole("at"),
    text("day"),
    text("author"),
    text("reason", none=True),
    text("note"),
    whole("until", none=True),
    whole("level"),
    whole("pain", none=True),
    text("about", none=True),
    UniqueConstraint("runner_id", "id"),
    sqlite_strict=True,
)

EPISODE_RESPONSE = Table(
    "episode_response",
    METADATA,
    Column("episode_no", WHOLE, ForeignKey("episode.no"), nullable=False),
    Column("response_no", WHOLE, ForeignKey("response.no"), nullable=False),
    PrimaryKeyConstraint("episode_no", "response_no"),
    Index("ix_episode_response_response", "response_no"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

#: The days of a runner on which something new arrived, whenever it was measured.
ARRIVAL = Table(
    "arrival",
    METADATA,
    runner_id(),
    text("day"),
    PrimaryKeyConstraint("runner_id", "day"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
