"""Steps counted from acceleration against steps that somebody counted."""

import csv
from pathlib import Path
from statistics import median

from cli.validate.section import Section
from collector.files.door import read_file
from plantar.recording import AccelerationRecording
from processing.acceleration.steps import METHOD, find_steps

#: The column of counted steps in a row of the Oxford recordings, cumulative.
TRUE_STEPS = 5


def counted_steps(folder: Path) -> Section:
    """Phones in a hand, pockets and a bag, walked beside somebody who counted."""
    rows, errors = [], []
    for path in sorted((folder / "steps" / "oxford_step_counter").glob("*.csv")):
        (recording,) = read_file(path).recordings
        if not isinstance(recording, AccelerationRecording):
            continue
        truth, found = _counted(path), len(find_steps(recording).step_times_s)
        errors.append(100.0 * (found / truth - 1.0))
        rows.append((path.name, str(truth), str(found), f"{errors[-1]:+.1f} %"))
    if errors:
        rows.append(("median of the absolute errors", "", "", f"{median(map(abs, errors)):.1f} %"))
    return Section(
        "Steps from acceleration",
        f"One setting for all placements. Method: {METHOD}.",
        ("recording", "counted", "found", "error"),
        tuple(rows),
        "Steady walks: without any sensor, 1.70 steps a second would be within 2.8 % on each of "
        "them. That nothing is counted where nobody walks is a test of its own.",
    )


def _counted(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        *_, last = csv.reader(file)
    return int(float(last[TRUE_STEPS]))
