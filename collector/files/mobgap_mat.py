"""The MATLAB files of Mobilise-D, as mobgap reads them: tests and trials of a lower-back sensor.

``data.TimeMeasure1.Test11.Trial1`` holds ``StartDateTime`` and ``SU.LowerBack`` with ``Acc`` in g
and ``Fs.Acc`` in Hz. The reference system beside it is not read.

References
----------
Palmerini L et al. Mobility recorded by wearable devices and gold standards: the Mobilise-D
procedure for data standardization. Sci Data 2023;10:38. doi:10.1038/s41597-023-01930-9
"""

import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np

from collector.files import acceleration
from collector.files.asked import Asked
from collector.files.head import Head
from plantar.errors import FileRejected
from plantar.recording import AXES, AccelerationRecording, Reading
from plantar.units import STANDARD_GRAVITY

FORMAT = "mobgap-mat"
MAGIC = b"MATLAB 5.0 MAT-file"
LARGEST_MB = 64  # compressed, up to about ten times as much in memory
PLACEMENT = "lower back"


def recognises(head: Head) -> bool:
    """The words a MATLAB file begins with."""
    return head.start.startswith(MAGIC)


def read(head: Head, asked: Asked) -> Reading:
    """One recording per trial with a lower-back sensor, in the order of the file."""
    head.at_most(LARGEST_MB, "a MATLAB file")
    asked.on_progress(0, head.size)
    trials = list(_trials(_data(head)))
    asked.on_progress(head.size, head.size)
    if not trials:
        raise FileRejected(
            head.path, "a MATLAB file without data.TimeMeasure.Test.Trial.SU.LowerBack"
        )
    return Reading(FORMAT, tuple(_recording(head, part, trial) for part, trial in trials))


def _data(head: Head) -> object:
    from scipy.io import loadmat  # noqa: PLC0415 - a quarter second that only these files need
    from scipy.io.matlab import MatReadError  # noqa: PLC0415 - same

    broken = (MatReadError, ValueError, TypeError, KeyError, IndexError, OSError, EOFError)
    try:
        found = loadmat(head.path, squeeze_me=True, struct_as_record=False, variable_names=["data"])
    except (*broken, zlib.error, NotImplementedError, MemoryError) as error:
        raise FileRejected(head.path, f"a MATLAB file that cannot be read: {error}") from error
    return found.get("data")


def _trials(data: object) -> Iterator[tuple[str, object]]:
    """Every trial with its name."""
    for measure, tests in _fields(data):
        for test, trials in _fields(tests):
            for name, trial in _fields(trials):
                if _at(trial, "SU", "LowerBack", "Acc") is not None:
                    yield f"{measure}/{test}/{name}", trial


def _fields(struct: object) -> Iterator[tuple[str, object]]:
    for name in getattr(struct, "_fieldnames", ()):
        yield name, getattr(struct, name)


def _at(struct: object, *names: str) -> Any:  # noqa: ANN401 - what MATLAB stored there
    for name in names:
        struct = getattr(struct, name, None)
    return struct


def _recording(head: Head, part: str, trial: object) -> AccelerationRecording:
    try:
        in_g = np.asarray(_at(trial, "SU", "LowerBack", "Acc"), dtype=np.float64)
        rate = float(_at(trial, "SU", "LowerBack", "Fs", "Acc"))
    except (TypeError, ValueError) as error:
        raise FileRejected(head.path, f"{part}: acceleration without a rate") from error
    if in_g.ndim != 2 or in_g.shape[1] != AXES or not len(in_g):  # noqa: PLR2004 - rows by axes
        raise FileRejected(head.path, f"{part}: acceleration of shape {in_g.shape}")
    rate_hz = acceleration.plausible(head, rate)
    time_s = np.arange(len(in_g)) / rate_hz
    start, doubt = _start(_at(trial, "StartDateTime"))
    return AccelerationRecording(
        time_s,
        rate_hz,
        acceleration.possible(head, time_s, in_g * STANDARD_GRAVITY),
        placement=PLACEMENT,
        start=start,
        sensor="mobgap lower back",
        quality=doubt,
        part=part,
    )


def _start(stamp: object) -> tuple[datetime | None, tuple[str, ...]]:
    """When it began, where the file says so with its zone."""
    try:
        start = datetime.fromisoformat(str(stamp))
    except ValueError:
        return None, ("no start time in the file",)
    if start.tzinfo is None:
        return None, (f"start time without zone: {stamp}",)
    return start, ()
