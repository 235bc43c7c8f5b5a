"""The tables of what is computed: days, alerts, episodes, and the state of each runner.

Everything here can be computed again from what was measured and said, except the history of
alerts: a row that late data withdrew stays, with the moment at which it was withdrawn. So does an
episode: what was sent about it, and the days that it has had, outlast it.
"""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from plantar.store.columns import WHOLE, number, packed, text, whole
from plantar.store.tables import METADATA, runner_id


def _activity(name: str) -> tuple[Column[Any], ...]:
    return (
        number(f"{name}_wse", none=True),  # NULL: this way of being on the feet was not measured
        number(f"{name}_upright_bw_min", none=True),
        number(f"{name}_minutes", none=True),
        whole(f"{name}_steps", none=True),
    )


def _alert() -> tuple[Column[Any], ...]:
    return (
        text("day"),
        text("rule"),
        whole("level"),
        text("code"),
        text("inputs"),  # a JSON array of [name, number or word], in the rule's order
        number("threshold"),
        text("method"),
        whole("rule_version"),
        text("source_class", none=True),
    )


DAY = Table(
    "day",
    METADATA,
    runner_id(),
    text("day"),
    text("source_class"),
    text("status"),
    number("load_wse", none=True),
    number("upright_bw_min", none=True),
    *_activity("walking"),
    *_activity("running"),
    *_activity("standing"),
    number("left_wse", none=True),
    number("right_wse", none=True),
    whole("steps", none=True),
    number("coverage", none=True),
    text("sources"),
    text("quality"),
    number("uncertain_wse"),
    PrimaryKeyConstraint("runner_id", "source_class", "day"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

ALERT = Table(
    "alert",
    METADATA,
    Column("no", WHOLE, primary_key=True),
    runner_id(),
    *_alert(),
    whole("first_computed_at"),
    whole("withdrawn_at", none=True),
    Index("ix_alert_runner_day", "runner_id", "day"),
    sqlite_strict=True,
)

EPISODE = Table(
    "episode",
    METADATA,
    Column("no", WHOLE, primary_key=True),
    runner_id(),
    text("family"),
    text("opened"),
    whole("level"),
    text("last_day"),
    text("closed", none=True),
    whole("withdrawn_at", none=True),
    whole("sent"),
    whole("sent_at", none=True),
    text("reached"),  # the furthest last day it ever had
    text("silent_since", none=True),
    UniqueConstraint("runner_id", "family", "opened"),
    sqlite_strict=True,
)

EPISODE_ALERT = Table(
    "episode_alert",
    METADATA,
    Column("episode_no", WHOLE, ForeignKey("episode.no"), nullable=False),
    whole("place"),
    *_alert(),
    PrimaryKeyConstraint("episode_no", "place"),
    sqlite_strict=True,
)

STATE = Table(
    "state",
    METADATA,
    runner_id(key=True),
    text("as_of"),
    whole("computed_at"),
    text("attention"),
    whole("level"),
    text("since", none=True),
    text("reasons"),  # a JSON array of alerts, each an array in the order of the alert's columns
    text("not_evaluated"),  # a JSON array of [day, rule, reason]
    text("source_class", none=True),
    text("sources"),
    text("ratio_day", none=True),
    text("ratio_method", none=True),
    number("ratio_acute", none=True),
    number("ratio_chronic", none=True),
    number("ratio", none=True),
    whole("ratio_valid_acute", none=True),
    whole("ratio_valid_chronic", none=True),
    text("ratio_reason", none=True),
    number("ratio_have", none=True),
    number("ratio_need", none=True),
    whole("ratio_provisional", none=True),
    number("usual_wse", none=True),
    number("band_low_wse", none=True),
    number("band_high_wse", none=True),
    number("week_sum_wse", none=True),
    whole("worn_days"),
    number("coverage", none=True),
    whole("last_data_at", none=True),
    whole("morning_pain", none=True),
    packed("load_spark"),
    packed("acute_spark"),
    packed("pain_spark"),
    sqlite_strict=True,
)
