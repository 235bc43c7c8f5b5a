"""The records of an activity file as they stand: another way to its cadence than our reader's."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any


def bare_records(path: Path) -> list[tuple[datetime, float | None]]:
    """Moment and strides a minute of every record, up to any damage; none through a pause."""
    import fitdecode

    found: list[tuple[datetime, float | None]] = []
    with fitdecode.FitReader(str(path), check_crc=fitdecode.CrcCheck.DISABLED) as frames:
        try:
            for frame in frames:
                if isinstance(frame, fitdecode.FitDataMessage):
                    found.extend(_record(frame))
        except (fitdecode.FitError, ValueError):
            pass
    return sorted(found, key=lambda record: record[0])


def _record(frame: Any) -> Iterator[tuple[datetime, float | None]]:  # noqa: ANN401 - fitdecode ships no types
    def value(name: str) -> Any:  # noqa: ANN401 - as above
        return frame.get_value(name, fallback=None)

    at = value("timestamp")
    if not isinstance(at, datetime):
        return
    if frame.name == "record":
        whole = value("cadence")
        yield at, None if whole is None else float(whole) + float(value("fractional_cadence") or 0)
    elif frame.name == "event" and value("event") == "timer" and "stop" in str(value("event_type")):
        yield at, 0.0
