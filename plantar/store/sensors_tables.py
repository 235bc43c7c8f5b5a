"""The table of what sensors last told of themselves."""

from sqlalchemy import PrimaryKeyConstraint, Table

from plantar.store.columns import number, text, whole
from plantar.store.tables import METADATA, runner_id

SENSOR = Table(
    "sensor",
    METADATA,
    runner_id(),
    text("source"),  # what its minutes are filed under; the two soles of a pair share it
    text("sensor"),
    whole("at"),
    text("kind"),
    whole("paired_at"),
    text("foot", none=True),
    whole("heard_at", none=True),
    text("model", none=True),
    text("firmware", none=True),
    whole("battery_percent", none=True),
    text("clock", none=True),
    number("off_s", none=True),
    number("drift_ppm", none=True),
    whole("waiting", none=True),
    PrimaryKeyConstraint("runner_id", "source", "sensor"),
    sqlite_strict=True,
)
