"""Left against right, and body weight found in one part of a walk tried on the others."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.validate.figure import Axis, Bound, Figure, Mark, Series
from cli.validate.recordings import cut, force_of
from cli.validate.section import Claim, Section, table
from plantar.recording import ForceRecording
from plantar.units import body_weight_n
from processing.force.analysis import ForceAnalysis, analyse_force

#: Parts into which a recording is cut. [s]
WINDOW_S = 30.0
#: Bounds: steps that left and right may differ by (one more where a turn explains it), and how
#: far the body weight of a part may lie from that of the whole.
APART, APART_TURNING, REPEATS = 2, 3, 0.03


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a walk, weighed with its own strides only."""

    middle_s: float
    body_share: float | None  # body weight found here over that of the whole recording
    left_share: float | None  # of the force of gait


@dataclass(frozen=True, slots=True)
class Walk:
    """A recording of somebody whose weight is known."""

    path: Path
    left: int
    right: int
    gain: float | None
    parts: tuple[Part, ...]

    @property
    def farthest(self) -> float | None:
        """How far a part lies from the whole, at most."""
        known = [abs(p.body_share - 1.0) for p in self.parts if p.body_share is not None]
        return max(known, default=None)


def force_balance(folder: Path) -> Section:
    """Contacts of both feet, and how well the gain repeats inside a recording."""
    home = folder / "insole" / "gaitpdb"
    weights = _weights_kg(home / "demographics.csv")
    walks = [
        _walk(path, body_weight_n(weights[who]))
        for path in sorted(home.glob("*_*.txt"))
        if (who := path.stem.split("_")[0]) in weights
    ]
    return Section(
        "Balance of the feet and self-calibration",
        "Two minutes of level walking with turns. The gain comes from whole strides, by physics "
        "alone: over them the mean force of both feet is body weight. Each stretch of "
        f"{WINDOW_S:.0f} s is weighed with its own strides, and told as a share of what the whole "
        "recording says.",
        ("recording", "contacts left", "right", "gain", "farthest stretch"),
        tuple(
            (
                walk.path.name,
                str(walk.left),
                str(walk.right),
                "refused" if walk.gain is None else f"{walk.gain:.3f}",
                "-" if walk.farthest is None else f"{100.0 * walk.farthest:.1f} %",
            )
            for walk in walks
        ),
        "Shows: the gain of half a minute is that of two, so that a short walk calibrates; and "
        "the feet step alike. Does not show: that the weight is right to 3 %, since the mass is "
        "that of a questionnaire; nor that the steps are all there, since nobody labelled them; "
        "nor anything of loads carried, poles or slopes.",
        (_figure(walks),) if walks else (),
        _claims(walks),
        _stretches(walks),
    )


def _claims(walks: Sequence[Walk]) -> tuple[Claim, ...]:
    even = "left and right step as often", f"≤ {APART} apart, {APART_TURNING} where a turn explains"
    steady = "self-calibration inside a recording", f"repeats within {100.0 * REPEATS:.0f} %"
    farthest = [walk.farthest for walk in walks]
    if not walks or None in farthest:
        return Claim.unseen(*even), Claim.unseen(*steady)
    apart = max(abs(walk.left - walk.right) for walk in walks)
    worst = max(one for one in farthest if one is not None)
    return (
        Claim(*even, f"{apart} apart", apart <= APART),
        Claim(*steady, f"within {100.0 * worst:.1f} %", worst <= REPEATS),
    )


def _stretches(walks: Sequence[Walk]) -> str:
    rows = [
        (
            walk.path.name,
            f"{part.middle_s - WINDOW_S / 2:.0f}-{part.middle_s + WINDOW_S / 2:.0f} s",
            "-" if part.body_share is None else f"{100.0 * part.body_share:.1f} %",
            "-" if part.left_share is None else f"{100.0 * part.left_share:.1f} %",
        )
        for walk in walks
        for part in walk.parts
    ]
    columns = ("recording", "stretch", "body weight found", "force of gait on the left")
    return table(columns, rows) if rows else ""


def _figure(walks: Sequence[Walk]) -> Figure:
    return Figure(
        "force-balance",
        "Body weight found in each half minute, as a share of the whole walk",
        Axis("time into the recording [s]", low=0.0, high=120.0),
        Axis("body weight found [%]", low=96.0, high=104.0),
        tuple(
            Series(
                walk.path.name,
                [part.middle_s for part in walk.parts if part.body_share is not None],
                [100.0 * part.body_share for part in walk.parts if part.body_share is not None],
                Mark.POINTS,
            )
            for walk in walks
        ),
        (Bound(100.0 * (1 + REPEATS), "bound"), Bound(100.0 * (1 - REPEATS), "bound")),
    )


def _walk(path: Path, weight_n: float) -> Walk:
    recording = force_of(path)
    whole = analyse_force(recording, weight_n)
    left, right = (len(foot.whole) if foot else 0 for foot in (whole.left, whole.right))
    body_n = whole.calibration.body_n
    return Walk(
        path, left, right, whole.calibration.gain, tuple(_parts(recording, weight_n, body_n))
    )


def _parts(recording: ForceRecording, weight_n: float, body_n: float | None) -> list[Part]:
    frames = round(WINDOW_S * recording.rate_hz)
    found = []
    for begin in range(0, len(recording.time_s) - frames + 1, frames):
        part = analyse_force(cut(recording, slice(begin, begin + frames)), weight_n)
        here_n = part.calibration.body_n
        share = here_n / body_n if part.calibration.calibrated and here_n and body_n else None
        found.append(Part(begin / recording.rate_hz + WINDOW_S / 2, share, _on_left(part)))
    return found


def _on_left(part: ForceAnalysis) -> float | None:
    if part.left is None or part.right is None:
        return None
    left, right = ((foot.walking + foot.running).m1_ns for foot in (part.left, part.right))
    return left / (left + right) if left + right > 0.0 else None


def _weights_kg(demographics: Path) -> dict[str, float]:
    if not demographics.exists():
        return {}
    with demographics.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["ID"]: float(row["Weight (kg)"])
            for row in csv.DictReader(file)
            if row["Weight (kg)"].replace(".", "", 1).isdigit()
        }
