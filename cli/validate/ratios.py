"""Ratios against published figures, and against other programs on the same loads."""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cli.validate.section import Claim, Section, table
from plantar.load import LoadHistory
from processing.ratio import HISTORY_DAYS, coupled, ewma_seed

#: Before it the reference averages over the days there are; ours waits for 28. [d]
FULL_FROM = 36
#: Half a unit of the last digit that the packages print, and 1e-5 for rounding twice. [1]
ROUNDED, EXACT = 0.00501, 1e-9
#: Williams 2017, doi:10.1136/bjsports-2016-096589: EWMA ratio of day 28 of the three athletes of
#: Menaspà, and the rolling one.
ATHLETES = "ACWR_training_load_output.csv"
WILLIAMS_EWMA, WILLIAMS_ROLLING = {"1": 1.25, "2": 1.41, "3": 1.55}, 1.43


@dataclass(frozen=True, slots=True)
class Compared:
    """One person's loads in one table; the largest differences over all days."""

    table: str
    who: str
    days: int
    acute: float
    chronic: float
    ratio: float | None
    rounded: bool  # their means are rounded to 0.01, as their ratios always are

    @property
    def equal(self) -> bool:
        """To half a unit of what they print."""
        means = max(self.acute, self.chronic) <= (ROUNDED if self.rounded else EXACT)
        return means and (self.ratio is None or self.ratio <= ROUNDED)

    def row(self) -> tuple[str, ...]:
        """As a row of the table."""
        return (
            self.table,
            self.who or "-",
            str(self.days),
            _small(self.acute),
            _small(self.chronic),
            "-" if self.ratio is None else _small(self.ratio),
        )


def published(folder: Path) -> Section:
    """EWMA and rolling ratios, day by day."""
    home = folder / "training_load"
    found = [*_package(home / "acwr_reference"), *_from_zero(home / "hamstring")]
    athletes = _athletes(home / "acwr_reference" / ATHLETES)
    return Section(
        "Ratios",
        "Output of the R package ACWR on real and constructed loads, rest days as 0: EWMA starts "
        "at the first value, and the rolling ratio is the coupled one, compared from day "
        f"{FULL_FROM} on. The loads of team athletes (hamstring) are published with an EWMA that "
        "starts at 0, which is ours with a day of rest put before the first; their ratio is that "
        "of the EWMA. Largest absolute difference over all days.",
        ("table", "who", "days", "acute EWMA", "chronic EWMA", "ratio"),
        tuple(one.row() for one in found),
        "Shows: our methods are the published ones, and that two published conventions differ in "
        "their start only. The packages round to 0.01, hence 0.005. Does not show: anything about "
        "the uncoupled ratio with days missing, which nobody else computes (the package's own "
        "uncoupled one is wrong from week 5 on); nor that a ratio says what comes next.",
        claims=_claims(found, athletes),
        below=_athlete_table(athletes),
    )


def _claims(found: list[Compared], athletes: list[tuple[str, ...]]) -> tuple[Claim, ...]:
    day_28 = "ratios of Williams 2017, day 28", "equal as printed"
    programs = "ratios of other programs, all days", "equal to what they print"
    right = sum(row[1] == row[2] and row[3] == row[4] for row in athletes)
    equal = sum(one.equal for one in found)
    return (
        Claim(*day_28, f"{right} of {len(athletes)} equal", right == len(athletes))
        if athletes
        else Claim.unseen(*day_28),
        Claim(*programs, f"{equal} of {len(found)} series equal", equal == len(found))
        if found
        else Claim.unseen(*programs),
    )


def _athlete_table(athletes: list[tuple[str, ...]]) -> str:
    if not athletes:
        return ""
    columns = (
        "athlete of Menaspà, day 28",
        "EWMA, published",
        "ours",
        "rolling, published",
        "ours",
    )
    return table(columns, athletes)


def _athletes(path: Path) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for who, loads_of in _people(path, ("ID",)) if path.exists() else ():
        (athlete,) = who
        history = _history([float(row["TL"]) for row in loads_of])
        last = HISTORY_DAYS - 1
        ewma = ewma_seed(history, floor=0.0)[last].ratio
        rolling = coupled(history, floor=0.0)[last].ratio
        if athlete in WILLIAMS_EWMA and ewma is not None and rolling is not None:
            theirs = f"{WILLIAMS_EWMA[athlete]:.2f}", f"{WILLIAMS_ROLLING:.2f}"
            rows.append((athlete, theirs[0], f"{ewma:.2f}", theirs[1], f"{rolling:.2f}"))
    return rows


def _package(home: Path) -> Iterator[Compared]:
    for path in sorted(home.glob("*.csv")):
        for (who,), rows in _people(path, ("ID",)):
            history = _history([float(row["TL"]) for row in rows])
            seeded = ewma_seed(history, floor=0.0)
            rolling = [day.ratio for day in coupled(history, floor=0.0)[FULL_FROM:]]
            yield Compared(
                path.name,
                who,
                len(rows),
                _apart([row["EWMA_acute"] for row in rows], [day.acute for day in seeded]) or 0.0,
                _apart([row["EWMA_chronic"] for row in rows], [d.chronic for d in seeded]) or 0.0,
                _apart([row["RAC_ACWR"] for row in rows[FULL_FROM:]], rolling),
                rounded=False,
            )


def _from_zero(home: Path) -> Iterator[Compared]:
    """Team athletes: an EWMA that starts at 0 is one that starts on a day of rest before."""
    raw, prepared = home / "raw_loads.csv", home / "prepared_ewma_acwr.csv"
    if not (raw.exists() and prepared.exists()):
        return
    by = ("Player.Name", "Season")
    theirs = dict(_people(prepared, by))
    for who, rows in _people(raw, by):
        loads = [0.0, *(float(row["LoadMetric01"]) for row in rows)]
        seeded = ewma_seed(_history(loads), floor=0.0)[1:]
        ours = [(day.acute, day.chronic) for day in seeded]
        same = theirs[who]
        ratios = [a / c if a is not None and c else None for a, c in ours]
        yield Compared(
            prepared.name,
            ", ".join(who),
            len(rows),
            _apart([row["LoadMetric01.Acute.Lag.0"] for row in same], [a for a, _ in ours]) or 0.0,
            _apart([row["LoadMetric01.Chronic.Lag.0"] for row in same], [c for _, c in ours])
            or 0.0,
            _apart([row["LoadMetric01.ACWR.Lag.0"] for row in same], ratios),
            rounded=True,
        )


def _people(path: Path, by: tuple[str, ...]) -> list[tuple[tuple[str, ...], list[dict[str, str]]]]:
    """The rows of each person, in the order of the file."""
    people: dict[tuple[str, ...], list[dict[str, str]]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            people.setdefault(tuple(row.get(column, "") for column in by), []).append(row)
    return sorted(people.items())


def _history(loads: list[float]) -> LoadHistory:
    return LoadHistory(date(2000, 1, 1), tuple(loads))


def _small(apart: float) -> str:
    return f"{apart:.3f}" if apart > EXACT else "< 1e-9"


def _apart(theirs: Sequence[str], ours: Sequence[float | None]) -> float | None:
    """The largest difference; None where there is nothing on both sides."""
    apart = [
        abs(float(one) - other)
        for one, other in zip(theirs, ours, strict=True)
        if other is not None and one not in {"", "NA"} and math.isfinite(float(one))
    ]
    return max(apart, default=None)
