"""The thresholds of the whole practice."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.errors import BadInput
from plantar.store import dirt
from plantar.store.clinic_tables import CLINIC_THRESHOLD
from plantar.store.columns import maybe_date, maybe_iso, maybe_number, moment, moment_us
from plantar.store.engine import insert_once


def keep(connection: Connection, threshold: ClinicThreshold) -> None:
    """Keep what was decided; its first day is asked about again, in whom it was asked about."""
    row = {
        "rule": threshold.rule.value,
        "field": threshold.field,
        "decided_at": moment_us(threshold.decided_at),
        "value": maybe_number(threshold.value),
        "author": threshold.author,
        "reason": threshold.reason,
        "since": threshold.since.isoformat(),
        "until": maybe_iso(threshold.until),
    }
    if insert_once(connection, CLINIC_THRESHOLD, row):
        # The day before too: somebody may be computing the first day just now, by the old ones.
        dirt.mark_everybody(
            connection, threshold.since, asked_until=threshold.since - timedelta(days=1)
        )
    elif threshold not in everything(connection):
        raise BadInput("decided_at", threshold.decided_at, "another moment than of a decision kept")


def everything(connection: Connection) -> list[ClinicThreshold]:
    """What was decided, in the order in which it was."""
    table = CLINIC_THRESHOLD.c
    query = select(CLINIC_THRESHOLD).order_by(table.decided_at, table.rule, table.field)
    return [_threshold(row) for row in connection.execute(query)]


def _threshold(row: Row[Any]) -> ClinicThreshold:
    return ClinicThreshold(
        rule=Rule(row.rule),
        field=row.field,
        value=row.value,
        author=row.author,
        reason=row.reason,
        since=date.fromisoformat(row.since),
        decided_at=moment(row.decided_at),
        until=maybe_date(row.until),
    )
