"""The records of a session as a track of cadence on one clock."""

from itertools import pairwise

import numpy as np

from collector.files.fit_frames import Message
from plantar.recording import CadenceTrack
from plantar.sample import MOST_CADENCE_SPM
from plantar.units import SECONDS_PER_MINUTE, steps_per_minute

MS_PER_S = 1000.0
#: Longer is standing, not a step; 0 is what foot pods write at rest. [ms]
LONGEST_CONTACT_MS = 2000.0
#: Where a pause begins, the track is told to be silent half a second after the last record.
INTO_PAUSE_S = 0.5
STOPS = {"stop", "stop_all", "stop_disable", "stop_disable_all"}


def pauses(messages: list[Message]) -> list[tuple[int, int]]:
    """When the timer stood still, in the device's seconds."""
    stood = []
    since = None
    for m in messages:
        at = m.seconds()
        if m.name != "event" or m.fields.get("event") != "timer" or at is None:
            continue
        if m.fields.get("event_type") in STOPS:
            since = at if since is None else since
        elif m.fields.get("event_type") == "start" and since is not None:
            stood.append((since, at))
            since = None
    return stood


def track(records: list[Message], first_s: int, stood: list[tuple[int, int]]) -> CadenceTrack:
    """Cadence of both feet, speed and contact time; nan where the file is silent.

    Records of the same second are one: watches write what they know in two goes. A pause becomes
    a row of nan, so that no step is counted across it.
    """
    rows: dict[float, list[float]] = {}
    for record in records:
        row = rows.setdefault(float((record.seconds() or 0) - first_s), [np.nan] * 3)
        for k, number in enumerate(_numbers(record)):
            if not np.isnan(number):
                row[k] = number
    times = sorted(rows)
    for since, until in stood:
        before = [t for t in times if t <= since - first_s]
        if before and any(since - first_s < t <= until - first_s + 1 for t in times):
            rows.setdefault(before[-1] + INTO_PAUSE_S, [np.nan] * 3)
    times = sorted(rows)
    numbers = np.array([rows[t] for t in times], dtype=np.float64).reshape(-1, 3)
    return CadenceTrack(np.array(times, dtype=np.float64), *numbers.T.copy())


def steps(walked: CadenceTrack, until_s: float | None) -> float:
    """Steps by the time integral of cadence, up to the end of the session; nan without cadence."""
    if np.isnan(walked.cadence_spm).all():
        return float("nan")
    counted = 0.0
    rows = zip(walked.time_s, walked.cadence_spm, strict=True)
    for (t, cadence), (after, next_cadence) in pairwise(rows):
        end = after if until_s is None else min(after, until_s)
        if end > t and not np.isnan(cadence + next_cadence):
            at_end = cadence + (next_cadence - cadence) * (end - t) / (after - t)
            counted += (end - t) * (cadence + at_end) / 2
    return float(counted / SECONDS_PER_MINUTE)


def _numbers(record: Message) -> tuple[float, float, float]:
    return _cadence(record), _speed(record), _contact_time(record)


def _cadence(record: Message) -> float:
    strides = record.number("cadence")
    if strides is None:
        strides = record.number("cadence256")
    else:
        strides += record.number("fractional_cadence") or 0.0
    if strides is None or not 0 <= steps_per_minute(strides) <= MOST_CADENCE_SPM:
        return float("nan")
    return steps_per_minute(strides)


def _speed(record: Message) -> float:
    for name in ("enhanced_speed", "speed"):
        speed = record.number(name)
        if speed is not None and speed >= 0:
            return speed
    return float("nan")


def _contact_time(record: Message) -> float:
    ms = record.number("stance_time")
    return ms / MS_PER_S if ms and 0 < ms <= LONGEST_CONTACT_MS else float("nan")
