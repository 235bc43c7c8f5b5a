"""Ratios against the published output of another program on the same loads."""

import csv
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cli.validate.section import Section
from plantar.load import LoadHistory, Ratio
from processing.ratio import coupled, ewma_seed

#: Before it the reference averages over the days there are; ours waits for 28. [d]
FULL_FROM = 36


def published(folder: Path) -> Section:
    """EWMA from the first value, and the rolling coupled ratio, day by day."""
    rows = []
    for path in sorted((folder / "training_load" / "acwr_reference").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        for who in sorted({row.get("ID", "") for row in table}):
            mine = [row for row in table if row.get("ID", "") == who]
            rows.append(_compared(path, who, mine))
    return Section(
        "Ratios",
        "Output of the R package ACWR on real and constructed loads, rest days as 0. EWMA starts "
        "at the first value, as published examples do; the rolling ratio is the coupled one, "
        f"from day {FULL_FROM} on. Largest absolute difference over all days.",
        ("table", "who", "days", "acute EWMA", "chronic EWMA", "rolling ratio"),
        tuple(rows),
        "The package rounds its rolling ratio to 0.01. Its uncoupled ratio is wrong from week 5 "
        "on and is not compared.",
    )


def _compared(path: Path, who: str, table: Sequence[dict[str, str]]) -> tuple[str, ...]:
    loads = tuple(float(row["TL"]) for row in table)
    history = LoadHistory(date(2000, 1, 1), loads)
    seeded, rolling = ewma_seed(history, floor=0.0), coupled(history, floor=0.0)
    acute = _largest([row["EWMA_acute"] for row in table], [day.acute for day in seeded])
    chronic = _largest([row["EWMA_chronic"] for row in table], [day.chronic for day in seeded])
    ratio = _largest(
        [row["RAC_ACWR"] for row in table[FULL_FROM:]], [_ratio(day) for day in rolling[FULL_FROM:]]
    )
    return (path.name, who or "-", str(len(loads)), acute, chronic, ratio)


def _ratio(day: Ratio) -> float | None:
    return day.ratio


def _largest(theirs: Sequence[str], ours: Sequence[float | None]) -> str:
    apart = [
        abs(float(one) - other)
        for one, other in zip(theirs, ours, strict=True)
        if other is not None and one not in {"", "NA"} and math.isfinite(float(one))
    ]
    return f"{max(apart):.1g}" if apart else "-"
