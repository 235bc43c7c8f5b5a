"""Steps and contact times of soles against the gait reports that lie beside the recordings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cli.validate.edges import timed_at
from cli.validate.figure import Axis, Bound, Figure, Series
from cli.validate.recordings import force_of, thinned
from cli.validate.section import Claim, Section
from cli.validate.workbook import numbers
from plantar.recording import Floats
from processing.force.analysis import analyse_force
from processing.force.contact_finding import EDGE

#: Rates to which a recording is thinned, one frame in so many.
THINNED = (1, 2, 4)
#: A contact of ours belongs to a reported one when they begin this close together. [s]
SAME_CONTACT_S = 0.15
#: Bounds on the errors of one file. [ms]
MEDIAN_MS, MOST_MS = 15.0, 25.0
#: Shares of the peak tried for the figure.
SHARES = tuple(round(0.02 + 0.01 * n, 2) for n in range(19))

METHOD = (
    "Against the maker's gait report: initial contact to toe-off of each step. Ours runs from the "
    f"first rise to the last fall of the force through {EDGE} of the step's own peak, each "
    "crossing on the straight line between two frames. A step is missed when none of ours begins "
    f"within {SAME_CONTACT_S} s of it, extra when no reported one does. Slower rates are the same "
    "file with one frame in two or four kept."
)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One file at one rate against its report."""

    path: Path
    rate_hz: float
    reported: int
    missed: int
    extra: int
    errors_ms: Floats  # of the steps that both have
    by_share_ms: tuple[Floats, ...]  # the same, timed at each of SHARES

    def row(self) -> tuple[str, ...]:
        """As a row of the table."""
        median, most = self.worst_ms
        return (
            self.path.name,
            f"{self.rate_hz:.0f} Hz",
            str(self.reported),
            str(self.missed),
            str(self.extra),
            f"{median:.0f} ms",
            f"{most:.0f} ms",
        )

    @property
    def worst_ms(self) -> tuple[float, float]:
        """Median and 95th percentile of the absolute errors."""
        if not len(self.errors_ms):
            return np.nan, np.nan
        return float(np.median(self.errors_ms)), float(np.percentile(self.errors_ms, 95))


def contact_times(folder: Path) -> Section:
    """Steps missed and extra, and how far the contact times lie apart."""
    found = [
        _compared(path, report, keep)
        for path, report in _reported(folder / "insole" / "moticon_opengo")
        for keep in THINNED
    ]
    return Section(
        "Steps and contact times of pressure soles",
        METHOD,
        ("recording", "rate", "reported", "missed", "extra", "median error", "95th percentile"),
        tuple(one.row() for one in found),
        _remark(found) if found else "",
        (_plateau(found),) if found else (),
        _claims(found),
    )


def _remark(found: list[Compared]) -> str:
    near = [n for n in range(len(SHARES)) if all(_median(one, n) <= MEDIAN_MS for one in found)]
    span = f"{SHARES[near[0]]} to {SHARES[near[-1]]}" if near else "no share"
    return (
        "Shows: steps are found at every rate, and the contact time is the maker's to a frame or "
        "two. The figure puts the definition on trial, timed again by a plain twin of the kernel: "
        f"from {span} every rate stays within {MEDIAN_MS:.0f} ms. It is a valley and no plain: "
        "below, a foot that unloads slowly crosses late, above, the step loses its ends. Does not "
        "show: more than one walk of one person on the flat. The share was chosen with this file "
        "in view, so that the file is no test of it; and the report is an algorithm's too, of the "
        "maker of the soles: agreement, not truth."
    )


def _median(one: Compared, share: int) -> float:
    return float(np.median(one.by_share_ms[share]))


def _claims(found: list[Compared]) -> tuple[Claim, ...]:
    counted = "steps of soles at 100, 50 and 25 Hz", "0 missed, 0 extra"
    timed = (
        "contact time against the maker's report, each file",
        f"median ≤ {MEDIAN_MS:.0f} ms, 95th percentile ≤ {MOST_MS:.0f} ms",
    )
    if not found:
        return Claim.unseen(*counted), Claim.unseen(*timed)
    missed, extra = sum(one.missed for one in found), sum(one.extra for one in found)
    medians, mosts = zip(*(one.worst_ms for one in found), strict=True)
    return (
        Claim(*counted, f"{missed} missed, {extra} extra", missed == extra == 0),
        Claim(
            *timed,
            f"worst: {max(medians):.0f} ms, {max(mosts):.0f} ms",
            max(medians) <= MEDIAN_MS and max(mosts) <= MOST_MS,
        ),
    )


def _plateau(found: list[Compared]) -> Figure:
    rates = sorted({one.rate_hz for one in found}, reverse=True)
    series = [
        Series(f"{rate_hz:.0f} Hz", SHARES, _medians([o for o in found if o.rate_hz == rate_hz]))
        for rate_hz in rates
    ]
    return Figure(
        "contact-time-plateau",
        "Error of contact time by the share of the peak at which it is timed",
        Axis("share of the step's own peak [1]", low=0.02, high=0.2),
        Axis("median absolute error [ms]", low=0.0),
        tuple(series),
        (Bound(MEDIAN_MS, f"bound, {MEDIAN_MS:.0f} ms"), Bound(EDGE, "ours", upright=True)),
    )


def _medians(found: list[Compared]) -> list[float]:
    return [
        float(np.median(np.concatenate([one.by_share_ms[n] for one in found])))
        for n in range(len(SHARES))
    ]


def _compared(path: Path, report: Path, keep: int) -> Compared:
    recording = thinned(force_of(path), keep)
    analysis = analyse_force(recording)
    reported, missed, extra = 0, 0, 0
    errors_s: list[Floats] = [np.empty(0)]
    by_share_s: list[list[Floats]] = [[np.empty(0)] for _ in SHARES]
    sides = (
        (recording.left, analysis.left, "Left Steps"),
        (recording.right, analysis.right, "Right Steps"),
    )
    for force, foot, sheet in sides:
        stances = np.array([row[1:3] for row in numbers(report, sheet)])
        reported += len(stances)
        if force is None or foot is None:
            missed += len(stances)
            continue
        begins = np.array([step.start_s for step in foot.steps])
        pairs = _pairs(begins, stances[:, 0])
        missed += len(stances) - len(pairs)
        extra += len(begins) - len(pairs)
        steps = [foot.steps[ours] for ours, _ in pairs]
        stance_s = np.array([stances[theirs, 1] - stances[theirs, 0] for _, theirs in pairs])
        errors_s.append(np.array([step.contact_time_s for step in steps]) - stance_s)
        for n, share in enumerate(SHARES):
            times_s = [timed_at(share, recording.time_s, force.force_n, step) for step in steps]
            by_share_s[n].append(np.array(times_s) - stance_s)
    return Compared(
        path,
        recording.rate_hz,
        reported,
        missed,
        extra,
        _absolute_ms(errors_s),
        tuple(_absolute_ms(feet) for feet in by_share_s),
    )


def _absolute_ms(feet_s: list[Floats]) -> Floats:
    errors: Floats = np.abs(1000.0 * np.concatenate(feet_s))
    return errors


def _pairs(ours_s: Floats, theirs_s: Floats) -> list[tuple[int, int]]:
    """Which of our contacts is which of theirs; each belongs to one at most."""
    pairs: dict[int, int] = {}
    for n, began_s in enumerate(theirs_s):
        apart = np.abs(ours_s - began_s)
        nearest = int(apart.argmin()) if len(apart) else -1
        if nearest >= 0 and apart[nearest] <= SAME_CONTACT_S and nearest not in pairs:
            pairs[nearest] = n
    return list(pairs.items())


def _reported(home: Path) -> Iterator[tuple[Path, Path]]:
    """Recordings with the report of the same moment, told by the digits in their names."""
    reports = {re.sub(r"\D", "", path.stem): path for path in home.glob("*report*.xlsx")}
    for path in sorted(home.glob("*.txt")):
        report = reports.get(re.sub(r"\D", "", path.stem))
        if report is not None:
            yield path, report
