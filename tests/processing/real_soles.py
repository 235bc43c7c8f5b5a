"""The two real formats, read just enough for these tests."""

from pathlib import Path

import numpy as np

from plantar.recording import Floats, FootForce, ForceRecording


def moticon(path: Path) -> ForceRecording:
    """Total force of an OpenGo text export."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = next(line for line in lines if line.startswith("# time")).split("\t")
    columns = [
        next(i for i, name in enumerate(header) if name.startswith(f"{foot} total force"))
        for foot in ("left", "right")
    ]
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    time_s = np.array([float(row[0]) for row in cells])
    force = [
        np.array([float(row[c]) if len(row) > c and row[c] else np.nan for row in cells])
        for c in columns
    ]
    return ForceRecording(time_s, 100.0, FootForce(force[0]), FootForce(force[1]))


def gaitpdb(path: Path) -> ForceRecording:
    """Total force of a PhysioNet gait file."""
    table = np.loadtxt(path)
    return ForceRecording(table[:, 0], 100.0, FootForce(table[:, 17]), FootForce(table[:, 18]))


def trace(path: Path) -> ForceRecording:
    """The made trace of the vectors."""
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    return ForceRecording(table[:, 0], 100.0, FootForce(table[:, 1]), FootForce(table[:, 2]))


def forces(recording: ForceRecording) -> Floats:
    """Both feet, shape (2, frames)."""
    assert recording.left is not None
    assert recording.right is not None
    return np.vstack([recording.left.force_n, recording.right.force_n])
