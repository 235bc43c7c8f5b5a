"""Recordings as Plantar's own readers give them, whole, thinned or cut."""

from dataclasses import replace
from pathlib import Path

from collector.files.door import read_file
from plantar.errors import FileRejected
from plantar.recording import AccelerationRecording, FootForce, ForceRecording


def force_of(path: Path) -> ForceRecording:
    """The one recording of force in a file."""
    (recording,) = read_file(path).recordings
    if not isinstance(recording, ForceRecording):
        raise FileRejected(path, "is no recording of force")
    return recording


def accelerations_of(path: Path, rate_hz: float | None = None) -> list[AccelerationRecording]:
    """The recordings of acceleration in a file."""
    found = read_file(path, rate_hz=rate_hz).recordings
    return [one for one in found if isinstance(one, AccelerationRecording)]


def thinned(recording: ForceRecording, keep: int) -> ForceRecording:
    """One frame in `keep`, as a slower sole would have sent."""
    if keep == 1:
        return recording
    fewer = cut(recording, slice(None, None, keep))
    return replace(fewer, rate_hz=recording.rate_hz / keep)


def cut(recording: ForceRecording, part: slice) -> ForceRecording:
    """Some frames of a recording."""

    def foot(one: FootForce | None) -> FootForce | None:
        return None if one is None else FootForce(one.force_n[part])

    return replace(
        recording,
        time_s=recording.time_s[part],
        left=foot(recording.left),
        right=foot(recording.right),
    )
