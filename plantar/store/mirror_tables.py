"""The tables of what a mirror has not got yet, and of whom it is never to get.

They are kept whether or not there is a mirror: one that is set up later finds everything waiting.
"""

from sqlalchemy import Column, PrimaryKeyConstraint, Table

from plantar.store.columns import text, whole
from plantar.store.tables import METADATA, runner_id

#: Days of a runner that changed since a mirror was last told of them, by the table they lie in.
UNMIRRORED = Table(
    "unmirrored",
    METADATA,
    runner_id(),
    text("kind"),  # the table: day, foot_minute, ...
    text("day"),  # of a day its date; of minutes their date in UTC
    whole("stamp"),  # another one with every change
    text("refused", none=True),  # why the mirror did not take it; NULL: it was not tried since
    PrimaryKeyConstraint("runner_id", "kind", "day"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

#: Who was erased from the mirror and stays out; no runner need be known by that id.
LEFT_OUT = Table(
    "left_out",
    METADATA,
    Column("runner_id", text("").type, primary_key=True),
    sqlite_strict=True,
)
