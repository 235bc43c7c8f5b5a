"""The tables of who is written to, what waits to be sent, and what became of it."""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from plantar.store.columns import text, whole
from plantar.store.tables import METADATA, runner_id

RECIPIENT = Table(
    "recipient",
    METADATA,
    Column("id", text("").type, primary_key=True),
    Column("runner_id", text("").type, ForeignKey("runner.id"), nullable=True),
    text("account", none=True),
    text("way"),
    text("address"),  # a secret, and the next one too
    text("secret", none=True),
    whole("local"),
    whole("added_at"),
    text("language"),
    text("time_zone", none=True),
    text("wants"),
    whole("health_details"),
    whole("at_once"),
    text("quiet_since", none=True),
    text("quiet_until", none=True),
    text("morning"),
    whole("paused"),
    text("morning_done", none=True),  # the last date whose morning was dealt with
    sqlite_strict=True,
)


def _recipient_id() -> Column[str]:
    return Column("recipient_id", text("").type, ForeignKey("recipient.id"), nullable=False)


#: What each account was told last of each story, so that a digest has only what changed.
TOLD_EPISODE = Table(
    "told_episode",
    METADATA,
    _recipient_id(),
    runner_id(),
    text("family"),
    text("opened"),
    text("last_day"),
    whole("level"),
    whole("closed"),
    PrimaryKeyConstraint("recipient_id", "runner_id", "family", "opened"),
    sqlite_strict=True,
)

MESSAGE = Table(
    "message",
    METADATA,
    Column("id", text("").type, primary_key=True),
    _recipient_id(),
    text("kind"),
    whole("made_at"),
    whole("due_at"),
    text("state"),
    whole("tries"),  # since it was made, or somebody asked for it again
    whole("trying_since", none=True),
    whole("next_at"),
    whole("taken_until", none=True),  # by a process that sends it; past: that one is gone
    Index("ix_message_next", "state", "next_at"),
    sqlite_strict=True,
)

#: One story in a message. A table of its own, so that nobody is forgotten when a runner is erased.
MESSAGE_ITEM = Table(
    "message_item",
    METADATA,
    Column("message_id", text("").type, ForeignKey("message.id"), nullable=False),
    whole("place"),
    runner_id(),
    text("family"),
    text("change"),
    whole("level"),
    text("opened"),
    text("closed", none=True),
    text("alerts"),  # a JSON array of alerts, each an array in the order of the alert's columns
    PrimaryKeyConstraint("message_id", "place"),
    sqlite_strict=True,
)

#: Every try there was; rows are only ever added.
MESSAGE_ATTEMPT = Table(
    "message_attempt",
    METADATA,
    Column("message_id", text("").type, ForeignKey("message.id"), nullable=False),
    whole("place"),
    whole("at"),
    text("outcome"),
    whole("code", none=True),
    PrimaryKeyConstraint("message_id", "place"),
    sqlite_strict=True,
)
