"""The way in for every file: look at its head, find its reader, or say why there is none."""

from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from collector.files import (
    daily_steps,
    fit,
    foot_imu,
    force_table,
    foreign,
    mobgap_csv,
    mobgap_mat,
    moticon,
    oxford_steps,
    pedar,
    physionet,
    sole_table,
    stappone,
)
from collector.files.asked import Asked, DateOrder, Progress
from collector.files.head import look
from collector.files.reader import Reader
from collector.files.sole_layout import read_sole
from plantar.recording import Reading

#: Strictest first: a loose one must not take what a strict one knows.
READERS: tuple[Reader, ...] = (
    fit,
    mobgap_mat,
    moticon,
    pedar,
    stappone,
    mobgap_csv,
    foot_imu,
    oxford_steps,
    physionet,
    force_table,
    daily_steps,
)


def read_file(
    path: Path,
    *,
    dates: DateOrder | None = None,
    zone: tzinfo | None = None,
    on_progress: Progress | None = None,
    rate_hz: float | None = None,
    sole: Path | None = None,
) -> Reading:
    """What a file holds, whatever its name.

    Parameters
    ----------
    path : Path
        One file; folders are for the caller to walk.
    dates : DateOrder, optional
        How its dates go, for a table where more than one order fits.
    zone : tzinfo, optional
        The clock it was recorded by, for files that give local time without a zone.
    on_progress : callable, optional
        Called with bytes read and bytes in all.
    rate_hz : float, optional
        Rows a second, for files that have no clock; files that have one keep to it. [Hz]
    sole : Path, optional
        Describes the sole of a table: the file is read by it, whatever it looks like.

    Returns
    -------
    Reading
        With at least one recording.

    Raises
    ------
    NotReadYet
        A known export that has no reader.
    FileRejected
        Anything else that cannot be taken in, with its cause.
    """
    asked = Asked(dates, zone, rate_hz=rate_hz)
    if on_progress is not None:
        asked = replace(asked, on_progress=on_progress)
    head = look(path)
    foreign.refuse_known(head)
    if sole is not None:
        return sole_table.read(head, asked, *read_sole(sole))
    for reader in READERS:
        if reader.recognises(head):
            return reader.read(head, asked)
    raise foreign.unknown(head)
