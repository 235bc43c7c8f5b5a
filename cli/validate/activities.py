"""Activity files: steps by strides against steps by cadence, and nothing off the feet."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cli.validate.section import Section
from collector.files.door import read_file
from plantar.errors import FileRejected
from plantar.recording import ActivityRecording
from processing.activity import reduce_activity


def on_foot(folder: Path) -> Section:
    """Every activity on foot: strides that the device counted against the cadence integral."""
    rows = []
    for path, activity in _activities(folder):
        if not activity.sport.on_foot:
            continue
        counted = None if activity.strides is None else 2 * activity.strides
        integral = reduce_activity(replace(activity, strides=None)).session.steps
        rows.append(
            (
                path.name,
                activity.sport_name,
                _number(counted),
                _number(integral),
                f"{100.0 * (integral / counted - 1.0):+.1f} %" if counted and integral else "-",
                _number(reduce_activity(activity).session.steps),
            )
        )
    return Section(
        "Steps of activity files",
        "Two ways to the same number where a file has both: strides counted by the device, and "
        "the time integral of cadence. Strides win. A file with neither has no steps, not none.",
        ("file", "sport", "by strides", "by cadence", "difference", "told"),
        tuple(rows),
    )


def off_foot(folder: Path) -> Section:
    """Every activity that is not on foot: it must add nothing."""
    rows = []
    for path, activity in _activities(folder):
        if not activity.sport.on_foot:
            reduced = reduce_activity(activity)
            added = sum(minute.steps for minute in reduced.minutes)
            rows.append((path.name, activity.sport_name, f"{reduced.session.steps}", f"{added:g}"))
    return Section(
        "Activities off the feet",
        "Swimming, cycling, paddling and transitions have cycles and cadence, and add no step.",
        ("file", "sport", "steps of the session", "steps in its minutes"),
        tuple(rows),
    )


def _activities(folder: Path) -> Iterator[tuple[Path, ActivityRecording]]:
    for path in sorted((folder / "fit").rglob("*.fit")):
        try:
            recordings = read_file(path).recordings
        except FileRejected:
            continue
        for recording in recordings:
            if isinstance(recording, ActivityRecording):
                yield path, recording


def _number(count: int | None) -> str:
    return "-" if count is None else str(count)
