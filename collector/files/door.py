"""The way in for every file: look at its head, find its reader, or say why there is none."""

from pathlib import Path
from zoneinfo import ZoneInfo

from collector.files import daily_steps, fit, force_table, foreign, moticon, physionet
from collector.files.asked import Asked, DateOrder, Progress
from collector.files.head import look
from collector.files.reader import Reader
from plantar.recording import Reading

#: Strictest first: a loose one must not take what a strict one knows.
READERS: tuple[Reader, ...] = (fit, moticon, physionet, force_table, daily_steps)


def read_file(
    path: Path,
    *,
    dates: DateOrder | None = None,
    zone: ZoneInfo | None = None,
    on_progress: Progress | None = None,
) -> Reading:
    """What a file holds, whatever its name.

    Parameters
    ----------
    path : Path
        One file; folders are for the caller to walk.
    dates : DateOrder, optional
        How its dates go, for a table where more than one order fits.
    zone : ZoneInfo, optional
        Where it was recorded, for files that give local time without a zone.
    on_progress : callable, optional
        Called with bytes read and bytes in all.

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
    asked = Asked(dates, zone) if on_progress is None else Asked(dates, zone, on_progress)
    head = look(path)
    foreign.refuse_known(head)
    for reader in READERS:
        if reader.recognises(head):
            return reader.read(head, asked)
    raise foreign.unknown(head)
