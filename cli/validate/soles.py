"""Recordings of force against a maker's report, and against the weight of the people in them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from cli.validate.section import Section
from cli.validate.workbook import numbers
from collector.files.door import read_file
from plantar.errors import FileRejected
from plantar.recording import FootForce, ForceRecording
from plantar.units import body_weight_n
from processing.force.analysis import FootAnalysis, analyse_force

#: Rates to which a recording is thinned, one frame in so many.
THINNED = (1, 2, 4)
#: A contact of ours belongs to a reported one when they begin this close together. [s]
SAME_CONTACT_S = 0.15


def contact_times(folder: Path) -> Section:
    """Steps and contact times against the gait reports that lie beside the recordings."""
    rows = []
    for path, report in _reported(folder / "insole" / "moticon_opengo"):
        recording = _force(path)
        truth = [_stances(report, sheet) for sheet in ("Left Steps", "Right Steps")]
        for keep in THINNED:
            feet = analyse_force(thinned(recording, keep))
            for foot, stances in zip((feet.left, feet.right), truth, strict=True):
                if foot is not None:
                    rows.append(_contact_row(path, recording.rate_hz / keep, foot, stances))
    return Section(
        "Steps and contact times of pressure soles",
        "Against the maker's gait report: initial contact to toe-off of each step. Ours runs from "
        "first rise to last fall through 0.08 of the step's own peak. A step is missed when none "
        "of ours begins within 0.15 s of it.",
        ("recording", "rate", "reported", "missed", "extra", "median error", "95th percentile"),
        tuple(rows),
        "The report is an algorithm's too, of the same maker as the soles: agreement, not truth.",
    )


def force_balance(folder: Path) -> Section:
    """Left against right, and body weight found in one half of a walk tried on the other."""
    home = folder / "insole" / "gaitpdb"
    weights = _weights_kg(home / "demographics.csv")
    rows = []
    for path in sorted(home.glob("*_*.txt")):
        mass_kg = weights.get(path.stem.split("_")[0])
        if mass_kg is not None:
            rows.append(_balance_row(path, _force(path), body_weight_n(mass_kg)))
    return Section(
        "Balance of the feet and self-calibration",
        "Two minutes of level walking with turns. The gain comes from the strides of the first "
        "half, by physics alone; it should turn the mean force of the second half into body "
        "weight.",
        ("recording", "contacts left", "right", "gain", "body weight in the second half"),
        tuple(rows),
        "No step labels exist for these recordings: that left equals right is a check, not proof.",
    )


def thinned(recording: ForceRecording, keep: int) -> ForceRecording:
    """One frame in `keep`, as a slower sole would have sent."""
    if keep == 1:
        return recording
    return replace(
        recording,
        time_s=recording.time_s[::keep],
        rate_hz=recording.rate_hz / keep,
        left=_thinned(recording.left, keep),
        right=_thinned(recording.right, keep),
    )


def _thinned(foot: FootForce | None, keep: int) -> FootForce | None:
    return None if foot is None else FootForce(foot.force_n[::keep])


def _force(path: Path) -> ForceRecording:
    (recording,) = read_file(path).recordings
    if not isinstance(recording, ForceRecording):
        raise FileRejected(path, "is no recording of force")
    return recording


def _reported(home: Path) -> Iterator[tuple[Path, Path]]:
    """Recordings with the report of the same moment, told by the digits in their names."""
    reports = {re.sub(r"\D", "", path.stem): path for path in home.glob("*report*.xlsx")}
    for path in sorted(home.glob("*.txt")):
        report = reports.get(re.sub(r"\D", "", path.stem))
        if report is not None:
            yield path, report


def _stances(report: Path, sheet: str) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([row[1:3] for row in numbers(report, sheet)])


def _contact_row(
    path: Path,
    rate_hz: float,
    foot: FootAnalysis,
    stances: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> tuple[str, ...]:
    begins = np.array([step.start_s for step in foot.steps])
    times = np.array([step.contact_time_s for step in foot.steps])
    errors_ms, matched = [], set()
    for began_s, ended_s in stances:
        apart = np.abs(begins - began_s)
        if len(apart) and apart.min() <= SAME_CONTACT_S:
            matched.add(int(apart.argmin()))
            errors_ms.append(1000.0 * abs(times[apart.argmin()] - (ended_s - began_s)))
    return (
        path.name,
        f"{rate_hz:.0f} Hz",
        str(len(stances)),
        str(len(stances) - len(matched)),
        str(len(begins) - len(matched)),
        f"{np.median(errors_ms):.0f} ms" if errors_ms else "-",
        f"{np.percentile(errors_ms, 95):.0f} ms" if errors_ms else "-",
    )


def _weights_kg(demographics: Path) -> dict[str, float]:
    if not demographics.exists():
        return {}
    with demographics.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["ID"]: float(row["Weight (kg)"])
            for row in csv.DictReader(file)
            if row["Weight (kg)"].replace(".", "", 1).isdigit()
        }


def _balance_row(path: Path, recording: ForceRecording, weight_n: float) -> tuple[str, ...]:
    whole = analyse_force(recording, weight_n)
    middle = len(recording.time_s) // 2
    first, second = (
        analyse_force(_cut(recording, part), weight_n)
        for part in (slice(0, middle), slice(middle, None))
    )
    counts = [str(len(foot.whole)) if foot else "-" for foot in (whole.left, whole.right)]
    gain, body_n = first.calibration.gain, second.calibration.body_n
    if gain is None or body_n is None:
        return (path.name, *counts, "refused", "-")
    return (path.name, *counts, f"{gain:.3f}", f"{100.0 * gain * body_n / weight_n:.1f} %")


def _cut(recording: ForceRecording, part: slice) -> ForceRecording:
    def foot(one: FootForce | None) -> FootForce | None:
        return None if one is None else FootForce(one.force_n[part])

    return replace(
        recording,
        time_s=recording.time_s[part],
        left=foot(recording.left),
        right=foot(recording.right),
    )
