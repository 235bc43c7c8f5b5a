"""Steps counted from acceleration against steps that somebody counted."""

from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from cli.validate.figure import Axis, Bound, Figure, Series
from cli.validate.recordings import accelerations_of
from cli.validate.section import Claim, Section
from plantar.recording import AccelerationRecording, Floats
from processing.acceleration.steps import METHOD, find_steps

#: Columns of an Oxford recording: its clock [ns], and the steps counted so far.
CLOCK, TRUE_STEPS = 0, 5
#: What somebody without any sensor would say of a walk. [1/s]
NO_SENSOR_HZ = 1.70
#: Bounds on the error of a file, and on the median of all. [%]
EACH, MIDDLE = 3.0, 1.0
#: Of the figure. [s]
EVERY_S = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """One walk, its steps counted by somebody who walked along."""

    path: Path
    duration_s: float
    truth_s: Floats  # when the counter went up
    found_s: Floats

    @property
    def error(self) -> float:
        """How many too many. [%]"""
        return 100.0 * (len(self.found_s) / len(self.truth_s) - 1.0)


def counted_steps(folder: Path) -> Section:
    """Phones in a hand, pockets and a bag, walked beside somebody who counted."""
    walks = [
        _counted(path, recording)
        for path in sorted((folder / "steps" / "oxford_step_counter").glob("*.csv"))
        for recording in accelerations_of(path)
    ]
    rows = [
        (
            walk.path.name,
            str(len(walk.truth_s)),
            str(len(walk.found_s)),
            f"{walk.error:+.1f} %",
            str(int((walk.found_s > walk.truth_s[-1]).sum())),
            without_sensor(walk.duration_s, len(walk.truth_s)),
        )
        for walk in walks
    ]
    if walks:
        rows.append(("median of the absolute errors", "", "", f"{_middle(walks):.1f} %", "", ""))
    return Section(
        "Steps from acceleration: phones",
        f"One setting for all placements. Method: {METHOD}. The last column is the guess of "
        f"somebody without a sensor, {NO_SENSOR_HZ:.2f} steps for every second of the recording.",
        (
            "recording",
            "counted",
            "found",
            "error",
            "after the last counted",
            f"{NO_SENSOR_HZ:.2f} a second",
        ),
        tuple(rows),
        "Shows: where a phone is worn does not matter on a steady walk, and errors do not pile up "
        "along it; what the bag has too many came after whoever counted had stopped. Does not "
        "show: that a sensor is needed for such walks, since the guess is "
        "nearly as good; nor other people, one person walked them all; nor stops, stairs and "
        "slow walking, for which see the next section. The walks were looked at while the method "
        "was made.",
        (_figure(walks),) if walks else (),
        _claims(walks),
    )


def without_sensor(duration_s: float, truth: float) -> str:
    """The guess of somebody without a sensor, and how far it is off."""
    guess = NO_SENSOR_HZ * duration_s
    return f"{guess:.0f} ({100.0 * (guess / truth - 1.0):+.1f} %)"


def _claims(walks: list[Counted]) -> tuple[Claim, ...]:
    each = "steps from acceleration, phones, one setting: each file", f"within {EACH:.0f} %"
    middle = "the same, median", f"≤ {MIDDLE:.0f} %"
    if not walks:
        return Claim.unseen(*each), Claim.unseen(*middle)
    worst = max((walk.error for walk in walks), key=abs)
    return (
        Claim(*each, f"worst {worst:+.1f} %", abs(worst) <= EACH),
        Claim(*middle, f"{_middle(walks):.1f} %", _middle(walks) <= MIDDLE),
    )


def _middle(walks: list[Counted]) -> float:
    return median(abs(walk.error) for walk in walks)


def _figure(walks: list[Counted]) -> Figure:
    return Figure(
        "steps-of-phones",
        "Steps found less steps counted, along each walk",
        Axis("time into the recording [s]", low=0.0),
        Axis("steps too many [1]"),
        tuple(
            Series(_place(walk.path), at_s.tolist(), _ahead(walk, at_s).tolist())
            for walk in walks
            for at_s in [np.arange(0.0, walk.duration_s, EVERY_S)]
        ),
        (Bound(0.0, ""),),
    )


def _place(path: Path) -> str:
    return path.stem.split("_")[1]


def _ahead(walk: Counted, at_s: Floats) -> Floats:
    """Steps found up to each moment less those counted up to it."""
    found, truth = (
        np.searchsorted(np.sort(steps_s), at_s, side="right")
        for steps_s in (walk.found_s, walk.truth_s)
    )
    return (found - truth).astype(np.float64)


def _counted(path: Path, recording: AccelerationRecording) -> Counted:
    rows = np.loadtxt(path, delimiter=",")
    counted = rows[:, TRUE_STEPS]
    up = np.repeat(np.arange(1, len(rows)), np.diff(counted).astype(np.int64))
    clock_s = 1e-9 * (rows[:, CLOCK] - rows[0, CLOCK])
    truth_s = np.concatenate([np.zeros(int(counted[0])), clock_s[up]])
    return Counted(path, recording.duration_s, truth_s, find_steps(recording).step_times_s)
