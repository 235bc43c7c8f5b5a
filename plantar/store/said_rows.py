"""A pain report as a row, and a row as a report."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row

from plantar.pain import PainMoment, PainReport, Side
from plantar.store.columns import flag, maybe_flag, moment, moment_us
from plantar.store.tables import PAIN


def columns(runner_id: str, report: PainReport, recorded_at: datetime) -> dict[str, Any]:
    """All that a row says, but for its number."""
    return {
        "runner_id": runner_id,
        "at": moment_us(report.at),
        "moment": report.moment.value,
        "score": report.score,
        "side": None if report.side is None else report.side.value,
        "note": report.note,
        "recorded_at": moment_us(recorded_at),
        "analgesic": flag(report.analgesic),
        "shoe": report.shoe,
        "flare": int(report.flare),
    }


def report(row: Row[Any]) -> PainReport:
    """The report of a row."""
    return PainReport(
        at=moment(row.at),
        moment=PainMoment(row.moment),
        score=row.score,
        side=None if row.side is None else Side(row.side),
        note=row.note,
        analgesic=maybe_flag(row.analgesic),
        shoe=row.shoe,
        flare=bool(row.flare),
    )


def same(said: dict[str, Any]) -> list[ColumnElement[bool]]:
    """That a row says exactly this."""
    return [PAIN.c[name].is_not_distinct_from(cell) for name, cell in said.items()]
