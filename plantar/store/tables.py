"""The tables of people, origins and measured things.

A measured row is keyed by its source, its own key and its origin: the layers of one key lie side
by side, and `layers.py` says which one counts. Rows are clustered by source and moment, since every
read asks for a stretch of time; the index on the origin serves taking an import back.
"""

from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from plantar.store.columns import WHOLE, number, packed, text, whole

METADATA = MetaData()


def runner_id(*, key: bool = False) -> Column[Any]:
    """Name the runner a row is about."""
    return Column(
        "runner_id", text("").type, ForeignKey("runner.id"), primary_key=key, nullable=False
    )


RUNNER = Table(
    "runner",
    METADATA,
    Column("id", text("").type, primary_key=True),
    text("zone"),
    number("body_mass_kg", none=True),
    text("language"),
    text("side", none=True),
    whole("pain_limit", none=True),
    whole("mark"),  # rises with every change that makes days dirty
    sqlite_strict=True,
)

#: The only table with somebody's name in it; empty unless somebody fills it.
DISPLAY_NAME = Table(
    "display_name", METADATA, runner_id(key=True), text("name"), sqlite_strict=True
)

#: How a runner's days are cut from a date on; before the first row by the zone at home.
LOCAL_DAY = Table(
    "local_day",
    METADATA,
    runner_id(),
    text("since"),
    text("zone"),
    text("day_start"),  # on the clock of that zone: 04:00
    PrimaryKeyConstraint("runner_id", "since"),
    sqlite_strict=True,
)

WEAR_PLAN = Table(
    "wear_plan",
    METADATA,
    runner_id(),
    text("since"),
    text("kind"),
    *(number(f"hours_{day}") for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    PrimaryKeyConstraint("runner_id", "since"),
    sqlite_strict=True,
)

RULE_OVERRIDE = Table(
    "rule_override",
    METADATA,
    runner_id(),
    text("rule"),
    text("field"),
    text("since"),
    text("until", none=True),
    number("value"),
    text("author"),
    text("reason"),
    PrimaryKeyConstraint("runner_id", "rule", "field", "since"),
    sqlite_strict=True,
)

PAIN = Table(
    "pain",
    METADATA,
    Column("no", WHOLE, primary_key=True),
    runner_id(),
    whole("at"),
    text("moment"),
    whole("score"),
    text("side", none=True),
    text("note"),
    whole("recorded_at"),
    whole("analgesic", none=True),
    text("shoe"),
    whole("flare"),
    Index("ix_pain_runner_at", "runner_id", "at"),
    sqlite_strict=True,
)

ORIGIN = Table(
    "origin",
    METADATA,
    Column("no", WHOLE, primary_key=True),
    text("id"),
    runner_id(),
    text("kind"),
    text("label"),
    whole("received_at"),
    text("digest", none=True),
    whole("row_count"),
    UniqueConstraint("id"),
    Index("ix_origin_runner", "runner_id"),
    sqlite_strict=True,
)

SOURCE = Table(
    "source",
    METADATA,
    Column("no", WHOLE, primary_key=True),
    runner_id(),
    text("name"),
    UniqueConstraint("runner_id", "name"),
    sqlite_strict=True,
)

DIRTY = Table(
    "dirty",
    METADATA,
    runner_id(),
    text("day"),
    whole("mark"),
    PrimaryKeyConstraint("runner_id", "day"),
    sqlite_strict=True,
)


def _measured(name: str, key: tuple[Column[Any], ...], *columns: Column[Any]) -> Table:
    return Table(
        name,
        METADATA,
        Column("source_no", WHOLE, ForeignKey("source.no"), nullable=False),
        Column("origin_no", WHOLE, ForeignKey("origin.no"), nullable=False),
        *key,
        *columns,
        PrimaryKeyConstraint("source_no", *(column.name for column in key), "origin_no"),
        Index(f"ix_{name}_origin", "origin_no"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _moments(name: str, *, none: bool = False) -> tuple[Column[Any], ...]:
    return tuple(number(f"{name}_{moment}", none=none) for moment in ("m1_ns", "m2_n2s", "m4_n4s"))


FOOT_MINUTE = _measured(
    "foot_minute",
    (whole("at"), text("foot")),
    whole("revision"),
    number("measured_s"),
    number("gap_s"),
    number("rate_hz"),
    *_moments("total"),
    *_moments("walking"),
    *_moments("running"),
    whole("steps_walking"),
    whole("steps_running"),
    whole("contacts"),
    number("contact_time_sum_s"),
    whole("contacts_timed"),
    number("peak_sum_n"),
    number("impulse_sum_ns"),
    *_moments("heel", none=True),
    *_moments("midfoot", none=True),
    *_moments("forefoot", none=True),
    text("quality"),
)

BODY_MINUTE = _measured(
    "body_minute",
    (whole("at"),),
    whole("revision"),
    number("walking_s"),
    number("running_s"),
    number("not_worn_s"),
    packed("quiet_s"),
    text("quality"),
)

STEP_MINUTE = _measured(
    "step_minute",
    (whole("at"),),
    whole("revision"),
    number("moving_s"),
    number("steps"),
    whole("running", none=True),
    number("contact_time_s", none=True),
    number("speed_mps", none=True),
    number("standing_s", none=True),
    text("quality"),
)

DAY_TOTAL = _measured(
    "day_total",
    (text("day"),),
    whole("steps"),
    whole("steps_running", none=True),
)

SESSION = _measured(
    "session",
    (whole("start"),),
    number("duration_s", none=True),
    number("distance_m", none=True),
    whole("steps", none=True),
    text("sport"),
    number("contact_time_s", none=True),
    text("quality"),
)

GAP = _measured(
    "gap",
    (whole("since"), text("foot")),  # no foot: an empty text, as a key cannot be null
    whole("until"),
    whole("missing", none=True),
    text("cause"),
)

CALIBRATION = _measured(
    "calibration",
    (whole("since"),),
    whole("strides"),
    number("gain"),
    number("body_weight_n"),
    text("method"),
    text("quality"),
)
