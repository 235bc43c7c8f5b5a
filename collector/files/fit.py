"""FIT files: what kind of file it is decides who reads it."""

from collector.files import fit_activity, fit_monitoring
from collector.files.asked import Asked
from collector.files.fit_frames import Frames, frames, is_fit
from collector.files.head import Head
from plantar.errors import FileRejected
from plantar.recording import Reading

FORMAT = "fit"
#: FIT's file types that hold no movement, in plain words.
WITHOUT_MOVEMENT = {
    "device": "a device file: it describes a watch, no activity in it",
    "settings": "a settings file: no activity in it",
    "sport": "a sport settings file: no activity in it",
    "workout": "a planned workout: nothing was done yet",
    "course": "a course to follow: nothing was done yet",
    "schedules": "a schedule: nothing was done yet",
    "weight": "a weight file: no steps in it",
    "totals": "a file of device totals: no days in it",
    "goals": "a goals file: nothing was done yet",
    "blood_pressure": "a blood pressure file: no steps in it",
    "segment": "a segment: nothing was done yet",
    "segment_list": "a segment list: nothing was done yet",
}
MONITORING = {"monitoring_a", "monitoring_b", "monitoring_daily"}


def recognises(head: Head) -> bool:
    """A FIT header."""
    return is_fit(head)


def read(head: Head, asked: Asked) -> Reading:
    """The activity or the monitored days in it."""
    found = frames(head, asked.on_progress)
    if not found.messages:
        raise FileRejected(head.path, found.broken or "a FIT file without messages")
    names = {message.name for message in found.messages}
    if names & {"session", "record"}:
        return fit_activity.reading(head, found, asked)
    if "monitoring" in names:
        return fit_monitoring.reading(head, found, asked)
    raise FileRejected(head.path, _without_movement(found))


def _without_movement(found: Frames) -> str:
    kinds = [str(m.fields.get("type")) for m in found.messages if m.name == "file_id"]
    kind = kinds[0] if kinds else ""
    if found.broken:
        return f"{found.broken}; no session and no record before that"
    if kind in MONITORING:
        return "a monitoring file without a row of steps"
    if kind == "activity":
        return "an activity file without a session and without records"
    return WITHOUT_MOVEMENT.get(kind, f"a FIT file of type {kind or 'unknown'}: no activity in it")
