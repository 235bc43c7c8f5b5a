"""Recordings of real people, as Plantar's own readers give them."""

from pathlib import Path

import numpy as np

from collector.files.door import read_file
from plantar.recording import Floats, ForceRecording


def sole_recording(path: Path) -> ForceRecording:
    """The one recording of force in a file."""
    (recording,) = read_file(path).recordings
    assert isinstance(recording, ForceRecording)
    return recording


def forces(recording: ForceRecording) -> Floats:
    """Both feet, shape (2, frames)."""
    assert recording.left is not None
    assert recording.right is not None
    return np.vstack([recording.left.force_n, recording.right.force_n])
