"""The tables of what runner and kinesist agreed, and of what the runner tells beside pain."""

from sqlalchemy import PrimaryKeyConstraint, Table

from plantar.store.columns import number, text, whole
from plantar.store.tables import METADATA, runner_id

PLANNED_RUN = Table(
    "planned_run",
    METADATA,
    runner_id(),
    text("day"),
    number("distance_m", none=True),
    number("duration_s", none=True),
    text("author"),
    text("note"),
    PrimaryKeyConstraint("runner_id", "day"),
    sqlite_strict=True,
)

DECLARED_SHIFT = Table(
    "declared_shift",
    METADATA,
    runner_id(),
    text("id"),
    text("day"),
    whole("noted_at"),
    number("upright_min"),
    text("floor"),
    text("author"),
    PrimaryKeyConstraint("runner_id", "id"),
    sqlite_strict=True,
)

PROGRAMME = Table(
    "programme",
    METADATA,
    runner_id(),
    text("since"),
    text("until", none=True),
    text("kind"),
    text("author"),
    text("phases"),  # a JSON array, as `strength.py` writes it
    text("weeks_from", none=True),
    PrimaryKeyConstraint("runner_id", "since"),
    sqlite_strict=True,
)

STRENGTH_SESSION = Table(
    "strength_session",
    METADATA,
    runner_id(),
    text("id"),
    text("day"),
    whole("noted_at"),
    text("exercise"),
    whole("sets"),
    whole("reps"),
    number("load_kg", none=True),
    text("mode"),
    text("tempo", none=True),
    whole("worst_pain", none=True),
    whole("start", none=True),
    number("duration_s", none=True),
    text("note"),
    PrimaryKeyConstraint("runner_id", "id"),
    sqlite_strict=True,
)
